"""The profile likelihood ratio against the quantile of a chi squared with one degree of freedom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from nuem.inference.one_coupling.curve import Curve
from nuem.inference.statistics.statistic import Allowed, normal_quantile


@dataclass(frozen=True, slots=True)
class TwoSided:
    """All values at which -2 ln L rises by no more than the chi-squared quantile (2.71 at 90 %); it may exclude zero."""

    name: ClassVar[str] = "two-sided"
    description: ClassVar[str] = "profile likelihood, -2 ln L rises by the chi-square quantile of one degree of freedom"
    signed: ClassVar[bool] = True

    def threshold(self, cl: float) -> float:
        """Rise of -2 ln L at both ends."""
        return normal_quantile((1 + cl) / 2) ** 2

    def allowed(self, curve: Curve, cl: float) -> Allowed:
        """The allowed values at a confidence level."""
        threshold = self.threshold(cl)
        return Allowed(curve.below(threshold), threshold)
