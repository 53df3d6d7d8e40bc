"""What is said when a tolerance is not kept."""

from typing import Final

from nuem.numerics import checks
from nuem.numerics.warn import warn_user

LARGEST: Final = 0.1
"""Largest error of a state of norm one that says something."""


class ToleranceWarning(UserWarning):
    """A tolerance that double precision or the profile cannot keep."""


def warn_unreachable(tol: float, error: float, reason: str) -> None:
    """Say that a tolerance is not kept, and what is, at the line of the user."""
    warn_user(
        f"tol = {tol:.2g} cannot be reached: {reason}; the state is good to {error:.2g}",
        ToleranceWarning,
    )


def tolerance(tol: float, norm: float = 1.0) -> float:
    """The largest error that a state of some norm may have, checked: positive, and not beyond what says something."""
    requested = float(checks.positive("tol", checks.number("tol", tol)))
    if requested > LARGEST * max(norm, 1.0):
        raise ValueError(
            f"tol = {requested:g} is no tolerance of a state of norm {norm:g}; write {LARGEST * max(norm, 1.0):g} or less"
        )
    return requested
