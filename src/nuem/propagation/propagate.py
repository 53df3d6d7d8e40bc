"""Neutrinos of many energies through a medium: spin-flavour evolution with everything that acts on them."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import SIN2_THETA_W
from nuem.numerics import checks
from nuem.propagation import engine
from nuem.propagation.evolve import stops_on
from nuem.propagation.hamiltonian import Flavours, Pieces, flavour_basis, functions, hamiltonian, state_names
from nuem.propagation.medium import Medium
from nuem.propagation.profile import Profile, resolve
from nuem.vertex import Vertex

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]

BLOCK: Final = 16  # energies in one task
ALL_CHECKED: Final = 8  # so many energies are all walked twice; of more, one in a hundred
ATTEMPTS: Final = 4


@dataclass(frozen=True, slots=True)
class Evolution:
    """States behind a medium."""

    energy: Array
    """Neutrino energies [MeV]."""
    states: tuple[str, ...]
    """Names of the states, in the order of the other arrays."""
    probabilities: Array
    """Probability of each state at the end, (n_energy, 2 n_flavour)."""
    amplitudes: Complex | None
    """Amplitude of each state at the end, (n_energy, 2 n_flavour); None for a mixed or averaged state."""
    density_matrix: Complex
    """Density matrix at the end, (n_energy, 2 n_flavour, 2 n_flavour)."""
    distance: Array
    """Places of the path that were asked for [cm]."""
    path: Array
    """Probability of each state there, (n_energy, n_distance, 2 n_flavour)."""
    method: str
    """"magnus", "cf4", "cells" or "sad"."""
    error_estimate: float
    """Largest error of a state over the energies."""
    rounding_floor: float
    """What rounding may do to the state of the lowest energy, whatever the tolerance."""
    norm_defect: float
    """Largest departure of a norm from one."""
    errors: Array
    """Error estimate for each energy."""


def propagate(
    energy: ArrayLike,
    medium: Medium,
    mixing: Flavours,
    vertex: Vertex,
    *,
    initial: Any = "e",
    antineutrino: bool = False,
    tol: float = 1e-9,
    method: str = "auto",
    average: bool = False,
    at: Sequence[float] = (),
    sin2_theta_w: float = SIN2_THETA_W,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
) -> Evolution:
    r"""Evolve neutrinos of given energies along the path through a medium.

    The Hamiltonian is that of `nuem.propagation.hamiltonian`. Order of the states: for Majorana neutrinos the flavours, then the
    antiflavours; for Dirac neutrinos the flavours (left-handed), then the right-handed mass states.

    Parameters
    ----------
    energy : array_like
        Neutrino energies [MeV].
    medium : Medium
    mixing : Mixing or TwoFlavours
    vertex : Vertex
        Its dipole moments act in the field, its nature says what the other helicity is.
    initial : str or array_like, optional
        Flavour at birth; or amplitudes (2n); or a density matrix (2n, 2n), in the order of the states.
    antineutrino : bool, optional
        Whether a flavour means its antineutrino. For Dirac neutrinos the states then are antineutrinos and their sterile partners.
    tol : float, optional
        Largest error of a state.
    method : {"auto", "magnus", "cf4", "cells", "sad"}, optional
        See `evolve`.
    average : bool, optional
        Average over the phases that an energy spread washes out: the coherence between levels of the Hamiltonian at birth, and between
        those at the end, is dropped where the phase difference over the path is above one radian.
    at : sequence of float, optional
        Places where the probabilities along the path are wanted [cm], in rising order.
    sin2_theta_w : float, optional
        Weak mixing angle; matters only where protons and electrons are not equally many.
    executor : concurrent.futures.Executor, optional
        Where blocks of energies are worked on; threads of this process if not given. Processes, Dask (``Client.get_executor()``) and
        ``mpi4py.futures`` have the same interface.
    progress : callable, optional
        Is told after each block how many energies are done.

    Returns
    -------
    Evolution

    Raises
    ------
    ValueError
        For wrong energies, a vertex of another size than the mixing, a state that is none, or places that are not on the path.

    Warns
    -----
    ToleranceWarning
        If the tolerance is below the rounding floor at some energy, or could not be confirmed.

    Examples
    --------
    >>> from nuem import Mixing, Vertex
    >>> from nuem.units import MeV, km
    >>> flight = propagate(3 * MeV, Medium(50 * km), Mixing.nufit(), Vertex("dirac"), antineutrino=True)
    >>> print(f"{flight.probabilities[0, 0]:.4f}")
    0.1530
    """
    energies = np.atleast_1d(checks.positive("energy", energy, "MeV")).astype(np.float64)
    if energies.ndim != 1 or not energies.size:
        raise ValueError(f"energy must be a number or a row of numbers, got shape {energies.shape}")
    tol = float(checks.positive("tol", checks.number("tol", tol)))
    method = checks.choice("method", method, engine.METHODS)
    size = 2 * len(mixing.matrix)
    if vertex.size * 2 != size:
        raise ValueError(f"the vertex has {vertex.size} neutrinos but the mixing has {size // 2}")
    stops = stops_on(at, medium.length)
    weights, columns = _initial(initial, mixing, vertex, antineutrino=antineutrino)
    pieces = hamiltonian(mixing, vertex, medium, antineutrino=antineutrino)
    profile = _profile(pieces, medium, tol, sin2_theta_w)
    basis = flavour_basis(mixing, vertex, antineutrino=antineutrino)
    start = basis.conj().T @ (np.eye(size, dtype=np.complex128) if average else columns)
    scan = _scan(pieces, profile, energies, start, tol, method, stops, average, executor, progress)
    turn = np.exp(-1j * pieces.shift / energies * medium.length)
    final = np.einsum("ab,ebm->eam", basis, scan.kept[:, -1]) * turn[:, None, None]
    born: Complex = columns
    if average:
        density = _averaged(pieces, profile, energies, basis, scan.kept[:, -1], (columns * weights) @ columns.conj().T)
        along = np.empty((len(energies), 0, size))
        if stops:
            raise ValueError("average=True has no meaning on the way; ask for the path without it")
    else:
        density = np.einsum("eam,m,ebm->eab", final, weights, final.conj())
        on_the_way = np.einsum("ab,ekbm->ekam", basis, scan.kept[:, :-1])
        along = np.einsum("ekam,m->eka", np.abs(on_the_way) ** 2, weights)
    pure = not average and born.shape[1] == 1 and weights[0] == 1
    return Evolution(
        energy=energies,
        states=state_names(mixing, vertex),
        probabilities=np.einsum("eaa->ea", density).real.copy(),
        amplitudes=final[:, :, 0] if pure else None,
        density_matrix=density,
        distance=np.asarray(stops, dtype=np.float64),
        path=along,
        method=scan.method,
        error_estimate=float(scan.errors.max()),
        rounding_floor=float(scan.floors.max()),
        norm_defect=scan.defect,
        errors=scan.errors,
    )


@dataclass(frozen=True, slots=True)
class _Scan:
    kept: Complex
    errors: Array
    floors: Array
    defect: float
    method: str


@dataclass(frozen=True, slots=True)
class _Task:
    """What one block of energies needs, small enough to be sent to another machine."""

    terms: "_Scaled"
    profile: Profile
    start: Complex
    method: str
    tol: float
    stops: tuple[float, ...]
    variant: int


def _block(task: _Task, energies: Array) -> list[engine.Run]:
    """One passage for each energy of a block."""
    return [
        engine.passage(
            task.terms.at(float(energy)),
            task.profile,
            task.start,
            method=task.method,
            tol=task.tol,
            stops=task.stops,
            variant=task.variant,
        )
        for energy in energies
    ]


def _scan(
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
) -> _Scan:
    """All energies once, some of them again with other panels; tighter until these agree."""
    phases = _phases(pieces, profile, energies)
    terms = _scaled(pieces, profile)
    blurs = np.array([terms.at(float(energy)).blur(profile) for energy in energies])
    chosen = _choose(method, profile, phases)
    checked = _checked(len(energies))
    engine.announce()
    local = tol / engine.SAFETY
    for attempt in range(ATTEMPTS):
        task = _Task(terms, profile, start, chosen, local, tuple(stops), attempt % 2)
        runs = _all(task, energies, executor, progress)
        floors = np.array(
            [engine.rounding_floor(phase, run.rotated, chosen) for phase, run in zip(phases, runs, strict=True)]
        )
        errors = blurs + np.array([run.stuck for run in runs])
        if chosen != "cells":
            errors = errors + np.array([run.estimate for run in runs])
            again = _Task(terms, profile, start, chosen, local / 10, tuple(stops), (attempt + 1) % 2)
            second = _all(again, energies[checked], executor, None)
            apart = np.array(
                [np.abs(_norms(one.kept - runs[k].kept)).max() for k, one in zip(checked, second, strict=True)]
            )
            errors[checked] = np.maximum(errors[checked], apart)
            if np.all(apart <= np.maximum(0.5 * tol, floors[checked])):
                break
            local /= 30
        else:
            break
    unreached = np.where(errors > np.maximum(tol, floors), errors, 0.0 if average else floors)
    if np.any(unreached > tol):
        worst = int(np.argmax(unreached))
        engine.warn_unreachable(
            tol, float(unreached[worst]), f"at E = {energies[worst]:g} MeV the phase is {phases[worst]:.3g} rad"
        )
    kept = np.stack([run.kept for run in runs])
    defect = float(np.abs(_norms(kept) - 1).max())
    return _Scan(kept, errors, floors, defect, chosen)


def _norms(states: Complex) -> Array:
    """Norms of the columns."""
    return np.asarray(np.sqrt(np.sum(np.abs(states) ** 2, axis=-2)))


def _all(
    task: _Task, energies: Array, executor: Executor | None, progress: Callable[[int], None] | None
) -> list[engine.Run]:
    """Blocks of energies side by side."""
    blocks = [energies[k : k + BLOCK] for k in range(0, len(energies), BLOCK)]
    own = ThreadPoolExecutor(_threads()) if executor is None and len(blocks) > 1 else None
    pool = executor or own
    results: list[engine.Run] = []
    try:
        parts: Iterable[list[engine.Run]] = (
            (_block(task, block) for block in blocks)
            if pool is None
            else pool.map(_block, [task] * len(blocks), blocks)
        )
        for part in parts:
            results += part
            if progress is not None:
                progress(len(results))
    finally:
        if own is not None:
            own.shutdown(cancel_futures=True)
    return results


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


def _profile(pieces: Pieces, medium: Medium, tol: float, sin2_theta_w: float) -> Profile:
    """The functions of the distance, resolved so that what they do to a state is far below the tolerance."""
    if not pieces.names:
        return resolve(lambda x: np.zeros((len(x), 1)), medium.length, [], np.ones(1))
    sizes = np.array([np.linalg.norm(matrix, 2) for matrix in pieces.matrices])
    goal = 0.02 * tol / (medium.length * sizes * len(sizes))
    return resolve(
        lambda x: functions(medium, pieces.names, x, sin2_theta_w=sin2_theta_w), medium.length, medium.kinks, goal
    )


@dataclass(frozen=True, slots=True)
class _Scaled:
    """The kernel's view of the Hamiltonian, with what depends on the energy set apart."""

    vacuum: Complex
    place: NDArray[np.int64]
    which: NDArray[np.int64]
    value: Complex
    power: Array
    sizes: Array
    powers: Array
    error: Array

    def at(self, energy: float) -> engine.Terms:
        """The terms at one energy [MeV]."""
        rough = self.error @ (self.sizes * energy**self.powers)
        return engine.Terms(self.vacuum / energy, self.place, self.which, self.value * energy**self.power, rough)


def _scaled(pieces: Pieces, profile: Profile) -> _Scaled:
    """The terms of all matrices in one row."""
    where = [np.argwhere(matrix != 0) for matrix in pieces.matrices]
    which = np.repeat(np.arange(len(where)), [len(one) for one in where])
    powers = np.array(pieces.powers, dtype=np.float64)
    return _Scaled(
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


def _averaged(
    pieces: Pieces, profile: Profile, energies: Array, basis: Complex, passage: Complex, rho: Complex
) -> Complex:
    """The density matrix with the phases of birth and arrival averaged out."""
    ends = profile(np.array([0.0, profile.marks[-1]])) if pieces.names else np.zeros((2, 0))
    length = float(profile.marks[-1])
    density = np.empty((len(energies), *rho.shape), np.complex128)
    for e, energy in enumerate(energies):
        first, last = (pieces(float(energy), ends[k]) for k in range(2))
        inside = _dephased(basis.conj().T @ rho @ basis, first, length)
        # columns of the passage are those of the flavour basis
        s = passage[e] @ basis
        density[e] = basis @ _dephased(s @ inside @ s.conj().T, last, length) @ basis.conj().T
    return density


def _dephased(rho: Complex, h: Complex, length: float) -> Complex:
    """Without the coherence between levels of H whose phases part over the length."""
    levels, w = np.linalg.eigh(h)
    together = np.abs(levels[:, None] - levels[None, :]) * length < 1.0
    return np.asarray(w @ ((w.conj().T @ rho @ w) * together) @ w.conj().T)


def _initial(initial: Any, mixing: Flavours, vertex: Vertex, *, antineutrino: bool) -> tuple[Array, Complex]:
    """The state at birth as weights and orthonormal columns."""
    n = len(mixing.matrix)
    if isinstance(initial, str):
        column = np.zeros((2 * n, 1), np.complex128)
        column[mixing.index(initial) + (n if antineutrino and vertex.nature == "majorana" else 0)] = 1
        return np.ones(1), column
    state = np.array(initial, dtype=np.complex128)
    if not np.all(np.isfinite(state)):
        raise ValueError("initial must be finite")
    if state.shape == (2 * n,):
        if abs(np.linalg.norm(state) - 1) > 1e-9:
            raise ValueError(f"initial must be normalised; its norm is {np.linalg.norm(state):g}")
        return np.ones(1), (state / np.linalg.norm(state))[:, None]
    if state.shape == (2 * n, 2 * n):
        weights, columns = np.linalg.eigh((state + state.conj().T) / 2)
        if np.abs(state - state.conj().T).max() > 1e-9 or weights.min() < -1e-9 or abs(weights.sum() - 1) > 1e-9:
            raise ValueError("initial must be a density matrix: hermitian, positive, of trace 1")
        return weights, columns
    raise ValueError(
        f"initial must be a flavour, {2 * n} amplitudes or a density matrix {2 * n} x {2 * n}; got shape {state.shape}"
    )
