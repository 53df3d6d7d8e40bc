"""Warnings that point at the line of the user, however deep in the library they are raised."""

import sys
import warnings


def warn_user(message: str, category: type[Warning] = UserWarning) -> None:
    """Issue a warning at the nearest line outside this package.

    Parameters
    ----------
    message : str
    category : type, optional
    """
    level, frame = 1, sys._getframe()
    while frame is not None and str(frame.f_globals.get("__name__", "")).partition(".")[0] == "nuem":
        level, parent = level + 1, frame.f_back
        if parent is None:
            break
        frame = parent
    warnings.warn(message, category, stacklevel=level)
