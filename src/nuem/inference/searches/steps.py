"""One Newton step in parameters with bounds, for many problems at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data import Data
from nuem.inference.data.term import Array
from nuem.inference.expectations.expectation import Expectation
from nuem.inference.searches.pulls import Pulls

_FLAT = 1e-9  # eigenvalue of the curvature, relative to the largest, below which a direction is flat
_UNSEEN = (
    1e-12  # relative change of -2 ln L by moving a parameter as far as its own size, below which the data do not see it
)


@dataclass(frozen=True, slots=True, eq=False)
class Problems:
    """A batch of minimisations: data, what is expected of them, and the pulls of the parameters."""

    data: Data
    expectation: Expectation
    pulls: Pulls

    def take(self, index: NDArray[np.intp]) -> Problems:
        """Some of a batch."""
        return Problems(self.data.take(index), self.expectation.take(index), self.pulls.take(index))

    def rounded(self, floor: float) -> Problems:
        """With templates that are rounded off at zero, below a floor."""
        return Problems(self.data, self.expectation.rounded(floor), self.pulls)

    def within(self, parameters: Array) -> Array:
        """Parameters projected onto their bounds."""
        return np.clip(parameters, self.pulls.low, self.pulls.high)


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Where the minimiser stands."""

    parameters: Array
    expected: Array
    design: Array
    value: Array

    @classmethod
    def at(cls, problems: Problems, parameters: Array) -> State:
        """At parameters (batch, parameters)."""
        expected, design = problems.expectation(parameters)
        value = problems.data.value(expected) + problems.pulls.value(parameters)
        return cls(parameters, expected, design, value)

    def take(self, index: NDArray[np.intp]) -> State:
        """Some of a batch."""
        design = self.design if len(self.design) == 1 else self.design[index]
        return State(self.parameters[index], self.expected[index], design, self.value[index])


def newton_step(problems: Problems, state: State, far: NDArray[np.bool_]) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Step to subtract, the slope in free parameters, and whether a bound keeps a parameter from following its slope."""
    data, expectation, pulls = problems.data, problems.expectation, problems.pulls
    design, parameters, leading = state.design, state.parameters, expectation.leading
    outer = data.slope(state.expected)
    slope = (
        np.matmul(design[0], outer[..., None])[..., 0]
        if len(design) == 1
        else np.matmul(design, outer[..., None])[..., 0]
    ) + pulls.slope(parameters)
    weight = data.curvature(state.expected, fisher=bool(far.any()))
    if far.any() and not far.all():
        weight = np.where(far[:, None], weight, data.curvature(state.expected, fisher=False))
    curvature = gauss_newton(weight, design)
    np.einsum("nii->ni", curvature)[...] += 2 * pulls.weights
    free = ~((parameters <= pulls.low) & (slope > 0) | (parameters >= pulls.high) & (slope < 0))
    bending = expectation.bending(parameters, outer) if leading or not far.all() else None
    if bending is not None:
        bent = curvature.copy()
        bent[:, : bending.shape[-1], : bending.shape[-1]] += bending
        if bending.shape[-1] > leading:
            wrong = _indefinite(bent[:, leading:, leading:], free[:, leading:])
            bent[far | wrong, leading:] = curvature[far | wrong, leading:]
            bent[far | wrong, :, leading:] = curvature[far | wrong, :, leading:]
        curvature = bent
    if leading:
        free[:, :leading] &= ~_unseen(curvature, slope, state, leading)
    step = _solved(curvature, slope, free, leading, parameters)
    blocked = np.zeros(len(step), dtype=bool)
    for _ in range(step.shape[1]):
        outward = free & ((parameters <= pulls.low) & (step > 0) | (parameters >= pulls.high) & (step < 0))
        rows = np.flatnonzero(outward.any(axis=1))
        if not len(rows):
            break
        blocked[rows] = True
        free &= ~outward
        step[rows] = _solved(curvature[rows], slope[rows], free[rows], leading, parameters[rows])
    return step, slope * free, blocked


def _unseen(curvature: Array, slope: Array, state: State, leading: int) -> NDArray[np.bool_]:
    """Leading parameters that change nothing, such as an unphysical phase: their slope and curvature are rounding, and so would be their step."""
    reach = 1 + np.abs(state.parameters)
    bent = (np.abs(curvature[:, :leading]) * reach[:, None, :]).max(axis=2)
    change = np.maximum(np.abs(slope[:, :leading]), bent) * reach[:, :leading]
    return np.asarray(change < _UNSEEN * (1 + np.abs(state.value))[:, None])


def gauss_newton(weight: Array, design: Array) -> Array:
    """Second derivatives without those of the expectations, (batch, parameters, parameters)."""
    size = design.shape[1]
    if len(design) == 1 and len(weight) > 1:
        pairs = (design[0][:, None] * design[0]).reshape(size * size, -1)
        return np.asarray(np.einsum("nb,pb->np", weight, pairs).reshape(-1, size, size))  # no threads: they cost more
    return np.asarray(np.matmul(design * weight[:, None], design.swapaxes(1, 2)))


def _indefinite(curvature: Array, free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether the curvature of a problem in the free parameters is not positive."""
    both = curvature * free[:, :, None] * free[:, None, :]
    diagonal = np.einsum("nii->ni", both)
    scale = np.sqrt(np.abs(np.where(diagonal != 0, diagonal, 1.0)))
    both = both / (scale[:, :, None] * scale[:, None, :])
    np.einsum("nii->ni", both)[...] += np.where(free & (diagonal != 0), 1e-10, 1.0)
    try:
        np.linalg.cholesky(both)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.eigvalsh(both)[:, 0] < 1e-9)
    return np.zeros(len(both), dtype=bool)


def _solved(curvature: Array, slope: Array, free: NDArray[np.bool_], leading: int, parameters: Array) -> Array:
    """Newton step in the free parameters."""
    slope = slope * free
    curvature = curvature * free[:, :, None] * free[:, None, :]
    if leading:
        return np.asarray(_away_from_saddles(curvature, slope, free, leading) * free)
    diagonal = np.einsum("nii->ni", curvature)
    scale = np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    scaled = curvature / (scale[:, :, None] * scale[:, None, :])
    np.einsum("nii->ni", scaled)[...] = 1 + 1e-12
    step = np.linalg.solve(scaled, (slope / scale)[..., None])[..., 0] / scale
    flat = slope * 1e6 * (1 + np.abs(parameters))  # as far as the bounds allow
    return np.asarray(np.where(diagonal > 0, step, flat) * free)


def _away_from_saddles(curvature: Array, slope: Array, free: NDArray[np.bool_], leading: int) -> Array:
    """Newton step with the leading parameters by the eigenvalues of their reduced curvature, each by its size, the others following."""
    diagonal = np.abs(np.einsum("nii->ni", curvature))
    scale = np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    scaled = curvature / (scale[:, :, None] * scale[:, None, :])
    gradient = slope / scale
    mixed, inner = scaled[:, leading:, :leading], scaled[:, leading:, leading:].copy()
    np.einsum("nii->ni", inner)[...] += 1e-12 + ~free[:, leading:]
    right = np.concatenate([mixed, gradient[:, leading:, None]], axis=2)
    solved = np.linalg.solve(inner, right) if inner.shape[1] else right
    reduced = scaled[:, :leading, :leading] - mixed.swapaxes(1, 2) @ solved[..., :-1]
    along = gradient[:, :leading] - (mixed.swapaxes(1, 2) @ solved[..., -1:])[..., 0]
    values, vectors = np.linalg.eigh((reduced + reduced.swapaxes(1, 2)) / 2)
    sizes = np.abs(values)
    sizes = np.maximum(sizes, _FLAT * np.maximum(sizes.max(axis=1, keepdims=True), 1e-30))
    first = np.einsum("nij,nj->ni", vectors, np.einsum("nji,nj->ni", vectors, along) / sizes)
    rest = solved[..., -1] - np.einsum("nij,nj->ni", solved[..., :-1], first)
    return np.concatenate([first, rest], axis=1) / scale


def first_bound(parameters: Array, step: Array, pulls: Pulls) -> Array:
    """Fraction of the step at which the first parameter meets a bound; one where none does."""
    with np.errstate(divide="ignore", invalid="ignore"):
        way = np.where(step > 0, parameters - pulls.low, parameters - pulls.high) / step
    way = np.where((step != 0) & (way > 0), way, np.inf).min(axis=1, initial=np.inf)
    return np.asarray(np.minimum(way * (1 + 1e-14), 1.0))
