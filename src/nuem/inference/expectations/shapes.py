"""Shapes of background with parameters of their own: counts in bins from a formula.

Every shape is normalised to the counts of its first value of the parameters, so that a component's normalisation keeps its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf, pi, sqrt
from typing import Protocol

import numpy as np

from nuem.inference.data.term import Array
from nuem.inference.expectations.nuisance import Nuisance
from nuem.numerics import checks
from nuem.numerics.brief import brief


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a shape, such as the energy of a line.

    Parameters
    ----------
    value : float
        Nominal value.
    error : float or None, optional
        Known to this error; None leaves it free, 0 fixes it.
    low, high : float, optional
        Allowed range.
    """

    value: float
    error: float | None = 0.0
    low: float = -inf
    high: float = inf

    def __post_init__(self) -> None:
        for name in ("value", "error"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, checks.number(f"{name} of a shape parameter", getattr(self, name)))
        if not self.low <= self.value <= self.high:
            raise ValueError(f"value {self.value:g} of a shape parameter lies outside {self.low:g} to {self.high:g}")
        if self.error is not None:
            checks.not_negative("error of a shape parameter", self.error)

    @property
    def step(self) -> float:
        """Change of the parameter for one unit of its nuisance: its error, or its nominal value if it is free."""
        return self.error if self.error else abs(self.value) or 1.0

    def nuisance(self, name: str) -> Nuisance:
        """The nuisance that moves it."""
        low, high = (self.low - self.value) / self.step, (self.high - self.value) / self.step
        return Nuisance(name, low, high, pull=self.error is not None)


class Shape(Protocol):
    """Counts in bins that depend on parameters."""

    @property
    def parameters(self) -> dict[str, Parameter]:
        """Parameters by name."""

    def counts(self, values: Array) -> tuple[Array, Array]:
        """Counts (..., bins) at parameters (..., parameters), and their derivatives (..., parameters, bins)."""

    def bends(self, values: Array, weights: Array) -> Array:
        """Second derivatives (..., parameters, parameters) of the sum of the counts times weights (..., bins)."""


def _check(shape: Constant | Exponential | Line, *moving: str) -> None:
    """Edges in rising order, a total that is not negative, and parameters that are parameters."""
    edges = checks.real("edges", shape.edges)
    if edges.ndim != 1 or len(edges) < 2 or np.any(np.diff(edges) <= 0):
        raise ValueError(f"edges of a shape must be two or more in rising order, got {edges}")
    total = checks.not_negative("total of a shape", checks.number("total of a shape", shape.total))
    for name in moving:
        if not isinstance(getattr(shape, name), Parameter):
            raise ValueError(
                f"{name} = {getattr(shape, name)!r} of a shape must be a Parameter, such as Parameter(5.9, 0.1)"
            )
    object.__setattr__(shape, "edges", edges)
    object.__setattr__(shape, "total", float(total))


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """Counts proportional to the width of each bin.

    Parameters
    ----------
    edges : numpy.ndarray
    total : float, optional
        Counts in all bins together.
    """

    edges: Array
    total: float = 1.0

    __repr__ = brief

    def __post_init__(self) -> None:
        _check(self)

    @property
    def parameters(self) -> dict[str, Parameter]:
        """None."""
        return {}

    def counts(self, values: Array) -> tuple[Array, Array]:
        """Counts in bins, and no derivatives."""
        widths = np.diff(self.edges)
        result = self.total * widths / widths.sum()
        shape = (*values.shape[:-1], len(widths))
        return np.broadcast_to(result, shape), np.zeros((*values.shape[:-1], 0, len(widths)))

    def bends(self, values: Array, weights: Array) -> Array:
        """None."""
        del weights
        return np.zeros((*values.shape[:-1], 0, 0))


@dataclass(frozen=True, slots=True, eq=False)
class Exponential:
    """exp(-E/E_0), integrated over bins.

    Parameters
    ----------
    edges : numpy.ndarray
    scale : Parameter
        E_0, positive, in the unit of the edges.
    total : float, optional
        Counts in all bins together at the nominal scale.
    """

    edges: Array
    scale: Parameter
    total: float = 1.0

    __repr__ = brief

    def __post_init__(self) -> None:
        _check(self, "scale")
        if not self.scale.value > 0:
            raise ValueError(f"scale = {self.scale.value:g} of an exponential must be positive")

    @property
    def parameters(self) -> dict[str, Parameter]:
        """The scale, kept above a thousandth of its nominal value."""
        scale = self.scale
        return {"scale": Parameter(scale.value, scale.error, max(scale.low, 1e-3 * scale.value), scale.high)}

    def counts(self, values: Array) -> tuple[Array, Array]:
        """Differences of E_0 exp(-E/E_0) between edges, and their derivative by E_0."""
        integral, slope = self._integral(values[..., 0])
        return self._factor * integral, (self._factor * slope)[..., None, :]

    def bends(self, values: Array, weights: Array) -> Array:
        """Second derivative by E_0."""
        scale = values[..., 0, None]
        distance = (self.edges - self.edges[0]) / scale
        second = np.diff(-(distance**2) * np.exp(-distance) / scale, axis=-1)
        return np.asarray(self._factor * (weights * second).sum(axis=-1)[..., None, None])

    @property
    def _factor(self) -> float:
        return float(self.total / self._integral(np.array(self.scale.value))[0].sum())

    def _integral(self, scale: Array) -> tuple[Array, Array]:
        distance = (self.edges - self.edges[0]) / scale[..., None]
        falling = np.exp(-distance)
        primitive, slope = -scale[..., None] * falling, -(1 + distance) * falling
        return np.diff(primitive, axis=-1), np.diff(slope, axis=-1)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A Gaussian line, integrated over bins.

    Parameters
    ----------
    edges : numpy.ndarray
    energy, width : Parameter
        Centre and one standard deviation, in the unit of the edges.
    total : float, optional
        Counts of the whole line, also outside the bins.
    """

    edges: Array
    energy: Parameter
    width: Parameter
    total: float = 1.0
    _floor: float = field(init=False, repr=False)

    __repr__ = brief

    def __post_init__(self) -> None:
        _check(self, "energy", "width")
        if not self.width.value > 0:
            raise ValueError(f"width = {self.width.value:g} of a line must be positive")
        object.__setattr__(self, "_floor", max(self.width.low, 1e-2 * self.width.value))

    @property
    def parameters(self) -> dict[str, Parameter]:
        """Energy and width, the width kept above a hundredth of its nominal value."""
        width = self.width
        return {"energy": self.energy, "width": Parameter(width.value, width.error, self._floor, width.high)}

    def counts(self, values: Array) -> tuple[Array, Array]:
        """Differences of the normal distribution between edges, and their derivatives by energy and width."""
        from scipy.special import ndtr

        energy, width = values[..., 0, None], values[..., 1, None]
        distance = (self.edges - energy) / width
        density = np.exp(-(distance**2) / 2) / sqrt(2 * pi)
        slopes = np.stack([-density / width, -distance * density / width], axis=-2)
        return self.total * np.diff(ndtr(distance), axis=-1), self.total * np.diff(slopes, axis=-1)

    def bends(self, values: Array, weights: Array) -> Array:
        """Second derivatives by energy and width."""
        energy, width = values[..., 0, None], values[..., 1, None]
        distance = (self.edges - energy) / width
        density = np.exp(-(distance**2) / 2) / sqrt(2 * pi) / width**2
        rows = (-distance * density, (1 - distance**2) * density, distance * (2 - distance**2) * density)
        both = [self.total * (weights * np.diff(row, axis=-1)).sum(axis=-1) for row in rows]
        return np.stack([np.stack(both[:2], axis=-1), np.stack(both[1:], axis=-1)], axis=-2)
