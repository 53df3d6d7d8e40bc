"""Phases that a whole group of states shares, exact to the last digit of what they are made of, however many turns they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nuem.typing import ComplexArray, FloatArray

_TURN = 6.283185307179586
_TURN_LOW = 2.4492935982947064e-16  # 2 pi minus its double
_SPLITTER = 134217729.0  # 2^27 + 1


def turned(rate: ArrayLike, length: ArrayLike, energy: ArrayLike) -> ComplexArray:
    """exp(-i rate length/energy).

    The quotient is taken with two doubles and reduced by full turns before anything is rounded: over kiloparsecs it is
    1e16 rad. That many turns are still whole numbers; beyond 2^53 of them nothing is known of the phase.

    Parameters
    ----------
    rate : array_like
        [MeV/cm]
    length : array_like
        [cm]
    energy : array_like
        [MeV]
    """
    r, x, e = np.broadcast_arrays(
        np.asarray(rate, np.float64), np.asarray(length, np.float64), np.asarray(energy, np.float64)
    )
    high, low = _product(r, x)
    phase = high / e
    back, rest = _product(phase, e)
    correction = ((high - back) - rest + low) / e
    turns = np.rint(phase / _TURN)
    whole, part = _product(turns, np.full_like(turns, _TURN))
    angle = (phase - whole) - part - turns * _TURN_LOW + correction
    return np.asarray(np.exp(-1j * angle))


def _product(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """a b as the sum of two doubles (Dekker, Numerische Mathematik 18 (1971) 224)."""
    product = a * b
    (a1, a2), (b1, b2) = _halves(a), _halves(b)
    return product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2


def _halves(a: FloatArray) -> tuple[FloatArray, FloatArray]:
    scaled = _SPLITTER * a
    high = scaled - (scaled - a)
    return high, a - high
