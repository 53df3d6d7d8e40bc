"""The statistic and the confidence level of a limit, as they are asked for."""

from collections.abc import Callable
from concurrent.futures import Executor

from nuem.experiments.predicting.coupling import Coupling
from nuem.inference.statistics import STATISTICS, FeldmanCousins, Statistic
from nuem.numerics import checks


def read_statistic(
    statistic: Statistic | str,
    *,
    toys: int | None = None,
    seed: int | None = None,
    progress: Callable[[], None] | None = None,
    executor: Executor | None = None,
) -> Statistic:
    """A statistic from its name, or the object itself.

    Raises
    ------
    ValueError
        For an unknown name, or toys and a seed without "feldman-cousins".
    """
    settings = {name: value for name, value in (("toys", toys), ("seed", seed)) if value is not None}
    if not isinstance(statistic, str):
        if not callable(getattr(statistic, "allowed", None)):
            raise ValueError(f"statistic = {statistic!r} is not a statistic; choose one of {', '.join(STATISTICS)}")
        if settings:
            raise ValueError(
                f"{next(iter(settings))} belongs to the statistic, as in FeldmanCousins(toys=1000, seed=1)"
            )
        return statistic
    checks.choice("statistic", statistic, tuple(STATISTICS))
    if statistic == FeldmanCousins.name:
        return FeldmanCousins(**settings, progress=progress, executor=executor)
    if settings:
        name, value = next(iter(settings.items()))
        raise ValueError(f"{name} = {value}: only the statistic feldman-cousins draws pseudo-data")
    return STATISTICS[statistic]()


def checked(coupling: Coupling, cl: float, statistic: Statistic) -> float:
    """The confidence level, if it has a meaning for the coupling and the statistic."""
    level = checks.number("cl", cl)
    if not 0 < level < 1:
        raise ValueError(f"cl = {level:g} must lie between 0 and 1, such as 0.90")
    if coupling.interferes and not statistic.signed:
        raise ValueError(
            f"{coupling.name} can have both signs, so an upper limit alone has no meaning; choose two-sided or feldman-cousins"
        )
    if not statistic.signed and not level > 0.5:
        raise ValueError(f"cl = {level:g}: a one-sided upper limit is defined above 0.5 only, such as 0.90")
    return level
