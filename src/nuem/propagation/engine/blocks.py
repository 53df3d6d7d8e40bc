"""Many energies through one resolved medium: blocks of them side by side, and some walked twice."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.propagation.engine import passage as engine
from nuem.propagation.engine.profile import Profile, resolve
from nuem.propagation.hamiltonian import Pieces, functions
from nuem.propagation.medium import Medium

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]

SMALLEST_BLOCK: Final = 16  # energies in one task
LARGEST_BLOCK: Final = 64
FEWEST_BLOCKS: Final = 32  # to keep many threads busy to the end, once blocks are larger than the smallest
ALL_CHECKED: Final = 8  # so many energies are all walked twice; of more, one in a hundred
ATTEMPTS: Final = 4


@dataclass(frozen=True, slots=True)
class Scan:
    """What came out for every energy."""

    kept: Complex
    """States at the places that were asked for and at the end, (energy, place, n, columns)."""
    errors: Array
    floors: Array
    defect: float
    method: str


@dataclass(frozen=True, slots=True)
class Task:
    """What one block of energies needs, small enough to be sent to another machine."""

    terms: "Scaled"
    profile: Profile
    start: Complex
    method: str
    tol: float
    stops: tuple[float, ...]
    variant: int


def _block(task: Task, energies: Array) -> engine.Run:
    """One passage for the energies of a block."""
    return engine.passage(
        task.terms.at(energies),
        task.profile,
        task.start,
        method=task.method,
        tol=task.tol,
        stops=task.stops,
        variant=task.variant,
    )


def walk(
    pieces: Pieces,
    profile: Profile,
    energies: Array,
    start: Complex,
    tol: float,
    method: str,
    stops: Sequence[float],
    average: bool,
    executor: Executor | None,
    progress: Callable[[int], None] | None,
) -> Scan:
    """Every group of states that nothing couples to the others, by itself."""
    phases = _phases(pieces, profile, energies)
    chosen = _choose(method, profile, phases)
    kept = np.zeros((len(energies), len(stops) + 1, *start.shape), np.complex128)
    errors, floors = np.zeros(len(energies)), np.zeros(len(energies))
    groups = [states for states in pieces.sectors() if np.any(start[states])]
    for k, states in enumerate(groups):
        # orthonormal columns are what the engine carries
        columns, share = np.linalg.qr(start[states])
        told = None if progress is None else _share(progress, k, len(groups), len(energies))
        part, error, floor = _together(
            pieces.of(states), profile, energies, columns, tol, chosen, stops, executor, told
        )
        kept[:, :, states] = part @ share
        errors, floors = np.hypot(errors, error), np.hypot(floors, floor)
    unreached = np.where(errors > np.maximum(tol, floors), errors, 0.0 if average else floors)
    if np.any(unreached > tol):
        worst = int(np.argmax(unreached))
        engine.warn_unreachable(
            tol,
            float(unreached[worst]),
            f"at E = {energies[worst]:g} MeV the phase is {phases[worst]:.3g} rad",
            calls=2,
        )
    defect = float(np.abs(_norms(kept) - 1).max())
    return Scan(kept, errors, floors, defect, chosen)


def _share(progress: Callable[[int], None], group: int, groups: int, count: int) -> Callable[[int], None]:
    """Progress of one group of several, as that of the whole."""
    return lambda done: progress((group * count + done) // groups)


def _together(
    pieces: Pieces,
    profile: Profile,
    energies: Array,
    start: Complex,
    tol: float,
    method: str,
    stops: Sequence[float],
    executor: Executor | None,
    progress: Callable[[int], None] | None,
) -> tuple[Complex, Array, Array]:
    """All energies once, some of them again with other panels; tighter until these agree. States, errors and rounding floors."""
    phases = _phases(pieces, profile, energies)
    terms = scaled(pieces, profile)
    blurs = terms.at(energies).blur(profile)
    checked = _checked(len(energies))
    local = tol / engine.SAFETY
    for attempt in range(ATTEMPTS):
        task = Task(terms, profile, start, method, local, tuple(stops), attempt % 2)
        run = _all(task, energies, executor, progress)
        floors = engine.rounding_floor(phases, run, method)
        errors = blurs + run.stuck
        if method == "cells":
            break
        errors = errors + run.estimate
        again = Task(terms, profile, start, method, local / 10, tuple(stops), (attempt + 1) % 2)
        second = _all(again, energies[checked], executor, None)
        apart = _norms(second.kept - run.kept[checked]).max(axis=(1, 2))
        errors[checked] = np.maximum(errors[checked], apart)
        if np.all(apart <= np.maximum(0.5 * tol, floors[checked])):
            break
        local /= 30
    return run.kept, errors, floors


def _norms(states: Complex) -> Array:
    """Norms of the columns."""
    return np.asarray(np.sqrt(np.sum(np.abs(states) ** 2, axis=-2)))


def _all(task: Task, energies: Array, executor: Executor | None, progress: Callable[[int], None] | None) -> engine.Run:
    """Blocks of energies side by side."""
    # by their number alone: the last digits of an answer must not depend on the machine
    size = min(LARGEST_BLOCK, max(SMALLEST_BLOCK, len(energies) // FEWEST_BLOCKS))
    blocks = [energies[k : k + size] for k in range(0, len(energies), size)]
    own = ThreadPoolExecutor(_threads()) if executor is None and len(blocks) > 1 else None
    pool = executor or own
    runs: list[engine.Run] = []
    try:
        parts: Iterable[engine.Run] = (
            (_block(task, block) for block in blocks)
            if pool is None
            else pool.map(_block, [task] * len(blocks), blocks)
        )
        done = 0
        for part, block in zip(parts, blocks, strict=True):
            runs.append(part)
            done += len(block)
            if progress is not None:
                progress(done)
    finally:
        if own is not None:
            own.shutdown(cancel_futures=True)
    return engine.Run(*(np.concatenate([getattr(run, name) for run in runs]) for name in engine.Run.__slots__))


def _threads() -> int:
    """Threads that this process may use: NUMBA_NUM_THREADS, or its share of the machine."""
    asked = os.environ.get("NUMBA_NUM_THREADS", "")
    if asked.isdigit() and int(asked) > 0:
        return int(asked)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _checked(count: int) -> NDArray[np.int64]:
    """The energies that are walked twice: all of a few, else one in a hundred and both ends."""
    if count <= ALL_CHECKED:
        return np.arange(count)
    return np.unique(np.linspace(0, count - 1, max(ALL_CHECKED, count // 100)).astype(np.int64))


def _choose(method: str, profile: Profile, phases: Array) -> str:
    """The method for a scan, or the one that was asked for."""
    constant = bool(profile.constant.all())
    if method == "cells" and not constant:
        raise ValueError("method 'cells' needs a medium that is constant between its breaks")
    if method != "auto":
        return method
    if constant:
        return "cells"
    return "magnus" if float(phases.max()) < engine.SHORT else "sad"


def resolved(pieces: Pieces, medium: Medium, tol: float, sin2_theta_w: float) -> Profile:
    """The functions of the distance, resolved so that what they do to a state is far below the tolerance."""
    if not pieces.names:
        return resolve(lambda x: np.zeros((len(x), 1)), medium.length, [], np.ones(1))
    sizes = np.array([np.linalg.norm(matrix, 2) for matrix in pieces.matrices])
    goal = 0.02 * tol / (medium.length * sizes * len(sizes))
    return resolve(
        lambda x: functions(medium, pieces.names, x, sin2_theta_w=sin2_theta_w), medium.length, medium.kinks, goal
    )


@dataclass(frozen=True, slots=True)
class Scaled:
    """The kernel's view of the Hamiltonian, with what depends on the energy set apart."""

    vacuum: Complex
    place: NDArray[np.int64]
    which: NDArray[np.int64]
    value: Complex
    power: Array
    sizes: Array
    powers: Array
    error: Array

    def at(self, energies: Array) -> engine.Terms:
        """The terms at some energies [MeV]."""
        e = energies[:, None]
        rough = (self.sizes * e**self.powers) @ self.error.T
        return engine.Terms(self.vacuum / e[:, :, None], self.place, self.which, self.value * e**self.power, rough)


def scaled(pieces: Pieces, profile: Profile) -> Scaled:
    """The terms of all matrices in one row."""
    where = [np.argwhere(matrix != 0) for matrix in pieces.matrices]
    which = np.repeat(np.arange(len(where)), [len(one) for one in where])
    powers = np.array(pieces.powers, dtype=np.float64)
    return Scaled(
        pieces.vacuum,
        np.concatenate([np.empty((0, 2)), *where]).astype(np.int64),
        which.astype(np.int64),
        np.concatenate(
            [np.empty(0), *(m[w[:, 0], w[:, 1]] for m, w in zip(pieces.matrices, where, strict=True))]
        ).astype(np.complex128),
        powers[which],
        np.array([np.linalg.norm(matrix, 2) for matrix in pieces.matrices]),
        powers,
        profile.error if pieces.matrices else profile.error[:, :0],
    )


def _phases(pieces: Pieces, profile: Profile, energies: Array) -> Array:
    """Integral of a bound of the Frobenius norm of H for each energy [rad]."""
    length = float(profile.marks[-1])
    phases = np.linalg.norm(pieces.vacuum) * length / energies
    for k, (matrix, power) in enumerate(zip(pieces.matrices, pieces.powers, strict=True)):
        way = profile.integral(lambda f, k=k: np.abs(f[:, k]))  # type: ignore[misc]
        phases = phases + np.linalg.norm(matrix) * way * energies**power
    return np.asarray(phases, dtype=np.float64)
