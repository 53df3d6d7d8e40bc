"""What is said when a tolerance is not kept."""

from nuem.numerics.warn import warn_user


class ToleranceWarning(UserWarning):
    """A tolerance that double precision or the profile cannot keep."""


def warn_unreachable(tol: float, error: float, reason: str) -> None:
    """Say that a tolerance is not kept, and what is, at the line of the user."""
    warn_user(
        f"tol = {tol:.2g} cannot be reached: {reason}; the state is good to {error:.2g}",
        ToleranceWarning,
    )
