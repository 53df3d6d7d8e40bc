"""Solar conversion in closed form: flips at birth and flips of degenerate pairs in the outer Sun, with what both leave out."""

import numpy as np
from numpy.typing import NDArray

from nuem.constants import HBAR_C_EXACT
from nuem.conversion.birth import PRECESSION, birth_probabilities, field_and_twist, gaps
from nuem.conversion.matter_levels import NeutrinosInField
from nuem.conversion.outer_pairs import SWITCHED_ON, pair_evolution
from nuem.sun import electron_density
from nuem.units import solar_radius

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]

_LARGEST_GRID = 1_000_000
_FADED = 1e-3  # of the largest field


def closed_arrivals(neutrinos: NeutrinosInField, breaks: tuple[float, ...], births: tuple[Array, Array]) -> Complex:
    """Density matrices at the surface in the dressed mass basis, shape (energies, 6, 6).

    Both contributions add incoherently: the phase between them is hundreds of radians and changes with the place of birth.
    """
    (levels, energy, _), (radius, fraction) = neutrinos, births
    populations = levels.at(levels.strength(energy[:, None], electron_density(radius))).amplitudes ** 2
    flipped = birth_probabilities(neutrinos, radius)
    unflipped = populations * (1 - flipped.sum(axis=-1, keepdims=True))
    start = np.einsum("r,herk->ekh", fraction, np.stack([unflipped, flipped]))
    passage = pair_evolution(neutrinos, breaks)
    pairs = np.einsum("ekab,ekb,ekcb->ekac", passage, start, passage.conj())
    arrived = np.zeros((len(energy), 2, 3, 2, 3), np.complex128)
    for i in range(3):
        arrived[:, :, i, :, i] = pairs[:, i]
    return levels.phases[:, None] * arrived.reshape(len(energy), 6, 6) * levels.phases.conj()


def largest_mixing(neutrinos: NeutrinosInField) -> float:
    """Largest ratio of mu B to a gap that the closed forms take to be small; infinite where levels cross inside the field.

    Gaps between different masses count everywhere, those within a mass only inside 0.4 R, for farther out `outer_pairs` follows them exactly.
    """
    levels, energy, field = neutrinos
    radius = np.linspace(0, solar_radius, 600)
    quartiles = np.unique(np.quantile(energy, [0, 0.25, 0.5, 0.75, 1]))
    table = levels.at(levels.strength(quartiles[:, None], electron_density(radius)))
    local, turn = field_and_twist(field, radius)
    strong = np.abs(local) > _FADED * np.abs(local).max()  # where a field passes through zero it does not turn
    gap = gaps(levels, table, quartiles, radius) - np.where(strong, turn, 0.0)[:, None, None]
    crosses = np.zeros(gap.shape, dtype=bool)
    crosses[:, 1:] = np.sign(gap[:, 1:]) != np.sign(gap[:, :-1])
    same = np.eye(3, dtype=bool) & (radius > SWITCHED_ON)[:, None, None]
    strength = np.abs(local)
    moments = np.abs(table.moments)
    coupling = (
        PRECESSION
        * np.where(strength > 1e-6 * strength.max(), strength, 0.0)[:, None, None]
        * np.where(same, 0.0, moments)
    )
    closest = np.where(crosses, 0.0, np.abs(gap))
    ratio = np.divide(coupling, closest, out=np.where(coupling > 0, np.inf, 0.0), where=closest > 0)
    return float(ratio.max())


def rough_flips(neutrinos: NeutrinosInField) -> float:
    """Probability, to first order, of flips to another mass by the power of the field at the wave number dm^2/2E: what the closed forms leave out.

    The field is tapered towards the centre and the surface, so that only structure in between counts.
    """
    levels, energy, field = neutrinos
    off_diagonal = np.abs(levels.dipole) * ~np.eye(3, dtype=bool)
    splitting = np.abs(np.subtract.outer(levels.mixing.splittings, levels.mixing.splittings))
    smallest = float(np.min(splitting[splitting > 0]))
    worst = 0.0
    for e in np.unique([energy.min(), np.median(energy), energy.max()]):
        wave = smallest / (2 * HBAR_C_EXACT * e)
        count = min(int(solar_radius * wave * 2), _LARGEST_GRID)
        radius = (np.arange(count) + 0.5) * solar_radius / count
        u = np.clip(radius / solar_radius / 0.1, 1e-9, 1)
        v = np.clip((1 - radius / solar_radius) / 0.05, 1e-9, 1)
        taper = _smooth(u) * _smooth(v)
        shape = np.sum(np.broadcast_to(field(radius), radius.shape) * taper * np.exp(1j * wave * radius))
        amplitude = PRECESSION * off_diagonal.max() * abs(shape) * solar_radius / count
        worst = max(worst, amplitude**2)
    return float(worst)


def _smooth(u: Array) -> Array:
    """From 0 to 1 with all derivatives."""
    u = np.clip(u, 1e-9, 1 - 1e-9)
    return np.asarray(1 / (1 + np.exp(np.clip(1 / u - 1 / (1 - u), -700, 700))))
