r"""Neutrinos of a mass state seen as a flavour at night, after crossing the Earth, with all phases averaged.

Shells of constant density after the Preliminary Reference Earth Model [Dziewonski:1981xy]; at each boundary the levels of one are projected on those of the next. To first order
in the potential only the outermost shell that is crossed counts,

.. math:: P(\nu_2 \to \nu_e) = |U_{e2}|^2 \pm \tfrac12 \sin^2 2\theta_{12} \cos^4\theta_{13}\, \frac{2 E V}{\Delta m^2_{21}}

with + for neutrinos and - for antineutrinos.
"""

from collections.abc import Sequence
from math import cos, pi, radians, sin
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from nuem.constants import AVOGADRO, FERMI, HBAR_C
from nuem.flavour import Mixing
from nuem.numerics import checks

Array = NDArray[np.float64]
Night = Literal["mean"] | float | bool

SHELLS: Final = ((0.1917, 12.9, 0.466), (0.5462, 10.9, 0.466), (0.8948, 4.9, 0.496), (1.0, 3.6, 0.496))
"""Outer radius in radii of the Earth, density [g/cm^3] and electrons per nucleon: inner core, outer core, lower mantle, upper mantle with crust."""

LATITUDE: Final = 36.4
"""Degrees; of Kamioka, for the mean over the year."""
_TILT: Final = 23.44  # of the axis, degrees


def flavour_of_mass_states(energy: Array, mixing: Mixing, night: Night, *, antineutrino: bool) -> Array:
    """Probability of each flavour for each mass state that reaches the Earth, shape (energies, flavour, mass state).

    Parameters
    ----------
    energy : numpy.ndarray
        [MeV]
    mixing : Mixing
    night : bool, "mean" or float
        False for a detector by day; a zenith angle of the Sun above 90 degrees [rad] for a path through the Earth; "mean" over days and nights of a
        year at the latitude of Kamioka.
    antineutrino : bool

    Returns
    -------
    numpy.ndarray
    """
    by_day = np.broadcast_to(np.abs(mixing.matrix) ** 2, (len(energy), mixing.size, mixing.size))
    if night is False:
        return np.asarray(by_day)
    if isinstance(night, str):
        checks.choice("night", night, ("mean",))
        below, fraction = _year()
        nights = [_crossed(energy, mixing, cosine, antineutrino) for cosine in below]
        return np.asarray((1 - fraction.sum()) * by_day + np.einsum("z,zeai->eai", fraction, np.array(nights)))
    if night is True:
        raise ValueError("night = True is a boolean; give 'mean' or the zenith angle of the Sun [rad]")
    zenith = float(checks.within("night", checks.number("night", night), 0, pi))
    return np.asarray(by_day) if zenith <= pi / 2 else _crossed(energy, mixing, -cos(zenith), antineutrino)


def _crossed(energy: Array, mixing: Mixing, cosine: float, antineutrino: bool) -> Array:
    """After a path at an angle below the horizon whose sine is `cosine`."""
    depth = np.sqrt(max(0.0, 1 - cosine**2))  # closest approach to the centre
    way = [SHELLS[k][1] * SHELLS[k][2] for k in range(len(SHELLS)) if SHELLS[k][0] > depth]
    return through_layers(energy, mixing, [*reversed(way), *way[1:]], antineutrino=antineutrino)


def through_layers(energy: Array, mixing: Mixing, layers: Sequence[float], *, antineutrino: bool) -> Array:
    """Probability of each flavour inside the last layer for each mass state that enters the first, all phases averaged.

    Parameters
    ----------
    energy : numpy.ndarray
        [MeV]
    mixing : Mixing
    layers : sequence of float
        Electrons in each layer that is crossed [mol/cm^3].
    antineutrino : bool

    Returns
    -------
    numpy.ndarray
        Shape (energies, flavour, mass state).
    """
    probability = np.broadcast_to(np.eye(mixing.size), (len(energy), mixing.size, mixing.size))
    basis = np.broadcast_to(np.eye(mixing.size, dtype=complex), probability.shape)
    for electrons in layers:
        levels = _levels(energy, mixing, electrons, antineutrino)
        probability = np.abs(np.conj(np.swapaxes(levels, 1, 2)) @ basis) ** 2 @ probability
        basis = levels
    flavours = mixing.matrix.conj() if antineutrino else mixing.matrix
    return np.asarray(np.abs(flavours @ basis) ** 2 @ probability)


def _levels(energy: Array, mixing: Mixing, electrons: float, antineutrino: bool) -> NDArray[np.complex128]:
    """Eigenvectors in the mass basis for a density of electrons [mol/cm^3], shape (energies, mass state, level)."""
    electron = mixing.matrix[0] if antineutrino else mixing.matrix[0].conj()
    sign = -1 if antineutrino else 1
    strength = sign * 2 * np.sqrt(2) * FERMI * HBAR_C**3 * AVOGADRO * electrons * energy
    squared = np.diag(mixing.splittings) + strength[:, None, None] * np.outer(electron, electron.conj())
    return np.asarray(np.linalg.eigh(squared / np.abs(mixing.splittings).max())[1])


def _year(bins: int = 12) -> tuple[Array, Array]:
    """Cosines of the angle below the horizon, and the fraction of a year in which the Sun is there."""
    day, hour = (np.arange(count) * 2 * pi / count for count in (365, 720))
    declination = np.arcsin(sin(radians(_TILT)) * np.sin(day))[:, None]
    phi = radians(LATITUDE)
    height = np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.cos(hour)
    counts, edges = np.histogram(-height, bins=bins, range=(0.0, 1.0))
    return (edges[1:] + edges[:-1]) / 2, counts / height.size
