"""Symmetries that an electromagnetic vertex must have: hermiticity, and self-conjugacy for Majorana neutrinos.

Every refusal says which symmetry fails, at which element, and by how much.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks

TOLERANCE: Final = 1e-10
"""Largest departure from a symmetry, relative to the largest element, that counts as rounding."""

UNITS: Final = {
    "magnetic": "mu_B",
    "electric": "mu_B",
    "dipole": "mu_B",
    "charge": "e",
    "charge_radius": "cm2",
    "anapole": "cm2",
}
"""Unit of each matrix, and of the dipole."""

_SUBNORMAL: Final = 1e-290  # numbers this small have lost their digits

_NAMES: Final = {
    "magnetic": "magnetic moment",
    "electric": "electric moment",
    "charge": "charge",
    "charge_radius": "charge radius",
    "anapole": "anapole moment",
    "dipole": "dipole",
}


def matrix(name: str, value: ArrayLike) -> NDArray[np.complex128]:
    """A finite square complex matrix in base units, as a read-only copy."""
    array = checks.complex_numbers(name, value, UNITS.get(name, ""))
    if array.ndim != 2 or array.shape[0] != array.shape[1] or array.shape[0] == 0:
        raise ValueError(f"{name} must be a square matrix [final, initial], such as 3 x 3; got shape {array.shape}")
    array = array.copy()
    array.setflags(write=False)
    return array


def require_hermitian(name: str, array: NDArray[np.complex128]) -> None:
    """Refuse a form-factor matrix that is not hermitian: the current is, f_fi = f_if^* [Giunti:2014ixa, Sec. 3.1]."""
    _require(
        name,
        array,
        array.conj().T,
        "hermitian",
        "the conjugate of",
        "the electromagnetic current is hermitian",
    )


def require_antisymmetric(name: str, array: NDArray[np.complex128]) -> None:
    """Refuse a Majorana dipole, charge or charge radius that is not antisymmetric [Nieves:1981zt; Kayser:1982br]."""
    physics = f"the {_NAMES[name]} of a Majorana neutrino is odd under charge conjugation, so diagonal elements vanish"
    _require(name, array, -array.T, "antisymmetric", "minus", physics)


def require_real_symmetric(name: str, array: NDArray[np.complex128]) -> None:
    """Refuse a Majorana anapole matrix that is not real and symmetric [Nieves:1981zt; Kayser:1982br]."""
    physics = (
        "the anapole moment of a Majorana neutrino is even under charge conjugation, so with hermiticity it is real"
    )
    _require(name, array, array.T, "symmetric", "equal to", physics)


def _require(
    name: str,
    array: NDArray[np.complex128],
    image: NDArray[np.complex128],
    symmetry: str,
    relation: str,
    physics: str,
) -> None:
    departure = np.abs(array - image)
    if relation == "minus":
        np.fill_diagonal(
            departure, np.abs(np.diag(array))
        )  # a diagonal element differs from what it must be, zero, by itself
    scale = float(np.max(np.abs(array), initial=0.0))
    if scale == 0.0 or float(departure.max()) <= TOLERANCE * scale + _SUBNORMAL:
        return
    f, i = (int(k) for k in np.unravel_index(int(departure.argmax()), departure.shape))
    found = f"{name}[{f}, {i}] = {array[f, i]:.6g}"
    partner = (
        "must vanish" if f == i and relation == "minus" else f"must be {relation} {name}[{i}, {f}] = {array[i, f]:.6g}"
    )
    if f == i and relation == "the conjugate of":
        partner = "must be real"
    size = f"off by {departure[f, i]:.3g}, {departure[f, i] / scale:.1g} of the largest element"
    raise ValueError(f"{name} is not {symmetry}: {found} {partner} ({size}); {physics}")
