"""Magnetic fields of the Sun: named profiles with an assumed strength, since none has been measured in the interior.

A limit from them is always one on moment times field. Each profile gives the transverse field B_x + i B_y [gauss] at a distance from the
centre; a field along another direction, or a toroidal one near the plane of the equator, where it changes its sign, acts less.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.units import parse, solar_radius

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
Profile: TypeAlias = Callable[[Array], ArrayLike]
Name = Literal["uniform", "radiative", "tachocline", "convective"]

NAMES: Final[tuple[Name, ...]] = get_args(Name)

RADIATIVE_ZONE: Final = 0.7 * solar_radius
TACHOCLINE: Final = 0.713 * solar_radius
_CONVECTIVE: Final = (
    0.8565 * solar_radius,
    0.1435 * solar_radius,
)  # centre and half width of the parabola that vanishes at 0.713 and 1 R_sun


def _parabola(r: Array, centre: float, half_width: float) -> Array:
    """1 at the centre, 0 from half a width on."""
    return np.clip(1 - ((r - centre) / half_width) ** 2, 0, None)


_SHAPES: Final[dict[Name, Callable[[Array, float], Array]]] = {
    "uniform": lambda r, width: np.ones_like(r),
    "radiative": lambda r, width: _parabola(r, 0.0, RADIATIVE_ZONE) ** 2,
    "tachocline": lambda r, width: np.exp(-(((r - TACHOCLINE) / width) ** 2)),
    "convective": lambda r, width: _parabola(r, *_CONVECTIVE),
}
"""Each profile at distances [cm]; the width is that of the Gaussian."""


@dataclass(frozen=True, slots=True)
class SolarField:
    """A transverse magnetic field in the Sun.

    Parameters
    ----------
    name : {"uniform", "radiative", "tachocline", "convective"}
        Profile: constant up to the surface; B_0 (1 - (r/0.7 R)^2)^2 inside the radiative zone; a Gaussian around the tachocline at 0.713 R; a
        parabola over the convective zone.
    strength : float
        B_0, the largest field [gauss].
    width : float, optional
        Of the Gaussian, exp(-((r - r_0)/width)^2), "tachocline" only [cm].
    twist : float, optional
        Rate at which the azimuth about the momentum grows with the distance, right-handed [rad/cm].

    Raises
    ------
    ValueError
        For an unknown profile, a strength that is negative, or a width that is not positive.

    Examples
    --------
    >>> field = SolarField("tachocline", 1e5)
    >>> print(field, "->", f"{abs(field(0.75 * solar_radius)):.3g} gauss at 0.75 R")
    tachocline, 100000 gauss (assumed) -> 5.78e+04 gauss at 0.75 R
    """

    name: Name
    strength: float
    width: float = field(default=0.05 * solar_radius, kw_only=True)
    twist: float = field(default=0.0, kw_only=True)

    def __post_init__(self) -> None:
        checks.choice("profile of the solar field", self.name, NAMES)
        for name, unit in (("strength", "gauss"), ("width", "cm"), ("twist", "1/cm")):
            object.__setattr__(self, name, checks.number(name, getattr(self, name), unit))
        checks.not_negative("strength", self.strength, "gauss")
        checks.positive("width", self.width, "cm")

    def __call__(self, radius: ArrayLike) -> Complex:
        """B_x + i B_y at a distance from the centre [cm]."""
        r = checks.plain("radius", radius, "cm")
        return np.asarray(self.strength * self._shape(r) * np.exp(1j * self.twist * r))

    def _shape(self, r: Array) -> Array:
        return _SHAPES[self.name](r, self.width)

    @property
    def breaks(self) -> tuple[float, ...]:
        """Radii where the field is not smooth [cm]."""
        return {"radiative": (RADIATIVE_ZONE,), "convective": (TACHOCLINE,)}.get(self.name, ())

    def __str__(self) -> str:
        turn = f", twist {self.twist * solar_radius:g} per solar radius" if self.twist else ""
        return f"{self.name}, {self.strength:g} gauss{turn} (assumed)"


@dataclass(frozen=True, slots=True)
class UserField:
    """A field as a function of the distance from the centre [cm], whose values are checked and brought to gauss."""

    function: Callable[[Array], ArrayLike]

    def __call__(self, radius: ArrayLike) -> Complex:
        """B_x + i B_y [gauss]."""
        r = checks.plain("radius", radius, "cm")
        try:
            returned = self.function(r)
        except (TypeError, ValueError) as error:
            raise ValueError(f"magnetic_field must be a function of an array of distances [cm]: {error}") from None
        values = checks.complex_numbers("magnetic_field", returned, "gauss")
        if values.shape not in ((), r.shape):
            raise ValueError(f"magnetic_field gives values of shape {values.shape} at distances of shape {r.shape}")
        return np.broadcast_to(values, r.shape)

    def __str__(self) -> str:
        return getattr(self.function, "__name__", type(self.function).__name__).replace("<lambda>", "user's field")


Field: TypeAlias = SolarField | float | Profile | str | tuple[str, float]
"""What a field can be given as: a profile, a strength, a function of the radius, or a name with a strength."""


def solar_field(magnetic_field: Field | None) -> tuple[Profile, tuple[float, ...], str]:
    """A field as a function of the radius, the radii where it is not smooth, and what to call it.

    Parameters
    ----------
    magnetic_field : SolarField, float, callable, str or tuple
        A profile; a strength [gauss] of a uniform field up to the surface; a function of the distance from the centre [cm] (several at once) that
        gives B_x + i B_y [gauss]; a name and a strength with its unit, ``"tachocline 100 kG"`` or ``("tachocline", 1e5)``; ``"100 kG"`` is uniform.

    Raises
    ------
    ValueError
        For an unknown name, a name without a strength, or None.
    """
    if isinstance(magnetic_field, SolarField):
        return magnetic_field, magnetic_field.breaks, str(magnetic_field)
    if magnetic_field is None:
        raise ValueError(f"a magnetic field is needed: a profile ({', '.join(NAMES)}) with its strength, or a function")
    if callable(magnetic_field):
        checked = UserField(magnetic_field)
        return checked, (), str(checked)
    if isinstance(magnetic_field, str):
        if magnetic_field.strip()[:1] in set("0123456789.+-"):
            return solar_field(SolarField("uniform", _gauss(magnetic_field)))
        name, _, strength = magnetic_field.strip().partition(" ")
        checks.choice("profile of the solar field", name, NAMES)
        if not strength.strip():
            raise ValueError(f"magnetic_field = {magnetic_field!r} has no strength; write '{name} 100 kG'")
        return solar_field(SolarField(name, _gauss(strength)))  # type: ignore[arg-type]
    if isinstance(magnetic_field, tuple) and len(magnetic_field) == 2 and isinstance(magnetic_field[0], str):
        return solar_field(SolarField(magnetic_field[0], checks.number("strength", magnetic_field[1], "gauss")))  # type: ignore[arg-type]
    return solar_field(SolarField("uniform", checks.number("magnetic_field", magnetic_field, "gauss")))


def _gauss(text: str) -> float:
    for prefix, factor in (("kG", 1e3), ("MG", 1e6)):
        if text.strip().endswith(prefix):
            return factor * parse(f"{text.strip()[: -len(prefix)]} gauss", "gauss")
    return parse(text, "gauss")
