"""The medium of a neutrino: densities, fields, flow and polarisation along its path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias, TypedDict, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.propagation.quantities import QUANTITIES, Values, checked, stripped
from nuem.units import strip

Array = NDArray[np.float64]
Function = Callable[[Array], Values]
"""A quantity at distances [cm]."""
Quantity: TypeAlias = ArrayLike | Function | tuple[ArrayLike, ArrayLike] | None
"""A number, a function of the distance (such as a `Table`), or two columns: distances and values."""
Smoothness = Literal["linear", "cells", "logarithmic"]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A quantity given at some positions, and its interpolation between them.

    Parameters
    ----------
    distance : array_like
        Places in rising order [cm]; the first must be 0 or before, the last at the end of the path or after it.
    value : array_like
        The quantity there; real or complex, the first axis along the path.
    smoothness : {"linear", "logarithmic", "cells"}, optional
        "linear": straight lines, with a kink at every place. "logarithmic": straight lines of the logarithm, for densities.
        "cells": constant from each place to the next, with jumps.

    Raises
    ------
    ValueError
        For positions that do not increase, another number of values, or NaN.
    """

    distance: Array
    value: Values
    smoothness: Smoothness = "linear"
    featureless: ClassVar[bool] = True

    __repr__ = brief

    def __post_init__(self) -> None:
        places = checks.real("distance", self.distance, "cm").copy()
        strip(self.value, "")  # a table does not know what it is of: only numbers in base units
        if checks.masked(self.value):
            raise ValueError("a table has masked values; fill them in or leave them out")
        values = np.array(self.value)
        checks.choice("smoothness", self.smoothness, get_args(Smoothness))
        if places.ndim != 1 or len(places) < 2 or np.any(np.diff(places) <= 0):
            raise ValueError("distance of a table must be two or more places [cm] in rising order")
        if values.shape[:1] != places.shape:
            raise ValueError(f"a table has {len(places)} places but values of shape {values.shape}")
        if not np.all(np.isfinite(values)):
            k = int(np.argwhere(~np.isfinite(values))[0][0])
            raise ValueError(f"a table has {values[k]} at x = {places[k]:g} cm; every value must be finite")
        if self.smoothness == "logarithmic" and (np.iscomplexobj(values) or np.any(values <= 0)):
            raise ValueError("a table with logarithmic lines needs real values above zero")
        for name, array in (("distance", places), ("value", values)):
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    def __call__(self, x: Array) -> Values:
        """The quantity at positions x [cm]."""
        piece = np.clip(np.searchsorted(self.distance, x, side="right") - 1, 0, len(self.distance) - 2)
        if self.smoothness == "cells":
            return np.asarray(self.value[piece])
        fraction = (x - self.distance[piece]) / (self.distance[piece + 1] - self.distance[piece])
        fraction = fraction.reshape(fraction.shape + (1,) * (self.value.ndim - 1))
        if self.smoothness == "logarithmic":
            logarithm = np.log(self.value)
            return np.asarray(np.exp(logarithm[piece] * (1 - fraction) + logarithm[piece + 1] * fraction))
        return np.asarray(self.value[piece] * (1 - fraction) + self.value[piece + 1] * fraction)


@dataclass(frozen=True, slots=True)
class Multiple:
    """A function of the distance times a number."""

    function: Function
    factor: float

    @property
    def featureless(self) -> bool:
        """Whether the function is known to be smooth between the breaks."""
        return bool(getattr(self.function, "featureless", False))

    def __call__(self, x: Array) -> Values:
        """The values at distances x [cm]."""
        return np.asarray(self.factor * self.function(x))


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Medium:
    """Matter and fields along a straight path; the neutrino flies along z, and (x, y, z) is right-handed.

    Each quantity is a number, a function of the distance [cm] that takes and gives arrays, or a table: a `Table`, or a pair of distances
    and values, which is joined by straight lines. A medium is equal to itself alone, since its functions are.

    Parameters
    ----------
    length : float
        Length of the path [cm].
    electron_density, neutron_density : optional
        Number densities in the rest frame of the matter [cm^-3].
    magnetic_field : optional
        B_x + i B_y, transverse to the momentum [gauss].
    velocity : optional
        Velocity of the matter (v_x, v_y, v_z) [c]; one number is v_z, along the momentum.
    polarisation : optional
        Mean spin of the electrons (zeta_x, zeta_y, zeta_z) in their rest frame, of length at most one; one number is zeta_z.
    proton_density : optional
        [cm^-3]; as many as electrons if not given.
    longitudinal_field : optional
        B_z, along the momentum [gauss].
    breaks : sequence of float, optional
        Where a function jumps or has a kink [cm]; those of tables are known. Other jumps and narrow features of a function are found if
        they are wider than 4e-6 of the path; what is narrower must stand between breaks, or may be missed.

    Raises
    ------
    ValueError
        For a negative length or density, a table that is shorter than the path or not finite, matter at the speed of light, a
        polarisation above one.
    """

    length: float
    electron_density: Quantity = field(default=None, kw_only=True)
    neutron_density: Quantity = field(default=None, kw_only=True)
    magnetic_field: Quantity = field(default=None, kw_only=True)
    velocity: Quantity = field(default=None, kw_only=True)
    polarisation: Quantity = field(default=None, kw_only=True)
    proton_density: Quantity = field(default=None, kw_only=True)
    longitudinal_field: Quantity = field(default=None, kw_only=True)
    breaks: Sequence[float] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        length = float(checks.positive("length", checks.number("length", self.length, "cm"), "cm"))
        object.__setattr__(self, "length", length)
        places = np.atleast_1d(checks.real("breaks", self.breaks, "cm"))
        object.__setattr__(self, "breaks", tuple(places.ravel().tolist()))
        for name in QUANTITIES:
            quantity = getattr(self, name)
            if isinstance(quantity, tuple | list) and len(quantity) == 2 and np.ndim(quantity[0]) == 1:
                quantity = Table(quantity[0], stripped(name, quantity[1]))
            elif quantity is not None and not callable(quantity):
                quantity = stripped(name, quantity)
            object.__setattr__(self, name, quantity)
            distance = _places(quantity)
            if len(distance) and (distance[0] > 0 or distance[-1] < length * (1 - 1e-12)):
                raise ValueError(
                    f"the table of {name} reaches from {distance[0]:g} to {distance[-1]:g} cm; "
                    f"the path, from 0 to {length:g} cm, is longer"
                )
        for name in QUANTITIES:
            if getattr(self, name) is not None:
                self.at(name, np.linspace(0, length, 33))

    def at(self, name: str, x: Array) -> Values | None:
        """A quantity at positions x [cm], checked; None if there is none."""
        quantity = getattr(self, name)
        if quantity is None:
            if name == "proton_density":
                return self.at("electron_density", x)
            return None
        vector = QUANTITIES[name].vector
        shape = (len(x), 3) if vector else (len(x),)
        values = np.asarray(stripped(name, quantity(x)) if callable(quantity) else quantity)
        if values.dtype.kind not in "iufc":
            raise ValueError(f"{name} is not made of numbers: {quantity!r}")
        if vector and values.shape in ((), (len(x),)) and (callable(quantity) or values.shape == ()):
            values = np.broadcast_to(values, len(x))[:, None] * np.array([0.0, 0.0, 1.0])
        try:
            if vector and values.shape not in ((3,), shape):
                raise ValueError
            values = np.broadcast_to(values, shape)
        except ValueError:
            raise ValueError(
                f"{name} must give values of shape {shape} at {len(x)} positions; got {values.shape}"
            ) from None
        return checked(name, values, x)

    @property
    def featureless(self) -> bool:
        """Whether every quantity is known to be smooth between the breaks, so that no narrow feature need be looked for."""
        quantities = (getattr(self, name) for name in QUANTITIES)
        return all(not callable(quantity) or getattr(quantity, "featureless", False) for quantity in quantities)

    @property
    def breakpoints(self) -> list[float]:
        """The places where a quantity jumps or has a kink [cm]."""
        places = [np.asarray(self.breaks, dtype=np.float64)]
        places += [_places(getattr(self, name)) for name in QUANTITIES]
        inside = np.unique(np.concatenate(places))
        return [float(x) for x in inside if 1e-14 * self.length < x < self.length * (1 - 1e-14)]

    def __repr__(self) -> str:
        quantities = ", ".join(name for name in QUANTITIES if getattr(self, name) is not None)
        return f"Medium({self.length:g} cm, {quantities or 'empty'})"


class Further(TypedDict, total=False):
    """Arguments of `Medium` that a medium of some kind hands on, besides what it makes itself."""

    velocity: Quantity
    polarisation: Quantity
    proton_density: Quantity
    longitudinal_field: Quantity
    breaks: Sequence[float]


class FurtherField(Further, total=False):
    """Arguments that a medium hands on to `Medium` if it makes the matter: those of `Further`, and the field."""

    magnetic_field: Quantity


class FurtherMatter(Further, total=False):
    """Arguments that a medium hands on to `Medium` if it makes the field: those of `Further`, and the matter."""

    electron_density: Quantity
    neutron_density: Quantity


def _places(quantity: object) -> Array:
    """Where a table has its values [cm]; none for anything else."""
    return quantity.distance if isinstance(quantity, Table) else np.empty(0)
