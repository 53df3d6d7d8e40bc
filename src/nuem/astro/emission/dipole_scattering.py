r"""Scattering of a neutrino's magnetic moment on a charged particle, in a bare and in a screened Coulomb field.

.. math:: \frac{d\sigma}{d|t|} = \alpha\mu^2 z^2\, \frac{|t|}{(|t| + k^2)^2} \Big(1 - \frac{|t|}{s - M^2}\Big), \qquad
          \sigma = \alpha\mu^2 z^2 \Big[L - \frac{t_m}{t_m + k^2} - \frac{1}{s - M^2}\Big(t_m - 2k^2 L + \frac{k^2 t_m}{t_m + k^2}\Big)\Big]

with L = ln(1 + t_m/k^2) and t_m = (s - M^2)^2/s, for a free target of mass M, charge z and spin one half. With k = 0 it is the exact cross section,
which flips helicity and does not interfere with the weak one; in terms of the recoil |t| = 2MT it is alpha mu^2 (1/T - 1/E) [Vogel:1989iv]. The
static screening k is a model; `nuem.astro.emission.helicity_flip` has the fields of a plasma in motion.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nuem.constants import ALPHA, BOHR_MAGNETON_SQUARED, ELECTRON_MASS, HBAR_C_EXACT
from nuem.numerics import checks
from nuem.typing import FloatArray

_SCALE = ALPHA * BOHR_MAGNETON_SQUARED * HBAR_C_EXACT**2  # [cm^2] for a moment of one mu_B


def dsigma_dt(
    t: ArrayLike,
    energy: ArrayLike,
    *,
    moment: float,
    mass: float = ELECTRON_MASS,
    charge: float = 1.0,
    screening: ArrayLike = 0.0,
) -> FloatArray:
    """Cross section per squared momentum transfer.

    Parameters
    ----------
    t : array_like
        |t| [MeV^2].
    energy : array_like
        Of the neutrino in the rest frame of the target [MeV]; arrays broadcast.
    moment : float
        Effective moment [mu_B].
    mass : float, optional
        M of the target [MeV]; the electron's if not given.
    charge : float, optional
        z [e].
    screening : array_like, optional
        k, such as Debye's wave number [MeV].

    Returns
    -------
    float or numpy.ndarray
        [cm^2/MeV^2]; zero beyond the largest transfer.

    Raises
    ------
    ValueError
        For values that cannot be, or t = 0 without screening.
    """
    transfer, k2, excess, largest = _kinematics(t, energy, mass, screening)
    if np.any((transfer == 0) & (k2 == 0)):
        raise ValueError("t must be above zero: the cross section grows without limit as 1/|t| unless it is screened")
    scale = _SCALE * checks.number("moment", moment, "mu_B") ** 2 * checks.number("charge", charge) ** 2
    value = scale * transfer / (transfer + k2) ** 2 * (1 - transfer / excess)
    return np.where(transfer <= largest, value, 0.0)[()]


def cross_section(
    energy: ArrayLike,
    *,
    moment: float,
    screening: ArrayLike,
    mass: float = ELECTRON_MASS,
    charge: float = 1.0,
) -> FloatArray:
    """Total cross section on a screened charge [cm^2]; parameters and errors as `dsigma_dt`, with a screening above zero."""
    checks.positive("screening", screening, "MeV")
    _, k2, excess, largest = _kinematics(0.0, energy, mass, screening)
    scale = _SCALE * checks.number("moment", moment, "mu_B") ** 2 * checks.number("charge", charge) ** 2
    return (scale * _integrated(largest / k2, k2 / excess))[()]


def _integrated(x: FloatArray, kappa: FloatArray) -> FloatArray:
    """The bracket of sigma, for x = t_m/k^2 and kappa = k^2/(s - M^2); by its series where x is small."""
    small = x < 1e-3
    safe = np.where(small, 1.0, x)
    logarithm = np.log1p(safe)
    closed = logarithm - safe / (1 + safe) - kappa * (safe - 2 * logarithm + safe / (1 + safe))
    series = x**2 * (1 / 2 - 2 * x / 3 + 3 * x**2 / 4 - 4 * x**3 / 5)
    recoil = x**3 * (1 / 3 - x / 2 + 3 * x**2 / 5)
    return np.asarray(np.where(small, series - kappa * recoil, closed))


def _kinematics(
    t: ArrayLike, energy: ArrayLike, mass: float, screening: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """|t|, k^2, s - M^2 and the largest |t|."""
    M = float(checks.positive("mass", checks.number("mass", mass, "MeV"), "MeV"))
    excess = 2 * M * checks.positive("energy", energy, "MeV")
    k2 = checks.not_negative("screening", screening, "MeV") ** 2
    return checks.not_negative("t", t), k2, excess, excess**2 / (M**2 + excess)
