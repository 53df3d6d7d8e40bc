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
    cumulative, density = ndtr(z), np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    slope = (np.diff(values) / np.diff(knots))[:, None]
    at_mean = values[:-1, None] + slope * (mean - knots[:-1, None])
    integral = at_mean * np.diff(cumulative, axis=0) - slope * sigma * np.diff(density, axis=0)
    return np.asarray(np.maximum(integral, 0.0))  # rounding
