"""A claim of the review, and how it compares with the number computed here.

- **reproduced**: a number is claimed, by the review or a paper that it cites, and ours meets it within the tolerance that the row states; where another
  route was followed as well, it agrees.
- **consistent**: no number is claimed; two independent routes agree, and the row says which and how well.
- **differs**: it does not, for the reason given.
- **not built**: there is no computation here, for the reason given.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

Status = Literal["reproduced", "consistent", "differs", "not built"]
REPRODUCED: Final = "reproduced"
CONSISTENT: Final = "consistent"
DIFFERS: Final = "differs"
NOT_BUILT: Final = "not built"
STATUSES: Final[tuple[Status, ...]] = (REPRODUCED, CONSISTENT, DIFFERS, NOT_BUILT)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A number computed here, and how it compares with the claim."""

    computed: str
    status: Status
    why: str = ""
    """The reason of a difference, or what else must be said."""
    basis: str = ""
    """What the status rests on: the tolerance, or the routes that agree."""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim with its verdict: one line of the report."""

    id: str
    claim: str
    claimed: str
    computed: str
    status: Status
    why: str
    basis: str
    where: str
    origin: str
    """"review", or "later work" for what is not in it."""
    references: tuple[str, ...] = ()
    """INSPIRE keys of the review and of what the number here rests on."""


Compute = Callable[[], Verdict]


def compare(
    value: float, claimed: float, *, within: float, unit: str = "", digits: int = 3, why: str = "", text: str = ""
) -> Verdict:
    """Reproduced if a number meets the claimed one within a relative tolerance, which is that of its printed digits.

    Parameters
    ----------
    value, claimed : float
        In the same unit.
    within : float
        Relative tolerance; the row states it.
    unit : str, optional
        Printed after the value.
    digits : int, optional
        Significant digits printed.
    why : str, optional
        What explains a difference; it is printed either way.
    text : str, optional
        What is printed in place of the value.
    """
    status: Status = REPRODUCED if abs(value - claimed) <= within * abs(claimed) else DIFFERS
    basis = f"{value / claimed:.4g} of the claimed {claimed:.4g}; tolerance {within:.3g}"
    return Verdict(text or f"{value:.{digits}g} {unit}".rstrip(), status, why, basis)


def agree(
    first: ArrayLike, second: ArrayLike, *, within: float, routes: tuple[str, str], computed: str, why: str = ""
) -> Verdict:
    """Consistent if two independent routes give the same numbers, where the review claims none.

    Parameters
    ----------
    first, second : array_like
        The numbers of each route.
    within : float
        Largest difference allowed, relative to the largest number.
    routes : (str, str)
        What each route is.
    computed : str
        What is printed as computed.
    why : str, optional
        What else must be said.
    """
    left, other = np.asarray(first), np.asarray(second)
    scale = float(np.max(np.abs(other)))
    off = float(np.max(np.abs(left - other))) / (scale or 1.0)
    status: Status = CONSISTENT if off <= within else DIFFERS
    relation = "agree to" if off <= within else "differ by"
    return Verdict(computed, status, why, f"{routes[0]} and {routes[1]} {relation} {off:.0e}; tolerance {within:.0e}")


def by_another_route(verdict: Verdict, value: float, other: float, *, within: float, route: str) -> Verdict:
    """A verdict on a number that a second, independent route gives as well; it differs if that one does not.

    Parameters
    ----------
    verdict : Verdict
        Of the comparison with the claim.
    value, other : float
        The number, and what the other route gives.
    within : float
        Largest relative difference allowed.
    route : str
        What the other route is.
    """
    off = abs(value / other - 1)
    relation = "agrees to" if off <= within else "differs by"
    basis = f"{verdict.basis}; {route} {relation} {off:.0e}, tolerance {within:.0e}"
    return replace(verdict, status=verdict.status if off <= within else DIFFERS, basis=basis)
