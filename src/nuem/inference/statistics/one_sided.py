"""An upper limit: from zero to where the profile likelihood ratio reaches the square of the one-sided normal quantile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from nuem.inference.one_coupling.curve import Curve
from nuem.inference.statistics.statistic import Allowed, normal_quantile


@dataclass(frozen=True, slots=True)
class OneSided:
    r"""Upper limit with the statistic :math:`\tilde q`, which is zero below the best physical fit [Cowan:2010js].

    It begins at zero by construction, also where the data prefer a signal, and has a meaning for confidence levels above 50 % only.
    """

    name: ClassVar[str] = "one-sided"
    description: ClassVar[str] = (
        "profile likelihood, upper limit: -2 ln L rises above the best physical fit by the square of the one-sided normal quantile"
    )
    signed: ClassVar[bool] = False

    def threshold(self, cl: float) -> float:
        """Rise of -2 ln L at the upper limit."""
        return normal_quantile(cl) ** 2

    def allowed(self, curve: Curve, cl: float) -> Allowed:
        """The allowed values at a confidence level.

        Raises
        ------
        ValueError
            For a confidence level of 50 % or below, or a parameter that can be negative.
        """
        if not cl > 0.5:
            raise ValueError(f"cl = {cl:g}: a one-sided upper limit is defined above 0.5 only, such as 0.90")
        if curve.signal.low != 0:
            raise ValueError(
                f"{curve.name} can have both signs, so an upper limit alone has no meaning; choose two-sided or feldman-cousins"
            )
        threshold = self.threshold(cl)
        return Allowed(((0.0, curve.below(threshold)[-1][1]),), threshold)
