"""A component of background: a shape, its normalisation, and what changes either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nuem.inference.data.term import Array
from nuem.inference.expectations.nuisance import Nuisance
from nuem.inference.expectations.shapes import Shape
from nuem.numerics import checks
from nuem.numerics.brief import brief


@dataclass(frozen=True, slots=True, eq=False)
class Variation:
    """The effect of a nuisance on a template: the template at -1 and at +1 sigma.

    Parameters
    ----------
    nuisance : str
        A name with a dot is shared between experiments.
    down, up : numpy.ndarray
        The whole template, (bins). For an alternative that is known on one side only see `one_sided`.
    """

    nuisance: str
    down: Array
    up: Array

    __repr__ = brief

    def __post_init__(self) -> None:
        for side in ("down", "up"):
            object.__setattr__(self, side, checks.not_negative(f"{side} of {self.nuisance!r}", getattr(self, side)))

    @classmethod
    def one_sided(cls, nuisance: str, nominal: Array, up: Array) -> Variation:
        """An alternative on one side only: its difference from the nominal template is mirrored."""
        return cls(nuisance, np.maximum(2 * np.asarray(nominal) - up, 0.0), up)


@dataclass(frozen=True, slots=True)
class Systematic:
    """A nuisance that changes normalisations, by factors given at -1 and +1 sigma.

    Parameters
    ----------
    nuisance : str
        A name with a dot is shared between experiments.
    targets : tuple of str
        Names of background components, and "signal" for all beams.
    down, up : float
        Factors at -1 and +1 sigma, positive.
    """

    nuisance: str
    targets: tuple[str, ...]
    down: float
    up: float

    def __post_init__(self) -> None:
        for side in ("down", "up"):
            name = f"{side} of the systematic {self.nuisance!r}"
            factor = checks.positive(name, checks.number(name, getattr(self, side)))
            object.__setattr__(self, side, float(factor))


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """Background counts with a normalisation f = 1 + error x nuisance that is never negative.

    Parameters
    ----------
    name : str
    counts : numpy.ndarray or Shape
        Nominal counts in each bin, or a shape with parameters.
    error : float or None, optional
        Relative error of the normalisation; 0 fixes it, None leaves it free.
    nuisance : str or None, optional
        Name of the normalisation's parameter, `name` if not given; a name with a dot is shared between experiments.
    variations : tuple of Variation, optional
        Of the counts; not with a shape.
    """

    name: str
    counts: Array | Shape
    error: float | None = 0.0
    nuisance: str | None = None
    variations: tuple[Variation, ...] = ()

    __repr__ = brief

    def __post_init__(self) -> None:
        if self.error is not None:
            error = checks.not_negative(f"error of background {self.name!r}", checks.number("error", self.error))
            object.__setattr__(self, "error", float(error))
        if self.shape is None:
            counts = checks.not_negative(f"background {self.name!r}", self.counts)  # type: ignore[arg-type]
            if counts.ndim != 1:
                raise ValueError(f"background {self.name!r} must have one number a bin, got shape {counts.shape}")
            object.__setattr__(self, "counts", counts)
            for variation in self.variations:
                if np.shape(variation.down) != counts.shape or np.shape(variation.up) != counts.shape:
                    raise ValueError(
                        f"{self.name!r} has {len(counts)} bins, its variation {variation.nuisance!r} has others"
                    )
        elif self.variations:
            raise ValueError(f"background {self.name!r} has a shape with parameters, so it cannot have variations")

    @property
    def table(self) -> Array | None:
        """Counts in bins, unless they follow a shape."""
        return np.asarray(self.counts) if self.shape is None else None

    @property
    def shape(self) -> Shape | None:
        """The shape, if counts follow one."""
        counts: Any = self.counts
        return counts if hasattr(counts, "parameters") else None

    @property
    def nominal(self) -> Array:
        """Counts in bins with every nuisance at its nominal value."""
        shape = self.shape
        if shape is None:
            return np.asarray(self.counts)
        values = np.array([parameter.value for parameter in shape.parameters.values()])
        return np.asarray(shape.counts(values)[0])

    @property
    def norm(self) -> Nuisance | None:
        """The nuisance of the normalisation; None if that is fixed."""
        name = self.nuisance or self.name
        if self.error == 0:
            return None
        return Nuisance(name, low=-1.0, pull=False) if self.error is None else Nuisance(name, low=-1 / self.error)

    @property
    def step(self) -> float:
        """Change of the factor for one unit of its nuisance: the error, or one for a free normalisation."""
        return 1.0 if self.error is None else self.error

    @property
    def nuisances(self) -> tuple[Nuisance, ...]:
        """All nuisances that change the component."""
        norm = () if self.norm is None else (self.norm,)
        varied = tuple(Nuisance(variation.nuisance) for variation in self.variations)
        shape = self.shape
        moving = (
            {}
            if shape is None
            else {name: parameter for name, parameter in shape.parameters.items() if parameter.error != 0}
        )
        return (
            norm
            + varied
            + tuple(shape_parameter.nuisance(f"{self.name} {name}") for name, shape_parameter in moving.items())
        )
