"""One passage of many energies through a resolved profile: the interface to the compiled kernels."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from nuem.propagation.engine.pieces import Pieces
from nuem.propagation.engine.profile import Profile
from nuem.typing import BoolArray, ComplexArray, FloatArray, IntArray

if TYPE_CHECKING:
    from nuem.propagation.engine.kernels.path import Breakpoints
    from nuem.propagation.engine.kernels.problem import Problem
    from nuem.propagation.engine.kernels.rules import Tables

Method = Literal["magnus", "cf4", "cells", "sad"]


class Style(NamedTuple):
    """Sizes of panels and clusters; two passages of other styles share no accident."""

    first_step: float
    separate: float
    largest_phase: float


STYLES: Final = (Style(0.05, 60.0, 100.0), Style(0.037, 45.0, 80.0))


@dataclass(frozen=True, slots=True)
class Task:
    """What one block of energies needs, small enough to be sent to another machine."""

    pieces: Pieces
    profile: Profile
    start: ComplexArray
    """Orthonormal columns, (n, columns)."""
    method: Method
    distances: tuple[float, ...]
    """Places where the states are kept, rising [cm]."""


@dataclass(frozen=True, slots=True)
class Run:
    """One passage of every energy: the states that were asked for, and what the kernel says of them."""

    states: ComplexArray
    """(energy, stops and end, n, columns)."""
    estimate: FloatArray
    defect: FloatArray
    panels: FloatArray
    rotated: FloatArray
    stuck: FloatArray
    """Phase over which no panel was short enough [rad]."""


def passage(task: Task, style: Style, energies: FloatArray, tols: FloatArray) -> Run:
    """Carry the columns of the task through the profile once for every energy, each to its own local tolerance."""
    from nuem.propagation.engine.kernels.buffers import Buffers
    from nuem.propagation.engine.kernels.path import DEFECT, ERROR, NUMBERS, PANELS, ROTATED, STUCK, Record, travel
    from nuem.propagation.engine.kernels.rules import Rules, Workspace

    profile, start, distances = task.profile, task.start, task.distances
    first_step = float(profile.breakpoints[-1]) * style.first_step
    order = 4 if task.method == "cf4" else 6
    rules = Rules(task.method == "sad", style.separate, style.largest_phase, order, first_step)
    n, columns = start.shape
    psi = np.tile(start.astype(np.complex128), (len(energies), 1, 1))
    states = np.empty((len(energies), len(distances) + 1, n, columns), np.complex128)
    report = np.zeros((len(energies), NUMBERS))
    buffers = Buffers.of_size(n, columns, profile.series.shape[1])
    problems = _problems(task.pieces, profile, energies, tols)
    travel(
        problems, _breakpoints(profile, distances), psi, Workspace(rules, _tables(), buffers), Record(states, report)
    )
    states[:, -1] = psi
    for k, stop in enumerate(distances):
        if stop == 0:
            states[:, k] = start
    return Run(states, *(report[:, column] for column in (ERROR, DEFECT, PANELS, ROTATED, STUCK)))


def together(runs: list[Run]) -> Run:
    """The runs of several blocks in a row."""
    if len(runs) == 1:
        return runs[0]
    return Run(*(np.concatenate([getattr(run, field.name) for run in runs]) for field in fields(Run)))


def rough(pieces: Pieces, profile: Profile, energies: FloatArray) -> FloatArray:
    """Bound of the error of H on each piece of the profile, (energy, piece) [1/cm]."""
    count = len(pieces.matrices)
    sizes = pieces.sizes * energies[:, None] ** np.array(pieces.powers) if count else np.zeros((len(energies), 0))
    return np.asarray(sizes @ profile.error[:, :count].T)


def _problems(pieces: Pieces, profile: Profile, energies: FloatArray, tols: FloatArray) -> Problem:
    """The kernel's view of the Hamiltonian: the elements that are not zero, in one row."""
    from nuem.propagation.engine.kernels.problem import Problem

    places = [np.argwhere(matrix != 0) for matrix in pieces.matrices]
    row_of = np.repeat(np.arange(len(places)), [len(place) for place in places])
    values = [m[p[:, 0], p[:, 1]] for m, p in zip(pieces.matrices, places, strict=True)]
    value = np.concatenate([np.empty(0, np.complex128), *values])
    powers = np.array(pieces.powers, dtype=np.float64)
    return Problem(
        profile.edges,
        profile.series,
        rough(pieces, profile, energies),
        pieces.vacuum / energies[:, None, None],
        np.concatenate([np.empty((0, 2), np.int64), *places]).astype(np.int64),
        row_of.astype(np.int64),
        np.asarray(value * energies[:, None] ** powers[row_of], dtype=np.complex128),
        tols,
    )


def _breakpoints(profile: Profile, distances: tuple[float, ...]) -> Breakpoints:
    """The marks of the profile and the stops in one row, and which state to keep at each (-1 for none)."""
    from nuem.propagation.engine.kernels.path import Breakpoints

    position = np.unique(np.concatenate([profile.breakpoints, np.asarray(distances, dtype=np.float64)]))
    segment = np.clip(np.searchsorted(profile.breakpoints, position[1:], side="left") - 1, 0, len(profile.first) - 1)
    keep: IntArray = np.full(len(position) - 1, -1, dtype=np.int64)
    for k, stop in enumerate(distances):
        if stop > 0:
            keep[np.searchsorted(position, stop) - 1] = k
    constant: BoolArray = profile.constant[segment]
    return Breakpoints(position, profile.first[segment], profile.last[segment], constant, keep)


@cache
def _tables() -> Tables:
    from nuem.propagation.engine.kernels.lanes import chebyshev
    from nuem.propagation.engine.kernels.rules import Tables

    return Tables(*chebyshev())
