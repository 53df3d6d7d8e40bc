"""Functions of the distance resolved into Chebyshev series.

Between the breaks a function may bend, ripple, or have features far narrower than the path: pieces are halved until a series of sixteen
terms agrees with the function at points that did not make it. What no piece has seen is then looked for at many more places.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from nuem.propagation.engine.features import evaluated, missed
from nuem.propagation.engine.profile import EPSILON, Profile
from nuem.propagation.engine.series import HALVES, NODES, POINTS, QUARTERS, fitted, series_values
from nuem.typing import BoolArray, FloatArray, IntArray

CHECKS: Final = 8  # further points on each piece: its ends, and others elsewhere on each
FIRST_PIECES: Final = 1024
FIRST_OF_KNOWN: Final = 32  # pieces of a function that is known to be smooth between the breaks
MOST_PIECES: Final = 200_000
SAMPLES: Final = 1 << 19
"""Places at which a feature is looked for, never more than 4e-6 of the path apart."""
SEARCHES: Final = 3
STALLED: Final = (
    4  # halvings that improve nothing, before an error as large as that of single precision counts as noise
)


Function = Callable[[FloatArray], FloatArray]


def resolve(
    function: Function,
    length: float,
    breaks: Sequence[float],
    goal: FloatArray,
    *,
    quantity: Sequence[int] | None = None,
    samples: int = SAMPLES,
) -> Profile:
    """Series for the functions, each to within its goal or to their own rounding errors.

    Parameters
    ----------
    function : callable
        Positions [cm], a 1-D array, to values of shape (positions, K).
    length : float
        The path is [0, length] [cm].
    breaks : sequence of float
        Where a function jumps or has a kink; in rising order and inside the path [cm].
    goal : numpy.ndarray
        Largest error that is asked of each of the K functions.
    quantity : sequence of int, optional
        A number for each function: those with the same one are components of one field or matrix, so that their rounding errors are to be
        compared with the largest of them. Every function stands alone if omitted.
    samples : int, optional
        Places at which a feature is looked for that the pieces missed; 0 where everything is known to be in the breaks.

    Raises
    ------
    ValueError
        If a function is not resolved: it changes too fast everywhere to be followed.
    """
    breakpoints = np.array([0.0, *breaks, length])
    labels = np.arange(len(goal)) if quantity is None else np.asarray(quantity)
    accuracy = _Accuracy(goal, labels, FIRST_PIECES if samples else FIRST_OF_KNOWN)
    profile = _resolved(function, breakpoints, accuracy)
    for _ in range(SEARCHES if samples else 0):
        missed_places = missed(function, profile, goal, samples)
        inside = missed_places[(missed_places > 1e-14 * length) & (missed_places < length * (1 - 1e-14))]
        if not len(inside):
            break
        breakpoints = np.unique(np.concatenate([breakpoints, inside]))
        profile = _resolved(function, breakpoints, accuracy)
    return profile


class _Accuracy(NamedTuple):
    """How well the functions are to be resolved; as in `resolve`."""

    goal: FloatArray
    quantity: IntArray
    first: int
    """Pieces to begin with."""

    def size(self, local: FloatArray, largest: FloatArray) -> FloatArray:
        """What the rounding errors of the functions on each piece are measured by."""
        return np.maximum(self.of_quantity(local), 0.01 * largest)

    def of_quantity(self, sizes: FloatArray) -> FloatArray:
        """The largest of sizes[..., function] in each quantity, for all its components."""
        result = np.empty_like(sizes)
        for label in np.unique(self.quantity):
            result[..., self.quantity == label] = sizes[..., self.quantity == label].max(axis=-1, keepdims=True)
        return result


def _resolved(function: Function, breakpoints: FloatArray, accuracy: _Accuracy) -> Profile:
    pieces, largest = _halve(function, breakpoints, accuracy)
    return _assemble(_join(pieces, largest, accuracy), breakpoints, largest, accuracy)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Piece `index` of the 2^level equal ones between marks[segment] and marks[segment + 1]."""

    segment: IntArray
    level: IntArray
    index: IntArray
    series: FloatArray
    error: FloatArray
    jump: BoolArray

    def __getitem__(self, index: IntArray | BoolArray) -> "_Pieces":
        return _Pieces(*(getattr(self, name)[index] for name in self.__slots__))


def _ends(
    segment: IntArray, level: IntArray, index: IntArray, breakpoints: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Left and right ends of pieces; the last one of a segment ends on the mark exactly."""
    start, width = breakpoints[segment], np.diff(breakpoints)[segment]
    fraction = np.ldexp(1.0, -level)
    right = np.where(index + 1 == 1 << level, breakpoints[segment + 1], start + width * ((index + 1) * fraction))
    return start + width * (index * fraction), right


def _concatenated(parts: Sequence[_Pieces]) -> _Pieces:
    return _Pieces(*(np.concatenate([getattr(part, name) for part in parts]) for name in _Pieces.__slots__))


def _halve(function: Function, breakpoints: FloatArray, accuracy: _Accuracy) -> tuple[_Pieces, FloatArray]:
    """Pieces that are fine enough, and the largest value of each function."""
    goal, _, first = accuracy
    fraction = np.diff(breakpoints) / breakpoints[-1]
    level = np.ceil(np.log2(np.maximum(2, first * fraction))).astype(np.int64)
    segment = np.repeat(np.arange(len(level)), 1 << level)
    index = np.concatenate([np.arange(1 << depth) for depth in level])
    level = level[segment]
    parent = np.full((len(level), len(goal)), np.inf)
    stalled = np.zeros(parent.shape, dtype=np.int64)
    largest = np.zeros(len(goal))
    rng = np.random.default_rng(1)
    resolved: list[_Pieces] = []
    total = 0
    length = float(breakpoints[-1])
    while len(level):
        total += len(level)
        left, right = _ends(segment, level, index, breakpoints)
        if total > MOST_PIECES:
            raise ValueError(_not_resolved(function, float(left[0]), float(right[0]), length))
        half, middle = (right - left)[:, None] / 2, (right + left)[:, None] / 2
        check_points = rng.uniform(-1, 1, (len(level), CHECKS))
        check_points[:, :2] = -1, 1
        x = middle + half * np.concatenate([np.broadcast_to(POINTS, (len(level), NODES)), check_points], axis=1)
        # the value of a function at a jump is a matter of taste
        x = np.clip(x, np.nextafter(left, length)[:, None], np.nextafter(right, 0)[:, None])
        values = evaluated(function, x.ravel()).reshape(*x.shape, -1)
        local = np.abs(values).max(axis=1)
        largest = np.maximum(largest, local.max(axis=0))
        series, error = fitted(values[:, :NODES], check_points, values[:, NODES:])
        rounding = 12 * EPSILON * accuracy.size(local, largest)
        # what halving the piece does not improve is noise of the function itself: rounding, or single precision
        stalled = np.where(error > 0.3 * parent, stalled + 1, 0)
        scale = accuracy.of_quantity(largest)
        noise = ((stalled >= 1) & (error < 1e-9 * scale)) | ((stalled >= STALLED) & (error < 4e-7 * scale))
        fine = np.all((error <= np.maximum(goal, rounding)) | noise, axis=1)
        tiny = (half <= 4 * EPSILON * np.abs(middle))[:, 0] | (level > 50)
        keep = fine | tiny
        resolved.append(_Pieces(segment, level, index, series, error, ~fine)[keep])
        segment, level = np.tile(segment[~keep], 2), np.tile(level[~keep] + 1, 2)
        index = np.concatenate([2 * index[~keep], 2 * index[~keep] + 1])
        parent, stalled = np.tile(error[~keep], (2, 1)), np.tile(stalled[~keep], (2, 1))
    return _concatenated(resolved), largest


def _not_resolved(function: Function, left: float, right: float, length: float) -> str:
    """Why no number of pieces was enough: the values are smooth on a still smaller scale, or they are not."""
    where = f"the profile is not resolved by {MOST_PIECES} pieces near x = {left:g} cm"
    far = np.ptp(function(left + (right - left) * np.linspace(0.0, 1.0, NODES)), axis=0)
    for part in (1e-2, 1e-4, 1e-6):
        width = max((right - left) * part, 256 * EPSILON * right)
        close = np.ptp(function(left + width * np.linspace(0.0, 1.0, NODES)), axis=0)
        if np.all(close <= 0.05 * far):
            return f"{where}: it oscillates faster than {right - left:.3g} cm on a path of {length:.3g} cm; take a shorter path"
    return f"{where}: it is noisy there, its values change at random; smooth it, or give the places where it jumps as breaks"


def _join(pieces: _Pieces, largest: FloatArray, accuracy: _Accuracy) -> _Pieces:
    """Join two halves wherever one series does for both: then the length of a piece says how fast the functions change there."""
    final: list[_Pieces] = []
    for level in range(int(pieces.level.max()), 0, -1):
        at_level = pieces.level == level
        now = pieces[at_level]
        now = now[np.lexsort((now.index, now.segment))]
        pair = np.flatnonzero(
            (now.index[:-1] % 2 == 0) & (now.index[1:] == now.index[:-1] + 1) & (now.segment[1:] == now.segment[:-1])
        )
        pair = pair[~(now.jump[pair] | now.jump[pair + 1])]
        values = np.concatenate(
            [series_values(now.series[pair], HALVES[0]), series_values(now.series[pair + 1], HALVES[1])], axis=1
        )
        checks = np.concatenate(
            [series_values(now.series[pair], QUARTERS), series_values(now.series[pair + 1], QUARTERS)], axis=1
        )
        where = np.concatenate([(QUARTERS - 1) / 2, (QUARTERS + 1) / 2])
        series, error = fitted(values, where, checks)
        local = np.abs(values).max(axis=1, initial=0.0)
        limit = np.maximum(accuracy.goal, 16 * EPSILON * accuracy.size(local, largest))
        inherited = np.maximum(now.error[pair], now.error[pair + 1])
        good = np.all(error <= np.maximum(limit, inherited), axis=1)
        pair, series, error = pair[good], series[good], np.maximum(error, inherited)[good]
        joined = _Pieces(now.segment[pair], now.level[pair] - 1, now.index[pair] // 2, series, error, now.jump[pair])
        left_over = np.ones(len(now.level), dtype=bool)
        left_over[pair] = left_over[pair + 1] = False
        final.append(now[left_over])
        pieces = _concatenated([pieces[~at_level], joined])
    return _concatenated([*final, pieces])


def _assemble(pieces: _Pieces, breakpoints: FloatArray, largest: FloatArray, accuracy: _Accuracy) -> Profile:
    """The pieces in a row, with the marks that no panel may cross; a piece that shrank onto a jump counts as constant."""
    left, right = _ends(pieces.segment, pieces.level, pieces.index, breakpoints)
    order = np.lexsort((left, pieces.segment))
    edges = np.append(left[order], breakpoints[-1])
    series, error, jump = pieces.series[order], pieces.error[order], pieces.jump[order]
    breakpoints = np.unique(np.concatenate([breakpoints, left[order][jump], right[order][jump]]))
    where = np.searchsorted(edges, breakpoints)
    level = series[:, :, 0]
    bend = np.abs(series[:, :, 1:]).sum(axis=2) <= 4 * EPSILON * np.maximum(np.abs(level), 1e-3 * largest)
    flat = bend.all(axis=1)
    # errors of rounding belong to the rounding floor, which counts them by the phase
    error = np.where(error <= 20 * EPSILON * accuracy.size(np.abs(series).max(axis=2), largest), 0.0, error)
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
        breakpoints=breakpoints,
        first=where[:-1].astype(np.int64),
        last=where[1:].astype(np.int64),
        constant=constant,
        error=error,
        largest=largest,
    )
