"""Where -2 ln L rises by a threshold above its minimum: intervals and upper limits on one coupling."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nuem.inference.likelihood import Likelihood
from nuem.inference.signal import Signal

_SCAN = 60
_WIDEN = 40


@dataclass(frozen=True, slots=True)
class Fit:
    """The best fit of one coupling."""

    x: float
    """The fitted parameter at the minimum."""
    minimum: float
    """-2 ln L there."""
    nuisances: dict[str, float]
    """Nuisances at the minimum: background in units of its error (or, when free, relative), fluxes in sigma."""


class Profile:
    """Profile likelihood of one coupling: nuisances at their best for every value of the fitted parameter.

    iminuit makes the fits to the data; a vectorised Newton iteration, which agrees with it, scans for further minima.
    """

    def __init__(self, likelihood: Likelihood, signal: Signal) -> None:
        from iminuit import Minuit

        self.likelihood, self.signal = likelihood, signal
        names = ("x", *likelihood.nuisances)

        def deviance(parameters: NDArray[np.float64]) -> float:
            return likelihood.at(signal.counts(float(parameters[0])), parameters[1:])

        def gradient(parameters: NDArray[np.float64]) -> NDArray[np.float64]:
            x = float(parameters[0])
            return likelihood.gradient(signal.counts(x), signal.slope(x), parameters[1:])

        self._minuit = Minuit(deviance, np.zeros(len(names)), grad=gradient, name=names)
        self._minuit.errordef = Minuit.LEAST_SQUARES
        self._minuit.strategy = 0
        self._minuit.tol = 1e-3
        self._lowest = -np.inf if signal.coupling.interferes else 0.0
        self._minuit.limits["x"] = (self._lowest, np.inf)
        self._reach = self._largest()
        self.best = self._global_minimum()

    def __reduce__(self) -> tuple[type["Profile"], tuple[Likelihood, Signal]]:
        """How it is sent to another process: iminuit stays here, and the fit is made again there."""
        return Profile, (self.likelihood, self.signal)

    def scan(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """-2 ln L above its minimum at many parameters at once."""
        return self.likelihood.profile(self.signal.counts(x))[0] - self.best.minimum

    def __call__(self, x: float) -> float:
        """-2 ln L above its minimum at one parameter, fitted by iminuit."""
        if not self.likelihood.nuisances:
            return self.likelihood.at(self.signal.counts(x), np.empty(0)) - self.best.minimum
        minuit = self._minuit
        minuit.values["x"], minuit.fixed["x"] = x, True
        minuit.migrad()
        minuit.fixed["x"] = False
        return float(minuit.fval) - self.best.minimum

    def width(self) -> float:
        """A step of the parameter that raises -2 ln L by about one.

        Raises
        ------
        ValueError
            If no step does.
        """
        steps = self._reach * np.geomspace(1e-6, 1.0, 61)
        rises = self.scan(self.best.x + steps)
        if not np.any(rises >= 1.0):
            name = self.signal.coupling.name
            raise ValueError(f"the data do not constrain {name}: no count changes with it; does the source feel it?")
        return float(steps[np.argmax(rises >= 1.0)])

    def _largest(self) -> float:
        """A parameter so large that the signal outnumbers all that was counted many times."""
        weak = self.signal.counts(0.0)
        wanted = 100 * (weak.sum() + self.likelihood.events + 10)
        sizes = np.geomspace(1e-12, 1e24, 73)
        signals = np.abs(self.signal.counts(sizes) - weak).sum(axis=(1, 2))
        return float(sizes[np.argmax(signals >= wanted)] if np.any(signals >= wanted) else sizes[-1])

    def _global_minimum(self) -> Fit:
        """Fit from the best point of a coarse scan on each side of zero, since a coupling that interferes can have two minima."""
        grid = np.concatenate([[0.0], self._reach * np.geomspace(1e-6, 1.0, 49)])
        if self.signal.coupling.interferes:
            grid = np.concatenate([-grid[:0:-1], grid])
        values, nuisances = self.likelihood.profile(self.signal.counts(grid))
        if not np.any(np.isfinite(values)):
            raise ValueError("the likelihood is not finite anywhere: events stand where nothing is expected")
        inner = values[1:-1]
        valleys = 1 + np.flatnonzero((inner <= values[:-2]) & (inner <= values[2:]))
        zero = int(np.flatnonzero(grid == 0)[0])
        fits = [self._fit(grid, k, nuisances[k]) for k in {int(np.nanargmin(values)), *valleys.tolist()}]
        best = min(fits, key=lambda fit: fit.minimum)
        if values[zero] <= best.minimum + 1e-6:  # the data see no difference from no coupling at all
            best = Fit(0.0, float(values[zero]), self._named(nuisances[zero]))
        return replace(best, minimum=max(best.minimum, 0.0))

    def _fit(self, grid: NDArray[np.float64], start: int, nuisances: NDArray[np.float64]) -> Fit:
        """The minimum that iminuit finds from a point of the scan."""
        minuit = self._minuit
        spacing = abs(grid[min(start + 1, len(grid) - 1)] - grid[start])
        minuit.values[:] = [grid[start], *nuisances]
        minuit.errors[:] = [max(spacing, 1e-12 * self._reach), *([0.1] * len(nuisances))]
        minuit.migrad()
        return Fit(float(minuit.values["x"]), float(minuit.fval), self._named(minuit.values[1:]))

    def _named(self, nuisances: Sequence[float] | NDArray[np.float64]) -> dict[str, float]:
        return {name: float(value) for name, value in zip(self.likelihood.nuisances, nuisances, strict=True)}


def interval(profile: Profile, threshold: float | Callable[[float], float]) -> tuple[float, float]:
    """Lowest and highest fitted parameter at which -2 ln L stays within a threshold of its minimum.

    If the allowed parameters fall into separate pieces, as they can for a charge radius, the interval spans them all.

    Parameters
    ----------
    profile : Profile
    threshold : float or callable
        Rise of -2 ln L; a function of the parameter for a calibrated one.

    Raises
    ------
    ValueError
        If no parameter, however large, is excluded.
    """
    from scipy.optimize import brentq

    level = threshold if callable(threshold) else lambda x: threshold
    best, step = profile.best.x, profile.width()
    floor = -np.inf if profile.signal.coupling.interferes else 0.0

    def end(direction: float) -> float:
        reach = step
        for _ in range(_WIDEN):
            points = best + direction * np.linspace(0, reach, _SCAN)[1:]
            points = points[points >= floor]
            if len(points) == 0:
                return floor
            inside = profile.scan(points) <= np.array([level(x) for x in points])
            if not inside[-1] and not inside[-len(inside) // 2 :].any():
                break
            if direction < 0 and points[-1] == floor:
                return floor
            reach *= 2
        else:
            raise ValueError(
                f"no value of {profile.signal.coupling.name} is excluded up to {profile.signal.value(points[-1]):g}"
            )
        last = int(np.flatnonzero(inside)[-1]) if inside.any() else -1
        inner, outer = (best if last < 0 else points[last]), points[last + 1]
        if profile(outer) <= level(outer):  # the scan and the fit may differ by rounding where they meet the threshold
            return float(outer)
        if profile(inner) > level(inner):
            return float(inner)
        return float(brentq(lambda x: profile(x) - level(x), inner, outer, rtol=1e-6, xtol=1e-300))

    low = floor if floor == 0 and best <= 0 else end(-1.0)
    return low, end(1.0)
