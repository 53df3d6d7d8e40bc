"""Symmetries that an electromagnetic vertex must have: hermiticity, and self-conjugacy for Majorana neutrinos.

Every refusal says which symmetry fails, at which element, and by how much.
"""

from collections.abc import Mapping
from functools import cache
from math import prod
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.typing import NumberArray
from nuem.vertex.form_factors import MATRICES

Matrix = NDArray[np.complex128]

TOLERANCE: Final = 1e-10
"""Largest departure from a symmetry, relative to the largest element, that counts as rounding."""

_FEW: Final = 8192
_SUBNORMAL: Final = 1e-290  # numbers this small have lost their digits


def matrices(named: Mapping[str, ArrayLike]) -> dict[str, Matrix]:
    """Finite, square, hermitian matrices in base units, as read-only copies; all at once if they are arrays of one shape."""
    arrays = list(named.values())
    shapes = {value.shape if type(value) is np.ndarray and value.dtype.char in "dD" else () for value in arrays}
    shape = shapes.pop() if len(shapes) == 1 else ()
    if len(shape) >= 2 and 0 < prod(shape) <= _FEW:
        stacked = np.array(arrays, dtype=np.complex128)
        if _computable(stacked) and np.array_equal(stacked, stacked.conj().swapaxes(-1, -2)):
            stacked.setflags(write=False)
            return dict(zip(named, stacked, strict=True))
    result = {name: matrix(name, value) for name, value in named.items()}
    if len({array.shape[-1] for array in result.values()}) == 1:
        for name, array in result.items():
            require_hermitian(name, array)
    return result


def matrix(name: str, value: ArrayLike) -> Matrix:
    """Finite square complex matrices in base units, (..., n, n), as a read-only copy."""
    if type(value) is np.ndarray and value.dtype.char in "dD" and _computable(value):
        array = value.astype(np.complex128, order="C")
    else:
        array = checks.complex_numbers(name, value, MATRICES[name].unit if name in MATRICES else "").copy()
    if array.ndim < 2 or array.shape[-1] != array.shape[-2] or array.shape[-1] == 0:
        raise ValueError(
            f"{name} must be a square matrix [final, initial], such as 3 x 3, or an array of them; got shape {array.shape}"
        )
    array.setflags(write=False)
    return array


@cache
def zero(n: int) -> Matrix:
    """A read-only matrix of zeros."""
    return fixed(np.zeros((n, n), dtype=np.complex128))


def fixed(array: Matrix) -> Matrix:
    """The same array, read-only."""
    array.setflags(write=False)
    return array


def broadcast(matrices: dict[str, Matrix], zero: Matrix) -> tuple[dict[str, Matrix], Matrix]:
    """All matrices, and zeros, with the leading axes that those given have together."""
    batches = {name: array.shape[:-2] for name, array in matrices.items()}
    if not any(batches.values()):
        return matrices, zero
    try:
        shape = np.broadcast_shapes(zero.shape, *(array.shape for array in matrices.values()))
    except ValueError:
        raise ValueError(f"the leading axes of the matrices of a vertex do not broadcast: {batches}") from None
    return {name: np.broadcast_to(array, shape) for name, array in matrices.items()}, np.broadcast_to(zero, shape)


def _computable(value: NumberArray) -> bool:
    """Whether every element is finite and of a size that can be squared."""
    if value.size == 0:
        return False
    parts = (value.real, value.imag) if value.dtype.char == "D" else (value,)
    return all(bool(part.max() <= checks.LARGEST and part.min() >= -checks.LARGEST) for part in parts)  # nan is neither


def require_hermitian(name: str, array: Matrix) -> None:
    """Refuse form-factor matrices that are not hermitian: the current is, f_fi = f_if^* [Giunti:2014ixa, Sec. 3.1]."""
    if array.ndim == 3 and array.size > _FEW:  # some thousands at a time, which fit the processor's own memory
        blocks = (array[start : start + _FEW] for start in range(0, len(array), _FEW))
        if all(np.array_equal(block, block.conj().swapaxes(-1, -2)) for block in blocks):
            return
    physics = "the electromagnetic current is hermitian"
    _require(name, array, array.conj().swapaxes(-1, -2), _Symmetry("hermitian", "the conjugate of", physics))


def require_majorana(name: str, array: Matrix) -> None:
    """Refuse what a Majorana neutrino cannot have, by the symmetry of the form factor [Nieves:1981zt; Kayser:1982br]."""
    title = MATRICES[name].title
    if MATRICES[name].majorana == "antisymmetric":
        physics = f"the {title} of a Majorana neutrino is odd under charge conjugation, so diagonal elements vanish"
        _require(name, array, -array.swapaxes(-1, -2), _Symmetry("antisymmetric", "minus", physics))
    else:
        physics = f"the {title} of a Majorana neutrino is even under charge conjugation, so with hermiticity it is real"
        _require(name, array, array.swapaxes(-1, -2), _Symmetry("symmetric", "equal to", physics))


class _Symmetry(NamedTuple):
    """How a symmetry is called, how an element relates to its mirror image, and why."""

    name: str
    relation: str
    physics: str


def _require(name: str, array: Matrix, image: Matrix, symmetry: _Symmetry) -> None:
    """Compare with the mirror image, relative to the largest element of each matrix."""
    if np.array_equal(array, image):
        return
    departure = np.abs(array - image)
    n, odd = array.shape[-1], symmetry.relation == "minus"
    if odd:  # a diagonal element differs from what it must be, zero, by itself
        departure[..., np.arange(n), np.arange(n)] /= 2
    departure, matrices = departure.reshape(-1, n, n), array.reshape(-1, n, n)
    scale = np.abs(matrices).max(axis=(1, 2))
    excess = departure.max(axis=(1, 2)) - TOLERANCE * scale - _SUBNORMAL
    if not np.any(excess > 0):
        return
    k = int(np.argmax(excess))
    matrix, off = matrices[k], departure[k]
    f, i = (int(at) for at in np.unravel_index(int(off.argmax()), off.shape))
    where = "" if array.ndim == 2 else f" (vertex {k} of {len(matrices)})"
    partner = f"must be {symmetry.relation} {name}[{i}, {f}] = {matrix[i, f]:.6g}"
    if f == i:
        partner = "must vanish" if odd else "must be real"
    raise ValueError(
        f"{name} is not {symmetry.name}: {name}[{f}, {i}] = {matrix[f, i]:.6g} {partner} (off by {off[f, i]:.3g}, "
        f"{off[f, i] / scale[k]:.1g} of the largest element){where}; {symmetry.physics}"
    )
