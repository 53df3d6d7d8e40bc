"""What a statistic is: the rule that turns a curve of -2 ln L into a set of allowed values."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Protocol

from nuem.inference.one_coupling.curve import Curve
from nuem.inference.searches.pieces import Pieces


@dataclass(frozen=True, slots=True)
class Allowed:
    """The allowed values of a parameter x."""

    pieces: Pieces
    """Ascending; an end is infinite where the data exclude no value, however large."""
    threshold: float
    """Rise of -2 ln L at the ends; at the highest one if it differs from end to end."""
    errors: tuple[tuple[float, float], ...] | None = None
    """Monte Carlo error of each end, one standard deviation, if pseudo-data were used."""


class Statistic(Protocol):
    """How an interval is drawn."""

    @property
    def name(self) -> str:
        """Such as "two-sided"."""

    @property
    def description(self) -> str:
        """In one sentence."""

    @property
    def signed(self) -> bool:
        """Whether it has a meaning for a coupling that can have both signs."""

    def allowed(self, curve: Curve, cl: float) -> Allowed:
        """The allowed values at a confidence level."""


def fixed_threshold(statistic: Statistic, cl: float) -> float | None:
    """Rise of -2 ln L at the ends of every interval, where a statistic says that it is the same for all data; else None."""
    threshold = getattr(statistic, "threshold", None)
    return None if threshold is None else float(threshold(cl))


def normal_quantile(probability: float) -> float:
    """Quantile of the standard normal distribution."""
    return NormalDist().inv_cdf(probability)
