r"""The tip of the red-giant branch: a moment delays the ignition of helium, so that the tip is brighter [Viaux:2013lha; Capozzi:2020cbu].

In stellar models a moment shifts the I magnitude of the tip by

.. math:: \Delta M_I = -a \big(\sqrt{\mu_{12}^2 + b^2} - b\big), \qquad \mu_{12} = \mu_\nu/10^{-12}\mu_B ,

with a and b fitted here to the models of ``tip_shifts.csv`` for two masses, between which they are interpolated; the two differ by up to 18 per cent in the shift.
The magnitude without a moment is read from a grid of models (``tip_models.csv``) at the mass, helium and metallicity of the target. A bound is
one-sided, with the errors of observation and prediction in quadrature. It holds for these models: when masses, abundances and physics all vary,
moments up to 6e-12 mu_B are unconstrained [Franz:2023gic].
"""

from collections.abc import Mapping
from functools import cache
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.astro.stars.bound import UNIT_MOMENT, Question, Settings, StarBound, star_bound
from nuem.astro.stars.red_giant import core
from nuem.astro.stars.settings import numbers
from nuem.numerics import checks
from nuem.numerics.table import read_table, shipped

Real = NDArray[np.float64]

TARGETS: Final = ("tip_ngc4258", "tip_omega_cen", "tip_m5", "tip_m5_own_prediction", "tip_lmc")


def bounds(sections: Mapping[str, Settings], question: Question) -> tuple[StarBound, ...]:
    """The moment at which the tip of each target reaches the largest brightness allowed."""
    equivalent = question.equivalent_moment(core(sections["red_giant"]))
    return tuple(_of_target(name, sections[name], equivalent) for name in TARGETS)


def _of_target(name: str, s: Settings, equivalent: float | None) -> StarBound:
    published = s.get("predicted_mag")  # by another paper; otherwise read from the models
    predicted = magnitude(s["mass"], s["helium"], s["metallicity"]) if published is None else published
    errors = float(np.hypot(s["observed_error_mag"], s["predicted_error_mag"]))
    reach = NormalDist().inv_cdf(s["cl"]) * errors
    return star_bound(
        name,
        s,
        "moment",
        moment_of_shift(s["observed_mag"] - predicted - reach, mass=s["mass"]),
        cl=s["cl"],
        expected=moment_of_shift(-reach, mass=s["mass"]),
        inputs=numbers(s) | {"predicted_mag": predicted},
        of_vertex=equivalent,
    )


def shift(moment: float, *, mass: float = 0.82) -> float:
    """Brightening of the tip by a moment.

    Parameters
    ----------
    moment : float
        [mu_B]
    mass : float, optional
        Of the star [solar masses]; beyond 0.70 and 1.03 the nearer of the two.

    Returns
    -------
    float
        Change of the I magnitude [mag], negative.
    """
    a, b = _coefficients(mass)
    return float(-a * (np.hypot(checks.number("moment", moment, "mu_B") / UNIT_MOMENT, b) - b))


def moment_of_shift(brightening: float, *, mass: float = 0.82) -> float:
    """The moment [mu_B] that shifts the tip by `brightening` [mag].

    Raises
    ------
    ValueError
        If it is positive: no moment makes a tip fainter.
    """
    if not checks.number("brightening", brightening) <= 0:
        raise ValueError(
            f"a moment only makes the tip brighter, not fainter by {brightening:g} mag: the observation disagrees with the prediction without a moment"
        )
    a, b = _coefficients(mass)
    reach = -brightening / a
    return float(UNIT_MOMENT * np.sqrt(reach * (reach + 2 * b)))


def magnitude(mass: float, helium: float, metallicity: float) -> float:
    """I magnitude of the tip without a moment [mag], linear in mass, helium fraction and ln Z between models.

    Parameters
    ----------
    mass : float
        Of the star [solar masses], from 0.70 to 1.32.
    helium : float
        Mass fraction Y, from 0.20 to 0.30.
    metallicity : float
        Mass fraction Z, from 1e-5 to 0.0076.

    Raises
    ------
    ValueError
        Outside the models.
    """
    axes, values = _models()
    place = (mass, helium, float(np.log(checks.positive("metallicity", metallicity))))
    names = ("mass", "helium", "ln of the metallicity")
    for name, where, axis in zip(names, place, axes, strict=True):
        checks.within(name, where, axis[0], axis[-1])
        low = int(np.clip(np.searchsorted(axis, where) - 1, 0, len(axis) - 2))
        fraction = (where - axis[low]) / (axis[low + 1] - axis[low])
        values = (1 - fraction) * values[low] + fraction * values[low + 1]
    return float(values)


@cache
def _models() -> tuple[list[Real], Real]:
    """The axes and the magnitudes on them."""
    columns = ("mass", "helium", "metallicity", "magnitude")
    table = read_table(shipped("nuem.astro.stars", "tip_models.csv"), dict.fromkeys(columns, ""))
    masses, helium, metallicity = (np.unique(table[name]) for name in columns[:3])
    values = table["magnitude"].reshape(len(masses), len(helium), len(metallicity))
    return [masses, helium, np.asarray(np.log(metallicity))], values


def _coefficients(mass: float) -> tuple[float, float]:
    """a [mag] and b, interpolated in the mass."""
    masses, a, b = _fits()
    return float(np.interp(mass, masses, a)), float(np.interp(mass, masses, b))


@cache
def _fits() -> tuple[Real, Real, Real]:
    """Masses, and a and b for each: least squares, linear in a and by Gauss and Newton in b."""
    table = read_table(shipped("nuem.astro.stars", "tip_shifts.csv"), {"mass": "", "moment": "", "shift": ""})
    masses = np.unique(table["mass"])
    lines = []
    for mass in masses:
        of_mass = table["mass"] == mass
        mu, y = table["moment"][of_mass], -table["shift"][of_mass]
        a, b = 0.2, 1.5
        for _ in range(50):
            root = np.hypot(mu, b)
            slopes = np.array([root - b, a * (b / root - 1)])
            step = np.linalg.solve(slopes @ slopes.T, slopes @ (y - a * (root - b)))
            a, b = a + step[0], b + step[1]
        lines.append((a, b))
    return masses, *np.array(lines).T
