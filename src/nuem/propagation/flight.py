"""Neutrinos of many energies through a medium: spin-flavour evolution with everything that acts on them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from typing import Final, TypedDict, cast, get_args

import numpy as np

from nuem.constants import SIN2_THETA_W
from nuem.numerics import checks
from nuem.propagation.averages import LARGEST_WIDTH, Averaging, dephased, phases_that_stay, smeared
from nuem.propagation.bare import positions
from nuem.propagation.engine.crossing import MEANINGLESS, Crossed, Order, cross, meaningless
from nuem.propagation.engine.driver import ROUNDING_PER_RADIAN, Blocks, Choice
from nuem.propagation.engine.phases import turned
from nuem.propagation.engine.pieces import Pieces
from nuem.propagation.engine.profile import EPSILON
from nuem.propagation.engine.tolerance import tolerance, warn_unreachable
from nuem.propagation.evolution import Evolution
from nuem.propagation.hamiltonian import Flavours, flavour_basis, hamiltonian, state_names
from nuem.propagation.initial import initial_state
from nuem.propagation.medium import Medium
from nuem.propagation.resolving import resolved
from nuem.typing import ArrayLike, BoolArray, ComplexArray, FloatArray
from nuem.vertex import Vertex

SHARED_ROUNDING: Final = 8.0  # machine epsilons of a shared phase, in what it is made of
COARSEST: Final = 1e-7  # tolerance of a profile, however large the phases


class Options(TypedDict, total=False):
    """The options of `propagate`, for what hands them on."""

    initial: ArrayLike | str
    antineutrino: bool
    tol: float
    method: Choice
    average: bool | float
    sin2_theta_w: float
    executor: Executor | None


def propagate(
    energy: ArrayLike,
    medium: Medium,
    mixing: Flavours,
    vertex: Vertex,
    *,
    initial: ArrayLike | str = "e",
    antineutrino: bool = False,
    tol: float = 1e-9,
    method: Choice = "auto",
    average: bool | float = False,
    at: ArrayLike = (),
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
        Flavour at production; or amplitudes (2n); or a density matrix (2n, 2n), in the order of the states.
    antineutrino : bool, optional
        Whether a flavour means its antineutrino. For Dirac neutrinos the states then are antineutrinos and their sterile partners.
    tol : float, optional
        Largest error of a state.
    method : {"auto", "magnus", "cf4", "cells", "sad"}, optional
        See `evolve`.
    average : bool or float, optional
        A number is the relative width sigma of the energy: the average over an inverse energy that is Gaussian around 1/E, an interference
        that varies as s = dphi/dlnE being multiplied by exp(-sigma^2 s^2/2). It is exact in vacuum and where up to 25 rad of s sigma are to be
        resolved; beyond, every pair of paths between levels has a phase of its own slope, which holds to some 1e-3 where paths cross.
        True is the limit of a large width: whatever phase depends on the energy is gone, however short the path is, so that it says
        what is seen only where sigma s is far above one for every pair. Precession in a field does not depend on the energy, and stays.
    at : array_like, optional
        Positions where the probabilities along the path are wanted [cm], in rising order; without an average only.
    sin2_theta_w : float, optional
        sin^2 of the weak mixing angle; matters only where n_p != n_e.
    executor : concurrent.futures.Executor, optional
        Where blocks of energies are worked on; threads of this process if not given. Processes, Dask (``Client.get_executor()``) and
        ``mpi4py.futures`` have the same interface.
    progress : callable, optional
        Called after each block with the number of energies done.

    Returns
    -------
    Evolution

    Raises
    ------
    ValueError
        For wrong energies, a vertex of another size than the mixing, an invalid state, positions outside the path; if a profile is *not
        resolved* because it is noisy or oscillates too fast; and if coupled states gather so large a phase (1e14 rad) that double
        precision knows nothing of it.

    Warns
    -----
    ToleranceWarning
        If the tolerance is below the rounding floor at some energy, or could not be confirmed. The floor counts the phases inside groups of
        coupled states, and, without an average, those between the groups: over kiloparsecs these are lost, and flavours of one sharp energy
        have no meaning.

    Notes
    -----
    Functions of the distance are sampled. A feature that is narrower than 4e-6 of the path may be missed if the medium does not name it
    by its `breaks` (see `Medium`); tables are known at all their points.

    Vacuum phases of coupled states beyond 1e8 rad average out a coupling below 1e-5 of their splitting: it is dropped, and what it would
    have done is part of the error estimate.

    Examples
    --------
    >>> from nuem import Mixing, Vertex
    >>> from nuem.units import MeV, km
    >>> flight = propagate(3 * MeV, Medium(50 * km), Mixing.nufit(), Vertex("dirac"), antineutrino=True)
    >>> print(f"{flight.probabilities[0, 0]:.4f}")
    0.1530
    """
    energies = _in_order(energy, medium, mixing, vertex)
    tol = tolerance(tol)
    method = cast(Choice, checks.choice("method", method, get_args(Choice)))
    width = _width(average)
    size = 2 * len(mixing.matrix)
    if vertex.size * 2 != size:
        raise ValueError(f"the vertex has {vertex.size} neutrinos but the mixing has {size // 2}")
    distances = positions("at", at, medium.length)
    if distances and width != 0:
        raise ValueError(
            "at asks for probabilities along the path, which an average does not have; leave out one of the two"
        )
    weights, columns = initial_state(initial, mixing, vertex, antineutrino=antineutrino)
    pieces = hamiltonian(mixing, vertex, medium, antineutrino=antineutrino)
    profile = resolved(pieces, medium, _worth(tol, pieces, medium.length, energies), sin2_theta_w)
    basis = flavour_basis(mixing, vertex, antineutrino=antineutrino)
    order = Order(tol, method, tuple(distances), Blocks(executor, progress), averaged=width != 0)
    produced = basis.conj().T @ columns
    crossed = cross(pieces, profile, energies, np.eye(size, dtype=np.complex128) if width else produced, order)
    if width:
        rho = (produced * weights) @ produced.conj().T
        density = basis @ _averaged(Averaging(pieces, profile, rho), energies, width, crossed, order) @ basis.conj().T
        final, along, floors = None, np.empty((len(energies), 0, size)), crossed.floors
    else:
        states = _states(crossed, np.array([*distances, medium.length]), energies, basis)
        final, along = states[:, -1], np.einsum("ekam,m->eka", np.abs(states[:, :-1]) ** 2, weights)
        density = np.einsum("eam,m,ebm->eab", final, weights, final.conj())
        floors = crossed.floors + _coherence_floor(crossed, medium.length, energies)
    _warn(tol, energies, crossed, floors, averaged=width != 0)
    pure = final is not None and columns.shape[1] == 1 and weights[0] == 1
    return Evolution(
        energy=energies,
        states=state_names(mixing, vertex),
        probabilities=np.einsum("eaa->ea", density).real.copy(),
        amplitudes=final[:, :, 0] if final is not None and pure else None,
        density_matrix=density,
        distance=np.asarray(distances, dtype=np.float64),
        path=along,
        method=crossed.method,
        error_estimate=float(crossed.errors.max()),
        rounding_floor=float(floors.max()),
        norm_defect=crossed.defect,
        errors=crossed.errors,
    )


def _row(energy: ArrayLike) -> FloatArray:
    """Energies in one row."""
    energies: FloatArray = np.atleast_1d(checks.positive("energy", energy, "MeV")).astype(np.float64)
    if energies.ndim != 1 or not energies.size:
        raise ValueError(f"energy must be a number or a row of numbers, got shape {energies.shape}")
    return energies


def _states(crossed: Crossed, distances: FloatArray, energies: FloatArray, basis: ComplexArray) -> ComplexArray:
    """Coherent states at each distance, with the phases that levels of a group share: (energy, distance, flavour, column)."""
    phases = turned(crossed.shift[:, None, :], distances[:, None], energies[:, None, None])
    return np.asarray(np.einsum("ab,ekbm->ekam", basis, crossed.states * phases[..., None]))


def _worth(tol: float, pieces: Pieces, length: float, energies: FloatArray) -> float:
    """The tolerance that a profile is resolved to: nothing is gained below what rounding of the vacuum phases leaves."""
    vacuum = max(float(np.linalg.norm(pieces.of(states).vacuum)) for states in pieces.sectors())
    least = ROUNDING_PER_RADIAN["sad"] * EPSILON * vacuum * length / float(energies.max())
    return max(tol, min(least, COARSEST))


def _in_order(energy: ArrayLike, medium: object, mixing: object, vertex: object) -> FloatArray:
    """The energies, if every argument is what its place asks for."""
    kinds = {"medium": (medium, checks.MEDIUM), "mixing": (mixing, checks.MIXING), "vertex": (vertex, checks.VERTEX)}
    checks.in_order("propagate", "energy", **kinds)
    checks.single("vertex", vertex)
    return _row(energy)


def _width(average: bool | float) -> float:
    """Relative width of the energy: 0 for none, infinite for full dephasing."""
    if isinstance(average, bool | np.bool_):
        return np.inf if average else 0.0
    width = checks.number("average", average)
    if not 0 < width <= LARGEST_WIDTH:
        raise ValueError(
            f"average must be False, True, or a relative width of the energy up to {LARGEST_WIDTH:g}; got {average!r}"
        )
    return width


def _averaged(averaging: Averaging, energies: FloatArray, width: float, crossed: Crossed, order: Order) -> ComplexArray:
    """Density matrices in the mass basis, averaged."""
    _require_averaged(energies, crossed, phases_that_stay(averaging, energies, crossed))
    if np.isinf(width):
        return dephased(averaging, energies, crossed)
    identity = np.eye(len(averaging.rho), dtype=np.complex128)
    quiet = replace(order, blocks=Blocks(order.blocks.executor))

    def passage(at: FloatArray) -> Crossed:
        return cross(averaging.pieces, averaging.profile, at, identity, quiet)

    return smeared(averaging, energies, width, crossed, passage)


def _coherence_floor(crossed: Crossed, length: float, energies: FloatArray) -> FloatArray:
    """What rounding of the phases that groups share may do to a coherent state."""
    carried = np.any(crossed.states[:, -1] != 0, axis=2)
    highest = np.where(carried, crossed.shift, -np.inf).max(axis=1)
    lowest = np.where(carried, crossed.shift, np.inf).min(axis=1)
    return np.asarray(np.minimum(SHARED_ROUNDING * EPSILON * (highest - lowest) * length / energies, 2.0))


def _require_averaged(energies: FloatArray, crossed: Crossed, stay: BoolArray) -> None:
    """Refuse an average over phases of which no digit is left and which do not average out."""
    floors = np.where(stay, crossed.floors, 0.0)
    worst = int(np.argmax(floors))
    if floors[worst] > MEANINGLESS:
        record = meaningless(float(crossed.phases[worst]), float(energies[worst]))
        raise ValueError(
            f"{record}, since precession does not depend on the energy and stays in an average; "
            "for fields of random direction nuem.propagation.closed_forms.domains has the average in closed form"
        )


def _warn(tol: float, energies: FloatArray, crossed: Crossed, floors: FloatArray, *, averaged: bool) -> None:
    """Refuse what has no digit left; say which tolerance is not kept."""
    worst = int(np.argmax(crossed.floors))
    if crossed.floors[worst] > MEANINGLESS and not averaged:
        raise ValueError(
            f"{meaningless(float(crossed.phases[worst]), float(energies[worst]))}; average=True needs no phases"
        )
    unreached = np.maximum(np.where(crossed.errors > np.maximum(tol, floors), crossed.errors, 0.0), floors)
    worst = int(np.argmax(unreached))
    if unreached[worst] <= tol:
        return
    reason = f"at E = {energies[worst]:g} MeV the phase is {crossed.phases[worst]:.3g} rad"
    if floors[worst] > 2 * crossed.floors[worst]:
        reason = (
            f"at E = {energies[worst]:g} MeV the phases between mass states are too large for double precision, "
            "and an average over a width of the energy is what can be seen"
        )
    warn_unreachable(tol, float(unreached[worst]), reason)
