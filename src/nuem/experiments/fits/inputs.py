"""What a user gives to a fit, checked once: experiments, priors, bounds, and the whole numbers of the search."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import SupportsFloat

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.experiments.fits.mixing_errors import MIXING
from nuem.experiments.predicting.coupling import Nature
from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.setups.overlap import refuse_double_counting
from nuem.experiments.shipped import Experiments, known, members
from nuem.numerics import checks
from nuem.scattering.bilinear import vertex_numbers
from nuem.vertex import Vertex

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ModelOf:
    """The vertex of a user's model at parameters in units of their scales."""

    model: Callable[[Array], Vertex]
    nature: Nature
    scales: Array

    def __call__(self, theta: Array) -> Vertex:
        """The vertex, refused if it is none or of the other nature."""
        vertex = self.model(theta * self.scales)
        checks.known("the result of the model", vertex, checks.VERTEX)
        if vertex.nature != self.nature:
            raise ValueError(f"the model is of {vertex.nature} neutrinos, and the fit is of {self.nature} ones")
        return vertex


@dataclass(frozen=True, slots=True, eq=False)
class NumbersOf:
    """What rates need to know of that vertex."""

    vertex: ModelOf
    size: int

    def __call__(self, theta: Array) -> Array:
        """The numbers."""
        return vertex_numbers(self.vertex(theta), self.size)


@dataclass(frozen=True, slots=True, eq=False)
class QuantityOf:
    """A quantity of the vertex as one of parameters."""

    quantity: Callable[[Vertex], SupportsFloat]
    vertex: Callable[[Array], Vertex]

    def __call__(self, theta: Array) -> float:
        """Its value, refused if it is not one real number."""
        value = self.quantity(self.vertex(theta))
        if np.asarray(value).dtype.kind not in "biuf" or np.asarray(value).ndim:
            raise ValueError(f"the quantity must be one real number, got {value!r}")
        return float(value)


def known_experiments(experiments: Experiments) -> tuple[Experiment, ...]:
    """Experiments by name, path or as they are, none of whose data count twice."""
    setups = tuple(map(known, members(experiments)))
    if not setups:
        raise ValueError("no experiment was given")
    refuse_double_counting(setups)
    return setups


def listed(parameters: object) -> list[str | Vertex]:
    """Parameters as a list.

    Raises
    ------
    ValueError
        If they are neither names nor vertices.
    """
    if isinstance(parameters, str | Vertex):
        return [parameters]
    if not isinstance(parameters, Sequence):
        raise ValueError(
            f"parameters = {checks.shown(parameters)} must be a list of names such as 'dipole', or a function of an array"
        )
    return list(parameters)


def place_of(names: Sequence[str], name: str) -> int:
    """Where a parameter stands.

    Raises
    ------
    ValueError
        For a name that is not among them; a mixing parameter varies only if it is one of the parameters.
    """
    if name not in names:
        hint = ", to vary it name it among the parameters, and its error in priors" if name in MIXING else ""
        raise ValueError(f"{name!r} is not one of the parameters {', '.join(names)}{hint}")
    return list(names).index(name)


def gaussian_terms(
    priors: Mapping[str, object], names: Sequence[str], units: Sequence[str]
) -> dict[int, tuple[float, float]]:
    """Place of a parameter to value and error of its Gaussian term, in its unit."""
    result = {}
    for name, pair in priors.items():
        place = place_of(names, name)
        value, error = _two(f"priors of {name}", pair, "(value, error)")
        unit = _shown(units[place])
        number = checks.number(f"priors of {name}: the value", value, unit)
        result[place] = (
            number,
            checks.number(f"priors of {name}: the error", checks.positive(f"priors of {name}: the error", error, unit)),
        )
    return result


def ranges(names: Sequence[str], bounds: Mapping[str, object], units: Sequence[str]) -> tuple[Array, Array]:
    """Lowest and highest values of the parameters, in their units."""
    low, high = np.full(len(names), -np.inf), np.full(len(names), np.inf)
    for name, pair in bounds.items():
        place = place_of(names, name)
        first, last = (
            float(end)
            if isinstance(end, float) and np.isinf(end)
            else checks.number(f"bounds of {name}", end, _shown(units[place]))
            for end in _two(f"bounds of {name}", pair, "(lowest, highest)")
        )
        if not first < last:
            raise ValueError(f"bounds of {name}: the lower must lie below the upper one, got {first:g} and {last:g}")
        low[place], high[place] = first, last
    return low, high


def _two(label: str, pair: object, words: str) -> tuple[ArrayLike, ArrayLike]:
    if not isinstance(pair, Sequence | np.ndarray) or isinstance(pair, str) or len(pair) != 2:
        raise ValueError(f"{label} = {pair!r} must be two numbers, {words}")
    return pair[0], pair[1]


def _shown(unit: str) -> str:
    return "" if unit == "1" else unit
