r"""The dielectric constant of a material at X-ray energies, from the photoabsorption of its atoms.

.. math:: \epsilon_2 = \frac{n\,\sigma_\gamma\hbar c}{T}, \qquad
          1 - \epsilon_1 = \frac{4\pi n r_e (\hbar c)^2}{T^2} f_1, \qquad
          f_1 = Z + \frac{1}{2\pi^2 r_e\hbar c}\,\mathrm P\!\!\int\frac{\varepsilon^2\sigma_\gamma(\varepsilon)}{T^2 - \varepsilon^2}d\varepsilon

with n atoms per volume: the dispersion relation, in the form that counts the electrons of discrete lines as free.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from nuem.constants import CLASSICAL_RADIUS_SQUARED, HBAR_C
from nuem.elements import Compound, element
from nuem.numerics.piecewise import PiecewiseCubic
from nuem.numerics.table import read_toml
from nuem.numerics.warn import warn_user
from nuem.scattering.atom.absorption import photoabsorption
from nuem.units import MeV, eV

_LOWEST, _HIGHEST = 3 * eV, 3 * MeV
_POINTS = 1600
_EVERY = 8  # f_1 is smooth but for logarithms at the edges: it is kept at every eighth point


def dielectric(
    target: Compound, transfer: NDArray[np.float64], density: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """1 - epsilon_1 and epsilon_2 of a material.

    Parameters
    ----------
    target : Compound
        Of elements that have tables.
    transfer : numpy.ndarray
        Photon energy [MeV].
    density : float
        [g/cm^3]
    """
    units = density * target.units_per_gram
    strength = np.zeros(transfer.shape)
    absorption = np.zeros(transfer.shape)
    for part, count in target.parts:
        strength += count * scattering_strength(part.symbol, transfer)
        absorption += count * photoabsorption(part.symbol, transfer)
    real = 4 * np.pi * units * np.sqrt(CLASSICAL_RADIUS_SQUARED) * HBAR_C**2 * strength / transfer**2
    return real, np.maximum(units * absorption * HBAR_C / transfer, 1e-300)


def scattering_strength(symbol: str, transfer: NDArray[np.float64]) -> NDArray[np.float64]:
    """f_1 of an element, electrons that scatter a photon forwards as if free.

    Parameters
    ----------
    symbol : str
    transfer : numpy.ndarray
        Photon energy [MeV].
    """
    strength = _kramers_kronig(symbol)
    return strength(np.clip(np.log(transfer), strength.knots[0], strength.knots[-2]))


@cache
def _kramers_kronig(symbol: str) -> PiecewiseCubic:
    """f_1 over the logarithm of the energy: the principal value by subtraction, midway between the points of the integral."""
    log = np.linspace(np.log(_LOWEST), np.log(_HIGHEST), _POINTS)
    energy, step = np.exp(log), log[1] - log[0]
    middle = log[:-1:_EVERY] + step / 2
    at = np.exp(middle)[:, None]
    area = energy**2 * photoabsorption(symbol, energy)
    at_pole = at**2 * photoabsorption(symbol, at)
    weight = np.full(_POINTS, step)
    weight[[0, -1]] /= 2
    smooth = ((area - at_pole) / (at**2 - energy**2)) @ (weight * energy)
    ends = np.log(np.abs((at + energy[[0, -1]]) / (at - energy[[0, -1]])))
    principal = smooth + (at_pole[:, 0] / (2 * at[:, 0])) * (ends[:, 1] - ends[:, 0])
    f1 = element(symbol).Z + principal / (2 * np.pi**2 * np.sqrt(CLASSICAL_RADIUS_SQUARED) * HBAR_C)
    return PiecewiseCubic.smooth(middle, f1)


def density_of(target: Compound) -> float:
    """Density of a material as detectors use it [g/cm^3]; 1 g/cm^3 with a warning if it is unknown."""
    densities: dict[str, float] = read_toml("nuem.scattering.atom", "materials.toml")["density_g_cm3"]
    if target.formula not in densities:
        warn_user(
            f"the density of {target.formula} is not known; 1 g/cm3 is assumed for the screening of a millicharge "
            "(half the logarithm of the density enters); no other coupling depends on it",
        )
        return 1.0
    return densities[target.formula]
