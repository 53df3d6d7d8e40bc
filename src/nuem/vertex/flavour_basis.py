"""A vertex in the flavour basis, and from it: what the mixing matrix does to each of the five matrices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.vertex import symmetry
from nuem.vertex.form_factors import FORM_FACTORS
from nuem.vertex.symmetry import Matrix


class MixingMatrix(Protocol):
    """What a change of basis needs of a mixing: the unitary matrix U[flavour, mass]."""

    @property
    def matrix(self) -> NDArray[np.complex128]:
        """U[flavour, mass]."""


@dataclass(frozen=True, slots=True)
class FlavourMatrices:
    """A vertex seen in the flavour basis [final, initial]; units as in `Vertex`.

    Charges become U Q U^dagger. A Majorana dipole becomes U^* lambda U^dagger, which stays antisymmetric. For Dirac neutrinos the
    right-handed fields have no flavour; they are turned by U as well, and only (lambda^dagger lambda) is physical.
    `magnetic` and `electric` are the same transforms of mu and eps, so that `dipole` = magnetic - i electric.
    """

    magnetic: Matrix
    electric: Matrix
    charge: Matrix
    charge_radius: Matrix
    anapole: Matrix

    @property
    def dipole(self) -> Matrix:
        """The flavour-basis dipole lambda = mu - i eps [mu_B]."""
        return self.magnetic - 1j * self.electric

    def __repr__(self) -> str:
        shown = [
            f"{name} up to {np.abs(getattr(self, name)).max():.4g} {FORM_FACTORS[name].unit}" for name in FORM_FACTORS
        ]
        return f"FlavourMatrices({', '.join(shown)})"


def hermitian_parts(nature: str, dipole: ArrayLike) -> dict[str, Matrix]:
    """Magnetic and electric moments, both hermitian, of a dipole lambda = mu - i eps.

    Raises
    ------
    ValueError
        For a Majorana dipole that is not antisymmetric.
    """
    array = symmetry.matrix("dipole", dipole)
    if nature == "majorana":
        symmetry.require_majorana("dipole", array)
        array = (array - array.swapaxes(-1, -2)) / 2
    adjoint = array.conj().swapaxes(-1, -2)
    return {"magnetic": (array + adjoint) / 2, "electric": 0.5j * (array - adjoint)}


def in_mass_basis(nature: str, mixing: MixingMatrix, flavour: Mapping[str, ArrayLike | None]) -> dict[str, Matrix]:
    """Matrices in the mass basis from those in the flavour basis; see `Vertex.from_flavour`.

    Raises
    ------
    ValueError
        For a matrix of another size than the mixing, or a dipole given next to magnetic or electric moments.
    """
    right, left = mixing.matrix, mixing.matrix.conj().T
    n = len(right)

    def checked(name: str, value: ArrayLike) -> Matrix:
        array = symmetry.matrix(name, value)
        if array.shape[-1] != n:
            raise ValueError(f"{name} is {array.shape[-1]} x {array.shape[-1]} but the mixing matrix is {n} x {n}")
        return array

    matrices = {name: checked(name, value) for name, value in flavour.items() if value is not None}
    moments = {name: matrices.pop(name) for name in ("magnetic", "electric") if name in matrices}
    if "dipole" in matrices and moments:
        raise ValueError("give either dipole or magnetic and electric, not both: dipole = magnetic - i electric")
    zero = np.zeros((n, n), dtype=np.complex128)
    dipole = matrices.pop("dipole", moments.get("magnetic", zero) - 1j * moments.get("electric", zero))
    if nature == "majorana":
        symmetry.require_majorana("dipole", dipole)
    outgoing = right.T if nature == "majorana" else left
    charges = {name: left @ array @ right for name, array in matrices.items()}
    return hermitian_parts(nature, outgoing @ dipole @ right) | charges


def in_flavour_basis(nature: str, mixing: MixingMatrix, mass: Mapping[str, Matrix]) -> FlavourMatrices:
    """The five matrices in the flavour basis, from those in the mass basis.

    Raises
    ------
    ValueError
        If the mixing has another number of neutrinos.
    """
    right, left = mixing.matrix, mixing.matrix.conj().T
    n = mass["magnetic"].shape[-1]
    if len(right) != n:
        raise ValueError(f"the vertex has {n} neutrinos but the mixing matrix is {len(right)} x {len(right)}")
    outgoing = right.conj() if nature == "majorana" else right
    moments = {name: outgoing @ mass[name] @ left for name in ("magnetic", "electric")}
    charges = {name: right @ mass[name] @ left for name in ("charge", "charge_radius", "anapole")}
    return FlavourMatrices(**moments, **charges)


def rephased(nature: str, phases: ArrayLike, mass: Mapping[str, Matrix]) -> dict[str, Matrix]:
    """Matrices after nu_i -> exp(i theta_i) nu_i; see `Vertex.rephased`.

    Raises
    ------
    ValueError
        For another number of phases, or a Majorana phase that is not a multiple of pi.
    """
    angles, n = checks.real("phases", phases), mass["magnetic"].shape[-1]
    if angles.shape != (n,):
        raise ValueError(f"phases must be {n} finite angles, got {phases!r}")
    if nature == "majorana" and np.any(np.abs(np.sin(angles)) > symmetry.TOLERANCE):
        raise ValueError(f"Majorana fields can only change sign: phases must be multiples of pi, got {angles.tolist()}")
    turn = np.exp(-1j * angles)
    return {name: turn[:, None] * array * turn.conj() for name, array in mass.items()}
