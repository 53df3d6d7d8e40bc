"""The impact of each nuisance on a limit."""

from dataclasses import dataclass

import numpy as np

from nuem.inference.one_coupling.curve import Curve
from nuem.inference.statistics import Statistic


@dataclass(frozen=True, slots=True)
class Impact:
    """One nuisance, and the largest allowed size of x with it fixed."""

    nuisance: str
    value: float
    """At the best fit, in units of its error; of a free normalisation relative to the nominal value."""
    error: float
    """After the fit, in the same units."""
    down: float
    """Limit on x with the nuisance one error below its best fit."""
    up: float
    """Limit on x with the nuisance one error above its best fit."""
    without: float
    """Limit on x with the nuisance at its best fit: what is left if it were known."""


def impacts(curve: Curve, statistic: Statistic, cl: float) -> tuple[Impact, ...]:
    """The impact of each nuisance on a limit, the most important first.

    Parameters
    ----------
    curve : Curve
    statistic : Statistic
    cl : float
    """
    best = curve.best
    nuisances = np.array(list(best.nuisances.values()))
    errors = curve.errors(best.x, nuisances)
    result = []
    for k, parameter in enumerate(curve.likelihood.parameters):

        def limit_at(value: float, name: str = parameter.name) -> float:
            fixed = Curve(curve.likelihood.fixed({name: value}), curve.signal, curve.name)
            pieces = statistic.allowed(fixed, cl).pieces
            return max(abs(end) for piece in pieces for end in piece)

        low, high = (float(np.clip(nuisances[k] + sign * errors[k], parameter.low, parameter.high)) for sign in (-1, 1))
        result.append(
            Impact(
                parameter.name,
                float(nuisances[k]),
                float(errors[k]),
                limit_at(low),
                limit_at(high),
                limit_at(float(nuisances[k])),
            )
        )
    return tuple(
        sorted(result, key=lambda impact: -max(abs(impact.up - impact.without), abs(impact.down - impact.without)))
    )
