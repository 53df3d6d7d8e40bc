"""Data must enter a combination once: an experiment given twice, or two that hold the same events, would count them twice."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from nuem.experiments.setups import content
from nuem.experiments.setups.setup import Setup

_ENOUGH = 3  # different numbers of events that two independent data sets do not share by chance


def refuse_double_counting(experiments: Sequence[Setup]) -> None:
    """Refuse experiments that must not be combined, since their likelihoods would multiply the same events.

    Parameters
    ----------
    experiments : sequence of Setup

    Raises
    ------
    ValueError
        For one experiment twice, two of the same name, one that names another in `overlaps`, or two with the same counts in every bin.
    """
    for first, second in combinations(experiments, 2):
        if first.name == second.name:
            raise ValueError(
                f"{first.name} is given twice: its data would count twice"
                if _same_data(first, second)
                else f"two experiments are called {first.name!r}: their own nuisances would be one; rename one of the files"
            )
        pair = f"{first.name} and {second.name}"
        if second.name in first.overlaps or first.name in second.overlaps:
            raise ValueError(f"{pair} share events, which would count twice; combine one of them alone with others")
        if _same_data(first, second):
            raise ValueError(f"{pair} hold the same data, which would count twice; combine one of them alone")


def _same_data(first: Setup, second: Setup) -> bool:
    """Whether two set-ups hold the same data, or are the same expectation where there are no data."""
    a, b = (getattr(setup.data, "estimate", None) for setup in (first, second))
    if a is None or b is None:
        return _bare(first) == _bare(second)
    few = len(np.unique(a)) < _ENOUGH
    return bool(np.array_equal(a, b) and (_bare(first) == _bare(second) if few else True))


def _bare(setup: Setup) -> bytes:
    """A number for everything but the words."""
    return content.digest(
        replace(setup, name="", title="", kind="own", published={}, references=(), notes=(), overlaps=())
    )[0]
