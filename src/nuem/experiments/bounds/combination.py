"""One or more predictions together: limits, what was expected of them, and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from nuem.constants import SIN2_THETA_W
from nuem.experiments.predicting.binding import Binding, curve
from nuem.experiments.predicting.coupling import Coupling, Nature
from nuem.experiments.predicting.coupling import coupling as read_coupling
from nuem.experiments.predicting.derivation import derive
from nuem.experiments.predicting.limit_result import Limit
from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.predicting.prediction import Prediction
from nuem.experiments.predicting.statistic import checked, read_statistic
from nuem.experiments.predictions import predict
from nuem.experiments.setups.overlap import refuse_double_counting
from nuem.experiments.shipped import members
from nuem.flavour import Mixing
from nuem.inference import Curve
from nuem.inference.expected import SIGMAS, expected_limits
from nuem.inference.goodness import Goodness, goodness
from nuem.inference.impacts import Impact, impacts
from nuem.inference.significance import Significance, significance
from nuem.inference.statistics import Statistic
from nuem.numerics.brief import after
from nuem.scattering.atom import ElectronModel
from nuem.vertex import Vertex


@dataclass(frozen=True, slots=True)
class ExpectedLimit:
    """The limit that was expected without a signal, next to the observed one."""

    coupling: str
    unit: str
    observed: float
    """[`unit`]"""
    median: float
    """[`unit`]"""
    bands: dict[int, float]
    """Limits at -2, -1, 0, 1 and 2 standard deviations [`unit`]."""
    cl: float
    statistic: str
    method: str
    """"asymptotic" or the number of pseudo-experiments."""

    def __repr__(self) -> str:
        unit = after(self.unit)
        return f"ExpectedLimit({self.coupling}: median {self.median:.4g}{unit}, observed {self.observed:.4g}{unit}, {100 * self.cl:g} % CL)"


@dataclass(frozen=True, eq=False)
class Combination:
    """Predictions of one or more experiments, with their nuisances of the same name shared; made by `combine`."""

    predictions: tuple[Prediction, ...]

    def __post_init__(self) -> None:
        if not self.predictions:
            raise ValueError("no experiment was given")
        refuse_double_counting([prediction.experiment for prediction in self.predictions])

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """Rates and data of each experiment."""
        return tuple(prediction.binding for prediction in self.predictions)

    def curve(self, coupling: str | Vertex = "moment", *, nature: Nature = "dirac") -> Curve:
        """-2 ln L along a coupling, nuisances at their best."""
        return curve(self.bindings, read_coupling(coupling, nature=nature))

    def limit(
        self,
        coupling: str | Vertex = "moment",
        *,
        cl: float = 0.90,
        statistic: Statistic | str = "two-sided",
        nature: Nature = "dirac",
    ) -> Limit:
        """Limit on one coupling, all others being zero; see `nuem.limit`."""
        return derive(self.bindings, coupling, cl=cl, statistic=statistic, nature=nature)

    def expected(
        self,
        coupling: str | Vertex = "moment",
        *,
        cl: float = 0.90,
        statistic: Statistic | str = "two-sided",
        nature: Nature = "dirac",
        toys: int | None = None,
        seed: int = 1,
    ) -> ExpectedLimit:
        """Median and bands of the limit without a signal, backgrounds and fluxes at their best for the data.

        Parameters
        ----------
        coupling, cl, statistic, nature
            As in `nuem.limit`.
        toys : int, optional
            Number of pseudo-experiments; asymptotic bands if not given, for couplings of which only the square enters.
        seed : int, optional

        Raises
        ------
        ValueError
            As `nuem.limit`, and for asymptotic bands where there are none.
        """
        parameter, rule = read_coupling(coupling, nature=nature), read_statistic(statistic)
        level = checked(parameter, cl, rule)
        along = curve(self.bindings, parameter)
        bands = expected_limits(along, rule, level, toys=toys, seed=seed)
        values = tuple(_size(parameter, x) for x in bands.bands)
        return ExpectedLimit(
            coupling=parameter.name,
            unit=parameter.unit,
            observed=self.limit(coupling, cl=level, statistic=rule, nature=nature).value,
            median=values[2],
            bands=dict(zip(SIGMAS, values, strict=True)),
            cl=level,
            statistic=rule.name,
            method=bands.method,
        )

    def significance(
        self, coupling: str | Vertex = "moment", *, nature: Nature = "dirac", toys: int | None = None, seed: int = 1
    ) -> Significance:
        """Local significance of a coupling against none: half a chi squared where only its square enters.

        Parameters
        ----------
        coupling, nature
            As in `nuem.limit`.
        toys : int, optional
            Number of pseudo-experiments for the p-value; asymptotic if not given.
        seed : int, optional
        """
        return significance(self.curve(coupling, nature=nature), toys=toys, seed=seed)

    def goodness(
        self, coupling: str | Vertex = "moment", *, nature: Nature = "dirac", toys: int = 1000, seed: int = 1
    ) -> Goodness:
        """Goodness of the best fit, with pseudo-data.

        Parameters
        ----------
        coupling, nature
            As in `nuem.limit`.
        toys : int, optional
            Number of pseudo-experiments.
        seed : int, optional
        """
        return goodness(self.curve(coupling, nature=nature), toys=toys, seed=seed)

    def impacts(
        self,
        coupling: str | Vertex = "moment",
        *,
        cl: float = 0.90,
        statistic: Statistic | str = "two-sided",
        nature: Nature = "dirac",
    ) -> tuple[Impact, ...]:
        """The impact of each nuisance on the limit, the most important first; limits in the unit of the coupling."""
        parameter, rule = read_coupling(coupling, nature=nature), read_statistic(statistic)
        level = checked(parameter, cl, rule)
        return tuple(
            Impact(
                impact.nuisance,
                impact.value,
                impact.error,
                *(_size(parameter, x) for x in (impact.down, impact.up, impact.without)),
            )
            for impact in impacts(curve(self.bindings, parameter), rule, level)
        )


def combine(
    experiments: Experiment | str | Path | Sequence[Experiment | str | Path],
    *,
    mixing: Mixing | None = None,
    electrons: ElectronModel | str | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
) -> Combination:
    """Predictions of one or more experiments together.

    Parameters
    ----------
    experiments : Experiment, str, path, or a sequence of them
        As in `nuem.limit`.
    mixing, electrons, sin2_theta_w
        As in `nuem.experiments.predict`.

    Raises
    ------
    ValueError
        For unknown names, or no experiment.

    Examples
    --------
    >>> both = combine(["xenonnt", "gemma_2007"])
    >>> f"{both.expected('moment').median:.2g} {both.limit('moment').value:.2g} mu_B"
    '1.1e-11 7.1e-12 mu_B'
    """
    return Combination(
        tuple(
            predict(experiment, mixing=mixing, electrons=electrons, sin2_theta_w=sin2_theta_w)
            for experiment in members(experiments)
        )
    )


def _size(coupling: Coupling, x: float) -> float:
    """Size of a coupling at a fitted parameter."""
    return abs(coupling.value(x)) if isfinite(x) else abs(x)
