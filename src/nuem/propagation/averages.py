r"""Probabilities averaged over a spread of energies, which washes out interference.

For an inverse energy that is Gaussian around 1/E with a relative width sigma, an interference of phase phi is multiplied by

.. math:: e^{-\sigma^2 s^2/2}, \qquad s = \frac{d\varphi}{d\ln E}

exactly, if its phase is that of vacuum. In general a passage S is taken at several energies, or, where the phases are too many for that,

.. math:: \rho_{ff'} = \sum_{ii'} S_{fi}\,\rho_{ii'}\,S^*_{f'i'}\, e^{-\sigma^2 (s_{fi} - s_{f'i'})^2/2}, \qquad
          s_{fi} = -\mathrm{Im}\,\frac{d\ln S_{fi}}{d\ln E}

between the levels i at production and f at the end. Full dephasing is the limit of a large width: a coherence survives between levels whose
phases depend alike on the energy, as those of the two helicities of one mass do in a field.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from nuem.propagation.engine.crossing import Crossed
from nuem.propagation.engine.phases import turned
from nuem.propagation.engine.pieces import Pieces
from nuem.propagation.engine.profile import Profile
from nuem.typing import BoolArray, ComplexArray, FloatArray, IntArray

LARGEST_WIDTH: Final = 0.5
MOST_NODES: Final = 192
_FAR: Final = 8.5  # standard deviations, where a Gaussian is below rounding
_ALIKE: Final = 1e-6  # rad: phases that depend on the energy by less are those of one coherent state
_STEP: Final = 1e-4  # relative change of the energy for a derivative

Passage = Callable[[FloatArray], Crossed]
"""Crosses the medium with all states of the mass basis, at energies [MeV]."""


@dataclass(frozen=True, slots=True)
class Averaging:
    """What an average needs to know: the medium at its two ends, and the state at production in the mass basis."""

    pieces: Pieces
    profile: Profile
    rho: ComplexArray

    @property
    def length(self) -> float:
        """[cm]"""
        return float(self.profile.breakpoints[-1])

    def levels(self, energy: float, group: IntArray, at_end: bool) -> tuple[ComplexArray, FloatArray]:
        """Levels of the Hamiltonian of each group at one end, as columns, and -dphi/dlnE of each if it stayed what it is there [rad]."""
        values = self.profile(np.array([self.length if at_end else 0.0]))[0, : len(self.pieces.names)]
        n = len(group)
        w, slope = np.zeros((n, n), np.complex128), np.zeros(n)
        for k in np.unique(group):
            states = np.flatnonzero(group == k)
            part = self.pieces.of(states)
            eigenvectors = np.linalg.eigh(part(energy, values))[1]
            w[np.ix_(states, states)] = eigenvectors
            slope[states] = (
                np.einsum("ai,ab,bi->i", eigenvectors.conj(), part.vacuum, eigenvectors).real * self.length / energy
            )
        return w, slope


def dephased(averaging: Averaging, energies: FloatArray, crossed: Crossed) -> ComplexArray:
    """Density matrices after the medium with every coherence gone whose phase depends on the energy."""
    rho = averaging.rho
    density = np.empty((len(energies), *rho.shape), np.complex128)
    for e, energy in enumerate(energies):
        group, shared = crossed.group[e], crossed.shift[e] * averaging.length / energy
        first, last = (averaging.levels(float(energy), group, at_end=at_end) for at_end in (False, True))
        s = crossed.states[e, -1]
        inside = s @ _without(rho, first[0], _equal_slopes(group, shared, first[1])) @ s.conj().T
        density[e] = _without(inside, last[0], _equal_slopes(group, shared, last[1]))
    return density


def phases_that_stay(averaging: Averaging, energies: FloatArray, crossed: Crossed) -> BoolArray:
    """Energies at which an average needs phases of coupled states: the medium changes on the way, or some do not depend on the energy."""
    stay = np.ones(len(energies), dtype=bool)
    if len(averaging.profile.breakpoints) > 2 or not averaging.profile.constant.all():
        return stay
    for e, energy in enumerate(energies):
        group, shared = crossed.group[e], crossed.shift[e] * averaging.length / energy
        alike = _equal_slopes(group, shared, averaging.levels(float(energy), group, at_end=True)[1])
        stay[e] = np.any(alike & (group[:, None] == group) & ~np.eye(len(group), dtype=bool))
    return stay


def _without(rho: ComplexArray, w: ComplexArray, coherent: BoolArray) -> ComplexArray:
    """The density matrix with only those coherences of the levels w that stay together."""
    return np.asarray(w @ ((w.conj().T @ rho @ w) * coherent) @ w.conj().T)


def smeared(
    averaging: Averaging, energies: FloatArray, width: float, crossed: Crossed, passage: Passage
) -> ComplexArray:
    """Density matrices after the medium, averaged over 1/E with a relative width."""
    density = np.empty((len(energies), *averaging.rho.shape), np.complex128)
    inner = width * _inner_slopes(averaging, energies)
    nodes = np.where(inner < _ALIKE, 1, np.ceil(1 + 5.5 * (_FAR + inner)).astype(np.int64))
    for e in np.flatnonzero(nodes == 1):
        density[e] = _common(averaging, float(energies[e]), width, crossed, int(e))
    for e in np.flatnonzero((nodes > 1) & (nodes <= MOST_NODES)):
        density[e] = _quadrature(averaging, float(energies[e]), width, int(nodes[e]), passage)
    many = np.flatnonzero(nodes > MOST_NODES)
    if len(many):
        density[many] = _by_paths(averaging, energies[many], width, passage)
    return density


def _equal_slopes(group: IntArray, shared: FloatArray, slope: FloatArray) -> BoolArray:
    """Pairs of levels whose phases depend alike on the energy."""
    apart = (shared[:, None] - shared[None, :]) + (slope[:, None] - slope[None, :])
    rounding = 1e-10 * np.abs(slope).max() + np.where(
        group[:, None] == group[None, :], 0.0, 1e-15 * np.abs(shared[:, None])
    )
    return np.asarray(np.abs(apart) <= _ALIKE + rounding)


def _inner_slopes(averaging: Averaging, energies: FloatArray) -> FloatArray:
    """Bound of the differences of dphi/dlnE inside the groups [rad]."""
    steepest = np.zeros(len(energies))
    pieces, profile = averaging.pieces, averaging.profile
    for e, energy in enumerate(energies):
        groups, _ = pieces.secular(profile, float(energy))
        for part in (pieces.of(states) for states in groups):
            steep = float(np.ptp(np.diag(part.vacuum).real)) * averaging.length / energy
            for k, power in enumerate(part.powers):
                if power and np.any(part.matrices[k]):
                    size = part.sizes[k] * profile.largest[k] * energy**power
                    steep += 2 * abs(power) * float(size) * averaging.length
            steepest[e] = max(steepest[e], steep)
    return steepest


def _common(averaging: Averaging, energy: float, width: float, crossed: Crossed, e: int) -> ComplexArray:
    """The average where only the phases that groups share depend on the energy: exact."""
    shift = crossed.shift[e]
    s = turned(shift, averaging.length, energy)[:, None] * crossed.states[e, -1]
    apart = (shift[:, None] - shift[None, :]) * averaging.length / energy
    return np.asarray((s @ averaging.rho @ s.conj().T) * np.exp(-0.5 * np.minimum((width * apart) ** 2, 1400.0)))


def _quadrature(averaging: Averaging, energy: float, width: float, nodes: int, passage: Passage) -> ComplexArray:
    """The average by passages at many energies, with weights that are exact for all phases that these resolve."""
    z = np.linspace(-_FAR, _FAR, nodes)
    z = z[width * z > -0.99]  # an energy is positive
    weight = np.exp(-0.5 * z**2)
    crossed = passage(energy / (1 + width * z))
    group, shift = crossed.group[len(z) // 2], crossed.shift[len(z) // 2]
    apart = (shift[:, None] - shift[None, :]) * averaging.length / energy
    # groups whose shared phases are too fast for the nodes have no coherence left
    slow = (group[:, None] == group[None, :]) | (width * np.abs(apart) * (z[1] - z[0]) < np.pi)
    central = turned(shift, averaging.length, energy)
    total = np.zeros(averaging.rho.shape, np.complex128)
    for k in range(len(z)):
        s = crossed.states[k, -1]
        phase = np.where(slow, central[:, None] * central.conj()[None, :] * np.exp(-1j * apart * width * z[k]), 0.0)
        total += weight[k] * (s @ averaging.rho @ s.conj().T) * phase
    return np.asarray(total / weight.sum())


def _by_paths(averaging: Averaging, energies: FloatArray, width: float, passage: Passage) -> ComplexArray:
    """The average by the slopes of the phases of S between levels, from passages at neighbouring energies."""
    inner = _inner_slopes(averaging, energies)
    step = np.minimum(_STEP, 0.25 / np.maximum(inner, 1.0))
    near = passage(np.concatenate([energies, energies * (1 + step), energies * (1 - step)]))
    count = len(energies)
    density = np.empty((count, *averaging.rho.shape), np.complex128)
    for e, energy in enumerate(energies):
        group, shift = near.group[e], near.shift[e]
        first, _ = averaging.levels(float(energy), group, at_end=False)
        last, _ = averaging.levels(float(energy), group, at_end=True)
        s, above, below = (last.conj().T @ near.states[k, -1] @ first for k in (e, count + e, 2 * count + e))
        phase_rate = -np.angle(above * below.conj()) / (2 * step[e])
        # a phase that falls with the energy, exp(-i a/E), has the slope -a/E
        slope = phase_rate - (shift * averaging.length / energy)[:, None]
        rho = first.conj().T @ averaging.rho @ first
        s = turned(shift, averaging.length, energy)[:, None] * s
        apart = slope[:, :, None, None] - slope[None, None, :, :]
        coherence = np.exp(-0.5 * np.minimum((width * apart) ** 2, 1400.0))
        density[e] = last @ np.einsum("fi,ij,gj,figj->fg", s, rho, s.conj(), coherence) @ last.conj().T
    return density
