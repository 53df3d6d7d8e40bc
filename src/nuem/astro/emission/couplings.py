r"""Couplings of a plasmon to neutrinos: from a vertex and the weak interaction to rates by power of the plasmon's mass squared.

A plasmon of mass squared K^2 sees a left-handed neutrino current with the hermitian matrix

.. math:: Q_L = q + \frac{K^2}{6} \langle r^2\rangle_L + \kappa K^2 C_V, \qquad \kappa = \frac{G_F}{2\sqrt2 \pi\alpha},

where C_V is the vector coupling of the electron to each flavour, turned into the basis of the vertex: by Maxwell's equations the electrons' current
is K^2 times the field. Dirac neutrinos have right-handed currents as well, Q_R = q + K^2 <r^2>_R/6, and the radii are <r^2> -+ 6a with the
anapole moment a. The rate of one plasmon is

.. math:: \Gamma = \frac{Z}{\omega} \left[ \frac{\alpha K^2}{6} \big(\mathrm{Tr}\, Q_L^2 + \mathrm{Tr}\, Q_R^2\big)
                   + \frac{\mu_\nu^2 K^4}{24\pi} \right]

[Braaten:1993jw; Haft:1993jt], with mu_nu^2 = sum |lambda_ij|^2 over both indices for Dirac neutrinos, each pair of nu_i and antinu_j being a
channel, and half of that for Majorana neutrinos, where these are the same two particles. Majorana neutrinos have no right-handed current of their
own. Charge, radius and weak interaction therefore interfere, with signs; a flavour-diagonal radius is the shift C_V + sqrt2 pi alpha <r^2>/(3 G_F).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from math import pi, sqrt
from typing import Final, TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ALPHA, BOHR_MAGNETON_SQUARED, FERMI, HBAR_C_EXACT, SIN2_THETA_W
from nuem.flavour import FLAVOURS, Mixing
from nuem.numerics import checks
from nuem.vertex import Vertex

Real = NDArray[np.float64]
Matrix = NDArray[np.complex128] | NDArray[np.float64]

AXIAL_SQUARED: Final = 3 / 4
"""Sum over flavours of C_A^2, each 1/4: axial currents do not interfere with vector currents in the energy lost."""

_KAPPA: Final = FERMI / (2 * sqrt(2) * pi * ALPHA)  # [MeV^-2]
_VECTOR: Final = ALPHA / 6


def vector_couplings(sin2_theta_w: float = SIN2_THETA_W) -> Real:
    """C_V of the electron to nu_e, nu_mu and nu_tau: 1/2 + 2 s^2, and twice 2 s^2 - 1/2."""
    neutral = 2 * sin2_theta_w - 0.5
    return np.array([neutral + 1, neutral, neutral])


@dataclass(frozen=True, slots=True, eq=False)
class Channels:
    """A number or an array for each channel of the decay."""

    weak: Real
    magnetic: Real
    charge: Real
    radius: Real
    interference: Real

    @property
    def total(self) -> Real:
        """The sum of all channels."""
        return np.asarray(sum(self.by_channel().values()))[()]

    def by_channel(self) -> dict[str, Real]:
        """Channel to its number."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class CouplingWords(TypedDict, total=False):
    """The arguments of `Couplings` by name."""

    moment: ArrayLike
    charge: ArrayLike
    charge_radius: ArrayLike
    weak: bool
    vertex: Vertex | None
    mixing: Mixing | None
    sin2_theta_w: float


@dataclass(frozen=True, slots=True, eq=False)
class Couplings:
    """What couples the neutrinos to a plasma, bound once for all processes.

    Raises
    ------
    ValueError
        For couplings that are not numbers, a vertex together with them, or one without a mixing.

    Examples
    --------
    >>> Couplings(moment=1e-12).coefficients.magnetic[1] > 0
    np.True_
    """

    moment: ArrayLike = 0.0
    """mu_nu [mu_B], the root of the sum of abs(mu_ij)^2 + abs(eps_ij)^2 over all i, j for Dirac neutrinos, over i < j for Majorana
    neutrinos; it broadcasts against the plasma."""
    charge: ArrayLike = 0.0
    """Charge of one Dirac neutrino [e], without interference as in the literature; or those of nu_e, nu_mu and nu_tau, with it."""
    charge_radius: ArrayLike = 0.0
    """<r^2> of left-handed neutrinos [cm^2], one for all flavours or those of nu_e, nu_mu, nu_tau, in the convention
    C_V -> C_V + sqrt2 pi alpha <r^2>/(3 G_F) (`nuem.vertex.charge_radius` converts others); interferes with the weak interaction."""
    weak: bool = True
    """With the standard model's emission, and interference with it."""
    vertex: Vertex | None = None
    """All couplings at once, Dirac or Majorana, instead of the three numbers."""
    mixing: Mixing | None = None
    """Needed with a vertex if `weak`."""
    sin2_theta_w: float = SIN2_THETA_W
    """Weak mixing angle."""
    coefficients: Channels = field(init=False, repr=False)
    """Coefficients of K^2 [1], K^4 [MeV^-2] and K^6 [MeV^-4] in omega Gamma/Z, by channel."""

    def __post_init__(self) -> None:
        for name, unit in (("moment", "mu_B"), ("charge", "e"), ("charge_radius", "cm2")):
            object.__setattr__(self, name, checks.real(name, getattr(self, name), unit)[()])
        channels = _of_flavours(self) if self.vertex is None else _of_vertex(self, self.vertex)
        object.__setattr__(self, "coefficients", channels)

    @property
    def has_charge(self) -> bool:
        """Whether any neutrino has a charge."""
        return bool(np.any(self.coefficients.charge))

    @property
    def axial_squared(self) -> float:
        """Sum of C_A^2 that counts: none without the weak interaction."""
        return AXIAL_SQUARED if self.weak else 0.0


CouplingsLike = Couplings | Vertex | None
"""Bound couplings, a vertex (with mixing= in words), or nothing, if they are all given in words."""


def bind(couplings: object, words: CouplingWords) -> Couplings:
    """The couplings given as an object or in words.

    Raises
    ------
    ValueError
        For both at once, something else, an unknown word, or as `Couplings`.
    """
    for word in words:
        checks.choice("coupling", word, CouplingWords.__annotations__)
    if couplings is None:
        return Couplings(**words)
    if isinstance(couplings, Vertex) and "vertex" not in words:
        with_vertex: CouplingWords = {**words, "vertex": couplings}
        return Couplings(**with_vertex)
    if not isinstance(couplings, Couplings):
        raise ValueError(
            f"couplings = {couplings!r:.60} is not a nuem.astro.emission.Couplings, such as Couplings(moment=1e-12)"
        )
    if words:
        raise ValueError(
            f"{', '.join(words)} would be ignored when couplings are given; bind everything in Couplings(...)"
        )
    return couplings


def _of_flavours(couplings: Couplings) -> Channels:
    squared = BOHR_MAGNETON_SQUARED * checks.real("moment", couplings.moment, "mu_B") ** 2 / (24 * pi)
    q, r = _by_flavour("charge", couplings.charge, "e"), _by_flavour("charge_radius", couplings.charge_radius, "cm2")
    angle = _angle(couplings.sin2_theta_w)
    charged = _channels(
        charge=np.diag(q if q.ndim else np.zeros(3)),
        left=np.diag(np.broadcast_to(r, 3)) / HBAR_C_EXACT**2,
        weak=np.diag(vector_couplings(angle)) if couplings.weak else np.zeros((3, 3)),
        right=np.zeros((3, 3)),
    )
    if q.ndim == 0:  # one neutrino of a flavour that is not said: no interference
        charged["charge"] = np.array([2 * _VECTOR * float(q) ** 2, 0.0, 0.0])
    return Channels(magnetic=np.array([np.zeros_like(squared), squared, np.zeros_like(squared)]), **charged)


def _of_vertex(couplings: Couplings, vertex: Vertex) -> Channels:
    checks.single("vertex", vertex)
    if np.any(couplings.moment) or np.any(couplings.charge) or np.any(couplings.charge_radius):
        raise ValueError("give either a vertex or numbers for moment, charge and charge_radius, not both")
    n = vertex.size
    weak = np.zeros((n, n), dtype=np.complex128)
    if couplings.weak:
        mixing = couplings.mixing
        if mixing is None:
            raise ValueError("a vertex with weak=True needs mixing=, such as Mixing.nufit(): the weak part interferes")
        if mixing.size != n:
            raise ValueError(f"the vertex has {n} neutrinos but the mixing has {mixing.size}")
        active = mixing.matrix[: len(FLAVOURS)]
        weak = active.conj().T @ (vector_couplings(_angle(couplings.sin2_theta_w))[:, None] * active)
    charged = _channels(
        charge=vertex.charge,
        left=vertex.effective_radius / HBAR_C_EXACT**2,
        weak=weak,
        right=(vertex.charge_radius + 6 * vertex.anapole) / HBAR_C_EXACT**2 if vertex.nature == "dirac" else None,
    )
    squared = BOHR_MAGNETON_SQUARED * effective_moment_squared(vertex) / (24 * pi)
    return Channels(magnetic=np.array([0.0, squared, 0.0]), **charged)


def effective_moment_squared(vertex: Vertex) -> float:
    """mu_nu^2 [mu_B^2] to which plasmon decay is sensitive: sum |lambda_ij|^2 over all i, j for Dirac, over i < j for Majorana neutrinos."""
    checks.single("vertex", vertex)
    total = float(np.sum(np.abs(vertex.dipole) ** 2))
    return total if vertex.nature == "dirac" else total / 2


def _channels(*, charge: Matrix, left: Matrix, weak: Matrix, right: Matrix | None) -> dict[str, Real]:
    """Coefficients by channel, but for the magnetic one; radii in MeV^-2, `right` is None without right-handed currents."""
    q, r, c = charge, left / 6, _KAPPA * weak
    square, radius, mixed = _trace(q, q), _trace(r, r) + 2 * _trace(r, c), 2 * _trace(q, r) + 2 * _trace(q, c)
    if right is not None:
        square += _trace(q, q)
        radius += _trace(right, right) / 36
        mixed += 2 * _trace(q, right) / 6
    return {
        "weak": _VECTOR * np.array([0.0, 0.0, _trace(c, c)]),
        "charge": _VECTOR * np.array([square, 0.0, 0.0]),
        "radius": _VECTOR * np.array([0.0, 0.0, radius]),
        "interference": _VECTOR * np.array([0.0, mixed, 0.0]),
    }


def _trace(a: Matrix, b: Matrix) -> float:
    """Tr(a b) of hermitian matrices, which is real."""
    return float(np.sum(a * b.T).real)


def _by_flavour(name: str, value: ArrayLike, unit: str) -> Real:
    numbers = checks.real(name, value, unit)
    if numbers.shape not in ((), (3,)):
        raise ValueError(f"{name} must be one number, or three for e, mu and tau; got shape {numbers.shape}")
    return numbers


def _angle(sin2_theta_w: float) -> float:
    return float(checks.within("sin2_theta_w", checks.number("sin2_theta_w", sin2_theta_w), 0, 1))
