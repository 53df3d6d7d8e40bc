"""Mixing parameters as nuisances of a fit: rates folded at the ends of their errors, interpolated in between."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from nuem.flavour import Mixing

MIXING: Final[Mapping[str, Callable[[Mixing, float], Mixing]]] = {
    "sin2_theta12": lambda mixing, value: replace(mixing, sin2_theta12=value),
    "sin2_theta13": lambda mixing, value: replace(mixing, sin2_theta13=value),
    "sin2_theta23": lambda mixing, value: replace(mixing, sin2_theta23=value),
    "delta": lambda mixing, value: replace(mixing, delta=value),
}
"""Name of a mixing parameter to what sets it."""


def nuisance(name: str) -> str:
    """Name of the nuisance of a mixing parameter."""
    return f"mixing.{name}"


def varied(
    mixing: Mixing, names: Sequence[str], priors: Mapping[str, tuple[float, float]]
) -> tuple[Mixing, tuple[tuple[Mixing, Mixing], ...]]:
    """The central mixing, and for each parameter the mixings at -1 and +1 sigma.

    Parameters
    ----------
    mixing : Mixing
    names : sequence of str
        Of mixing parameters.
    priors : mapping
        Name to (value, error); NuFIT's errors around the value of the mixing for those that are missing.

    Raises
    ------
    ValueError
        For an error that is not positive, or one that leaves the range of the parameter.
    """
    ordering = "normal" if mixing.dm2_31 > 0 else "inverted"
    ends = {}
    for name in names:
        value = getattr(mixing, name)
        if name in priors:
            value, error = priors[name]
            if not (math.isfinite(error) and error > 0):
                raise ValueError(f"priors: the error of {name} must be positive, got {error!r}")
            ends[name] = (value - error, value + error)
            mixing = MIXING[name](mixing, value)
        else:
            down, up = Mixing.nufit_errors(ordering)[name]
            ends[name] = (value - down, value + up)
    pairs = ((MIXING[name](mixing, low), MIXING[name](mixing, high)) for name, (low, high) in ends.items())
    return mixing, tuple(pairs)
