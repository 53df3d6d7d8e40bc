"""Neutrinos of many energies through a medium: spin-flavour evolution with everything that acts on them."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import SIN2_THETA_W
from nuem.numerics import checks
from nuem.propagation.engine import passage as engine
from nuem.propagation.engine.blocks import resolved, walk
from nuem.propagation.engine.profile import Profile
from nuem.propagation.evolve import stops_on
from nuem.propagation.hamiltonian import Flavours, Pieces, flavour_basis, hamiltonian, state_names
from nuem.propagation.medium import Medium
from nuem.vertex import Vertex

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]


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
        Average over the phases that a spread of the energy washes out: the coherence between levels of the Hamiltonian at birth, and
        between those at the end, is dropped where the phase of their vacuum part over the path, dphi/dlnE, is above one radian.
        Precession in a field does not depend on the energy, and stays.
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
    profile = resolved(pieces, medium, tol, sin2_theta_w)
    basis = flavour_basis(mixing, vertex, antineutrino=antineutrino)
    start = basis.conj().T @ (np.eye(size, dtype=np.complex128) if average else columns)
    scan = walk(pieces, profile, energies, start, tol, method, stops, average, executor, progress)
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


def _averaged(
    pieces: Pieces, profile: Profile, energies: Array, basis: Complex, passage: Complex, rho: Complex
) -> Complex:
    """The density matrix with the phases of birth and arrival averaged out."""
    ends = profile(np.array([0.0, profile.marks[-1]])) if pieces.names else np.zeros((2, 0))
    length = float(profile.marks[-1])
    density = np.empty((len(energies), *rho.shape), np.complex128)
    for e, energy in enumerate(energies):
        first, last = (pieces(float(energy), ends[k]) for k in range(2))
        slope = pieces.vacuum * length / energy
        inside = _dephased(basis.conj().T @ rho @ basis, first, slope)
        # columns of the passage are those of the flavour basis
        s = passage[e] @ basis
        density[e] = basis @ _dephased(s @ inside @ s.conj().T, last, slope) @ basis.conj().T
    return density


def _dephased(rho: Complex, h: Complex, slope: Complex) -> Complex:
    """Without the coherence between levels of H whose phases over the path, by dphi/dlnE = -<slope>, change apart with the energy."""
    w = np.linalg.eigh(h)[1]
    change = np.einsum("ai,ab,bi->i", w.conj(), slope, w).real
    together = np.abs(change[:, None] - change[None, :]) < 1.0
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
