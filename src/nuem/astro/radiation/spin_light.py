r"""Spin light of a neutrino in matter: a magnetic moment that flips in the potential of the matter, and radiates.

A neutrino of momentum p and helicity s has the energy E_s = sqrt((p - s a)^2 + m^2) + a in matter with potential V = 2a. Left-handed neutrinos lie
higher for V > 0 and decay, nu_- -> nu_+ gamma; for V < 0 antineutrinos do. With eps = E - a, beta = (p + a)/eps, primes for the final neutrino,
which has beta' = (p' - a)/(E' - a), and C, C' the cosines of the neutrinos with the photon,

.. math:: \omega = \frac{2ap\,[\epsilon - (p + a)C]}{(\epsilon - pC)^2 - a^2}, \qquad
          \Gamma = \frac{\mu^2}{4\pi} \int \frac{\omega^3 S}{1 - \beta' C'}\, dC, \quad
          I = \frac{\mu^2}{4\pi} \int \frac{\omega^4 S}{1 - \beta' C'}\, dC ,

.. math:: S = \tfrac12 (1-\beta)(1-\beta')(1+C)(1+C') + \tfrac12 (1+\beta)(1+\beta')(1-C)(1-C')

[Studenikin:2004dx; Grigorev:2005sw, whose S is this one written without differences of like numbers]. **Their moments are Gaussian, without the 1/4 pi; here mu is Heaviside-Lorentz**, in which a Bohr magneton is
e/2m_e with alpha = e^2/4 pi. Given in Bohr magnetons, as everywhere in this library, a moment is the same in both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.astro.radiation.spin_light_plasma import reduced_rate as in_plasma
from nuem.constants import BOHR_MAGNETON_SQUARED, FERMI, HBAR, HBAR_C_EXACT
from nuem.numerics import checks
from nuem.numerics.quadrature import adaptive
from nuem.typing import FloatArray

Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SpinLight:
    """Rate and power of spin light."""

    rate: float
    """Photons per time in the rest frame of the matter [1/s]."""
    power: float
    """Energy per time [MeV/s]."""
    regime: str
    """"dilute", "relativistic", "dense", one of which has a closed form, or "between"."""

    @property
    def mean_energy(self) -> float:
        """Mean energy of the photons [MeV]."""
        return self.power / self.rate if self.rate else 0.0


def potential(*, electron_density: ArrayLike = 0.0, neutron_density: ArrayLike = 0.0, flavour: str = "e") -> FloatArray:
    """V of a neutrino in neutral unpolarised matter at rest: sqrt2 G_F (n_e - n_n/2) for nu_e, -G_F n_n/sqrt2 for others [MeV].

    Parameters
    ----------
    electron_density, neutron_density : array_like
        [1/cm^3]
    flavour : {"e", "mu", "tau"}, optional
    """
    electrons = checks.not_negative("electron_density", electron_density)
    neutrons = checks.not_negative("neutron_density", neutron_density)
    charged = float(checks.choice("flavour", flavour, ("e", "mu", "tau")) == "e")
    return np.asarray(np.sqrt(2) * FERMI * (charged * electrons - neutrons / 2) * HBAR_C_EXACT**3)[()]


def rate(
    momentum: float,
    mass: float,
    potential: float,
    *,
    moment: float,
    antineutrino: bool = False,
    photon_mass: float = 0.0,
) -> SpinLight:
    """Spin light of one neutrino.

    Parameters
    ----------
    momentum : float
        p [MeV].
    mass : float
        Of the neutrino [MeV].
    potential : float
        V of the neutrino in the matter [MeV], as `potential` gives it.
    moment : float
        Magnetic moment [mu_B]; of a transition the formula is an approximation, for masses that differ little.
    antineutrino : bool, optional
        Feels -V.
    photon_mass : float, optional
        Of photons in the plasma [MeV], taken to be the same at all momenta: `nuem.astro.radiation.spin_light_plasma`, nothing below the threshold.

    Returns
    -------
    SpinLight
        Zero for a neutrino that lies lower, or below the threshold.

    Raises
    ------
    ValueError
        For a momentum or mass that is not positive.
    """
    p = _number("momentum", momentum)
    m = _number("mass", mass)
    mu2 = BOHR_MAGNETON_SQUARED * checks.number("moment", moment, "mu_B") ** 2
    a = checks.number("potential", potential, "MeV") / 2 * (-1 if antineutrino else 1)
    gap = float(checks.not_negative("photon_mass", checks.number("photon_mass", photon_mass, "MeV"), "MeV"))
    if a <= 0 or (gap > 0 and p <= threshold(m, 2 * a, gap)):
        return SpinLight(0.0, 0.0, regime(p, m, 2 * abs(a)) if a else "no matter")
    number, energy = in_plasma(p / m, a / m, gap / m) if gap > 0 else reduced_rate(p / m, a / m)
    return SpinLight(mu2 * m**3 * number / HBAR, mu2 * m**4 * energy / HBAR, regime(p, m, 2 * a))


def reduced_rate(momentum: float, half_potential: float) -> tuple[float, float]:
    """Gamma/(mu^2 m^3) and I/(mu^2 m^4) with mu in Heaviside-Lorentz units, for p/m and V/2m.

    Examples
    --------
    >>> print("{:.8f} {:.6f}".format(*reduced_rate(100, 1)))
    31.98962254 1093.103883
    """
    from scipy.optimize import brentq

    p, a = _number("momentum", momentum), _number("half_potential", half_potential)
    P = p + a
    scale = 0.1 * _lag(P) / P  # below the smallest angle, as 1 - cos, at which anything changes

    def photon(t: float) -> float:
        return float(_emission(np.asarray(scale * np.expm1(t)), p, a)[0])

    end = float(np.log1p(2 / scale))
    turning = np.hypot(P, 1) - 1  # photon energy that leaves a final neutrino with p' = a, where beta' changes sign
    points = sorted({0.0, end, *np.linspace(0, end, max(int(end / 2), 1) + 1)[1:-1]})
    if photon(end) < turning < photon(0.0):
        turn = float(brentq(lambda t: photon(t) - turning, 0, end, xtol=1e-13))
        width = max(turn * 1e-14, 1 / p)
        points = sorted({*points, turn, *(t for k in (-30, -5, 5, 30) if 0 < (t := turn + k * width) < end)})

    def powers(t: Real) -> Real:
        delta = scale * np.expm1(t)
        omega, weight = _emission(delta, p, a)
        number = omega**3 * weight * (delta + scale)
        return np.stack([number, omega * number])

    number, energy = adaptive(powers, np.array(points)) / (4 * np.pi)
    return float(number), float(energy)


def photon_energy(cosine: ArrayLike, momentum: float, mass: float, potential: float) -> FloatArray:
    """Energy of the photon emitted at an angle [MeV].

    Parameters
    ----------
    cosine : array_like
        Of the angle between photon and initial neutrino.
    momentum, mass, potential : float
        As `rate`, with a positive potential.
    """
    C = checks.within("cosine", cosine, -1, 1)
    m = _number("mass", mass)
    return (_emission(1 - C, _number("momentum", momentum) / m, _number("potential", potential) / 2 / m)[0] * m)[()]


def spectrum_in_angle(
    cosine: ArrayLike, momentum: float, mass: float, potential: float, *, moment: float
) -> FloatArray:
    """dGamma/dcos(theta) [1/s]; parameters as `photon_energy` and `rate`."""
    C = checks.within("cosine", cosine, -1, 1)
    m = _number("mass", mass)
    omega, weight = _emission(1 - C, _number("momentum", momentum) / m, _number("potential", potential) / 2 / m)
    mu2 = BOHR_MAGNETON_SQUARED * checks.number("moment", moment, "mu_B") ** 2
    return (mu2 * m**3 * omega**3 * weight / (4 * np.pi) / HBAR)[()]


def threshold(mass: float, potential: float, photon_mass: float) -> float:
    r"""Momentum above which spin light is possible in a plasma, (m_gamma^2 + 2 m_gamma m_nu)/2V [MeV].

    From (m_gamma + m_nu)^2 = m_nu^2 + 2Vp.
    """
    gap = float(checks.not_negative("photon_mass", photon_mass, "MeV"))
    return gap * (gap + 2 * _number("mass", mass)) / (2 * _number("potential", potential))


def regime(momentum: float, mass: float, potential: float) -> str:
    """Which closed form holds to some per cent: "dilute", "relativistic" or "dense"; "between" if none does."""
    x, y = _number("momentum", momentum) / mass, _number("potential", potential) / 2 / mass
    if y < 0.02 * min(1, 1 / x):
        return "dilute"
    if x > 1 and 50 / x < y < x / 50:
        return "relativistic"
    return "dense" if y > 50 * max(1, x, 1 / x) else "between"


def closed_form(momentum: float, half_potential: float, regime: str) -> tuple[float, float]:
    """Gamma/(mu^2 m^3) and I/(mu^2 m^4) in a limit, for p/m and V/2m; Heaviside-Lorentz.

    Parameters
    ----------
    momentum, half_potential : float
        p/m and V/2m.
    regime : {"dilute", "relativistic", "dense"}
    """
    p, a = momentum, half_potential
    forms = {
        "dilute": (64 / 3 * (a * p) ** 3 / np.hypot(p, 1), 128 / 3 * (a * p) ** 4),
        "relativistic": (4 * a**2 * p, 4 / 3 * a**2 * p**2),
        "dense": (4 * a**3, 4 * a**4),
    }
    number, energy = forms[checks.choice("regime", regime, forms)]
    return float(number / (4 * np.pi)), float(energy / (4 * np.pi))


def _emission(delta: Real, p: float, a: float) -> tuple[Real, Real]:
    """omega and S/(1 - beta' C') at 1 - cos(theta) = delta, in units of the mass; sums of positive terms wherever differences would cancel."""
    P = p + a
    eps, lag = np.hypot(P, 1), _lag(P)
    near = lag + p * delta
    omega = 2 * a * p * (lag + P * delta) / (near * (near + 2 * a))
    left = p * (near**2 - 2 * a**2 * delta) / (near * (near + 2 * a))  # p - omega
    final = np.sqrt(left**2 + 2 * p * omega * delta)
    moving = final - a
    eps_final = np.hypot(moving, 1)
    C = (left - p * delta) / final
    sine2 = p**2 * delta * (2 - delta) / final**2
    less_C = np.where(C > 0, sine2 / (1 + np.maximum(C, 0)), 1 - C)
    more_C = np.where(C < 0, sine2 / (1 - np.minimum(C, 0)), 1 + C)
    less_beta = np.where(moving > 0, 1 / (eps_final + np.maximum(moving, 0)), eps_final - moving) / eps_final
    more_beta = np.where(moving < 0, 1 / (eps_final - np.minimum(moving, 0)), eps_final + moving) / eps_final
    S = 0.5 * (lag / eps) * less_beta * (2 - delta) * more_C + 0.5 * (1 + P / eps) * more_beta * delta * less_C
    # 1 - beta' C' = [(1 - beta')(1 + C') + (1 + beta')(1 - C')]/2
    return omega, S / (0.5 * (less_beta * more_C + more_beta * less_C))


def _lag(P: float) -> float:
    """sqrt(P^2 + 1) - P."""
    return float(1 / (np.hypot(P, 1) + P))


def _number(name: str, value: float) -> float:
    return float(checks.positive(name, checks.number(name, value, "MeV" if name in ("momentum", "mass") else "")))
