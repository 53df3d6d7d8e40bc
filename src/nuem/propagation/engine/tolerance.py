"""What is said when a tolerance is not kept."""

import warnings


class ToleranceWarning(UserWarning):
    """A tolerance that double precision or the profile cannot keep."""


def warn_unreachable(tol: float, error: float, reason: str, *, calls: int = 1) -> None:
    """Say that a tolerance is not kept, and what is, at the line of the user, that many calls away."""
    warnings.warn(
        f"tol = {tol:.2g} cannot be reached: {reason}; the state is good to {error:.2g}",
        ToleranceWarning,
        stacklevel=2 + calls,
    )
