"""White dwarfs: their periods drift as they cool, and a moment makes them cool faster [Corsico:2014mpa]."""

from collections.abc import Mapping

import numpy as np

from nuem.astro.emission.plasmon_decay import emissivity
from nuem.astro.stars.bound import UNIT_MOMENT, Question, Settings, StarBound, star_bound
from nuem.astro.stars.structure import SOLAR_LUMINOSITY, white_dwarf
from nuem.units import kelvin


def bounds(sections: Mapping[str, Settings], question: Question) -> tuple[StarBound]:
    """The moment for which (L + L_x)/L is the observed over the predicted drift."""
    s = sections["white_dwarf"]
    star = white_dwarf(s["mass"], s["temperature"] * kelvin)
    unit = emissivity(star.plasma, moment=UNIT_MOMENT, sin2_theta_w=question.sin2_theta_w)
    standard = SOLAR_LUMINOSITY * 10 ** s["log_luminosity"] + star.luminosity(unit.weak)
    allowed = ((s["observed_drift"] + s["observed_error"]) / s["predicted_drift"] - 1) * standard
    value = UNIT_MOMENT * np.sqrt(max(allowed, 0.0) / star.luminosity(unit.magnetic))
    return (star_bound("white_dwarf", s, "moment", value, found=question.equivalent_moment(star.plasma, star.volume)),)
