r"""Up-scattering of a neutrino to a heavy neutral lepton N through a transition moment.

.. math:: \mathcal L = \frac{\mu}{2}\,\bar N \sigma_{\alpha\beta} P_L \nu\, F^{\alpha\beta} + \mathrm{h.c.}

so that mu is one element of the dipole of a vertex, and m_4 -> 0 is the ordinary magnetic moment. Papers that write
d nubar sigma N F + h.c. have **mu = 2d** [Magill:2018jla]; check it with the width, mu^2 m_4^3/16 pi = d^2 m_4^3/4 pi.
"""

from __future__ import annotations

from math import pi
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ATOMIC_MASS_UNIT, CLASSICAL_RADIUS_SQUARED, ELECTRON_MASS
from nuem.numerics import checks
from nuem.scattering.form_factor import FORM_FACTORS
from nuem.scattering.portal.kinematics import recoil_range

Target = Literal["electron"] | tuple[int, float]
Spin = Literal[0] | float


def dsigma_dT(
    recoil: ArrayLike,
    energy: ArrayLike,
    *,
    mass: ArrayLike,
    moment: ArrayLike,
    target: Target,
    spin: Spin | None = None,
    target_mass: float | None = None,
    form_factor: str | None = "helm",
) -> NDArray[np.float64]:
    r"""Cross section of nu + target -> N + target on a free electron or a whole nucleus at rest.

    On a target of spin 1/2

    .. math:: \frac{d\sigma}{dT} = \frac{\pi\alpha^2}{m_e^2}\,\mu^2 Z^2F^2\Big[\frac1T - \frac1E + \frac{m_4^2(T - 2E - M)}{4E^2TM}
              + \frac{m_4^4(T - M)}{8E^2T^2M^2}\Big]

    and on one of spin 0 the bracket is

    .. math:: \frac1T\Big(1 - \frac{T}{2E} - \frac{m_4^2}{4ME}\Big)^2 - \frac{m_4^2(2M + T)(m_4^2 + 2MT)}{16M^2T^2E^2} .

    The same for neutrinos and antineutrinos, and for a Dirac and a Majorana N. It does not interfere with the weak interaction. For
    m_4 = 0 it is the cross section of an ordinary moment. The form factor is taken at q^2 = -2MT. Derived from the traces; equal to
    [Balantekin:2013sda] on electrons for a massless initial neutrino.

    Parameters
    ----------
    recoil, energy : array_like
        Kinetic energy T of the target and neutrino energy E [MeV]; they broadcast.
    mass : array_like
        Mass m_4 of the heavy neutral lepton [MeV].
    moment : array_like
        Effective transition moment mu of the incoming state [mu_B].
    target : "electron" or (Z, A)
        A free electron, or a nucleus by its charge and mass number.
    spin : {0, 0.5}, optional
        Of the target: if not given, 1/2 for an electron, 0 for an even-even nucleus and 1/2 for every other.
    target_mass : float, optional
        Mass M of the target [MeV]: if not given, that of the electron, or A u - Z m_e.
    form_factor : {"helm", "klein-nystrand", "point"} or None, optional
        Of a nucleus; None is 1.

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV]; zero outside the possible recoils.

    Raises
    ------
    ValueError
        For a recoil or energy that is not positive, a negative mass or moment, or an unknown target, spin or form factor.

    Examples
    --------
    >>> f"{dsigma_dT(0.002, 10.0, mass=3.0, moment=1e-10, target=(32, 74)):.3e} cm^2/MeV"
    '1.200e-39 cm^2/MeV'
    """
    t, e = checks.positive("recoil", recoil, "MeV"), checks.positive("energy", energy, "MeV")
    m4, mu = checks.not_negative("mass", mass, "MeV"), checks.not_negative("moment", moment, "mu_B")
    charge, nucleons, m, half = target_properties(target, spin, target_mass)
    amplitude: NDArray[np.float64] | float = charge
    if nucleons and form_factor is not None:
        shape = FORM_FACTORS[checks.choice("form_factor", form_factor, FORM_FACTORS)]
        amplitude = charge * shape(np.sqrt(2 * m * t), A=nucleons)
    low, high = recoil_range(e, mass=m4, target_mass=m)
    possible = (t >= low) & (t <= high)  # false where the range is not a number, below the threshold
    bracket = _bracket(t, e, m4, m, half=half)
    return np.where(possible, pi * CLASSICAL_RADIUS_SQUARED * (mu * amplitude) ** 2 * np.maximum(bracket, 0.0), 0.0)


def target_properties(
    target: Target, spin: Spin | None = None, target_mass: float | None = None
) -> tuple[float, float, float, bool]:
    """Charge, mass number (zero for an electron), mass [MeV] of a target, and whether its spin is 1/2.

    Parameters
    ----------
    target : "electron" or (Z, A)
    spin : {0, 0.5}, optional
    target_mass : float, optional
        [MeV]

    Raises
    ------
    ValueError
        For an unknown target, spin or mass.
    """
    if spin not in (None, 0, 0.5):
        raise ValueError(f"spin = {spin!r} is not available; choose 0 or 0.5")
    if isinstance(target, str):
        checks.choice("target", target, ("electron",))
        if spin == 0:
            raise ValueError("spin = 0 does not suit an electron; leave it out")
        charge, nucleons, m, half = 1.0, 0.0, ELECTRON_MASS, True
    else:
        try:
            first, second = target
        except (TypeError, ValueError):
            raise ValueError(f'target = {target!r} is neither "electron" nor (Z, A), such as (32, 74)') from None
        charge = checks.number("Z of the target", checks.positive("Z of the target", first))
        nucleons = checks.number("A of the target", checks.positive("A of the target", second))
        if nucleons < charge or charge != round(charge):
            raise ValueError(f"target = {target!r}: Z is a whole number and A not below Z, such as (32, 74)")
        m = nucleons * ATOMIC_MASS_UNIT - charge * ELECTRON_MASS
        even = charge % 2 == 0 and (nucleons - charge) % 2 == 0
        half = not even if spin is None else spin == 0.5
    if target_mass is not None:
        m = checks.number("target_mass", checks.positive("target_mass", target_mass, "MeV"))
    return charge, nucleons, m, half


Array = NDArray[np.float64]


def _bracket(t: Array, e: Array, m4: Array, m: float, *, half: bool) -> Array:
    """The bracket of `dsigma_dT` for a target of spin 1/2, or of spin 0 [1/MeV]."""
    r = m4**2 / m
    if half:
        return np.asarray(1 / t - 1 / e + r * (t - 2 * e - m) / (4 * e**2 * t) + r**2 * (t - m) / (8 * e**2 * t**2))
    return np.asarray((1 - t / (2 * e) - r / (4 * e)) ** 2 / t - r * (2 * m + t) * (r + 2 * t) / (16 * t**2 * e**2))
