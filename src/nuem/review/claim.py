"""A claim of the review, and what became of it here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

REPRODUCED: Final = "reproduced"
DIFFERS: Final = "differs"
NOT_BUILT: Final = "not built"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A number computed here, and how it stands to the claim."""

    computed: str
    status: str
    why: str = ""
    """The reason of a difference, or what else must be said."""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim with its verdict: one line of the report."""

    id: str
    claim: str
    claimed: str
    computed: str
    status: str
    why: str
    where: str


Compute = Callable[[], Verdict]


def compare(value: float, claimed: float, *, within: float, unit: str = "", digits: int = 3, why: str = "") -> Verdict:
    """Reproduced if a number agrees with the claimed one within a relative tolerance, which is that of its printed digits.

    Parameters
    ----------
    value, claimed : float
        In the same unit.
    within : float
        Relative tolerance.
    unit : str, optional
        Printed behind the value.
    digits : int, optional
        Significant digits printed.
    why : str, optional
        What explains a difference; it is printed either way.
    """
    status = REPRODUCED if abs(value - claimed) <= within * abs(claimed) else DIFFERS
    return Verdict(f"{value:.{digits}g} {unit}".rstrip(), status, why)
