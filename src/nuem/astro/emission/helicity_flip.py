r"""Helicity flips nu_L -> nu_R of a magnetic moment in the electric and magnetic fields of a plasma.

Between massless neutrinos of opposite helicity the dipole's current is mu (p + p')^mu times a scalar, so that the rate is the correlation of the
plasma's fields along p + p',

.. math:: \Gamma(E) = \frac{\mu^2}{16\pi^2 E^2} \int dq_0 \int q\, dq\, Q^2 (1 + f_B(q_0))
          \Big[(2E - q_0)^2 \rho_L + \frac{Q^2}{q^2} \big((2E - q_0)^2 - q^2\big) \rho_T\Big], \quad Q^2 = q^2 - q_0^2 ,

with the spectral functions of screened photons below the light cone: hard thermal loops for the electrons, which are taken to be fast, and the
response of a classical gas for the protons. Heavy, static charges with Debye's screened potential give the familiar

.. math:: \Gamma = \alpha \mu^2 n \Big[\ln\Big(1 + \frac{4E^2}{k_D^2}\Big) - \frac{4E^2}{4E^2 + k_D^2}\Big] ,

with n alpha = T k_D^2/4 pi for any charges. It leaves out that the charges screen each other as well: where protons alone scatter and screen,
the thermal fields add up to the logarithm alone. Derived here; the calculation of Ayala, D'Olivo and Torres and that of Kuznetsov, Mikheev and Okrugin
are of this kind [Ayala:1998qz; Kuznetsov:2009zm].
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import BOHR_MAGNETON_SQUARED, HBAR
from nuem.numerics import checks
from nuem.numerics.quadrature import panels

Real = NDArray[np.float64]

SCREENINGS: Final = ("thermal", "static")
PROTON_MASS: Final = 938.27208816
"""[MeV], CODATA 2018 [Tiesinga:2021myr]."""

_VELOCITIES: Final = np.array(
    [-1, -0.99, -0.9, -0.6, -0.3, -0.1, -0.03, 0, 0.03, 0.1, 0.3, 0.6, 0.9, 0.99, 1.0]
)  # q0/q
_FRACTIONS: Final = np.array([0, 1e-3, 1e-2, 0.05, 0.15, 0.35, 0.65, 1.0])  # of the largest q


class FlipRates(NamedTuple):
    """How often neutrinos flip, and the energy that the flipped ones carry."""

    rate: Real
    """[1/s]"""
    energy_rate: Real
    """Rate times the energy of the flipped neutrino [MeV/s]."""


def flip_rates(
    energy: ArrayLike,
    temperature: float,
    *,
    electron_screening: float,
    proton_screening: float = 0.0,
    moment: float = 1e-12,
    screening: str = "thermal",
) -> FlipRates:
    """Rate at which a neutrino flips its helicity, and that rate times its energy afterwards.

    Parameters
    ----------
    energy : array_like
        E [MeV].
    temperature : float
        T [MeV].
    electron_screening, proton_screening : float
        Debye wave numbers of the electrons (and all other fast charges), and of the protons [MeV].
    moment : float, optional
        mu_nu [mu_B].
    screening : {"thermal", "static"}, optional
        Fields in thermal motion, or of static charges with Debye's screened potential.

    Returns
    -------
    FlipRates

    Raises
    ------
    ValueError
        For values that are not positive, or an unknown screening.
    """
    E = checks.positive("energy", energy, "MeV")
    T = float(checks.positive("temperature", checks.number("temperature", temperature, "MeV"), "MeV"))
    ke2 = float(checks.positive("electron_screening", electron_screening, "MeV")) ** 2
    kp2 = float(checks.not_negative("proton_screening", proton_screening, "MeV")) ** 2
    mu2 = BOHR_MAGNETON_SQUARED * checks.number("moment", moment, "mu_B") ** 2
    if checks.choice("screening", screening, SCREENINGS) == "static":
        k2 = ke2 + kp2
        ratio = 4 * E**2 / k2
        rate = mu2 * T * k2 / (4 * np.pi) * (np.log1p(ratio) - ratio / (1 + ratio)) / HBAR
        return FlipRates(rate, rate * E)
    return FlipRates(*dipole_rates(E, lambda x, q: spectral_functions(x, q, T, ke2, kp2), mu2))


def dipole_rates(
    E: Real, spectral: Callable[[Real, Real], tuple[Real, Real]], moment_squared: float
) -> tuple[Real, Real]:
    """Rate [1/s] and rate times the final energy [MeV/s] in fields of any spectrum below the light cone.

    Parameters
    ----------
    E : numpy.ndarray
        Energy of the neutrino [MeV].
    spectral : callable
        (1 + f_B) rho_L and (1 + f_B) rho_T at q_0 = x q, for x (column) and q [MeV].
    moment_squared : float
        [MeV^-2]
    """
    x, x_weights = (a.ravel()[:, None] for a in panels(_VELOCITIES, 10))
    fraction, q_weights = (a.ravel() for a in panels(_FRACTIONS, 10))
    at = E[..., None, None]
    largest = 2 * at / (1 + x)
    q = largest * fraction
    q0 = x * q
    Q2 = q**2 * (1 - x**2)
    P2 = (2 * at - q0) ** 2
    longitudinal, transverse = spectral(x, q)
    integrand = q**2 * Q2 * (P2 * longitudinal + (1 - x**2) * (P2 - q**2) * transverse)
    weight = x_weights * q_weights * largest * integrand * moment_squared / (16 * np.pi**2 * at**2) / HBAR
    return weight.sum(axis=(-2, -1)), (weight * (at - q0)).sum(axis=(-2, -1))


def spectral_functions(x: Real, q: Real, T: float, ke2: float, kp2: float) -> tuple[Real, Real]:
    """Fields of fast electrons and of a classical gas of protons, by their squared Debye wave numbers: (1 + f_B) rho_L and (1 + f_B) rho_T at q0 = x q."""
    from scipy.special import wofz

    u = np.clip(x * q / T, -700.0, None)
    bose = T / q * np.where(np.abs(u) < 1e-8, 1.0, u / -np.expm1(-np.where(u == 0, 1.0, u)))  # x (1 + f_B)
    log = np.log((1 + x) / (1 - x))
    thermal = np.sqrt(T / PROTON_MASS)
    zeta = x / (np.sqrt(2) * thermal)
    plasma = 1j * np.sqrt(np.pi) * wofz(zeta)  # Z of Fried and Conte
    real = ke2 * (1 - x / 2 * log) + kp2 * (1 + zeta * plasma.real)
    loss = np.pi / 2 * ke2 + kp2 * plasma.imag / (np.sqrt(2) * thermal)  # Im Pi_L / x
    rho_L = 2 * bose * loss / ((q**2 + real) ** 2 + (x * loss) ** 2)
    magnetic = ke2 / 2 * (x**2 + x * (1 - x**2) / 2 * log)
    drag = np.pi / 4 * ke2 * (1 - x**2)  # |Im Pi_T| / x
    rho_T = 2 * bose * drag / ((q**2 * (1 - x**2) + magnetic) ** 2 + (x * drag) ** 2)
    return rho_L, rho_T
