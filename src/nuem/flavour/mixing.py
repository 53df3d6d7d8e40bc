"""Lepton mixing: three flavours in the PDG parametrisation, sterile states, masses."""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from nuem import notebook
from nuem.numerics import checks
from nuem.numerics.table import read_toml
from nuem.units import eV, keV

FLAVOURS: Final = ("e", "mu", "tau")

_LARGEST_MASS: Final = 1 * keV  # far above any active mass: a forgotten `* eV` is a factor 1e6
_LARGEST_SPLITTING: Final = (100 * eV) ** 2  # far above any active splitting: a forgotten `* eV**2` is a factor 1e12

_ANGLES: Final = ("sin2_theta12", "sin2_theta13", "sin2_theta23")
_UNITS: Final = {
    "sin2_theta12": "", "sin2_theta13": "", "sin2_theta23": "", "delta": "", "dm2_21": "MeV^2", "dm2_31": "MeV^2",
    "alpha21": "", "alpha31": "", "lightest_mass": "MeV",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sterile:
    """A further neutrino that mixes with the three active ones by U -> R_34 R_24 R_14 U.

    Parameters
    ----------
    dm2 : float
        m_4^2 - m_1^2 [MeV^2].
    sin2_theta : tuple of float
        sin^2 of the angles theta_14, theta_24, theta_34.
    phases : tuple of float, optional
        Dirac phases delta_14, delta_24, delta_34 [rad].
    majorana_phase : float, optional
        alpha_41 [rad], as in `Mixing`.
    """

    dm2: float
    sin2_theta: tuple[float, float, float]
    phases: tuple[float, float, float] = (0.0, 0.0, 0.0)
    majorana_phase: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "dm2", checks.number("dm2 of the sterile neutrino", self.dm2, "MeV^2"))
        for name in ("sin2_theta", "phases"):
            if len(getattr(self, name)) != 3:
                raise ValueError(f"{name} of a sterile neutrino are three, for its mixing with nu_1, nu_2 and nu_3")
        checks.within("sin2_theta of the sterile neutrino", self.sin2_theta, 0, 1)
        checks.real("phases of the sterile neutrino", self.phases)
        checks.number("majorana_phase of the sterile neutrino", self.majorana_phase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixing:
    """Masses and mixing matrix of three active neutrinos, and of sterile ones if any.

    U = R_23 R_13(delta) R_12 diag(1, e^{i alpha21/2}, e^{i alpha31/2}) in the PDG parametrisation [ParticleDataGroup:2022pth]; the
    flavour fields are nu_alpha = sum_i U_{alpha i} nu_i.

    Parameters
    ----------
    sin2_theta12, sin2_theta13, sin2_theta23 : float
        sin^2 of the mixing angles.
    delta : float
        Dirac CP phase [rad].
    dm2_21, dm2_31 : float
        m_2^2 - m_1^2 and m_3^2 - m_1^2 [MeV^2], as in ``7.5e-5 * eV**2``; ``dm2_31 < 0`` is inverted ordering.
    alpha21, alpha31 : float, optional
        Majorana phases [rad].
    lightest_mass : float, optional
        Mass of the lightest active neutrino [MeV].
    sterile : tuple of Sterile, optional
        Further neutrinos nu_4, nu_5, ...

    Raises
    ------
    ValueError
        For a sin^2 outside [0, 1], a value that is not finite, or a splitting that cannot be meant (a forgotten unit).

    Examples
    --------
    >>> mixing = Mixing.nufit()
    >>> f"{abs(mixing.matrix[0, 0]) ** 2:.4f}"
    '0.6757'
    """

    sin2_theta12: float
    sin2_theta13: float
    sin2_theta23: float
    delta: float
    dm2_21: float
    dm2_31: float
    alpha21: float = 0.0
    alpha31: float = 0.0
    lightest_mass: float = 0.0
    sterile: tuple[Sterile, ...] = ()
    matrix: NDArray[np.complex128] = field(init=False, repr=False, compare=False)
    """U[flavour, mass]; the rows are e, mu, tau and then the sterile states."""
    splittings: NDArray[np.float64] = field(init=False, repr=False, compare=False)
    """m_i^2 - m_1^2 [MeV^2], exact for small splittings where the difference of squared masses is not."""

    def __post_init__(self) -> None:
        for name, unit in _UNITS.items():
            object.__setattr__(self, name, checks.number(name, getattr(self, name), unit))
        for name in ("sin2_theta12", "sin2_theta13", "sin2_theta23"):
            checks.within(name, getattr(self, name), 0, 1)
        for name in ("dm2_21", "dm2_31"):
            splitting = getattr(self, name)
            if abs(splitting) > _LARGEST_SPLITTING:
                raise ValueError(
                    f"{name} = {splitting:g} MeV^2 = {splitting / eV**2:g} eV^2 is too large for active neutrinos; "
                    f"in eV^2 write {splitting:g} * eV**2"
                )
        if self.dm2_21 < 0:
            raise ValueError(
                f"dm2_21 = {self.dm2_21 / eV**2:g} eV^2 must not be negative: nu_2 is the heavier of the two by definition"
            )
        if 0 <= self.dm2_31 < self.dm2_21:
            raise ValueError(
                f"dm2_31 = {self.dm2_31 / eV**2:g} eV^2 lies between 0 and dm2_21: neither ordering; a negative one is inverted ordering"
            )
        lightest = float(checks.not_negative("lightest_mass", self.lightest_mass, "MeV"))
        if lightest > _LARGEST_MASS:
            raise ValueError(
                f"lightest_mass = {lightest:g} MeV = {lightest / eV:g} eV is too large for an active neutrino; "
                f"in eV write {lightest:g} * eV"
            )
        if not isinstance(self.sterile, tuple) or not all(isinstance(state, Sterile) for state in self.sterile):
            raise ValueError(f"sterile = {self.sterile!r} must be a tuple of Sterile neutrinos")
        splittings = np.array([0.0, self.dm2_21, self.dm2_31, *(state.dm2 for state in self.sterile)])
        splittings.setflags(write=False)
        object.__setattr__(self, "splittings", splittings)
        if np.any(self.masses_squared < 0):
            raise ValueError(f"a sterile dm2 gives m^2 = {self.masses_squared.min() / eV**2:g} eV^2 below zero")
        object.__setattr__(self, "matrix", self._build())

    @classmethod
    def nufit(cls, ordering: str = "normal", *, lightest_mass: float = 0.0) -> Self:
        """The best fit of NuFIT 6.1 (November 2025, IC24 with SK atmospheric data) [Esteban:2024eli].

        Parameters
        ----------
        ordering : {"normal", "inverted"}, optional
        lightest_mass : float, optional
            [MeV]
        """
        fit = read_toml("nuem.flavour", "nufit.toml")
        best = fit[checks.choice("ordering", ordering, ("normal", "inverted"))]
        dm2_21 = best["dm2_21"] * eV**2
        return cls(
            sin2_theta12=best["sin2_theta12"],
            sin2_theta13=best["sin2_theta13"],
            sin2_theta23=best["sin2_theta23"],
            delta=math.radians(best["delta_deg"]),
            dm2_21=dm2_21,
            dm2_31=best["dm2_31"] * eV**2 if ordering == "normal" else best["dm2_32"] * eV**2 + dm2_21,
            lightest_mass=lightest_mass,
        )

    @staticmethod
    def nufit_errors(ordering: str = "normal") -> dict[str, tuple[float, float]]:
        """Errors of one standard deviation below and above the best fit, of the column that `nufit` reads [Esteban:2024eli].

        Parameters
        ----------
        ordering : {"normal", "inverted"}, optional

        Returns
        -------
        dict
            sin2_theta12, sin2_theta13, sin2_theta23 and delta [rad].
        """
        stated = read_toml("nuem.flavour", "nufit.toml")[
            f"{checks.choice('ordering', ordering, ('normal', 'inverted'))}_errors"
        ]
        errors = {name: (down, up) for name, (down, up) in stated.items() if name != "delta_deg"}
        down, up = stated["delta_deg"]
        return errors | {"delta": (math.radians(down), math.radians(up))}

    @property
    def size(self) -> int:
        """Number of neutrinos, 3 and the sterile ones."""
        return 3 + len(self.sterile)

    @property
    def masses_squared(self) -> NDArray[np.float64]:
        """m_i^2 [MeV^2]."""
        return self.lightest_mass**2 + self.splittings - min(0.0, self.dm2_31)

    @property
    def masses(self) -> NDArray[np.float64]:
        """m_i [MeV]."""
        return np.asarray(np.sqrt(self.masses_squared))

    def index(self, flavour: str) -> int:
        """Row of a flavour in `matrix`: e, mu, tau, then s1, s2, ..."""
        names = (*FLAVOURS, *(f"s{k + 1}" for k in range(len(self.sterile))))
        return names.index(checks.choice("flavour", flavour, names))

    def to_dict(self) -> dict[str, float]:
        """Angles, phases [rad], splittings [MeV^2] and the lightest mass [MeV] by the names of the arguments."""
        return {name: float(getattr(self, name)) for name in _UNITS}

    def _repr_html_(self) -> str:
        flavours = ["e", "μ", "τ", *(f"s{k + 1}" for k in range(len(self.sterile)))]
        states = [f"ν<sub>{k + 1}</sub>" for k in range(self.size)]
        rows = [f"ν<sub>{flavour}</sub>" for flavour in flavours]
        ordering = "normal" if self.dm2_31 > 0 else "inverted"
        parameters = notebook.pairs(
            {name.replace("sin2_theta", "sin² θ"): f"{getattr(self, name):.4g}" for name in _ANGLES}
            | {"δ": f"{math.degrees(self.delta):.1f}°"}
            | {
                f"Δm²{name[4:]}": notebook.scientific(getattr(self, name) / eV**2, "eV²")
                for name in ("dm2_21", "dm2_31")
            }
            | {"lightest mass": f"{self.lightest_mass / eV:g} eV"}
        )
        matrix = notebook.matrix(self.matrix, "U [flavour, mass]", "1", rows, states)
        return notebook.card(
            f"Mixing of {self.size} neutrinos, {ordering} ordering", notebook.side_by_side([matrix, parameters])
        )

    def _build(self) -> NDArray[np.complex128]:
        n = self.size
        rotations = [
            _rotation(n, 0, 1, self.sin2_theta12, 0.0),
            _rotation(n, 0, 2, self.sin2_theta13, self.delta),
            _rotation(n, 1, 2, self.sin2_theta23, 0.0),
        ]
        for k, extra in enumerate(self.sterile):
            rotations += [_rotation(n, i, 3 + k, extra.sin2_theta[i], extra.phases[i]) for i in range(3)]
        phases = np.array([0.0, self.alpha21, self.alpha31, *(state.majorana_phase for state in self.sterile)])
        matrix = np.diag(np.exp(0.5j * phases))
        for rotation in rotations:
            matrix = rotation @ matrix
        matrix.setflags(write=False)
        return matrix


def _rotation(n: int, i: int, j: int, sin2: float, phase: float) -> NDArray[np.complex128]:
    """Complex rotation in the (i, j) plane, with e^{-i phase} at [i, j] as in the PDG parametrisation."""
    rotation = np.eye(n, dtype=np.complex128)
    sine, cosine = math.sqrt(sin2), math.sqrt(1 - sin2)
    rotation[i, i] = rotation[j, j] = cosine
    rotation[i, j] = sine * cmath.exp(-1j * phase)
    rotation[j, i] = -sine * cmath.exp(1j * phase)
    return rotation
