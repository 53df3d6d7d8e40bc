"""The engine behind `evolve` and `propagate`: which method runs, how often, and what is promised of the result."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nuem.propagation.engine.profile import EPSILON, Profile

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]

METHODS: Final = ("auto", "magnus", "cf4", "cells", "sad")
SHORT: Final = 1e3  # rad: below, Magnus steps are cheaper than rotations
ROUNDING_PER_RADIAN: Final = {
    "magnus": 8.0,
    "cf4": 8.0,
    "cells": 8.0,
    "sad": 4.0,
}  # in machine epsilons; measured: below 4, 4 and 1
ROUNDING_PER_ROTATION: Final = 30.0  # a numerical derivative of sixteen nodes loses two digits, at random
ROUNDING_PER_PANEL: Final = 4.0
ROUNDING: Final = 64.0
SAFETY: Final = 4.0  # between the tolerance and what the local error estimates are held to


class ToleranceWarning(UserWarning):
    """A tolerance that double precision or the profile cannot keep."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Problems e that share a profile: H_e(x) = constant_e + sum_t value_et f_which(t)(x) at element place_t [1/cm]."""

    constant: Complex
    """(e, n, n)."""
    place: NDArray[np.int64]
    which: NDArray[np.int64]
    value: Complex
    """(e, t)."""
    rough: Array
    """Frobenius norm of the error of H on each piece of the profile, (e, piece) [1/cm]."""

    def blur(self, profile: Profile) -> Array:
        """What the error of the profile may do to a state."""
        return np.asarray(2 * self.rough @ np.diff(profile.edges))

    def noise(self, profile: Profile, goal: float) -> Array:
        """The part of it that no finer profile would improve: rounding in the user's function, and the place of a jump."""
        return np.asarray(2 * np.where(self.rough > goal, self.rough, 0.0) @ np.diff(profile.edges))


@dataclass(frozen=True, slots=True)
class Run:
    """One passage of every problem: the states that were asked for, and what the kernel says of them."""

    kept: Complex
    """(e, kept, n, columns)."""
    estimate: Array
    defect: Array
    panels: Array
    rotated: Array
    stuck: Array
    """Phase over which no panel was short enough [rad]."""


@cache
def _tables() -> Any:
    from nuem.propagation.engine.kernels.lanes import chebyshev
    from nuem.propagation.engine.kernels.panel import Tables

    return Tables(*chebyshev())


def passage(
    terms: Terms,
    profile: Profile,
    start: Complex,
    *,
    method: str,
    tol: float,
    stops: Sequence[float] = (),
    variant: int = 0,
) -> Run:
    """Carry orthonormal columns, shape (n, columns), through the profile once for every problem.

    `variant` 1 takes other panels and other clusters, so that two passages share no accident. States are kept at `stops` (rising) and at
    the end.
    """
    from nuem.propagation.engine.kernels.lanes import Room
    from nuem.propagation.engine.kernels.panel import Rules
    from nuem.propagation.engine.kernels.path import DEFECT, ERROR, NUMBERS, PANELS, ROTATED, STUCK, Marks, travel
    from nuem.propagation.engine.kernels.problem import Problem

    rules = Rules(method == "sad", *((60.0, 100.0) if variant == 0 else (45.0, 80.0)), 4 if method == "cf4" else 6)
    problems = Problem(
        profile.edges, profile.series, terms.rough, terms.constant, terms.place, terms.which, terms.value
    )
    count = len(terms.constant)
    psi = np.tile(start.astype(np.complex128), (count, 1, 1))
    kept = np.empty((count, len(stops) + 1, *start.shape), np.complex128)
    report = np.zeros((count, NUMBERS))
    first_step = float(profile.marks[-1]) * (0.05 if variant == 0 else 0.037)
    room = Room.made(start.shape[0], start.shape[1], profile.series.shape[1])
    travel(problems, Marks(*_marks(profile, stops)), psi, rules, tol, first_step, _tables(), room, kept, report)
    kept[:, -1] = psi
    for k, stop in enumerate(stops):
        if stop == 0:
            kept[:, k] = start
    return Run(kept, *(report[:, column] for column in (ERROR, DEFECT, PANELS, ROTATED, STUCK)))


def _marks(profile: Profile, stops: Sequence[float]) -> Any:
    """The marks of the profile and the stops in one row, and which state to keep at each (-1 for none)."""
    position = np.unique(np.concatenate([profile.marks, np.asarray(stops, dtype=np.float64)]))
    segment = np.clip(np.searchsorted(profile.marks, position[1:], side="left") - 1, 0, len(profile.first) - 1)
    keep = np.full(len(position) - 1, -1, dtype=np.int64)
    for k, stop in enumerate(stops):
        if stop > 0:
            keep[np.searchsorted(position, stop) - 1] = k
    return position, profile.first[segment], profile.last[segment], profile.constant[segment], keep


def rounding_floor(phase: float | Array, run: Run, method: str) -> Array:
    """What rounding may do to each state after a phase [rad], the integral of the Frobenius norm of H, and the panels of a run.

    H itself is known to one part in 10^16, so no method in double precision does better than this but for the factor.
    """
    panels = ROUNDING_PER_PANEL * run.panels + ROUNDING_PER_ROTATION * run.rotated
    return np.asarray(EPSILON * (ROUNDING + ROUNDING_PER_RADIAN[method] * phase + panels))


def warn_unreachable(tol: float, floor: float, reason: str, *, calls: int = 1) -> None:
    """Say that a tolerance is not kept, and what is, at the line of the user, so many calls away."""
    warnings.warn(
        f"tol = {tol:.2g} cannot be reached: {reason}; the state is good to {floor:.2g}",
        ToleranceWarning,
        stacklevel=2 + calls,
    )
