"""The result of a fit: minima, allowed sets, contours, extremes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, SupportsFloat

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.fits import card
from nuem.experiments.fits.inputs import QuantityOf
from nuem.experiments.fits.parametrisation import Parametrisation
from nuem.experiments.fits.profile import MARGIN, Contour, ProfileCurve, Target, axis, shares, target_of, threshold_of
from nuem.experiments.fits.samples import Posterior, Samples
from nuem.experiments.predicting.prediction import Prediction
from nuem.inference.many_parameters.extremes import Extreme, extreme
from nuem.inference.many_parameters.minima import Minimum
from nuem.inference.many_parameters.parametric import Parametric
from nuem.inference.many_parameters.profile_grid import profile_grid
from nuem.inference.many_parameters.profiles import Profile
from nuem.inference.searches.pieces import Pieces
from nuem.numerics import checks
from nuem.results import Tabular, draw
from nuem.vertex import Vertex

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Fit(Tabular):
    """A fit of parameters of the vertex to experiments, made by `nuem.fit`."""

    experiments: tuple[str, ...]
    names: tuple[str, ...]
    """Of the parameters; complex numbers have a real and an imaginary part, and their modulus can be asked for by the name without "Re "."""
    units: Mapping[str, str]
    minima: tuple[Minimum, ...]
    """Every minimum that expects other counts, the lowest first; parameters in units of `scales`."""
    scales: Array
    notes: tuple[str, ...]
    """What a user must know: phases that are not physical, combinations that no data see."""
    constrained: int
    """Number of independent combinations of the parameters that change expected counts by more than a thousandth of the best seen one."""
    model: Parametric
    predictions: tuple[Prediction, ...]
    directions: Parametrisation | None
    """None for a model of the user's."""
    of: Callable[[Array], Vertex]
    """The vertex at parameters in units of `scales`."""

    @property
    def best(self) -> dict[str, float]:
        """Parameters at the lowest minimum, with unphysical phases fixed."""
        return self.named(self.minima[0].theta)

    @property
    def vertex(self) -> Vertex:
        """The vertex at the lowest minimum."""
        return self.of(self.minima[0].theta)

    @property
    def deviance(self) -> float:
        """-2 ln L at the lowest minimum, against the saturated model."""
        return self.minima[0].deviance

    @property
    def bins(self) -> int:
        """Number of terms of the data."""
        return int(self.model.likelihood.data.bins)

    @property
    def nuisances(self) -> dict[str, float]:
        """At the lowest minimum, in units of their errors; free normalisations relative to their nominal values."""
        return dict(zip(self.model.likelihood.nuisances, (float(x) for x in self.minima[0].nuisances), strict=True))

    @cached_property
    def alone(self) -> float:
        """-2 ln L without any electromagnetic coupling, nuisances at their best."""
        return float(self.model.profile(np.zeros((1, len(self.names))))[0][0])

    def pieces(self, name: str, cl: float = 0.90) -> Pieces:
        """All allowed values of a parameter or of the modulus of a complex number, everything else free.

        The rise of -2 ln L above its minimum is compared with the quantile of a chi squared with one degree of freedom (2.706 at 90 %),
        which covers more than it says where the true value lies at the boundary zero.

        Parameters
        ----------
        name : str
            One of `names`, or a complex number such as "Lambda_1".
        cl : float, optional
            Confidence level.

        Returns
        -------
        tuple of tuple of float
            Every allowed piece, ascending, in its unit; an end is infinite where the data exclude nothing.

        Raises
        ------
        ValueError
            For an unknown name, or a confidence level outside (0, 1).
        """
        target, rise = self._target(name), threshold_of(cl, 1)
        scale = self._scale(target)
        profile = Profile(target.model, target.place, target.minima, rise * MARGIN)
        return tuple((low * scale, high * scale) for low, high in profile.below(rise))

    def profile(self, name: str, cl: float = 0.90, *, points: int = 61) -> ProfileCurve:
        """-2 ln L along a parameter, above its minimum, with the share of each experiment.

        Parameters
        ----------
        name, cl
            As in `pieces`; the curve goes up to twice the level of `cl`.
        points : int, optional
            Of the curve.
        """
        target, rise = self._target(name), threshold_of(cl, 1)
        profile = Profile(target.model, target.place, target.minima, 2 * rise)
        nodes = profile.sampled(2 * rise, checks.whole("points", points, 2))
        return ProfileCurve(
            target.name,
            self.units[target.name],
            nodes.x * self._scale(target),
            nodes.value - profile.minimum,
            shares(target.model, self.predictions, nodes.memory, int(np.argmin(nodes.value))),
            rise,
            cl,
        )

    def contour(
        self, first: str, second: str, cl: float = 0.90, *, points: int = 25, executor: Executor | None = None
    ) -> Contour:
        """-2 ln L on a grid of two parameters or moduli, above its minimum, everything else free.

        Parameters
        ----------
        first, second : str
            As in `pieces`.
        cl : float, optional
            Confidence level of the contour, with two degrees of freedom (4.605 at 90 %).
        points : int, optional
            Of the grid, along each axis.
        executor : concurrent.futures.Executor, optional
            Where blocks of points are computed, such as processes or Dask's; the result is the same to the last bit.

        Raises
        ------
        ValueError
            For an unknown name, twice the same, or a parameter that the data do not bound.
        """
        target, rise, points = self._target(first, second), threshold_of(cl, 2), checks.whole("points", points, 2)
        places = (target.place, target.other)
        axes = [axis(target, place, name, rise, points) for place, name in zip(places, (first, second), strict=True)]
        values = profile_grid(target.model, places, (axes[0], axes[1]), target.minima, executor=executor)
        scales = [self.scales[place] for place in places]
        lowest = min(self.deviance, float(values.min()))
        units = (self.units[first], self.units[second])
        return Contour((first, second), units, axes[0] * scales[0], axes[1] * scales[1], values - lowest, rise, cl)

    def extreme(
        self,
        quantity: Callable[[Vertex], SupportsFloat],
        cl: float = 0.90,
        *,
        seed: int = 1,
        executor: Executor | None = None,
    ) -> Extreme:
        """Smallest and largest value of a quantity over the allowed region.

        Parameters
        ----------
        quantity : callable
            From a vertex to a number, such as an effective moment.
        cl : float, optional
            Of the region, with one degree of freedom: that of the quantity.
        seed : int, optional
            Of the points at which the search begins.
        executor : concurrent.futures.Executor, optional
            Where the searches are made; with processes the quantity must be a function of a module.

        Raises
        ------
        ValueError
            For a quantity that is not a finite real number in the allowed region.
        """
        begin, quantity_of = checks.whole("seed", seed, 0), QuantityOf(quantity, self.of)
        return extreme(self.model, self.minima, quantity_of, threshold_of(cl, 1), seed=begin, executor=executor)

    def sample(
        self, steps: int = 2000, *, prior: str = "flat in mu^2", walkers: int | None = None, seed: int = 1
    ) -> Samples:
        """Draw from the posterior of parameters and nuisances; needs the extra ``nuem[sample]``.

        Parameters
        ----------
        steps : int, optional
            Of each walker, after as many for burning in as a quarter of them.
        prior : str, optional
            Of the dipole: "flat in mu^2" with a uniform direction, or "flat" in all elements, which weakens limits by volume alone.
        walkers : int, optional
            At least twice the number of parameters.
        seed : int, optional
        """
        directions = () if self.directions is None else self.directions.directions
        dipole = np.flatnonzero([bool(np.any(direction.vertex.dipole)) for direction in directions])
        posterior = Posterior(self.model, dipole, self.minima[0].theta, prior)
        labels = self.names, tuple(self.units[name] for name in self.names), self.scales
        return posterior.samples(posterior.draw(steps, walkers=walkers, seed=seed), labels)

    def at(self, vertex: Vertex) -> float:
        """-2 ln L of any vertex that the parameters reach, nuisances at their best, above the minimum.

        Raises
        ------
        ValueError
            For a fit of a model of the user's, or a vertex that no parameters make.
        """
        if self.directions is None:
            raise ValueError("a vertex has parameters in a fit of its matrices only, not in one of a model")
        return float(self.model.profile(self.directions.reached(vertex)[None])[0][0]) - self.deviance

    def columns(self) -> dict[str, list[object]]:
        """One row for each parameter: its unit, and its value at every minimum."""
        result: dict[str, list[object]] = {
            "parameter": list(self.names),
            "unit": [self.units[name] for name in self.names],
        }
        for k, minimum in enumerate(self.minima):
            result["best" if k == 0 else f"minimum {k + 1}"] = list(self.named(minimum.theta).values())
        return result

    def plot(self, *names: str, **options: object) -> Axes:
        """Draw every pair of parameters, or of those named, with their curves; options as in `nuem.plots.fits.corner`."""
        return draw("nuem.plots.fits.corner", self, names or None, **options)

    def _repr_html_(self) -> str:
        best = {name: (value, self.units[name]) for name, value in self.best.items()}
        rests = {
            "without couplings": f"−2 ln L is {self.alone - self.deviance:.2f} larger",
            "constrained": f"{self.constrained} of {len(self.names)} parameters",
            "minima": str(len(self.minima)),
        }
        number = f"−2 ln L = {self.deviance:.2f}", f"for {self.bins} bins"
        return card.html(self.experiments, number, best, rests, self.nuisances, self.notes)

    def to_dict(self, cl: float = 0.90) -> dict[str, object]:
        """The fit as plain numbers, with the allowed pieces of every parameter."""
        return {
            "experiments": list(self.experiments),
            "parameters": {name: {"unit": self.units[name], "best": self.best[name]} for name in self.names},
            "pieces": {name: [list(piece) for piece in self.pieces(name, cl)] for name in self.quantities},
            "cl": cl,
            "deviance": self.deviance,
            "deviance_without": self.alone,
            "bins": self.bins,
            "constrained": self.constrained,
            "minima": [{"deviance": minimum.deviance, **self.named(minimum.theta)} for minimum in self.minima],
            "nuisances": self.nuisances,
            "electrons": self.predictions[0].electrons.name,
            "sin2_theta_w": self.predictions[0].sin2_theta_w,
            "notes": list(self.notes),
        }

    @property
    def quantities(self) -> tuple[str, ...]:
        """Real parameters and moduli: what intervals are given for unless asked otherwise."""
        moduli = {} if self.directions is None else self.directions.moduli
        parts = {place for pair in moduli.values() for place in pair}
        signed = {name for name in self.names if self.directions and "charge" in name}
        return tuple(
            dict.fromkeys(name if k not in parts or name in signed else name[3:] for k, name in enumerate(self.names))
        )

    def __repr__(self) -> str:
        count = "" if len(self.minima) == 1 else f", {len(self.minima)} minima"
        return (
            f"Fit of {len(self.names)} parameter{'s' * (len(self.names) > 1)} ({self.constrained} constrained) to {' + '.join(self.experiments)}: "
            f"-2 ln L = {self.deviance:.2f} for {self.bins} bins, {max(self.alone - self.deviance, 0):.2f} below no coupling{count}"
        )

    def named(self, theta: Array) -> dict[str, float]:
        """Parameters by name, in their units."""
        return {name: float(x) for name, x in zip(self.names, theta * self.scales, strict=True)}

    def _scale(self, target: Target) -> float:
        return float(self.scales[target.place])

    def _target(self, first: str, second: str | None = None) -> Target:
        moduli = {} if self.directions is None else self.directions.moduli
        return target_of(self.model, self.minima, moduli, first, second)
