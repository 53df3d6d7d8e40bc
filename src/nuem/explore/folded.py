r"""Rates of an experiment, made small: few templates, each a product of small matrices.

Row r of a beam's numbers, one for each variant of the signal and each bin, is a factor times one of few templates, because bins of time repeat
the spectrum of energy. The templates are a product of two matrices,

.. math:: N_{rc} = f_r\, \sum_k L_{t(r)k}\, R_{kc},

since energies, states and kernels make far fewer than 1 + 6 n^2 independent columns. R is kept for each mixing, L and f for all of them.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.explore.pool import Pool
from nuem.rates import RateTensor
from nuem.typing import Json

Reals = NDArray[np.float64]

_SAME: Final = 1e-13
"""Difference of two templates, relative to the largest element, that is rounding."""
_ACCURACY: Final = 1e-14
"""Largest difference of the product from the template, relative to the largest elements of its row and column."""
_BALANCINGS: Final = 8


def rates(tensors: Mapping[str, Sequence[RateTensor]], pool: Pool) -> list[Json]:
    """Of each beam its templates.

    Parameters
    ----------
    tensors : mapping
        Name of a mixing to the variants of the signal, nominal first.
    pool : Pool
        Where arrays are kept.
    """
    numbers = {name: np.stack([tensor.numbers for tensor in by_ordering]) for name, by_ordering in tensors.items()}
    beams = next(iter(numbers.values())).shape[1]
    return [
        _beam({name: number[:, beam].reshape(-1, number.shape[-1]) for name, number in numbers.items()}, pool)
        for beam in range(beams)
    ]


def _beam(numbers: Mapping[str, Reals], pool: Pool) -> Json:
    nonzero = np.flatnonzero(np.max([np.abs(number).max(axis=0) for number in numbers.values()], axis=0))
    if not nonzero.size:  # a beam below the threshold keeps its place with one column of zeros
        nonzero = np.array([0])
    joined = np.concatenate([number[:, nonzero] for number in numbers.values()], axis=1)
    columns = _largest(joined, 0)
    factors, places, templates = _templates(joined / columns)
    left, right = _product(templates)
    parts = np.split(right * columns, len(numbers), axis=1)
    repeated = len(templates) < len(places)
    return {
        "rank": right.shape[0],
        "columns": nonzero.tolist(),
        "left": pool.put(left if repeated else left[places] * factors[:, None]),
        "right": {name: pool.put(part) for name, part in zip(numbers, parts, strict=True)},
        **({"factor": pool.put(factors), "template": places.tolist()} if repeated else {}),
    }


def _templates(rows: Reals) -> tuple[Reals, NDArray[np.intp], Reals]:
    """Factor and template of each row, and the templates."""
    largest = np.argmax(np.abs(rows), axis=1)
    factors = rows[np.arange(len(rows)), largest]
    scaled = rows / np.where(factors == 0, 1.0, factors)[:, None]
    distinct: list[int] = []
    places = np.empty(len(rows), dtype=np.intp)
    for k, row in enumerate(scaled):
        near = np.abs(scaled[distinct] - row).max(axis=1, initial=0.0) < _SAME if distinct else np.zeros(0, dtype=bool)
        if not near.any():
            distinct.append(k)
        places[k] = int(np.argmax(near)) if near.any() else len(distinct) - 1
    return factors, places, scaled[distinct]


def _product(matrix: Reals) -> tuple[Reals, Reals]:
    """The shortest product of two matrices that is the matrix to `_ACCURACY`, rows and columns counted in their largest elements."""
    rows, columns = np.ones(len(matrix)), np.ones(matrix.shape[1])
    balanced = matrix
    for _ in range(_BALANCINGS):
        rows /= np.sqrt(_largest(balanced, 1))
        columns /= np.sqrt(_largest(balanced, 0))
        balanced = matrix * rows[:, None] * columns
    u, s, vt = np.linalg.svd(balanced, full_matrices=False)
    rank = max(int(np.sum(s > _ACCURACY * s[0])), 1)
    return u[:, :rank] * s[:rank] / rows[:, None], vt[:rank] / columns


def _largest(matrix: Reals, axis: int) -> Reals:
    sizes = np.abs(matrix).max(axis=axis)
    return np.where(sizes > 0, sizes, 1.0)
