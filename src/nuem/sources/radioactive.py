r"""Radioactive sources: their activity decays, and their flux falls as the square of the distance.

A source of activity A_0 that is counted for a time t has the mean activity

.. math:: \bar A = A_0\, \frac{1 - e^{-\lambda t}}{\lambda t}, \qquad \lambda = \frac{\ln 2}{T_{1/2}},

and one inside or near a large detector of volume V acts like one at the distance d with V/(4 pi d^2) = the mean path of neutrinos through it.
"""

from math import expm1, log, pi, sqrt

from nuem.numerics import checks


def keep_inputs(source: object, **positive: str) -> None:
    """Check the inputs of a source, and keep them in it as plain numbers.

    Parameters
    ----------
    source : object
        A frozen dataclass with `duration` [s] and `activity_error`, which may be zero.
    **positive : str
        Names of the inputs that must be positive, with their units.
    """
    for name, unit in positive.items():
        value = checks.number(name, checks.positive(name, getattr(source, name), unit), unit)
        object.__setattr__(source, name, value)
    duration = checks.not_negative("duration", getattr(source, "duration"), "s")  # noqa: B009
    error = checks.within("activity_error", getattr(source, "activity_error"), 0, 1)  # noqa: B009
    object.__setattr__(source, "duration", checks.number("duration", duration, "s"))
    object.__setattr__(source, "activity_error", checks.number("activity_error", error))


def mean_activity(activity: float, half_life: float, duration: float) -> float:
    """Mean activity over a time [1/s].

    Parameters
    ----------
    activity : float
        At its beginning [1/s].
    half_life : float
        [s]
    duration : float
        [s]
    """
    decays = log(2) * duration / half_life
    return activity * (-expm1(-decays) / decays if decays > 0 else 1.0)


def flux_at(activity: float, distance: float) -> float:
    """Flux of one neutrino per decay at a distance [cm^-2 s^-1]."""
    return activity / (4 * pi * distance**2)


def effective_distance(volume: float, mean_path: float) -> float:
    """Distance at which a point-like detector sees the rate of an extended one [cm].

    Parameters
    ----------
    volume : float
        Of the target [cm^3].
    mean_path : float
        Of the neutrinos through it, averaged over all directions from the source, those that miss it counted as zero [cm].

    Raises
    ------
    ValueError
        For values that are not positive.

    Examples
    --------
    >>> from math import pi
    >>> f"{effective_distance(4 / 3 * pi * 100**3, 100):.2f} cm for a source in the centre of a sphere of 1 m"
    '57.74 cm for a source in the centre of a sphere of 1 m'
    """
    size = checks.number("volume", checks.positive("volume", volume))
    path = checks.number("mean_path", checks.positive("mean_path", mean_path, "cm"), "cm")
    return sqrt(size / (4 * pi * path))
