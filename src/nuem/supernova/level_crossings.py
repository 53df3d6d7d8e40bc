r"""Where along a star the levels of a neutrino cross: resonances of flavour, of spin and flavour, and of spin alone.

With n = dm^2 cos(2 theta)/(2 sqrt2 G_F E), densities per volume:

=================== ==================================== ========================================
resonance           condition                            pair (normal ordering)
=================== ==================================== ========================================
MSW-H, MSW-L        n_e = n                              nu_e - nu_x
RSF-H, RSF-L        n_e - n_n = n, or n_n - n_e = n      nu_e - anti-nu_x, or anti-nu_e - nu_x
n_e = n_n           Y_e = 1/2                            every neutrino and its own antineutrino
n_e = n_n/2         Y_e = 1/3                            nu_e - nu_eR (Dirac)
=================== ==================================== ========================================

For inverted ordering H is one of antineutrinos, and its RSF pairs are exchanged. Tables give Y_e to four digits, 0.5000 outside the shock, where isotopes make it differ by
1e-4 to 1e-3: RSF resonances exist in such a star and not in its table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nuem.constants import BOHR_MAGNETON, FERMI, HBAR_C, HBAR_C_EXACT
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.propagation import Medium

Array = NDArray[np.float64]

_JUMP = 1e-9  # relative distance of two rows that are meant as one place
_FINE = 24  # points between two rows
_NEAREST = 1e-6  # of the path, where the logarithmic scale begins
_STEP = 1e-5  # of the interval or the distance, for a derivative


@dataclass(frozen=True, slots=True)
class Crossing:
    """A place where two levels cross."""

    kind: str
    """Such as "MSW-L"."""
    pair: str
    """The two states, such as "nu_e, nu_x"."""
    distance: float
    """From the start of the medium [cm]."""
    jump: bool
    """Whether the density jumps across the resonance, as at a shock."""
    slope: float
    """Change of the difference of the two levels with the distance [1/cm^2]; zero at a jump."""

    def adiabaticity(self, moment: float, field: float) -> float:
        """gamma = 4 (mu B)^2/|slope| of a spin-flavour resonance; far above one the flip is complete."""
        coupling = moment * field * BOHR_MAGNETON / HBAR_C_EXACT
        return float("inf") if self.slope == 0 else 4 * coupling**2 / abs(self.slope)


def crossings(energy: float, medium: Medium, mixing: Mixing) -> tuple[Crossing, ...]:
    """All crossings along a medium, in the order of the distance.

    Parameters
    ----------
    energy : float
        Neutrino energy [MeV].
    medium : Medium
    mixing : Mixing

    Returns
    -------
    tuple of Crossing
    """
    e = float(checks.positive("energy", checks.number("energy", energy, "MeV"), "MeV"))
    x = _places(medium)
    result = []
    for kind, pair, electrons, neutrons, density, rate in _conditions(e, mixing):

        def difference(at: Array, a: float = electrons, b: float = neutrons, c: float = density) -> Array:
            return a * _density(medium, "electron", at) + b * _density(medium, "neutron", at) - c

        values = difference(x)
        for k in np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) < 0):
            jump = bool(x[k + 1] - x[k] <= _JUMP * max(x[k], 1.0))
            place = float(x[k]) if jump else _root(difference, float(x[k]), float(x[k + 1]))
            slope = 0.0 if jump else float(rate * _slope(difference, place, float(x[k]), float(x[k + 1])))
            result.append(Crossing(kind, pair, place, jump, slope))
    return tuple(sorted(result, key=lambda crossing: crossing.distance))


def _conditions(energy: float, mixing: Mixing) -> list[tuple[str, str, float, float, float, float]]:
    """Kind, pair, a, b, c of a n_e + b n_n = c, and the level difference per density [cm^2]."""
    charged = np.sqrt(2) * FERMI * HBAR_C_EXACT**2
    normal = mixing.dm2_31 > 0
    scale = 2 * np.sqrt(2) * FERMI * energy * HBAR_C**3
    low = mixing.dm2_21 * (1 - 2 * mixing.sin2_theta12) / scale
    high = abs(mixing.dm2_31) * (1 - 2 * mixing.sin2_theta13) / scale
    plain, anti = ("nu_e", "nu_x"), ("anti-nu_e", "anti-nu_x")
    rows = []
    for name, density, ordered in (("L", low, True), ("H", high, normal)):
        active = plain if ordered else anti
        rows.append((f"MSW-{name}", ", ".join(active), 1.0, 0.0, density, charged))
        first, second = ("nu_e, anti-nu_x", "anti-nu_e, nu_x") if ordered else ("anti-nu_e, nu_x", "nu_e, anti-nu_x")
        rows.append((f"RSF-{name}", first, 1.0, -1.0, density, charged))
        rows.append((f"RSF-{name}", second, -1.0, 1.0, density, charged))
    rows.append(("n_e = n_n", "nu_i, anti-nu_i", 1.0, -1.0, 0.0, charged))
    rows.append(("n_e = n_n/2", "nu_e, nu_eR", 1.0, -0.5, 0.0, charged))
    return rows


def _places(medium: Medium) -> Array:
    """The rows of the tables, with points between on a linear and on a logarithmic scale."""
    knots = np.array([0.0, *medium.breakpoints, medium.length])
    between = [np.linspace(a, b, _FINE, endpoint=False) for a, b in pairwise(knots)]
    scale = np.geomspace(_NEAREST * medium.length, medium.length, _FINE**2)
    return np.unique(np.concatenate([*between, scale, [medium.length]]))


def _density(medium: Medium, name: str, x: Array) -> Array:
    values = medium.at(f"{name}_density", x)
    return np.zeros(len(x)) if values is None else values


def _slope(function: Callable[[Array], Array], place: float, low: float, high: float) -> float:
    """Derivative inside an interval, in which the function is smooth."""
    step = _STEP * max(place, high - low)
    before, after = max(place - step, low), min(place + step, high)
    values = function(np.array([before, after]))
    return float((values[1] - values[0]) / (after - before))


def _root(function: Callable[[Array], Array], low: float, high: float) -> float:
    """Bisection to machine precision."""
    below = float(function(np.array([low]))[0])
    for _ in range(80):
        middle = (low + high) / 2
        value = float(function(np.array([middle]))[0])
        if np.sign(value) == np.sign(below):
            low = middle
        else:
            high = middle
    return (low + high) / 2
