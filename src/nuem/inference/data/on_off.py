r"""Source on against source off, with one free background in each bin.

.. math:: D = 2 \sum_b \min_{B_b \ge 0} \left[\mathrm{dev}(n^\mathrm{on}_b; \mu_b + B_b) + \mathrm{dev}(n^\mathrm{off}_b; \tau B_b)\right],

where dev(n; mu) = mu - n + n ln(n/mu), and tau is how much more background is counted with the source off. The minimum is a root of a
quadratic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.poisson import Poisson
from nuem.inference.data.term import Array, rows
from nuem.numerics import checks
from nuem.numerics.brief import brief


@dataclass(frozen=True, slots=True, eq=False)
class OnOff:
    """Poisson counts with the source on and off; the background of each bin is profiled in closed form.

    Parameters
    ----------
    on, off : numpy.ndarray
        Counts, (bins) or (pseudo-data, bins).
    ratio : float or numpy.ndarray
        How many times more background is expected with the source off (ratio of live times), of all bins or of each.
    """

    on: Array
    off: Array
    ratio: float | Array
    _on: Poisson = field(init=False, repr=False)
    _off: Poisson = field(init=False, repr=False)
    description: ClassVar[str] = "source on and off"

    __repr__ = brief

    def __post_init__(self) -> None:
        on, off = Poisson(self.on), Poisson(self.off)
        if on.bins != off.bins:
            raise ValueError(f"source on and off must have the same bins, got {on.bins} and {off.bins}")
        checks.positive("ratio of off to on", self.ratio)
        for name, value in (("on", on.observed), ("off", off.observed), ("_on", on), ("_off", off)):
            object.__setattr__(self, name, value)

    @property
    def bins(self) -> int:
        """Number of bins."""
        return self._on.bins

    @property
    def size(self) -> float:
        """A number of events that is large compared with what was counted."""
        return max(self._on.size, self._off.size)

    @property
    def estimate(self) -> Array:
        """On minus off."""
        return np.asarray(self.on - self.off / self.ratio)

    @property
    def variance(self) -> Array:
        """Of on minus off."""
        return np.asarray(self._on.variance + self._off.variance / self.ratio**2)

    def background(self, expected: Array) -> Array:
        """The best background of each bin while the source is on."""
        ratio = self.ratio
        half = ((1 + ratio) * expected - self.on - self.off) / (2 * (1 + ratio))
        product = self.off * expected / (1 + ratio)
        root = np.sqrt(half**2 + np.maximum(product, 0.0))
        safe = np.where(half > 0, half + root, 1.0)
        return np.asarray(np.where(half > 0, product / safe, root - half))

    def project(self, expected: Array) -> Array:
        """Expectations as they are."""
        return expected

    def value(self, expected: Array) -> Array:
        """-2 ln L against the saturated model, the backgrounds at their best."""
        background = self.background(expected)
        return self._on.value(expected + background) + self._off.value(self.ratio * background)

    def slope(self, expected: Array) -> Array:
        """Derivative by the signal of each bin; the backgrounds are stationary."""
        return self._on.slope(expected + self.background(expected))

    def curvature(self, expected: Array, *, fisher: bool) -> Array:
        """Second derivative, with the background moving along."""
        background = self.background(expected)
        total = np.maximum(expected + background, 1e-100)
        on, off = (total, self.ratio * background) if fisher else (self.on, self.off)
        on_term = on / total**2
        ratio = np.where(background > 0, on_term * background**2 / np.maximum(off, 1e-100), 0.0)
        return np.asarray(2 * on_term / (1 + ratio))

    def draw(self, expected: Array, number: int, random: np.random.Generator) -> Self:
        """Pseudo-data that follow a signal and the best backgrounds for it."""
        background = self.background(expected)
        on = random.poisson(expected + background, size=(number, self.bins))
        off = random.poisson(self.ratio * background, size=(number, self.bins))
        return type(self)(on.astype(np.float64), off.astype(np.float64), self.ratio)

    def asimov(self, expected: Array) -> Self:
        """Counts equal to their expectation, with the best backgrounds."""
        background = self.background(expected)
        return type(self)(expected + background, self.ratio * background, self.ratio)

    def take(self, index: NDArray[np.intp]) -> Self:
        """Some of many pseudo-data."""
        return self if self.on.ndim == 1 else type(self)(rows(self.on, index), rows(self.off, index), self.ratio)
