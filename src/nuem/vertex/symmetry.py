"""Symmetries that an electromagnetic vertex must have: hermiticity, and self-conjugacy for Majorana neutrinos.

Every refusal says which symmetry fails, at which element, and by how much.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.vertex.form_factors import MATRICES

Matrix = NDArray[np.complex128]

TOLERANCE: Final = 1e-10
"""Largest departure from a symmetry, relative to the largest element, that counts as rounding."""

_SUBNORMAL: Final = 1e-290  # numbers this small have lost their digits


def matrix(name: str, value: ArrayLike) -> Matrix:
    """Finite square complex matrices in base units, (..., n, n), as a read-only copy."""
    if type(value) is np.ndarray and value.dtype.kind in "fc" and _computable(value):
        array = value.astype(np.complex128)
    else:
        array = checks.complex_numbers(name, value, MATRICES[name].unit if name in MATRICES else "").copy()
    if array.ndim < 2 or array.shape[-1] != array.shape[-2] or array.shape[-1] == 0:
        raise ValueError(
            f"{name} must be a square matrix [final, initial], such as 3 x 3, or an array of them; got shape {array.shape}"
        )
    array.setflags(write=False)
    return array


def _computable(value: NDArray[Any]) -> bool:
    """Whether every element is finite and of a size that can be squared."""
    return bool(np.abs(value).max(initial=0.0) <= checks.LARGEST)  # False for nan


def require_hermitian(name: str, array: Matrix) -> None:
    """Refuse form-factor matrices that are not hermitian: the current is, f_fi = f_if^* [Giunti:2014ixa, Sec. 3.1]."""
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


def _require(name: str, array: Matrix, image: Matrix, wanted: _Symmetry) -> None:
    """Compare with the mirror image, relative to the largest element of each matrix."""
    departure = np.abs(array - image)
    if not departure.any():
        return
    n, odd = array.shape[-1], wanted.relation == "minus"
    if odd:  # a diagonal element differs from what it must be, zero, by itself
        departure[..., np.arange(n), np.arange(n)] /= 2
    departure, matrices = departure.reshape(-1, n, n), array.reshape(-1, n, n)
    scale = np.abs(matrices).max(axis=(1, 2))
    excess = departure.max(axis=(1, 2)) - TOLERANCE * scale - _SUBNORMAL
    if not np.any(excess > 0):
        return
    k = int(np.argmax(excess))
    one, off = matrices[k], departure[k]
    f, i = (int(at) for at in np.unravel_index(int(off.argmax()), off.shape))
    where = "" if array.ndim == 2 else f" (vertex {k} of {len(matrices)})"
    partner = f"must be {wanted.relation} {name}[{i}, {f}] = {one[i, f]:.6g}"
    if f == i:
        partner = "must vanish" if odd else "must be real"
    raise ValueError(
        f"{name} is not {wanted.name}: {name}[{f}, {i}] = {one[f, i]:.6g} {partner} (off by {off[f, i]:.3g}, "
        f"{off[f, i] / scale[k]:.1g} of the largest element){where}; {wanted.physics}"
    )
