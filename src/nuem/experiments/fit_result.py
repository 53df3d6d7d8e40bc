"""The result of a fit: minima, allowed sets, contours, extremes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.fit_profile import Contour, ProfileCurve, Target, shares
from nuem.experiments.parametrisation import Parametrisation
from nuem.experiments.prediction import Prediction
from nuem.inference.extremes import Extreme, extreme
from nuem.inference.minima import Minimum
from nuem.inference.parametric import Parametric
from nuem.inference.pieces import Pieces
from nuem.inference.polar import Polar
from nuem.inference.profiles import Profile, profile_grid
from nuem.inference.rank import seen
from nuem.numerics import checks
from nuem.results import Tabular, draw
from nuem.vertex import Vertex

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nuem.experiments.fit_samples import Samples

Array = NDArray[np.float64]

_NO_DIFFERENCE = 1e-8  # rise of -2 ln L below which the data prefer no dipole
_MARGIN = 1.02  # of the highest level that a profile is computed for


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
    seen: int
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
        return self._named(self.minima[0].theta)

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
        target, rise = self._target(name), _threshold(cl, 1)
        scale = self._scale(target)
        profile = Profile(target.model, target.place, target.minima, rise * _MARGIN)
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
        target, rise = self._target(name), _threshold(cl, 1)
        profile = Profile(target.model, target.place, target.minima, 2 * rise)
        nodes = profile.sampled(2 * rise, points)
        return ProfileCurve(
            target.name,
            self.units[target.name],
            nodes.x * self._scale(target),
            nodes.value - profile.minimum,
            shares(target.model, self.predictions, nodes.memory, int(np.argmin(nodes.value))),
            rise,
            cl,
        )

    def contour(self, first: str, second: str, cl: float = 0.90, *, points: int = 25) -> Contour:
        """-2 ln L on a grid of two parameters or moduli, above its minimum, everything else free.

        Parameters
        ----------
        first, second : str
            As in `pieces`.
        cl : float, optional
            Confidence level of the contour, with two degrees of freedom (4.605 at 90 %).
        points : int, optional
            Of the grid, along each axis.

        Raises
        ------
        ValueError
            For an unknown name, twice the same, or a parameter that the data do not bound.
        """
        target, rise = self._target(first, second), _threshold(cl, 2)
        places = (target.place, target.other)
        axes = []
        for place, name in zip(places, (first, second), strict=True):
            ends = Profile(target.model, place, target.minima, rise * _MARGIN).below(rise)
            low, high = ends[0][0], ends[-1][1]
            if not np.all(np.isfinite([low, high])):
                raise ValueError(f"the data do not bound {name}, so there is no closed contour")
            margin = 0.15 * (high - low)
            axes.append(np.linspace(max(low - margin, float(target.model.low[place])), high + margin, points))
        values = profile_grid(target.model, places, (axes[0], axes[1]), target.minima)
        scales = [self.scales[place] for place in places]
        lowest = min(self.deviance, float(values.min()))
        units = (self.units[first], self.units[second])
        return Contour((first, second), units, axes[0] * scales[0], axes[1] * scales[1], values - lowest, rise, cl)

    def extreme(self, quantity: Callable[[Vertex], float], cl: float = 0.90, *, seed: int = 1) -> Extreme:
        """Smallest and largest value of a quantity over the allowed region.

        Parameters
        ----------
        quantity : callable
            From a vertex to a number, such as an effective moment.
        cl : float, optional
            Of the region, with one degree of freedom: that of the quantity.
        seed : int, optional
            Of the points at which the search begins.

        Returns
        -------
        Extreme
        """
        return extreme(
            self.model, self.minima, lambda theta: float(quantity(self.of(theta))), _threshold(cl, 1), seed=seed
        )

    def sample(
        self, steps: int = 2000, *, prior: str = "flat in mu^2", walkers: int | None = None, seed: int = 1
    ) -> "Samples":
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
        from nuem.experiments.fit_samples import sample

        return sample(self, steps, prior=prior, walkers=walkers, seed=seed)

    def at(self, vertex: Vertex) -> float:
        """-2 ln L of any vertex that the parameters reach, nuisances at their best, above the minimum.

        Raises
        ------
        ValueError
            For a fit of a model of the user's.
        """
        if self.directions is None:
            raise ValueError("a vertex has parameters in a fit of its matrices only, not in one of a model")
        return float(self.model.profile(self.directions.nearest(vertex)[None])[0][0]) - self.deviance

    def columns(self) -> dict[str, list[Any]]:
        """One row for each parameter: its unit, and its value at every minimum."""
        found: dict[str, list[Any]] = {"parameter": list(self.names), "unit": [self.units[name] for name in self.names]}
        for k, one in enumerate(self.minima):
            found["best" if k == 0 else f"minimum {k + 1}"] = list(self._named(one.theta).values())
        return found

    def plot(self, *names: str, **options: Any) -> "Axes":
        """Draw every pair of parameters, or of those named, with their curves; options as in `nuem.plots.fits.corner`."""
        return draw("nuem.plots.fits.corner", self, names or None, **options)

    def _repr_html_(self) -> str:
        from nuem.experiments.fit_card import html

        return html(self)

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
            "seen": self.seen,
            "minima": [{"deviance": one.deviance, **self._named(one.theta)} for one in self.minima],
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
            f"Fit of {len(self.names)} parameter{'s' * (len(self.names) > 1)} ({self.seen} seen) to {' + '.join(self.experiments)}: "
            f"-2 ln L = {self.deviance:.2f} for {self.bins} bins, {self.alone - self.deviance:.2f} below no coupling{count}"
        )

    def _named(self, theta: Array) -> dict[str, float]:
        return {name: float(x) for name, x in zip(self.names, theta * self.scales, strict=True)}

    def _scale(self, target: Target) -> float:
        return float(self.scales[target.place])

    def _target(self, first: str, second: str | None = None) -> Target:
        """Where a parameter or modulus is, in a model with moduli and phases where needed."""
        moduli = {} if self.directions is None else self.directions.moduli
        wanted = [first] if second is None else [first, second]
        for name in wanted:
            checks.choice("parameter", name, (*self.names, *moduli))
        if second == first:
            raise ValueError(f"a contour needs two different parameters, got {first!r} twice")
        pairs = tuple(moduli[name] for name in wanted if name in moduli)
        places = [moduli[name][0] if name in moduli else self.names.index(name) for name in wanted]
        if any(name not in moduli and self.names.index(name) in pair for name in wanted for pair in pairs):
            raise ValueError(f"{first} and {second} are not independent")
        model, found = self.model, self.minima
        if pairs:
            polar = Polar(model.features, pairs)
            low = model.low.copy()
            low[[pair[0] for pair in pairs]] = 0.0
            high = model.high.copy()
            model = replace(model, features=polar, low=low, high=high)
            found = tuple(replace(one, theta=polar.polar(one.theta[None])[0]) for one in found)
        return Target(first, model, places[0], places[-1], found)


def made(
    model: Parametric,
    predictions: tuple[Prediction, ...],
    directions: Parametrisation | None,
    minima: tuple[Minimum, ...],
    scales: Array,
    of: Callable[[Array], Vertex],
) -> Fit:
    """A result from what was found, with phases fixed and notes."""
    if not minima:
        raise ValueError("no minimum of -2 ln L was found; give more starts")
    notes = []
    if directions is not None:
        fixed = [directions.standard(one.theta) for one in minima]
        minima = tuple(replace(one, theta=theta) for one, (theta, _) in zip(minima, fixed, strict=True))
        minima = (_without_dipole(model, directions, minima[0]), *minima[1:])
        notes += [fixed[0][1]] if fixed[0][1] else []
    count = seen(model)
    if count == 0:
        raise ValueError("the data do not constrain any of the parameters: no count changes with them")
    if count < len(model.names):
        notes.append(
            f"the counts depend on {count} combination{'s' * (count > 1)} of {len(model.names)} real parameters; the others change them a "
            "thousand times less"
        )
    near = [one for one in minima if one.deviance < minima[0].deviance + 1]
    if len(near) > 1:
        notes.append(f"{len(near)} minima lie within 1 of the lowest -2 ln L and expect different counts")
    notes += [note for one in predictions for note in one.experiment.notes]
    units = dict.fromkeys(model.names, "1")
    if directions is not None:
        units = {one.name: one.unit for one in directions.directions}
        units |= {name: directions.directions[pair[0]].unit for name, pair in directions.moduli.items()}
    return Fit(
        experiments=tuple(one.experiment.name for one in predictions),
        names=model.names,
        units=units,
        minima=minima,
        scales=scales,
        notes=tuple(dict.fromkeys(notes)),
        seen=count,
        model=model,
        predictions=predictions,
        directions=directions,
        of=of,
    )


def _without_dipole(model: Parametric, directions: Parametrisation, one: Minimum) -> Minimum:
    """The minimum without any dipole, where the data do not tell the difference."""
    places = [k for k, each in enumerate(directions.directions) if np.any(each.vertex.dipole)]
    theta = one.theta.copy()
    theta[places] = np.clip(0.0, model.low[places], model.high[places])
    value, nuisances = model.profile(theta[None], one.nuisances[None])
    same = value[0] <= one.deviance + _NO_DIFFERENCE
    return Minimum(min(float(value[0]), one.deviance), theta, nuisances[0]) if same else one


def _threshold(cl: float, freedom: int) -> float:
    level = checks.number("cl", cl)
    if not 0 < level < 1:
        raise ValueError(f"cl = {level:g} must lie between 0 and 1, such as 0.90")
    from scipy.special import chdtri

    return float(chdtri(freedom, 1 - level))
