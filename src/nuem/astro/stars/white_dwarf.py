r"""White dwarfs: their periods drift as they cool, and a moment makes them cool faster [Corsico:2014mpa].

.. math:: \frac{L_\gamma + L_\nu + L_\mu}{L_\gamma + L_\nu} = \frac{\dot\Pi_\mathrm{observed}}{\dot\Pi_\mathrm{predicted}}

for a star whose structure the moment leaves as it is; models that cool with it allow about twice the moment. Light, neutrinos and central temperature are those of cooling models
[Camisassa:2017hdw]; what a moment adds is computed relative to the weak loss by plasmons, in a star of one temperature. The star's effective temperature was not read in a source, so
the bound is the weakest of all models between two of them.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.astro.emission.plasmon_decay import emissivity
from nuem.astro.stars.bound import UNIT_MOMENT, Question, Settings, StarBound, star_bound
from nuem.astro.stars.structure import white_dwarf
from nuem.numerics.table import read_table, shipped
from nuem.units import kelvin

Real = NDArray[np.float64]

_COLUMNS: Final = ("effective_temperature", "luminosity", "central_temperature", "neutrino_luminosity")


def bounds(sections: Mapping[str, Settings], question: Question) -> tuple[StarBound]:
    """The moment that explains the observed over the predicted drift, in the model where it is largest."""
    s = sections["white_dwarf"]
    excess = max((s["observed_drift"] + s["observed_error"]) / s["predicted_drift"] - 1, 0.0)
    effective, light, central, neutrinos = _models()
    inside = (effective >= s["coolest"]) & (effective <= s["hottest"])
    if not inside.any():
        raise ValueError(
            f"no model of the white dwarf is between {s['coolest']:g} and {s['hottest']:g} K; they reach from {effective.min():.5g} to {effective.max():.5g} K"
        )
    candidates = []
    for k in np.flatnonzero(inside):
        star = white_dwarf(s["mass"], central[k] * 1e6 * kelvin)
        unit = emissivity(star.plasma, moment=UNIT_MOMENT, sin2_theta_w=question.sin2_theta_w)
        by_moment = neutrinos[k] * star.luminosity(unit.magnetic) / star.luminosity(unit.weak)
        candidates.append((UNIT_MOMENT * np.sqrt(excess * (light[k] + neutrinos[k]) / by_moment), k, star))
    value, _, weakest = max(candidates, key=lambda candidate: (candidate[0], candidate[1]))
    equivalent = question.equivalent_moment(weakest.plasma, weakest.volume)
    return (star_bound("white_dwarf", s, "moment", float(value), of_vertex=equivalent),)


@cache
def _models() -> tuple[Real, ...]:
    """Effective temperature [K], luminosity [solar], central temperature [1e6 K] and neutrino luminosity [solar] of the models."""
    table = read_table(shipped("nuem.astro.stars", "white_dwarf_models.csv"), {f"log_{name}": "" for name in _COLUMNS})
    return tuple(np.asarray(10 ** table[f"log_{name}"]) for name in _COLUMNS)
