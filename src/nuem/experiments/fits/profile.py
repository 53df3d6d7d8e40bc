"""Curves and contours of a fit, and what each experiment adds to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.predicting.prediction import Prediction
from nuem.inference.many_parameters.minima import Minimum
from nuem.inference.many_parameters.parametric import Parametric
from nuem.inference.many_parameters.polar import Polar
from nuem.inference.many_parameters.profiles import Profile
from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.results import Tabular, draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

MARGIN: Final = 1.02
"""Of the highest level that a profile is computed for."""
_BESIDE: Final = 0.15  # of the width of a region, on either side of it


class Target(NamedTuple):
    """A parameter in a model."""

    name: str
    model: Parametric
    place: int
    other: int
    """Of the second parameter of a contour."""
    minima: tuple[Minimum, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ProfileCurve(Tabular):
    """-2 ln L along one parameter with everything else at its best."""

    name: str
    unit: str
    values: Array
    """Of the parameter, ascending [`unit`]."""
    rise: Array
    """Of -2 ln L above its minimum."""
    shares: dict[str, Array]
    """What each experiment, the pulls under "pulls" and priors under "priors" add to the rise."""
    threshold: float
    cl: float

    __repr__ = brief

    def columns(self) -> dict[str, Array]:
        """The parameter, the rise, and what each experiment adds to it."""
        return {f"{self.name} [{self.unit}]": self.values, "rise": self.rise, **self.shares}

    def plot(self, **options: object) -> Axes:
        """Draw the curve and the shares; options as in `nuem.plots.fits.profiles`."""
        return draw("nuem.plots.fits.profiles", [self], **options)


@dataclass(frozen=True, slots=True, eq=False)
class Contour(Tabular):
    """-2 ln L on a grid of two parameters with everything else at its best."""

    names: tuple[str, str]
    units: tuple[str, str]
    first: Array
    """Values of the first parameter."""
    second: Array
    rise: Array
    """Above the minimum, (first, second)."""
    threshold: float
    """The rise on the contour."""
    cl: float

    __repr__ = brief

    def columns(self) -> dict[str, Array]:
        """One row for each point of the grid."""
        first, second = np.meshgrid(self.first, self.second, indexing="ij")
        heads = [f"{name} [{unit}]" for name, unit in zip(self.names, self.units, strict=True)]
        return {heads[0]: first.ravel(), heads[1]: second.ravel(), "rise": self.rise.ravel()}

    def plot(self, label: str = "allowed", **options: object) -> Axes:
        """Draw the region; options as in `nuem.plots.fits.contours`."""
        return draw("nuem.plots.fits.contours", {label: self}, **options)


def shares(model: Parametric, predictions: Sequence[Prediction], memory: Array, origin: int) -> dict[str, Array]:
    """How the rise of -2 ln L between points is made up: each experiment's data, pulls, priors; relative to one of the points."""
    p = len(model.names)
    theta, nuisances = memory[:, :p], memory[:, p:]
    values = model.likelihood.values(model.expectation()(memory)[0])
    result: dict[str, Array] = {}
    for prediction, value in zip(predictions, values, strict=True):
        name = prediction.experiment.name
        result[name] = result.get(name, np.zeros(len(memory))) + value - value[origin]
    pulls, prior = model.likelihood.pulls.value(nuisances), model.prior(theta)
    result["pulls"] = pulls - pulls[origin]
    if np.any(model.weights):
        result["priors"] = prior - prior[origin]
    return result


def target_of(
    model: Parametric,
    minima: tuple[Minimum, ...],
    moduli: Mapping[str, tuple[int, int]],
    first: str,
    second: str | None = None,
) -> Target:
    """Where one or two parameters or moduli are, in a model with moduli and phases where needed.

    Raises
    ------
    ValueError
        For an unknown name, twice the same, or two that are not independent.
    """
    names, requested = model.names, [first] if second is None else [first, second]
    for name in requested:
        checks.choice("parameter", name, (*names, *moduli))
    if second == first:
        raise ValueError(f"a contour needs two different parameters, got {first!r} twice")
    pairs = tuple(moduli[name] for name in requested if name in moduli)
    places = [moduli[name][0] if name in moduli else names.index(name) for name in requested]
    if any(name not in moduli and names.index(name) in pair for name in requested for pair in pairs):
        raise ValueError(f"{first} and {second} are not independent")
    if pairs:
        polar = Polar(model.features, pairs)
        low, high = model.low.copy(), model.high.copy()
        low[[pair[0] for pair in pairs]] = 0.0
        model = replace(model, features=polar, low=low, high=high)
        minima = tuple(replace(minimum, theta=polar.polar(minimum.theta[None])[0]) for minimum in minima)
    return Target(first, model, places[0], places[-1], minima)


def threshold_of(cl: float, freedom: int) -> float:
    """The rise of -2 ln L that belongs to a confidence level.

    Raises
    ------
    ValueError
        For a level outside (0, 1).
    """
    level = checks.number("cl", cl)
    if not 0 < level < 1:
        raise ValueError(f"cl = {level:g} must lie between 0 and 1, such as 0.90")
    from scipy.special import chdtri

    return float(chdtri(freedom, 1 - level))


def axis(target: Target, place: int, name: str, rise: float, points: int) -> Array:
    """Values of one parameter of a contour, a little beyond the region.

    Raises
    ------
    ValueError
        For a parameter that the data do not bound.
    """
    pieces = Profile(target.model, place, target.minima, rise * MARGIN).below(rise)
    low, high = pieces[0][0], pieces[-1][1]
    if not np.all(np.isfinite([low, high])):
        raise ValueError(f"the data do not bound {name}, so there is no closed contour")
    margin = _BESIDE * (high - low)
    return np.linspace(max(low - margin, float(target.model.low[place])), high + margin, points)
