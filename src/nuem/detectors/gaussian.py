"""Integrals of piecewise linear functions that are nowhere negative, times a Gaussian."""

import numpy as np

from nuem.typing import FloatArray

TAIL = 8.0
"""Standard deviations after which a Gaussian no longer counts (6e-16)."""


def linear_times_gaussian(knots: FloatArray, values: FloatArray, mean: FloatArray, sigma: FloatArray) -> FloatArray:
    """Integral of a piecewise linear function times a normalised Gaussian over each piece.

    Parameters
    ----------
    knots, values : numpy.ndarray
        Ascending positions, and the function there.
    mean, sigma : numpy.ndarray
        Of the Gaussians.

    Returns
    -------
    numpy.ndarray
        (pieces, means).
    """
    from scipy.special import ndtr

    z = (knots[:, None] - mean) / sigma
    tail, density = ndtr(-np.abs(z)), np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    low, high = tail[:-1], tail[1:]  # differences of tails keep their digits far from the mean
    probability = np.where(z[:-1] >= 0, low - high, np.where(z[1:] <= 0, high - low, 1 - low - high))
    slope = (np.diff(values) / np.diff(knots))[:, None]
    at_mean = values[:-1, None] + slope * (mean - knots[:-1, None])
    integral = at_mean * probability - slope * sigma * np.diff(density, axis=0)
    return np.asarray(np.maximum(integral, 0.0))  # rounding
