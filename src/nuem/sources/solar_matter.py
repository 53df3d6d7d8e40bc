r"""Solar neutrinos leave the Sun as mass states: adiabatic conversion in matter, averaged over where they are produced.

At an electron density n_e the Hamiltonian is, in the vacuum mass basis,

.. math:: H = \frac{1}{2E}\left[\mathrm{diag}(\Delta m^2_{i1}) + 2 E V\, w w^T\right], \qquad V = \sqrt2\, G_F n_e, \quad w_i = |U_{ei}|

(phases of U_ei drop out of it) [Wolfenstein:1977ue; Mikheyev:1985zog]. A nu_e produced there is in the level k with probability |v_k . w|^2 and stays
in it until it leaves the Sun as the mass state of that level [Parke:1986jy]. Coherence is lost on the way, so the state at Earth is
diag(P_e1, P_e2, P_e3). All three flavours are exact; neutrino levels are followed in either mass ordering.

Not included: the Earth at night (P_ee of 8B neutrinos by 2 to 3 %), steps off the adiabatic path (checked to be below 1e-6), sterile neutrinos
(refused).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from math import pi, sqrt
from typing import Final

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike, NDArray

from nuem.constants import FERMI, HBAR_C, HBAR_C_EXACT
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.numerics.table import read_toml
from nuem.sun import COMPONENTS, births, electron_density
from nuem.units import eV, solar_radius

LARGEST_ENERGY: Final = 20.0
"""No solar neutrino has more [MeV]; the end point is that of hep, 18.8 MeV."""

_NODES = 56  # Chebyshev nodes in s = E/(E + 2 MeV): probabilities to 1e-13
_NEGLIGIBLE = 1e-11  # terms of the series below this are left out
_TURN = 2.0  # MeV, where vacuum oscillation of 8B neutrinos turns into conversion in matter
_JUMP = 1e-6  # largest probability to leave the adiabatic path that is let pass


def matter_probabilities(energy: ArrayLike, density: ArrayLike, mixing: Mixing) -> NDArray[np.float64]:
    """Fraction of each mass state in a nu_e that is produced in matter and leaves it adiabatically.

    Parameters
    ----------
    energy : array_like
        Neutrino energy [MeV].
    density : array_like
        Electron density at birth [cm^-3]; broadcasts against `energy`.
    mixing : Mixing
        Of three neutrinos.

    Returns
    -------
    numpy.ndarray
        P_ei, shape (..., 3); sums to 1.
    """
    energies, densities = checks.positive("energy", energy, "MeV"), checks.not_negative("density", density, "cm^-3")
    checks.known("mixing", mixing, checks.MIXING)
    if mixing.size != 3:
        raise ValueError(
            "sterile neutrinos in the Sun also feel its neutron density, which is left out here; use three neutrinos"
        )
    potential = sqrt(2) * FERMI * densities * HBAR_C**3
    electron = np.abs(mixing.matrix[0])
    squared_masses = np.diag(mixing.splittings) + (2 * energies * potential)[..., None, None] * np.outer(
        electron, electron
    )
    scale = np.abs(mixing.splittings).max() or 1.0
    levels = np.linalg.eigh(squared_masses / scale)[1]
    overlap = np.einsum("i,...ik->...k", electron, levels) ** 2
    probabilities = np.empty_like(overlap)
    probabilities[..., np.argsort(mixing.splittings)] = overlap
    return np.asarray(probabilities, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Conversion:
    """P_ei(E) of each component of the solar flux, as Chebyshev series in E/(E + 2 MeV).

    Parameters
    ----------
    coefficients : dict
        Component to array of shape (terms, 3).
    """

    coefficients: dict[str, NDArray[np.float64]]

    def probabilities(self, energy: ArrayLike, component: str) -> NDArray[np.float64]:
        """P_ei, shape (*energy.shape, 3), of a component at energies up to 20 MeV."""
        series = self.coefficients[checks.choice("component", component, COMPONENTS)]
        where = checks.positive("energy", energy, "MeV")
        checks.within("energy of solar neutrinos", where, 0, LARGEST_ENERGY, "MeV")
        first, third = chebyshev.chebval(2 * _fraction(where) / _fraction(LARGEST_ENERGY) - 1, series[:, ::2])
        return np.asarray(np.clip(np.stack([first, 1 - first - third, third], axis=-1), 0, 1))


@lru_cache(maxsize=32)
def conversion(mixing: Mixing) -> Conversion:
    """The conversion of all components for a mixing; computed once for each.

    Raises
    ------
    ValueError
        For sterile neutrinos, or splittings and angles for which conversion in the Sun would not be adiabatic.
    """
    _require_adiabatic(mixing)
    nodes = chebyshev.chebpts1(_NODES)
    fraction = _fraction(LARGEST_ENERGY) * (nodes + 1) / 2
    energy = _TURN * fraction / (1 - fraction)
    density, births = birthplaces()
    local = matter_probabilities(energy[:, None], density, mixing)
    project = chebyshev.chebvander(nodes, _NODES - 1).T * (2 / _NODES)
    project[0] /= 2
    series = {name: project @ np.einsum("r,eri->ei", births[name], local) for name in COMPONENTS}
    return Conversion(
        {
            name: coefficients[: 1 + np.flatnonzero(np.abs(coefficients).max(axis=1) > _NEGLIGIBLE)[-1]]
            for name, coefficients in series.items()
        }
    )


def solar_probabilities(energy: ArrayLike, mixing: Mixing, *, component: str) -> NDArray[np.float64]:
    """Fraction of each mass state in the solar neutrinos that reach the Earth by day.

    Parameters
    ----------
    energy : array_like
        [MeV]
    mixing : Mixing
        Of three neutrinos.
    component : {"pp", "pep", "hep", "Be7", "B8", "N13", "O15", "F17"}
        Each is born in its own part of the Sun.

    Returns
    -------
    numpy.ndarray
        P_ei, shape (*energy.shape, 3).

    Raises
    ------
    ValueError
        For an energy above 20 MeV, an unknown component, or as in `conversion`.

    Examples
    --------
    >>> mixing = Mixing.nufit()
    >>> survival = solar_probabilities(10.0, mixing, component="B8") @ abs(mixing.matrix[0]) ** 2
    >>> f"P_ee(8B, 10 MeV) = {survival:.3f}"
    'P_ee(8B, 10 MeV) = 0.327'
    """
    checks.known("mixing", mixing, checks.MIXING)
    return conversion(mixing).probabilities(energy, component)


@cache
def birthplaces() -> tuple[NDArray[np.float64], dict[str, NDArray[np.float64]]]:
    """Electron density in each shell of the Sun [cm^-3], and the fraction of each component that is produced there."""
    return electron_density(births(COMPONENTS[0])[0]), {name: births(name)[1] for name in COMPONENTS}


def _fraction(energy: ArrayLike) -> NDArray[np.float64]:
    where = checks.plain("energy", energy, "MeV")
    return np.asarray(where / (where + _TURN))


def _require_adiabatic(mixing: Mixing) -> None:
    """Refuse where neutrinos leave the adiabatic path, or where the resonance with nu_3 comes within reach."""
    matter_probabilities(1.0, 0.0, mixing)
    jump = jump_probability(LARGEST_ENERGY, mixing)
    if jump > _JUMP:
        raise ValueError(
            f"dm2_21 = {mixing.dm2_21 / eV**2:g} eV^2 with sin2_theta12 = {mixing.sin2_theta12:g} is not adiabatic in the Sun (jump "
            f"probability {jump:.2g} at {LARGEST_ENERGY:g} MeV); solar probabilities are computed for adiabatic conversion only"
        )
    densest = birthplaces()[0].max()
    reach = 2 * LARGEST_ENERGY * sqrt(2) * FERMI * densest * HBAR_C**3
    if 0 < mixing.dm2_31 * (1 - 2 * mixing.sin2_theta13) < reach:
        raise ValueError(
            f"dm2_31 = {mixing.dm2_31 / eV**2:g} eV^2 would bring the resonance with nu_3 into the Sun; expected about 2.5e-3 eV^2"
        )


def jump_probability(energy: float, mixing: Mixing) -> float:
    r"""Probability to jump between the two lower levels, exact for an electron density that falls as exp(-r/r_0).

    .. math:: P_c = \frac{e^{-\gamma \sin^2\theta_{12}} - e^{-\gamma}}{1 - e^{-\gamma}}, \qquad \gamma = \frac{\pi r_0 \Delta m^2_{21}}{E}

    Parameters
    ----------
    energy : float
        [MeV]
    mixing : Mixing
    """
    height = read_toml("nuem.sources", "solar.toml")["matter"]["scale_height"] * solar_radius
    gamma = max(pi * height * mixing.dm2_21 / (energy * HBAR_C_EXACT), 1e-12)  # the limit at zero is cos^2 theta_12
    sin2 = mixing.sin2_theta12
    return float(np.exp(-gamma * sin2) * np.expm1(-gamma * (1 - sin2)) / np.expm1(-gamma))
