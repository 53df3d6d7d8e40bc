r"""-2 ln L along one coupling with the nuisances at their best: all its minima, and where it stays below a level.

Counts are polynomials of the parameter x, of degree two at most, so for Gaussian data and at fixed fluxes the profile is a quartic. Its
extrema, in closed form, say where the true curve can have minima and how wide they are; the curve is computed around each of them and
out to where the signal outnumbers everything, with its slope (envelope theorem: that at fixed nuisances). Every change of sign of the
slope is then refined to an extremum, and every crossing of a level to a root, so that no allowed piece is lost because it is thin,
far away or behind a barrier.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np

from nuem.inference.data.term import Array
from nuem.inference.expectations.signal import Signal
from nuem.inference.likelihood import Likelihood
from nuem.inference.one_coupling.along import LinearAlong, MorphedAlong, along
from nuem.inference.one_coupling.near import Valley, near
from nuem.inference.one_coupling.outline import Outline
from nuem.inference.searches.newton import minimise
from nuem.inference.searches.pieces import Level, Nodes, Pieces
from nuem.inference.searches.pulls import Pulls
from nuem.inference.searches.valleys import FAR

_ROUGH = 1e-7  # decrease of -2 ln L below which a search ends, while the curve is laid out
_HIGHEST = 5.0  # rise of -2 ln L beyond which the curve is only outlined, unless a level asks for more
_NO_DIFFERENCE = 1e-8  # rise of -2 ln L below which the data prefer no coupling


@dataclass(frozen=True, slots=True)
class Fit:
    """A minimum of -2 ln L."""

    x: float
    minimum: float
    nuisances: dict[str, float]
    """In units of their errors; free normalisations relative to their nominal values."""


@dataclass(frozen=True, eq=False)
class Curve:
    """-2 ln L along one coupling, nuisances at their best for every value.

    Parameters
    ----------
    likelihood : Likelihood
    signal : Signal
    name : str, optional
        Of the coupling, for messages.
    """

    likelihood: Likelihood
    signal: Signal
    name: str = "the coupling"

    @cached_property
    def expectation(self) -> LinearAlong | MorphedAlong:
        """Expectations along x."""
        return along(self.likelihood, self.signal)

    def profile(self, x: Array, start: Array | None = None) -> tuple[Array, Array]:
        """-2 ln L at parameters, and the nuisances there."""
        likelihood = self.likelihood
        if not np.all(np.isfinite(x)):
            raise ValueError(f"{self.name}: -2 ln L was asked for at {x}")
        begin = np.broadcast_to(likelihood.centres if start is None else start, (len(x), len(likelihood.parameters)))
        return likelihood.lowest(self.expectation.at(x), begin)

    def slope(self, x: Array, nuisances: Array) -> Array:
        """Derivative of the profile by x, at the nuisances that belong to it."""
        return self.expectation.derivative(x, nuisances, self.likelihood.data)

    def minimum(self, start_x: Array, start: Array) -> tuple[Array, Array, Array]:
        """Minimum over x and the nuisances together, of each start: -2 ln L, x and nuisances."""
        pulls = self.likelihood.pulls
        wide = Pulls(
            np.concatenate([[0.0], pulls.weights]),
            np.concatenate([np.zeros((*pulls.centres.shape[:-1], 1)), pulls.centres], axis=-1),
            np.concatenate([[self.signal.low], pulls.low]),
            np.concatenate([[inf], pulls.high]),
        )
        begin = np.concatenate([start_x[:, None], start], axis=1)
        value, parameters = minimise(self.likelihood.data, self.expectation, wide, begin)
        return value, parameters[:, 0], parameters[:, 1:]

    @cached_property
    def reach(self) -> float:
        """A parameter at which the signal outnumbers everything.

        Raises
        ------
        ValueError
            If no count changes with the coupling.
        """
        sizes = np.geomspace(1e-24, 1e24, 97)
        weak = sum(np.abs(coefficient[0, 0]).sum() for coefficient in self.signal.coefficients)
        changes = (
            self._changes(sizes) if self.signal.low == 0 else np.minimum(self._changes(sizes), self._changes(-sizes))
        )
        enough = changes > self.likelihood.data.size + 100 * (
            weak + sum(dataset.nominal_background.sum() for dataset in self.likelihood.datasets)
        )
        if not np.any(enough):
            raise ValueError(f"the data do not constrain {self.name}: no expected count depends on it")
        return float(sizes[np.argmax(enough)])

    def _changes(self, x: Array) -> Array:
        """Sum of the absolute changes of all counts with a coupling, at nominal nuisances."""
        powers = self.signal.powers(x)
        parts = [
            np.einsum("np,pb->nb", powers[:, 1 : len(coefficient)], coefficient[1:, 0].sum(axis=1))
            for coefficient in self.signal.coefficients
        ]
        return np.asarray(sum(np.abs(part).sum(axis=-1) for part in parts))

    @cached_property
    def nodes(self) -> Nodes:
        """The curve, with every extremum that is not high among its points."""
        return self._computed(_HIGHEST)

    def _computed(self, highest: float) -> Nodes:
        """The curve, with every extremum up to a rise of -2 ln L.

        Raises
        ------
        ValueError
            If -2 ln L is not finite anywhere.
        """
        likelihood, x = self.likelihood, Outline(self.likelihood, self.signal, self.reach).points
        none = np.broadcast_to(likelihood.centres, (1, len(likelihood.parameters)))
        here, start = minimise(
            likelihood.data, self.expectation.at(np.zeros(1)), likelihood.pulls, none, tolerance=_ROUGH
        )

        def rough(x: Array, memory: Array) -> tuple[Array, Array, Array]:
            start = Valley.remembered(memory).at(x)
            pulls, ceiling = likelihood.pulls, float(here[0]) + highest
            at = self.expectation.at(x)
            lowest = minimise(likelihood.data, at, pulls, start, tolerance=_ROUGH, ceiling=ceiling)
            if highest > FAR**2:
                lowest = likelihood.deepened(at, lowest, tolerance=_ROUGH, ceiling=ceiling)
            return self._beside(x, *lowest)

        begin = Valley.level(np.zeros(len(x)), np.broadcast_to(start, (len(x), start.shape[1])))
        nodes = Nodes(x, *rough(x, begin.memory))
        finite = np.isfinite(nodes.value)
        if not finite.any():
            raise ValueError("the likelihood is not finite anywhere: there are events in a bin where none are expected")
        nodes = Nodes(nodes.x[finite], nodes.value[finite], nodes.slope[finite], nodes.memory[finite])
        return nodes.refined(rough, highest=highest).with_extrema(self.follow, highest=highest)

    def follow(self, x: Array, memory: Array) -> tuple[Array, Array, Array]:
        """-2 ln L, its slope and the valley of the nuisances, the search for which starts from the one given."""
        likelihood, expectation = self.likelihood, self.expectation
        start = Valley.remembered(memory).at(x)
        if not isinstance(expectation, MorphedAlong):
            return self._searched(x, start)
        value, slope, valley, sure = near(likelihood.data, expectation, likelihood.pulls, x, start)
        memory, left = valley.memory, np.flatnonzero(~sure)
        if len(left):
            value[left], slope[left], memory[left] = self._searched(x[left], start[left])
        return value, slope, memory

    def _deepest(self, x: Array, memory: Array) -> tuple[Array, Array, Array]:
        """As `follow`, from there to the lowest of several minima in the nuisances."""
        value, slope, memory = self.follow(x, memory)
        found = value, Valley.remembered(memory).nuisances
        deeper, nuisances = self.likelihood.deepened(self.expectation.at(x), found, tolerance=_ROUGH)
        left = np.flatnonzero(deeper < value - _ROUGH)
        if len(left):
            value[left], slope[left], memory[left] = self._beside(x[left], deeper[left], nuisances[left])
        return value, slope, memory

    def _searched(self, x: Array, start: Array) -> tuple[Array, Array, Array]:
        """The same by a search that passes kinks and follows bounds."""
        likelihood = self.likelihood
        return self._beside(x, *minimise(likelihood.data, self.expectation.at(x), likelihood.pulls, start, near=True))

    def _beside(self, x: Array, value: Array, nuisances: Array) -> tuple[Array, Array, Array]:
        """-2 ln L at a minimum in the nuisances, its slope by x, and the valley, whose tangent is not known there."""
        return value, self.slope(x, nuisances), Valley.level(x, nuisances).memory

    @cached_property
    def minima(self) -> tuple[Fit, ...]:
        """All minima, ascending in x."""
        x, value, nuisances = self.nodes.x, self.nodes.value, Valley.remembered(self.nodes.memory).nuisances
        padded = np.concatenate([[inf], value, [inf]])
        lowest = np.flatnonzero((value < padded[:-2]) & (value <= padded[2:]))
        return tuple(self._fit(x[k], value[k], nuisances[k]) for k in lowest)

    @cached_property
    def best(self) -> Fit:
        """The smallest minimum; no coupling at all where the data see no difference."""
        x, value, nuisances = self.nodes.x, self.nodes.value, Valley.remembered(self.nodes.memory).nuisances
        zero = int(np.argmin(np.abs(x)))
        k = int(np.argmin(value))
        if x[zero] == 0 and value[zero] <= value[k] + _NO_DIFFERENCE:
            k = zero
        return self._fit(x[k], min(value[k], np.min(value)), nuisances[k])

    def rise(self, x: float) -> float:
        """-2 ln L above its minimum."""
        return float(self.profile(np.array([x]))[0][0]) - self.best.minimum

    def errors(self, x: float, nuisances: Array) -> Array:
        """Errors of the nuisances at one x, from the mean curvature; infinite where the data say nothing."""
        expected, design = self.expectation.at(np.array([x]))(nuisances[None])
        weight = self.likelihood.data.curvature(expected, fisher=True)[0]
        curvature = (design[0] * weight) @ design[0].T / 2 + np.diag(self.likelihood.pulls.weights)
        scale = np.sqrt(np.maximum(np.diag(curvature), 1e-300))
        correlation = curvature / np.outer(scale, scale) + 1e-12 * np.eye(len(scale))
        return np.asarray(np.sqrt(np.diag(np.linalg.inv(correlation))) / scale)

    def below(self, level: Level) -> Pieces:
        """All pieces in which -2 ln L rises by no more than a level above its minimum, ascending.

        An end is infinite where the data exclude no value, however large.

        Parameters
        ----------
        level : float or callable
            Of x, for a threshold that depends on it.
        """
        nodes, best = self.nodes, self.best
        most = 1.2 * float(np.max(level(nodes.x))) if callable(level) else 1.2 * level
        if np.isfinite(most) and most > _HIGHEST:
            nodes = self._computed(most)
        follow = self._deepest if most > FAR**2 else self.follow
        return nodes.below(follow, best.minimum, level, low=self.signal.low, best=best.x)

    def _fit(self, x: float, value: float, nuisances: Array) -> Fit:
        named = dict(zip(self.likelihood.nuisances, (float(nuisance) for nuisance in nuisances), strict=True))
        return Fit(float(x), float(value), named)
