"""Functions of the distance as Chebyshev series on pieces, fine enough for a stated accuracy: what the engine works on.

Between the breaks a function may bend, ripple, or have features far narrower than the path: pieces are halved until a series of sixteen
terms agrees with the function at points that did not make it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NODES: Final = 16
CHECKS: Final = 8  # further points on each piece: its ends, and others elsewhere on each
FIRST_PIECES: Final = (
    1024  # 24,576 points: a bump shows that is wider than 1e-4 of the path, a Gaussian with a sigma of 1e-5
)
MOST_PIECES: Final = 200_000
AT_ONCE: Final = 1 << 14  # points in one call of the function
EPSILON: Final = float(np.finfo(np.float64).eps)

_ODD: Final = 2 * np.arange(NODES) + 1
_POINTS: Final = -np.sin((NODES - _ODD) * np.pi / (2 * NODES))  # inside each piece; exactly symmetric
# T_m of the nodes is a cosine of m (2k + 1) pi/32; reduced as an integer, it is good to the last digit
_TURNS: Final = (np.arange(NODES)[:, None] * (2 * NODES - _ODD)) % (4 * NODES)
_TO_SERIES: Final = np.cos(_TURNS * (np.pi / (2 * NODES))) * np.where(np.arange(NODES) == 0, 1, 2)[:, None] / NODES
_HALVES: Final = (
    2 * _POINTS[: NODES // 2] + 1,
    2 * _POINTS[NODES // 2 :] - 1,
)  # the nodes of a piece as seen from its halves
_MIDDLES: Final = np.array([-0.75, -0.25, 0.25, 0.75])
_QUARTERS: Final = np.array([-0.97, -0.83, -0.61, -0.37, -0.11, 0.13, 0.41, 0.59, 0.79, 0.93])


@dataclass(frozen=True)
class Profile:
    """K functions of the distance: series[piece, function, term] between edges[piece] and edges[piece + 1]."""

    edges: Array
    series: Array
    marks: Array
    """0, the breaks, and the length: no panel reaches over one of them."""
    first: NDArray[np.int64]
    """Piece [first, last) before each mark but the first."""
    last: NDArray[np.int64]
    constant: NDArray[np.bool_]
    """Whether all functions are constant before each mark but the first."""
    error: Array
    """Estimated difference between each function and its series beyond rounding, error[piece, function]."""
    largest: Array
    """Largest absolute value of each function."""

    def __call__(self, x: Array) -> Array:
        """The functions at x, shape (len(x), K); at a break those behind it."""
        piece = np.clip(np.searchsorted(self.edges, x, side="right") - 1, 0, len(self.edges) - 2)
        left, right = self.edges[piece], self.edges[piece + 1]
        u = np.clip((2 * x - left - right) / (right - left), -1, 1)
        return np.asarray(np.einsum("xkm,xm->xk", self.series[piece], np.polynomial.chebyshev.chebvander(u, NODES - 1)))

    def integrals(self, of: Callable[[Array], Array]) -> Array:
        """Integrals over the path of positive functions of the values, by the midpoints of quarters of the pieces."""
        width = np.repeat(np.diff(self.edges) / len(_MIDDLES), len(_MIDDLES))
        return np.asarray(of(self._samples) @ width)

    @cached_property
    def _samples(self) -> Array:
        return _values(self.series, _MIDDLES).reshape(-1, self.series.shape[1])


def resolve(
    function: Callable[[Array], Array], length: float, breaks: Sequence[float], goal: Array, *, alike: bool = False
) -> Profile:
    """Series for the functions, each to within its goal or to their own rounding errors.

    Parameters
    ----------
    function : callable
        Positions [cm], a 1-D array, to values of shape (positions, K).
    length : float
        The path is [0, length] [cm].
    breaks : sequence of float
        Where a function jumps or has a kink; in rising order and inside the path.
    goal : numpy.ndarray
        Largest error that is asked of each of the K functions.
    alike : bool, optional
        Whether the functions are elements of one matrix, so that rounding errors are to be compared with the largest of them.

    Raises
    ------
    ValueError
        If a function changes too fast everywhere to be followed.
    """
    marks = np.array([0.0, *breaks, length])
    pieces, largest = _halve(function, marks, goal, alike)
    return _assemble(_join(pieces, goal, largest, alike), marks, largest, alike)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Piece `index` of the 2^level equal ones between marks[segment] and marks[segment + 1]."""

    segment: NDArray[np.int64]
    level: NDArray[np.int64]
    index: NDArray[np.int64]
    series: Array
    error: Array
    jump: NDArray[np.bool_]

    def __getitem__(self, chosen: NDArray[Any]) -> "_Pieces":
        return _Pieces(*(getattr(self, name)[chosen] for name in self.__slots__))


def _ends(
    segment: NDArray[np.int64], level: NDArray[np.int64], index: NDArray[np.int64], marks: Array
) -> tuple[Array, Array]:
    """Left and right ends of pieces; the last one of a segment ends on the mark exactly."""
    start, width = marks[segment], np.diff(marks)[segment]
    share = np.ldexp(1.0, -level)
    right = np.where(index + 1 == 1 << level, marks[segment + 1], start + width * ((index + 1) * share))
    return start + width * (index * share), right


def _together(parts: Sequence[_Pieces]) -> _Pieces:
    return _Pieces(*(np.concatenate([getattr(part, name) for part in parts]) for name in _Pieces.__slots__))


def _halve(function: Callable[[Array], Array], marks: Array, goal: Array, alike: bool) -> tuple[_Pieces, Array]:
    """Pieces that are fine enough, and the largest value of each function."""
    share = np.diff(marks) / marks[-1]
    level = np.ceil(np.log2(np.maximum(2, FIRST_PIECES * share))).astype(np.int64)
    segment = np.repeat(np.arange(len(level)), 1 << level)
    index = np.concatenate([np.arange(1 << one) for one in level])
    level = level[segment]
    parent = np.full((len(level), len(goal)), np.inf)
    largest = np.zeros(len(goal))
    rng = np.random.default_rng(1)
    done: list[_Pieces] = []
    total = 0
    length = marks[-1]
    while len(level):
        total += len(level)
        left, right = _ends(segment, level, index, marks)
        if total > MOST_PIECES:
            raise ValueError(
                f"the profile is not resolved by {MOST_PIECES} pieces: it changes too fast near x = {left[0]:g} cm, as noise does; "
                "smooth it, or give the places where it jumps as breaks"
            )
        half, middle = (right - left)[:, None] / 2, (right + left)[:, None] / 2
        elsewhere = rng.uniform(-1, 1, (len(level), CHECKS))
        elsewhere[:, :2] = -1, 1
        x = middle + half * np.concatenate([np.broadcast_to(_POINTS, (len(level), NODES)), elsewhere], axis=1)
        # the value of a function at a jump is a matter of taste
        x = np.clip(x, np.nextafter(left, length)[:, None], np.nextafter(right, 0)[:, None])
        values = _evaluate(function, x.ravel()).reshape(*x.shape, -1)
        local = np.abs(values).max(axis=1)
        largest = np.maximum(largest, local.max(axis=0))
        series, error = _fit(values[:, :NODES], elsewhere, values[:, NODES:])
        rounding = 12 * EPSILON * _size(local, largest, alike)
        # what halving the piece does not improve is noise of the function itself
        noise = (error > 0.3 * parent) & (error < 1e-9 * largest)
        fine = np.all((error <= np.maximum(goal, rounding)) | noise, axis=1)
        tiny = (half <= 4 * EPSILON * np.abs(middle))[:, 0] | (level > 50)
        keep = fine | tiny
        done.append(_Pieces(segment, level, index, series, error, ~fine)[keep])
        segment, level = np.tile(segment[~keep], 2), np.tile(level[~keep] + 1, 2)
        index = np.concatenate([2 * index[~keep], 2 * index[~keep] + 1])
        parent = np.tile(error[~keep], (2, 1))
    return _together(done), largest


def _join(pieces: _Pieces, goal: Array, largest: Array, alike: bool) -> _Pieces:
    """Join two halves wherever one series does for both: then the length of a piece says how fast the functions change there."""
    done: list[_Pieces] = []
    for level in range(int(pieces.level.max()), 0, -1):
        here = pieces.level == level
        now = pieces[here]
        now = now[np.lexsort((now.index, now.segment))]
        pair = np.flatnonzero(
            (now.index[:-1] % 2 == 0) & (now.index[1:] == now.index[:-1] + 1) & (now.segment[1:] == now.segment[:-1])
        )
        pair = pair[~(now.jump[pair] | now.jump[pair + 1])]
        values = np.concatenate(
            [_values(now.series[pair], _HALVES[0]), _values(now.series[pair + 1], _HALVES[1])], axis=1
        )
        checks = np.concatenate(
            [_values(now.series[pair], _QUARTERS), _values(now.series[pair + 1], _QUARTERS)], axis=1
        )
        where = np.concatenate([(_QUARTERS - 1) / 2, (_QUARTERS + 1) / 2])
        series, error = _fit(values, where, checks)
        local = np.abs(values).max(axis=1, initial=0.0)
        limit = np.maximum(goal, 16 * EPSILON * _size(local, largest, alike))
        inherited = np.maximum(now.error[pair], now.error[pair + 1])
        good = np.all(error <= np.maximum(limit, inherited), axis=1)
        pair, series, error = pair[good], series[good], np.maximum(error, inherited)[good]
        joined = _Pieces(now.segment[pair], now.level[pair] - 1, now.index[pair] // 2, series, error, now.jump[pair])
        left_over = np.ones(len(now.level), dtype=bool)
        left_over[pair] = left_over[pair + 1] = False
        done.append(now[left_over])
        pieces = _together([pieces[~here], joined])
    return _together([*done, pieces])


def _size(local: Array, largest: Array, alike: bool) -> Array:
    """What the rounding errors of the functions on each piece are measured by."""
    if alike:
        local = np.broadcast_to(local.max(axis=1, keepdims=True, initial=0.0), local.shape)
    return np.maximum(local, 0.01 * largest)


def _fit(values: Array, elsewhere: Array, checks: Array) -> tuple[Array, Array]:
    """Series from the values at the nodes, and its error at other points: the same ones on all pieces, or others on each."""
    series = _against(values, _TO_SERIES)
    flat = np.all(values == values[:, :1], axis=1)
    series[flat] = 0.0
    series[:, :, 0] = np.where(flat, values[:, 0], series[:, :, 0])
    if elsewhere.ndim == 1:
        predicted = _values(series, elsewhere)
    else:
        predicted = np.einsum("pkm,pcm->pck", series, np.polynomial.chebyshev.chebvander(elsewhere, NODES - 1))
    error = np.abs(predicted - checks).max(axis=1, initial=0.0)
    return series, np.maximum(error, np.abs(series[:, :, -2:]).max(axis=2, initial=0.0))


def _values(series: Array, u: Array) -> Array:
    """Values of series[piece, function, term] at points u of [-1, 1], shape (piece, point, function)."""
    pieces, functions, _ = series.shape
    at = series.reshape(-1, NODES) @ np.polynomial.chebyshev.chebvander(u, NODES - 1).T
    return at.reshape(pieces, functions, len(u)).swapaxes(1, 2)


def _against(values: Array, matrix: Array) -> Array:
    """sum_n matrix_mn values_pnk as (p, k, m): one product of two matrices."""
    pieces, nodes, functions = values.shape
    rows = np.ascontiguousarray(values.swapaxes(1, 2)).reshape(-1, nodes)
    return (rows @ matrix.T).reshape(pieces, functions, len(matrix))


def _assemble(pieces: _Pieces, marks: Array, largest: Array, alike: bool) -> Profile:
    """The pieces in a row, with the marks that no panel may cross; a piece that shrank onto a jump counts as constant."""
    left, right = _ends(pieces.segment, pieces.level, pieces.index, marks)
    order = np.lexsort((left, pieces.segment))
    edges = np.append(left[order], marks[-1])
    series, error, jump = pieces.series[order], pieces.error[order], pieces.jump[order]
    marks = np.unique(np.concatenate([marks, left[order][jump], right[order][jump]]))
    where = np.searchsorted(edges, marks)
    level = series[:, :, 0]
    bend = np.abs(series[:, :, 1:]).sum(axis=2) <= 4 * EPSILON * np.maximum(np.abs(level), 1e-3 * largest)
    flat = bend.all(axis=1)
    # errors of rounding belong to the rounding floor, which counts them by the phase
    error = np.where(error <= 20 * EPSILON * _size(np.abs(series).max(axis=2), largest, alike), 0.0, error)
    constant = np.array(
        [
            jump[a]
            or bool(flat[a:b].all() and np.all(np.ptp(level[a:b], axis=0) <= 4 * EPSILON * np.maximum(largest, 1e-300)))
            for a, b in pairwise(where)
        ]
    )
    return Profile(
        edges=edges,
        series=np.ascontiguousarray(series),
        marks=marks,
        first=where[:-1].astype(np.int64),
        last=where[1:].astype(np.int64),
        constant=constant,
        error=error,
        largest=largest,
    )


def _evaluate(function: Callable[[Array], Array], x: Array) -> Array:
    """All values, in calls of a bounded size."""
    return np.concatenate([function(x[k : k + AT_ONCE]) for k in range(0, len(x), AT_ONCE)])
