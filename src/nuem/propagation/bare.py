"""Evolution of a few levels under any Hamiltonian, i dpsi/dx = H(x) psi, to a requested tolerance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, cast, get_args

import numpy as np
from numpy.typing import ArrayLike

from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.propagation.engine.crossing import MEANINGLESS, meaningless
from nuem.propagation.engine.driver import ROUNDING_PER_RADIAN, Blocks, Choice, choose, walk
from nuem.propagation.engine.passage import Method, Task
from nuem.propagation.engine.pieces import hermitian
from nuem.propagation.engine.profile import EPSILON, Profile
from nuem.propagation.engine.resolution import SAMPLES, resolve
from nuem.propagation.engine.tolerance import tolerance, warn_unreachable
from nuem.typing import ComplexArray, FloatArray

FEWEST_SAMPLES: Final = 1 << 16  # positions at which the Hamiltonian is sampled for narrow features


@dataclass(frozen=True, slots=True)
class Evolved:
    """A state at the end of its path, with its errors."""

    state: ComplexArray
    """psi(length), with the norm of psi(0)."""
    error_estimate: float
    """Difference between two integrations with different panels, or the estimates of their own steps, plus the error of the approximated Hamiltonian."""
    rounding_floor: float
    """Error that rounding may cause at any tolerance."""
    norm_defect: float
    """Relative change of the norm along the path."""
    method: Method
    """"magnus", "cf4", "cells" or "sad"."""
    path: ComplexArray
    """The states at the requested positions, (positions, n)."""

    __repr__ = brief


def evolve(
    hamiltonian: Callable[[FloatArray], ArrayLike] | ArrayLike,
    length: float,
    state: ArrayLike,
    *,
    tol: float = 1e-9,
    breaks: Sequence[float] = (),
    method: Choice = "auto",
    at: ArrayLike = (),
) -> Evolved:
    r"""Evolve a state of two to eight levels along a path.

    .. math:: i\,\frac{d\psi}{dx} = H(x)\,\psi

    The error satisfies |state - exact| <= max(tol, rounding_floor). The Hamiltonian is first approximated by piecewise
    Chebyshev series; then the path is integrated twice, with different panels and tolerances, until both results agree. Methods: "magnus" (sixth
    order [Blanes:2008xlr]; in closed form for two levels), "cf4" (commutator-free of fourth order, slower), "cells" (constant H between the breaks, exact), "sad" (super-adiabatic
    decoupling: panels set by the profile instead of the oscillation length), and "auto", which chooses one of them.

    Parameters
    ----------
    hamiltonian : callable or array_like
        Positions [cm], a 1-D array, to hermitian matrices of shape (positions, n, n) [1/cm]; or one constant matrix.
    length : float
        The path is [0, length] [cm].
    state : array_like
        psi(0), n complex amplitudes.
    tol : float, optional
        Largest error of the state.
    breaks : sequence of float, optional
        Where the Hamiltonian jumps or has a kink [cm]. Jumps that are not listed are found at a higher cost; so are narrow features on a
        smooth background if they are wider than 3e-5 of the path (two levels: 1.6e-5). Narrower ones must be listed, or may be missed.
    method : {"auto", "magnus", "cf4", "cells", "sad"}, optional
    at : array_like, optional
        Positions at which the state is returned as well [cm], in rising order.

    Returns
    -------
    Evolved

    Raises
    ------
    ValueError
        For a Hamiltonian that is not hermitian, not finite or of another shape; fewer than 2 or more than 8 levels; a negative length;
        breaks outside the path; a state of another size, or zero; if the Hamiltonian is *not resolved* because it is noisy or
        oscillates too fast for the length of the path; and for a phase above 1e14 rad, which double precision cannot represent.

    Warns
    -----
    ToleranceWarning
        If the tolerance is below the rounding floor, or cannot be confirmed.

    Examples
    --------
    >>> flip = evolve([[0, 1], [1, 0]], np.pi / 2, [1, 0])
    >>> print(f"{abs(flip.state[1]) ** 2:.12f}, by {flip.method}")
    1.000000000000, by cells
    """
    length = float(checks.not_negative("length", checks.number("length", length, "cm"), "cm"))
    method = cast(Choice, checks.choice("method", method, get_args(Choice)))
    psi = _state(state)
    n, norm = len(psi), float(np.linalg.norm(psi))
    tol = tolerance(tol, norm)
    requested, tol = tol, tol / max(norm, 1.0)
    distances = positions("at", at, length)
    if length == 0:
        return Evolved(psi, 0.0, 0.0, 0.0, "cells" if method == "auto" else method, np.tile(psi, (len(distances), 1)))
    pieces = hermitian(n)
    profile = resolved_hamiltonian(hamiltonian, n, length, breaks, tol)
    phase = pieces.phases(profile, np.ones(1))
    scheme = choose(method, pieces, profile, float(phase[0]))
    if EPSILON * ROUNDING_PER_RADIAN[scheme] * phase[0] > MEANINGLESS:
        raise ValueError(meaningless(float(phase[0])))
    task = Task(pieces, profile, (psi / norm)[:, None], scheme, tuple(distances))
    walk_result = walk(task, np.ones(1), tol, Blocks())
    floor, unsure = float(walk_result.floors[0]) * norm, float(walk_result.unsure[0]) * norm
    if requested < floor:
        warn_unreachable(
            requested, floor, f"rounding over {phase[0]:.3g} rad, and in the Hamiltonian, leaves {floor:.2g}"
        )
    elif unsure > max(requested, floor):
        warn_unreachable(requested, unsure, "two passages with other panels differ by that")
    states = walk_result.states[0, :, :, 0]
    defect = abs(float(np.linalg.norm(states[-1])) - 1)
    return Evolved(states[-1] * norm, float(walk_result.errors[0]) * norm, floor, defect, scheme, states[:-1] * norm)


def resolved_hamiltonian(
    hamiltonian: Callable[[FloatArray], ArrayLike] | ArrayLike,
    n: int,
    length: float,
    breaks: Sequence[float],
    tol: float,
) -> Profile:
    """The n^2 real functions of `hermitian`, approximated so that their errors change a state by far less than the tolerance."""
    function = hamiltonian_function(hamiltonian, n)
    goal = np.full(n * n, 0.02 * tol / (length * n))
    samples = max(FEWEST_SAMPLES, SAMPLES // n**2) if callable(hamiltonian) else 0
    places = _breaks(breaks, length)
    return resolve(lambda x: _pack(function(x)), length, places, goal, quantity=[0] * n**2, samples=samples)


def _state(state: ArrayLike) -> ComplexArray:
    """The initial state, checked."""
    psi = np.array(checks.complex_numbers("state", state))
    if psi.ndim != 1 or not 2 <= len(psi) <= 8:
        raise ValueError(f"state must have two to eight amplitudes, got shape {psi.shape}")
    if not np.any(psi):
        raise ValueError("state is zero; one amplitude at least must not be")
    return psi


def _breaks(breaks: Sequence[float], length: float) -> list[float]:
    """Positions of the jumps inside the path, sorted."""
    places = np.atleast_1d(checks.real("breaks", breaks, "cm"))
    if places.size and (places.min() < 0 or places.max() > length):
        outside = places[(places < 0) | (places > length)][0]
        raise ValueError(f"breaks must lie on the path, between 0 and {length:g} cm; got {outside:g}")
    inside = np.unique(places)
    return [float(place) for place in inside if 1e-14 * length < place < length * (1 - 1e-14)]


def positions(name: str, distances: ArrayLike, length: float) -> list[float]:
    """Positions on the path in rising order, checked."""
    places = np.atleast_1d(checks.real(name, distances, "cm"))
    if places.size and (np.any(np.diff(places) <= 0) or places[0] < 0 or places[-1] > length):
        raise ValueError(f"{name} must be positions on the path in rising order, from 0 to {length:g} cm")
    return [float(x) for x in places]


def hamiltonian_function(
    hamiltonian: Callable[[FloatArray], ArrayLike] | ArrayLike, n: int
) -> Callable[[FloatArray], ComplexArray]:
    """The Hamiltonian as a checked function of positions."""
    if not callable(hamiltonian):
        constant = np.array(checks.complex_numbers("hamiltonian", hamiltonian, "cm^-1"))
        if constant.shape != (n, n):
            raise ValueError(
                f"hamiltonian must be {n} x {n}, as the state has {n} amplitudes; got shape {constant.shape}"
            )
        _require_hermitian(constant[None], np.zeros(1))
        return lambda x: np.broadcast_to(constant, (len(x), n, n))

    def function(x: FloatArray) -> ComplexArray:
        values = checks.plain_complex("hamiltonian", hamiltonian(x), "cm^-1")
        if values.shape != (len(x), n, n):
            raise ValueError(
                f"hamiltonian(x) must give an array of shape (len(x), {n}, {n}) = {(len(x), n, n)}; got {values.shape}"
            )
        _require_hermitian(values, x)
        return values

    return function


def _require_hermitian(values: ComplexArray, x: FloatArray) -> None:
    """Refuse a Hamiltonian that is not finite or not hermitian."""
    if not np.all(np.isfinite(values)):
        k, i, j = np.argwhere(~np.isfinite(values))[0]
        raise ValueError(f"hamiltonian[{i}, {j}] = {values[k, i, j]} at x = {x[k]:g} cm is not finite")
    departure = np.abs(values - values.conj().swapaxes(1, 2))
    if departure.max() > 1e-12 * max(float(np.abs(values).max()), 1e-300):
        k, i, j = np.unravel_index(int(departure.argmax()), departure.shape)
        raise ValueError(
            f"hamiltonian is not hermitian at x = {x[k]:g} cm: element [{i}, {j}] = {values[k, i, j]:.6g} "
            f"but [{j}, {i}] = {values[k, j, i]:.6g}"
        )


def _pack(h: ComplexArray) -> FloatArray:
    """Hermitian matrices as n^2 real functions: the diagonal, then real and imaginary parts above it."""
    i, j = np.triu_indices(h.shape[1], 1)
    upper = 0.5 * (h[:, i, j] + h[:, j, i].conj())
    return np.concatenate([np.einsum("xii->xi", h).real, upper.real, upper.imag], axis=1)
