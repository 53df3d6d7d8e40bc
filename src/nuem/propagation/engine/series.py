"""Chebyshev series of sixteen terms on a piece of the path: from values to series and back."""

from typing import Final

import numpy as np

from nuem.typing import FloatArray

NODES: Final = 16
_ODD: Final = 2 * np.arange(NODES) + 1
POINTS: Final = -np.sin((NODES - _ODD) * np.pi / (2 * NODES))  # inside each piece; exactly symmetric
# T_m of the nodes is a cosine of m (2k + 1) pi/32; reduced as an integer, it is good to the last digit
_TURNS: Final = (np.arange(NODES)[:, None] * (2 * NODES - _ODD)) % (4 * NODES)
_TO_SERIES: Final = np.cos(_TURNS * (np.pi / (2 * NODES))) * np.where(np.arange(NODES) == 0, 1, 2)[:, None] / NODES
HALVES: Final = (
    2 * POINTS[: NODES // 2] + 1,
    2 * POINTS[NODES // 2 :] - 1,
)  # the nodes of a piece as seen from its halves
MIDDLES: Final = np.array([-0.75, -0.25, 0.25, 0.75])
QUARTERS: Final = np.array([-0.97, -0.83, -0.61, -0.37, -0.11, 0.13, 0.41, 0.59, 0.79, 0.93])


def fitted(values: FloatArray, check_points: FloatArray, checks: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Series from the values at the nodes, and its error at other points: the same ones on all pieces, or others on each."""
    series = _against(values, _TO_SERIES)
    flat = np.all(values == values[:, :1], axis=1)
    series[flat] = 0.0
    series[:, :, 0] = np.where(flat, values[:, 0], series[:, :, 0])
    if check_points.ndim == 1:
        predicted = series_values(series, check_points)
    else:
        predicted = np.einsum("pkm,pcm->pck", series, np.polynomial.chebyshev.chebvander(check_points, NODES - 1))
    error = np.abs(predicted - checks).max(axis=1, initial=0.0)
    return series, np.maximum(error, np.abs(series[:, :, -2:]).max(axis=2, initial=0.0))


def series_values(series: FloatArray, u: FloatArray) -> FloatArray:
    """Values of series[piece, function, term] at points u of [-1, 1], shape (piece, point, function)."""
    pieces, functions, _ = series.shape
    at = series.reshape(-1, NODES) @ np.polynomial.chebyshev.chebvander(u, NODES - 1).T
    return at.reshape(pieces, functions, len(u)).swapaxes(1, 2)


def _against(values: FloatArray, matrix: FloatArray) -> FloatArray:
    """sum_n matrix_mn values_pnk as (p, k, m): one product of two matrices."""
    pieces, nodes, functions = values.shape
    rows = np.ascontiguousarray(values.swapaxes(1, 2)).reshape(-1, nodes)
    return (rows @ matrix.T).reshape(pieces, functions, len(matrix))
