r"""Neutrino spectra of allowed beta decays, with the Coulomb field of the daughter nucleus.

.. math:: \frac{dN}{dq} \propto p\,E_e\,q^2\,F(Z, E_e), \qquad q = E_0 - T_e

with the Fermi function of a point charge [Bahcall:1997eg, Huber:2011wv]

.. math:: F \propto p^{2(\gamma - 1)}\, e^{\pi\eta}\, |\Gamma(\gamma + i\eta)|^2, \qquad
          \gamma = \sqrt{1 - (\alpha Z)^2}, \quad \eta = \pm\alpha Z E_e/p .

The nuclear radius drops out of a normalised spectrum. Finite-size, radiative, screening and weak-magnetism corrections (each below
about 1 % for light nuclei; several per cent for uranium) and forbidden shapes are left out. In beta- decay F ~ 1/p at small p, so the
antineutrino spectrum ends in a step at q = E_0; in beta+ decay it ends like the square root of E_0 - q.
"""

from dataclasses import dataclass, field
from functools import cache
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ALPHA, ELECTRON_MASS
from nuem.numerics import checks

# B_2k / (2k (2k - 1)) of the Stirling series [Abramowitz and Stegun 6.1.40]; six terms give 1e-14 from |z| = 7 on.
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
_SHIFT = 7
_SLOWEST = 1e-6  # electron momentum in units of its mass below which F p has reached its limit


@dataclass(frozen=True, slots=True)
class BetaDecay:
    """The normalised (anti)neutrino spectrum of one allowed beta branch.

    Parameters
    ----------
    end_point : float
        Largest neutrino energy E_0 [MeV]: the kinetic energy that electron and neutrino share.
    charge : int
        Charge of the daughter nucleus; **positive for beta- (antineutrinos), negative for beta+ (neutrinos)**.
    """

    end_point: float
    charge: int
    norm: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        checks.positive("end_point", checks.number("end_point", self.end_point, "MeV"), "MeV")
        checks.whole("charge", self.charge)
        if abs(ALPHA * self.charge) >= 1:
            raise ValueError(f"charge = {self.charge} is beyond the reach of the point-charge Fermi function")
        object.__setattr__(self, "norm", 1 / self._moment(0))

    def __call__(self, energy: ArrayLike) -> NDArray[np.float64]:
        """Spectrum at neutrino energy q [1/MeV]; zero outside 0 < q <= E_0.

        Parameters
        ----------
        energy : array_like
            [MeV]
        """
        neutrino = checks.plain("energy", energy, "MeV")
        inside = (neutrino > 0) & (neutrino <= self.end_point)
        kinetic = np.where(inside, self.end_point - neutrino, self.end_point) / ELECTRON_MASS
        momentum = np.sqrt(kinetic * (kinetic + 2))
        shape = (kinetic + 1) * neutrino**2 * momentum_times_fermi(momentum, self.charge)
        return np.where(inside, self.norm * shape, 0.0)

    @property
    def mean_energy(self) -> float:
        """Mean neutrino energy [MeV]."""
        return self.norm * self._moment(1)

    def _moment(self, power: int) -> float:
        """Integral of q^power p E F q^2 over q, taken over p, in which it is smooth: dq = p dp/E."""
        nodes, weights = _gauss()
        largest = sqrt((self.end_point / ELECTRON_MASS + 1) ** 2 - 1)
        momentum = largest * nodes
        kinetic = ELECTRON_MASS * momentum**2 / (np.sqrt(1 + momentum**2) + 1)
        neutrino = self.end_point - kinetic
        integrand = momentum * momentum_times_fermi(momentum, self.charge) * neutrino ** (2 + power)
        return float(ELECTRON_MASS * largest * weights @ integrand)


def momentum_times_fermi(momentum: ArrayLike, charge: int) -> NDArray[np.float64]:
    """p F(Z, E) up to a constant factor, p in units of the electron mass; finite at p = 0 for electrons, zero for positrons."""
    p = np.maximum(checks.plain("momentum", momentum), _SLOWEST)
    gamma = sqrt(1 - (ALPHA * charge) ** 2)
    eta = ALPHA * charge * np.sqrt(1 + p**2) / p
    return np.asarray(p ** (2 * gamma - 1) * np.exp(np.pi * eta + 2 * _log_gamma_modulus(gamma, eta)))


def _log_gamma_modulus(real: float, imaginary: NDArray[np.float64]) -> NDArray[np.float64]:
    """ln |Gamma(real + i imaginary)|, by the Stirling series after a shift (scipy would cost a cold start a tenth of a second)."""
    squares = imaginary**2
    product = np.ones_like(squares)
    for k in range(_SHIFT):
        product *= (real + k) ** 2 + squares
    z = real + _SHIFT + 1j * imaginary
    inverse = 1 / z
    series = np.zeros_like(z)
    for term in reversed(_STIRLING):
        series = series * inverse * inverse + term
    stirling = (z - 0.5) * np.log(z) - z + 0.5 * np.log(2 * np.pi) + series * inverse
    return np.asarray(stirling.real - 0.5 * np.log(product))


@cache
def _gauss() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Nodes and weights on [0, 1]; the nodes crowd at 0, where the positron's F ~ exp(-2 pi alpha Z/p) sets in."""
    nodes, weights = np.polynomial.legendre.leggauss(64)
    t = (nodes + 1) / 2
    return t**2, weights * t
