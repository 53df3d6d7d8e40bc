"""What a counting experiment with source on and off can see of a moment, in closed form."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import CLASSICAL_RADIUS_SQUARED
from nuem.elements import compound
from nuem.numerics import checks


def on_off_moment(
    *,
    flux: ArrayLike,
    material: str,
    mass: ArrayLike,
    on: ArrayLike,
    off: ArrayLike,
    background: ArrayLike,
    recoils: tuple[ArrayLike, ArrayLike],
    cl: float = 0.90,
) -> NDArray[np.float64]:
    r"""Expected one-sided upper limit on the magnetic moment from statistics alone.

    A flat background B is subtracted with the source off, and the rate :math:`N_e \Phi\, \pi r_e^2 \mu^2 / T` of free electrons far below
    the neutrino energy is fitted to the difference:

    .. math:: \mu^2 = z_\mathrm{CL} \sqrt{\frac{B}{M}\Big(\frac1{t_\mathrm{on}} + \frac1{t_\mathrm{off}}\Big)}
              \Big/ \Big[N_e \Phi\, \pi r_e^2 \sqrt{1/T_1 - 1/T_2}\Big]

    so that mu goes like Phi^{-1/2} (B/Mt)^{1/4} T_1^{1/4}. `nuem.limit` with a surrogate is the same with the atom, the reactor spectrum and
    Poisson counts in bins.

    Parameters
    ----------
    flux : array_like
        [cm^-2 s^-1]
    material : str
        Element or formula.
    mass : array_like
        [g]
    on, off : array_like
        Live times [s].
    background : array_like
        [g^-1 s^-1 MeV^-1]
    recoils : tuple of array_like
        Lower and upper end of the fit [MeV].
    cl : float, optional
        Confidence level.

    Returns
    -------
    numpy.ndarray
        Limit on the moment [mu_B].

    Raises
    ------
    ValueError
        For a quantity that is not positive, a range that is empty, or a confidence level outside (0.5, 1).

    Examples
    --------
    >>> from nuem.units import day, hour, keV, kg
    >>> gemma = dict(flux=2.7e13, material="Ge", mass=1.5 * kg, on=18134 * hour, off=4487 * hour)
    >>> f"{on_off_moment(**gemma, background=2.5 / (keV * kg * day), recoils=(2.8 * keV, 55 * keV)):.2e} mu_B"
    '3.88e-11 mu_B'
    """
    from scipy.special import ndtri

    electrons = compound(material)
    first, last = (checks.positive("recoils", end, "MeV") for end in recoils)
    if np.any(first >= last):
        raise ValueError(f"recoils from {np.max(first):g} to {np.min(last):g} MeV are no range")
    if not 0.5 < cl < 1:
        raise ValueError(f"cl = {cl:g} must lie between 0.5 and 1 for an upper limit")
    times = 1 / checks.positive("on", on, "s") + 1 / checks.positive("off", off, "s")
    variance = checks.positive("background", background) / checks.positive("mass", mass, "g") * times
    strength = electrons.electrons * electrons.units_per_gram * np.pi * CLASSICAL_RADIUS_SQUARED
    signal = strength * checks.positive("flux", flux) * np.sqrt(1 / first - 1 / last)
    return np.asarray(np.sqrt(ndtri(cl) * np.sqrt(variance) / signal))
