"""Antiderivatives of flux times state over the inverse of the energy, on panels that resolve them."""

from dataclasses import dataclass, replace
from functools import cache
from math import isqrt
from typing import Final

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

from nuem.constants import HBAR_C_EXACT
from nuem.flavour import Mixing
from nuem.rates.beam import Beam
from nuem.scattering.bilinear import pack

Reals = NDArray[np.float64]
Complex = NDArray[np.complex128]

AVERAGED: Final = 2000.0
"""Radians of dm^2 L/2E from which the end of an integral is averaged over, fully so at twice as many: no detector shows these oscillations."""

_NODES: Final = 14
_RESOLVED: Final = 3e-11  # last coefficients of a panel against all that lies above it
_ROUNDING: Final = 1e-15  # the same against the whole beam
_SLOW, _FAST = 5.0, 40.0  # radians over a panel: below, a polynomial follows; above, the phase is taken out
_MOST: Final = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Panels:
    """Coefficients of the antiderivatives of Phi rho E^-n on panels in u = 1/E, in ascending u."""

    edges: Reals
    """1/E [1/MeV]."""
    above_panel: Reals
    """The moments from the top of the spectrum down to the start of each panel, (panels, 3, numbers)."""
    slow: Reals
    """Legendre coefficients of the antiderivative from the start of each panel, (panels, coefficients, 3, numbers)."""
    fast: Complex | None
    """The same for coherences that turn fast, to be multiplied with their phase, (panels, coefficients, 3, pairs)."""
    phases: Reals
    """dm^2_jk L/2 of each pair j < k [MeV]: rho_jk goes like exp(-i phase u)."""
    filled: NDArray[np.bool_]
    """Which of the n^2 numbers of a hermitian matrix are not zero."""
    columns: NDArray[np.intp]

    @property
    def floor(self) -> float:
        """Lowest energy [MeV]."""
        return float(1 / self.edges[-1])

    @property
    def top(self) -> float:
        """Highest energy [MeV]."""
        return float(1 / self.edges[0])

    def keeping(self, filled: NDArray[np.bool_]) -> "Panels":
        """Only those numbers of a hermitian matrix."""
        columns = np.flatnonzero(filled)
        return replace(self, above_panel=self.above_panel[..., columns], slow=self.slow[..., columns], columns=columns)

    def above(self, lowest: Reals, *, average: bool) -> Reals:
        """The integrals from energies [MeV], ascending, to the top of the spectrum: (3, numbers, energies)."""
        u = np.clip(1 / lowest, self.edges[0], self.edges[-1])[::-1]
        panel = np.clip(np.searchsorted(self.edges, u, side="right") - 1, 0, len(self.edges) - 2)
        starts = np.flatnonzero(np.diff(panel, prepend=-1))
        out = np.empty((3 * len(self.columns), len(u)))
        low, high = self.edges[panel], self.edges[panel + 1]
        basis = _legendre(2 * (u - low) / (high - low) - 1)
        for start, stop in zip(starts, [*starts[1:], len(u)], strict=True):
            at, block = panel[start], slice(start, stop)
            rows = self.slow[at].reshape(_NODES + 1, -1).T
            out[:, block] = rows @ basis[:, block] + self.above_panel[at].reshape(-1, 1)
            if self.fast is not None and self.fast[at].any():
                out[:, block] += (
                    self._fast(basis[:, block].T, u[block], at, average).transpose(1, 2, 0).reshape(len(out), -1)
                )
        return out.reshape(3, -1, len(u))[..., ::-1]

    def _fast(self, basis: Reals, u: Reals, panel: int, average: bool) -> Reals:
        """Fast coherences from the start of their panel to u, (energies, 3, numbers)."""
        assert self.fast is not None
        shape = (len(u), 3, len(self.phases))
        ends = (basis @ self.fast[panel].reshape(_NODES + 1, -1)).reshape(shape)
        begin = (np.where(np.arange(_NODES + 1) % 2, -1.0, 1.0) @ self.fast[panel].reshape(_NODES + 1, -1)).reshape(
            3, -1
        )
        turn = np.abs(self.phases) * u[:, None]
        wave = np.exp(-1j * self.phases * u[:, None])
        if average:
            x = np.clip(turn / AVERAGED - 1, 0.0, 1.0)
            wave = wave * (1 - x**3 * (10 - 15 * x + 6 * x**2))  # smooth, so that integrals over recoils converge
        first = np.exp(-1j * self.phases * self.edges[panel])
        change = ends * wave[:, None] - begin * first
        n = isqrt(len(self.filled))
        numbers = np.zeros((len(u), 3, n * n))
        pairs = len(self.phases)
        numbers[..., n : n + pairs], numbers[..., n + pairs :] = change.real, change.imag
        return numbers[..., self.columns]


def resolve(beam: Beam, mixing: Mixing, floor: float) -> Panels:
    """Antiderivatives of the continuum of a beam from its top down to an energy [MeV].

    Raises
    ------
    ValueError
        If the flux is not smooth between its breaks, however short the panels.
    """
    bottom, top = max(float(beam.breaks[0]), floor), float(beam.breaks[-1])
    inner = beam.breaks[(beam.breaks > bottom) & (beam.breaks < top)]
    energies = np.union1d(np.geomspace(bottom, top, max(int(np.ceil(np.log2(top / bottom))), 1) + 1), inner)
    energies[0], energies[-1] = bottom, top
    edges = 1 / energies[::-1]
    phases = phases_of(beam, mixing)
    while True:
        if len(edges) > _MOST:
            raise ValueError(
                f"the flux of {beam.name} is not smooth between its breaks: {len(edges)} panels do not resolve it"
            )
        resolved, panels = _attempt(beam, mixing, edges, phases)
        if resolved.all():
            return panels
        middle = (edges[:-1] + edges[1:])[~resolved] / 2
        edges = np.union1d(edges, middle)


def phases_of(beam: Beam, mixing: Mixing) -> Reals:
    """dm^2_jk L/2 for each pair j < k [MeV]."""
    rows, columns = np.triu_indices(mixing.size, 1)
    splittings = mixing.splittings[rows] - mixing.splittings[columns]
    return np.asarray(splittings * beam.distance / (2 * HBAR_C_EXACT))


def _attempt(beam: Beam, mixing: Mixing, edges: Reals, phases: Reals) -> tuple[NDArray[np.bool_], Panels]:
    """Antiderivatives on given panels, and which panels resolve the integrand."""
    n, pairs = mixing.size, len(phases)
    nodes, analysis, antiderivative = _rule()
    half = np.diff(edges)[:, None] / 2
    u = edges[:-1, None] + half * (1 + nodes)
    energy = 1 / u
    state = pack(beam.state(energy, mixing))
    flux = beam.flux(energy)
    powers = np.stack([flux * u ** (power - 2) for power in range(3)], axis=-1)[..., None]
    turns = np.abs(phases) * np.diff(edges)[:, None]
    quick = turns > _FAST
    resolved = ~np.any((turns > _SLOW) & ~quick, axis=1)
    plain = powers * state[..., None, :]
    real, imaginary = slice(n, n + pairs), slice(n + pairs, n * n)
    for part in (real, imaginary):
        plain[..., part] *= ~quick[:, None, None, :]
    coefficients = np.einsum("ck,pkmn->pcmn", analysis, plain)
    slow = np.einsum("dc,pcmn->pdmn", antiderivative, coefficients) * half[..., None, None]
    whole = slow.sum(axis=1)  # Legendre polynomials are one at the end
    tails = np.abs(coefficients[:, -2:]).max(axis=(1, 3)) * half
    fast = None
    if quick.any():
        fast, tail, change = _levin(plain.shape, state, powers, u, edges, phases, quick)
        tails = np.maximum(tails, tail * half)
        whole[..., real] += change.real
        whole[..., imaginary] += change.imag
    from_top = np.cumsum(whole, axis=0)
    size = np.maximum.accumulate(np.abs(from_top).max(axis=2), axis=0)
    resolved &= np.all(tails <= _RESOLVED * size + _ROUNDING * size[-1], axis=1)
    above = np.concatenate([np.zeros_like(from_top[:1]), from_top[:-1]])
    filled = np.any(state != 0, axis=(0, 1))
    return resolved, Panels(edges, above, slow, fast, phases, filled, np.arange(n * n))


def _levin(
    shape: tuple[int, ...], state: Reals, powers: Reals, u: Reals, edges: Reals, phases: Reals, quick: NDArray[np.bool_]
) -> tuple[Complex, Reals, Complex]:
    """q of the antiderivative q exp(-i phase u) of each fast coherence, the tails of its integrand, and its change over each panel."""
    panels, pairs = shape[0], len(phases)
    n = isqrt(shape[-1])
    _, analysis, _ = _rule()
    fast = np.zeros((panels, _NODES + 1, 3, pairs), dtype=np.complex128)
    tails, change = np.zeros((panels, 3)), np.zeros((panels, 3, pairs), dtype=np.complex128)
    derivative = _derivative()
    half = np.diff(edges) / 2
    signs = np.where(np.arange(_NODES) % 2, -1.0, 1.0)
    for pair in np.flatnonzero(quick.any(axis=0)):
        rows = np.flatnonzero(quick[:, pair])
        off = state[rows, :, n + pair] + 1j * state[rows, :, n + pairs + pair]
        envelope = off * np.exp(1j * phases[pair] * u[rows])
        coefficients = np.einsum("ck,pkm->pcm", analysis, powers[rows, :, :, 0] * envelope[..., None])
        suppressed = np.abs(coefficients[:, -2:]).max(axis=1) / (np.abs(phases[pair]) * half[rows, None])
        tails[rows] = np.maximum(tails[rows], suppressed)
        operator = derivative / half[rows, None, None] - 1j * phases[pair] * np.eye(_NODES)
        q = np.linalg.solve(operator, coefficients)
        fast[rows, :_NODES, :, pair] = q
        last = np.exp(-1j * phases[pair] * edges[rows + 1])[:, None]
        first = np.exp(-1j * phases[pair] * edges[rows])[:, None]
        change[rows, :, pair] = q.sum(axis=1) * last - np.einsum("c,pcm->pm", signs, q) * first
    return fast, tails, change


def _legendre(x: Reals) -> Reals:
    """Legendre polynomials up to the degree of an antiderivative, (degrees, positions)."""
    values = np.ones((_NODES + 1, len(x)))
    values[1] = x
    for degree in range(2, _NODES + 1):
        values[degree] = ((2 * degree - 1) * x * values[degree - 1] - (degree - 1) * values[degree - 2]) / degree
    return values


@cache
def _rule() -> tuple[Reals, Reals, Reals]:
    """Gauss-Legendre nodes, values to Legendre coefficients, and coefficients to those of the integral from -1."""
    nodes, weights = legendre.leggauss(_NODES)
    degrees = np.arange(_NODES)
    analysis = (degrees[:, None] + 0.5) * (legendre.legvander(nodes, _NODES - 1) * weights[:, None]).T
    antiderivative = np.zeros((_NODES + 1, _NODES))
    for degree, row in enumerate(np.eye(_NODES)):
        antiderivative[:, degree] = legendre.legint(row, lbnd=-1)
    return nodes, analysis, antiderivative


@cache
def _derivative() -> Reals:
    """Legendre coefficients to those of the derivative, of as many terms."""
    matrix = np.zeros((_NODES, _NODES))
    for degree, row in enumerate(np.eye(_NODES)):
        matrix[: max(degree, 1), degree] = legendre.legder(row)[: max(degree, 1)]
    return matrix
