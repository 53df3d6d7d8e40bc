"""Every path is walked twice, with other panels and another tolerance, until both agree: what `evolve` and `propagate` promise rests on this."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from nuem.propagation.engine.passage import STYLES, Method, Run, Task, passage, rough, together
from nuem.propagation.engine.pieces import Pieces
from nuem.propagation.engine.profile import EPSILON, Profile
from nuem.typing import ComplexArray, FloatArray, IntArray

Choice = Literal["auto", "magnus", "cf4", "cells", "sad"]

SHORT: Final = 1e3  # rad: below, Magnus steps are cheaper than rotations; for two levels three times as much
ROUNDING_PER_RADIAN: Final[dict[Method, float]] = {
    "magnus": 8.0,
    "cf4": 8.0,
    "cells": 8.0,
    "sad": 4.0,
}  # in machine epsilons; measured: below 4, 4 and 1
ROUNDING_PER_ROTATION: Final = 30.0  # a numerical derivative of sixteen nodes loses two digits, at random
ROUNDING_PER_PANEL: Final = 4.0
ROUNDING: Final = 64.0
SAFETY: Final = 4.0  # between the tolerance and what the local error estimates are held to
FINER: Final = 20.0  # of a passage than the one before it
ATTEMPTS: Final = 4

SMALLEST_BLOCK: Final = 16  # energies in one task
LARGEST_BLOCK: Final = 64
FEWEST_BLOCKS: Final = 32  # to keep many threads busy to the end, once blocks are larger than the smallest
ALL_CHECKED: Final = 8  # so few energies are all walked twice; of more, one in a hundred


@dataclass(frozen=True, slots=True)
class Walked:
    """States that two passages agree on."""

    states: ComplexArray
    """At the places that were asked for and at the end, (energy, place, n, columns)."""
    errors: FloatArray
    """Estimated error of a state, what the profile leaves open included."""
    unsure: FloatArray
    """The part of it that two passages saw, or that no panel resolved."""
    floors: FloatArray
    """What rounding may do to a state."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Where blocks of energies are worked on, and what is called after each."""

    executor: Executor | None = None
    progress: Callable[[int], None] | None = None


def choose(method: Choice, pieces: Pieces, profile: Profile, phase: float) -> Method:
    """The method for a path of some phase [rad], or the one that was asked for."""
    constant = bool(profile.constant.all())
    if method == "cells" and not constant:
        place = profile.breakpoints[int(np.flatnonzero(~profile.constant)[0])]
        raise ValueError(
            f"method 'cells' needs everything constant between the breaks; it changes after x = {place:g} cm"
        )
    if method != "auto":
        return method
    if constant:
        return "cells"
    return "magnus" if phase < SHORT * (3 if len(pieces.vacuum) == 2 else 1) else "sad"


def walk(task: Task, energies: FloatArray, tol: float, blocks: Blocks) -> Walked:
    """All energies once, a few or some of them again with other panels; tighter until these agree."""
    phases = task.pieces.phases(task.profile, energies)
    least = EPSILON * (ROUNDING + ROUNDING_PER_RADIAN[task.method] * phases)
    # a tolerance that rounding swallows would only shorten the panels
    local = np.maximum(tol, least) / SAFETY
    rounding_error, noise = profile_errors(task.pieces, task.profile, energies, tol)
    checked = _checked(len(energies))
    run = _all(task, 0, energies, local, blocks)
    states, estimate = run.states, run.estimate
    floors = rounding_floor(phases, run, task.method)
    if task.method == "cells":
        errors = rounding_error + run.stuck
        return Walked(states, errors, errors, floors + noise)
    apart = np.zeros(len(energies))
    for attempt in range(ATTEMPTS):
        local = local / FINER
        second = _all(task, 1 - attempt % 2, energies[checked], local[checked], Blocks(blocks.executor))
        apart[checked] = norms(second.states - states[checked]).max(axis=(1, 2))
        floors[checked] = np.maximum(floors[checked], rounding_floor(phases[checked], second, task.method))
        states[checked], estimate[checked] = second.states, second.estimate
        if np.all(apart <= np.maximum(0.5 * tol, floors)):
            break
        if len(checked) < len(energies):
            run = _all(task, 1 - attempt % 2, energies, local, blocks)
            states, estimate = run.states, run.estimate
    unsure = apart + rounding_error + run.stuck
    return Walked(states, np.maximum(estimate + rounding_error, unsure), unsure, floors + noise)


def rounding_floor(phase: FloatArray, run: Run, method: Method) -> FloatArray:
    """What rounding may do to each state after a phase [rad], the integral of the Frobenius norm of H, and the panels of a run.

    H itself is known to one part in 10^16, so no method in double precision does better than this but for the factor.
    """
    panels = ROUNDING_PER_PANEL * run.panels + ROUNDING_PER_ROTATION * run.rotated
    return np.asarray(EPSILON * (ROUNDING + ROUNDING_PER_RADIAN[method] * phase + panels))


def goals(pieces: Pieces, length: float, tol: float) -> FloatArray:
    """Error of each function of the distance whose effect on a state stays far below the tolerance.

    Powers of ten, so that neighbouring vertices share one resolved profile.
    """
    exact = 0.02 * tol / (length * np.maximum(pieces.sizes, 1e-300) * max(len(pieces.sizes), 1))
    return np.asarray(10.0 ** np.floor(np.log10(exact)))


def norms(states: ComplexArray) -> FloatArray:
    """Norms of the columns."""
    return np.asarray(np.sqrt(np.sum(np.abs(states) ** 2, axis=-2)))


def profile_errors(pieces: Pieces, profile: Profile, energies: FloatArray, tol: float) -> tuple[FloatArray, FloatArray]:
    """What the error of the profile may do to a state, and the part of it that no finer profile would improve.

    That part is rounding in the user's functions, and the place of a jump.
    """
    error = rough(pieces, profile, energies)
    width = np.diff(profile.edges)
    goal = 0.02 * tol / float(profile.breakpoints[-1])
    return np.asarray(2 * error @ width), np.asarray(2 * np.where(error > goal, error, 0.0) @ width)


def _all(task: Task, style: int, energies: FloatArray, tols: FloatArray, blocks: Blocks) -> Run:
    """Blocks of energies side by side."""
    # by their number alone: the last digits of an answer must not depend on the machine
    size = min(LARGEST_BLOCK, max(SMALLEST_BLOCK, len(energies) // FEWEST_BLOCKS))
    parts = [slice(k, k + size) for k in range(0, len(energies), size)]
    own_pool = ThreadPoolExecutor(_threads()) if blocks.executor is None and len(parts) > 1 else None
    pool = blocks.executor or own_pool
    work = [(task, STYLES[style], energies[part], tols[part]) for part in parts]
    runs: list[Run] = []
    try:
        results: Iterable[Run] = (
            (passage(*arguments) for arguments in work) if pool is None else pool.map(passage, *zip(*work, strict=True))
        )
        completed = 0
        for run in results:
            runs.append(run)
            completed += len(run.estimate)
            if blocks.progress is not None:
                blocks.progress(completed)
    finally:
        if own_pool is not None:
            own_pool.shutdown(cancel_futures=True)
    return together(runs)


def _threads() -> int:
    """Threads that this process may use: NUMBA_NUM_THREADS, or its share of the machine."""
    setting = os.environ.get("NUMBA_NUM_THREADS", "")
    if setting.isdigit() and int(setting) > 0:
        return int(setting)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _checked(count: int) -> IntArray:
    """The energies that are walked twice: all of a few, else one in a hundred and both ends."""
    if count <= ALL_CHECKED:
        return np.arange(count)
    return np.unique(np.linspace(0, count - 1, max(ALL_CHECKED, count // 100)).astype(np.int64))
