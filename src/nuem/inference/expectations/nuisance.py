"""A nuisance parameter: a name, the range that physics allows, and whether it was measured elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Nuisance:
    """One parameter of the model that is not the coupling.

    A nuisance with a pull counts in units of its error, so that its term in -2 ln L is eta^2. A free one counts relative to its nominal
    value. A name with a dot, such as "solar.B8", is shared by every experiment that uses it; any other belongs to one experiment.

    Parameters
    ----------
    name : str
    low, high : float, optional
        Allowed range.
    pull : bool, optional
        Whether it was measured elsewhere; False for a free one.
    """

    name: str
    low: float = -inf
    high: float = inf
    pull: bool = True

    @property
    def shared(self) -> bool:
        """Whether other experiments with a nuisance of this name mean the same parameter."""
        return "." in self.name


def merged(nuisances: Iterable[Nuisance]) -> tuple[Nuisance, ...]:
    """Nuisances with those of the same name made one, in the order of first appearance; its range is what all of them allow.

    Raises
    ------
    ValueError
        If a nuisance is free in one place and has an error in another.
    """
    result: dict[str, Nuisance] = {}
    for nuisance in nuisances:
        other = result.get(nuisance.name, nuisance)
        if other.pull != nuisance.pull:
            raise ValueError(f"nuisance {nuisance.name!r} is free in one place and has an error in another")
        result[nuisance.name] = Nuisance(
            nuisance.name, max(nuisance.low, other.low), min(nuisance.high, other.high), nuisance.pull
        )
    return tuple(result.values())


def positive_factor(errors: dict[str, float]) -> tuple[Nuisance, ...]:
    r"""Nuisances of a factor 1 + sum_j e_j eta_j, with bounds that keep it from becoming negative.

    The factor vanishes first, at the smallest cost in pulls, at :math:`\eta_j = -e_j/\sum_i e_i^2`; these are the bounds. For a single
    error e the bound is -1/e.
    """
    norm = sum(error**2 for error in errors.values())
    result = []
    for name, error in errors.items():
        if error:
            end = -error / norm
            result.append(Nuisance(name, low=end) if error > 0 else Nuisance(name, high=end))
    return tuple(result)
