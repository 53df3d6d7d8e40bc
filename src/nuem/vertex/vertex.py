"""The electromagnetic vertex of n neutrinos at zero momentum transfer: five matrices in the mass basis."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from nuem.numerics import checks
from nuem.results import Tabular, plain
from nuem.typing import Json
from nuem.vertex import shown, symmetry
from nuem.vertex.flavour_basis import (
    FlavourMatrices,
    MixingMatrix,
    hermitian_parts,
    in_flavour_basis,
    in_mass_basis,
    rephased,
)
from nuem.vertex.form_factors import FORM_FACTORS
from nuem.vertex.symmetry import Matrix

NATURES = ("dirac", "majorana")


@dataclass(frozen=True, slots=True, eq=False)
class Vertex(Tabular):
    r"""Electromagnetic vertex of n massive neutrinos: charge, charge radius, magnetic, electric and anapole matrices.

    .. math:: \Lambda_\mu = f_Q \gamma_\mu - f_M i\sigma_{\mu\nu}q^\nu + f_E \sigma_{\mu\nu}q^\nu\gamma_5
              + f_A (q^2\gamma_\mu - q_\mu \slashed q)\gamma_5

    [Studenikin:2016ykv, Eq. (2); Giunti:2014ixa, Eq. (3.24)]. The review's Eq. (3) has the opposite sign of f_M and puts f_A gamma5 to the
    left; this one form is used everywhere. The matrices are the static values f_M(0), f_E(0), f_Q(0), 6 df_Q/dq^2 and f_A(0), in the mass
    basis, **[final, initial]**; a missing one is zero. Each must be hermitian. A Majorana neutrino has antisymmetric (so imaginary)
    magnetic, electric, charge and charge-radius matrices and a real symmetric anapole matrix.

    Leading axes, (..., n, n), are many vertices at once; those of different matrices broadcast.

    Parameters
    ----------
    nature : {"dirac", "majorana"}
        Whether the neutrino differs from its antiparticle.
    magnetic, electric : array_like, optional
        Magnetic moments mu and electric moments eps, (..., n, n) [mu_B].
    charge : array_like, optional
        Millicharges, (..., n, n) [e].
    charge_radius, anapole : array_like, optional
        Charge radii <r^2> and anapole moments a, (..., n, n) [cm^2]. Relativistic left-handed neutrinos feel <r^2> - 6a only.

    Raises
    ------
    ValueError
        If a matrix is not square, not finite, of another size than the others, or breaks a symmetry; the message says which, where and
        by how much.

    Examples
    --------
    >>> vertex = Vertex("majorana", magnetic=[[0, 2e-12j, 0], [-2e-12j, 0, 0], [0, 0, 0]])
    >>> vertex.dipole[0, 1]
    np.complex128(2e-12j)
    >>> Vertex("majorana", magnetic=[[1e-11, 0], [0, 0]])
    Traceback (most recent call last):
        ...
    ValueError: magnetic is not antisymmetric: magnetic[0, 0] = 1e-11+0j must vanish (off by 1e-11, 1 of the largest element); ...
    """

    nature: str
    magnetic: Matrix
    electric: Matrix
    charge: Matrix
    charge_radius: Matrix
    anapole: Matrix
    form_factors: frozenset[str]
    """Names of the form factors that were given; the others are zero."""

    def __init__(
        self,
        nature: str,
        *,
        magnetic: ArrayLike | None = None,
        electric: ArrayLike | None = None,
        charge: ArrayLike | None = None,
        charge_radius: ArrayLike | None = None,
        anapole: ArrayLike | None = None,
    ) -> None:
        if nature not in NATURES:
            raise ValueError(f"nature = {nature!r} is unknown; choose 'dirac' or 'majorana'")
        values = zip(FORM_FACTORS, (magnetic, electric, charge, charge_radius, anapole), strict=True)
        matrices = symmetry.matrices({name: value for name, value in values if value is not None})
        sizes = {name: array.shape[-1] for name, array in matrices.items()}
        if len(set(sizes.values())) > 1:
            raise ValueError(f"all matrices of a vertex must have one size; got {sizes}")
        if nature == "majorana":
            for name, array in matrices.items():
                symmetry.require_majorana(name, array)
        object.__setattr__(self, "nature", nature)
        self._fill(matrices, symmetry.zero(next(iter(sizes.values()), 3)))

    def _fill(self, matrices: dict[str, Matrix], zero: Matrix) -> None:
        """Set all matrices with the leading axes that those given have together."""
        matrices, zero = symmetry.broadcast(matrices, zero)
        object.__setattr__(self, "form_factors", frozenset(matrices))
        for name in FORM_FACTORS:
            object.__setattr__(self, name, matrices.get(name, zero))

    @classmethod
    def from_dipole(cls, nature: str, dipole: ArrayLike) -> Self:
        """The vertex with a given dipole lambda = mu - i eps [mu_B] and nothing else.

        Any complex matrix is allowed for Dirac neutrinos, any complex antisymmetric one for Majorana neutrinos.

        Raises
        ------
        ValueError
            For a Majorana dipole that is not antisymmetric.
        """
        return cls(nature, **hermitian_parts(nature, dipole))

    @classmethod
    def from_flavour(
        cls,
        nature: str,
        mixing: MixingMatrix,
        *,
        magnetic: ArrayLike | None = None,
        electric: ArrayLike | None = None,
        dipole: ArrayLike | None = None,
        charge: ArrayLike | None = None,
        charge_radius: ArrayLike | None = None,
        anapole: ArrayLike | None = None,
    ) -> Self:
        """The vertex from matrices in the flavour basis [final, initial].

        Charges, radii and anapole moments return as U^dagger Q U, a Majorana dipole as U^T lambda U, a Dirac one as U^dagger lambda U (the
        right-handed basis is a convention there). `dipole` = magnetic - i electric is an alternative to these two.

        Raises
        ------
        ValueError
            As `Vertex`; and if a matrix has another size than the mixing, or `dipole` is given together with `magnetic` or `electric`.
        """
        flavour = {
            "magnetic": magnetic, "electric": electric, "dipole": dipole,
            "charge": charge, "charge_radius": charge_radius, "anapole": anapole,
        }  # fmt: skip
        return cls(nature, **in_mass_basis(nature, mixing, flavour))

    def in_flavour_basis(self, mixing: MixingMatrix) -> FlavourMatrices:
        """The five matrices in the flavour basis; see `FlavourMatrices` for the transformations.

        Raises
        ------
        ValueError
            If the mixing has another number of neutrinos.
        """
        return in_flavour_basis(self.nature, mixing, self._all)

    def rephased(self, phases: ArrayLike) -> Self:
        r"""The same physics after nu_i -> exp(i theta_i) nu_i: f_fi -> exp(-i(theta_f - theta_i)) f_fi.

        The mixing matrix becomes U_{alpha i} exp(i theta_i), so that the flavour fields stay what they are.

        Parameters
        ----------
        phases : array_like
            theta_i, one for each neutrino [rad]; for Majorana neutrinos only multiples of pi, which keep nu_i = nu_i^c.

        Raises
        ------
        ValueError
            For another number of phases, or a Majorana phase that is not a multiple of pi.
        """
        return type(self)(self.nature, **rephased(self.nature, phases, self._all))

    @property
    def dipole(self) -> Matrix:
        """lambda = mu - i eps [mu_B], the amplitude nu_L(i) -> nu_R(f); for Majorana neutrinos nu -> antineutrino."""
        if "electric" not in self.form_factors:
            return self.magnetic
        return symmetry.fixed(self.magnetic - 1j * self.electric)

    @property
    def size(self) -> int:
        """Number n of neutrinos."""
        return int(self.magnetic.shape[-1])

    @property
    def batch(self) -> tuple[int, ...]:
        """Leading axes, shared by all matrices: () for one vertex."""
        return self.magnetic.shape[:-2]

    def __getitem__(self, index: int | slice) -> Self:
        """One or some of many vertices, along the first of the leading axes.

        Raises
        ------
        ValueError
            For a vertex without leading axes.
        """
        if not self.batch:
            raise ValueError("this is one vertex; only one made of matrices with leading axes has an index")
        return self._with({name: getattr(self, name)[index] for name in self.form_factors})

    def flattened(self) -> Self:
        """The same vertices along one leading axis."""
        shape = (-1, self.size, self.size)
        return self._with({name: getattr(self, name).reshape(shape) for name in self.form_factors})

    def _with(self, matrices: dict[str, Matrix]) -> Self:
        """A vertex of matrices that have been checked."""
        copy = object.__new__(type(self))
        object.__setattr__(copy, "nature", self.nature)
        copy._fill(matrices, symmetry.zero(self.size))
        return copy

    def __mul__(self, factor: float) -> Self:
        """All matrices times a real number.

        Raises
        ------
        ValueError
            For a factor that is not a finite real number.
        """
        scale = checks.number("factor of a vertex", factor)
        return self._with({name: symmetry.fixed(scale * getattr(self, name)) for name in self.form_factors})

    __rmul__ = __mul__

    def __add__(self, other: Vertex) -> Self:
        """All matrices added.

        Raises
        ------
        ValueError
            For vertices of another nature or number of neutrinos.
        """
        if not isinstance(other, Vertex):
            return NotImplemented
        if (self.nature, self.size) != (other.nature, other.size):
            raise ValueError(
                f"a {self.nature} vertex of {self.size} neutrinos and a {other.nature} one of {other.size} cannot be added"
            )
        names = self.form_factors | other.form_factors
        sums = {name: symmetry.fixed(getattr(self, name) + getattr(other, name)) for name in names}
        return self._with(sums)

    @property
    def effective_radius(self) -> Matrix:
        """<r^2> - 6a, all that relativistic left-handed neutrinos feel of charge radius and anapole moment [cm^2]."""
        return self.charge_radius - 6 * self.anapole

    def __copy__(self) -> Self:
        return self  # nothing in it can change

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[partial[Self], tuple[str]]:
        return partial(type(self), **{name: getattr(self, name) for name in FORM_FACTORS}), (self.nature,)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Vertex):
            return NotImplemented
        return self.nature == other.nature and all(
            np.array_equal(getattr(self, name), getattr(other, name)) for name in FORM_FACTORS
        )

    def __hash__(self) -> int:
        return hash((self.nature, *((getattr(self, name) + 0.0).tobytes() for name in FORM_FACTORS)))  # -0.0 == 0.0

    def __repr__(self) -> str:
        sizes = {name: float(np.abs(array).max(initial=0.0)) for name, array in self._all.items()}
        shown = "".join(f", {name} up to {size:.4g} {FORM_FACTORS[name].unit}" for name, size in sizes.items() if size)
        return f"Vertex({self.nature!r}, {self.size} neutrino{'s' * (self.size != 1)}{shown})"

    def _repr_html_(self) -> str:
        return shown.html(self.nature, self._given)

    def columns(self) -> dict[str, list[object]]:
        """One row for each element of the matrices that were given: form factor, unit, final and initial state, and the number."""
        if self.batch:
            raise ValueError(f"one vertex makes a table; this one has leading axes {self.batch}")
        return shown.columns(self._given)

    def to_dict(self) -> Json:
        """Nature and the matrices that were given, complex numbers as [re, im]."""
        return {"nature": self.nature} | {name: plain(array) for name, array in self._given.items()}

    @property
    def _all(self) -> dict[str, Matrix]:
        return {name: getattr(self, name) for name in FORM_FACTORS}

    @property
    def _given(self) -> dict[str, Matrix]:
        return {name: getattr(self, name) for name in FORM_FACTORS if name in self.form_factors}
