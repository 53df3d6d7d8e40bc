"""The Sun: the flux of 8B neutrinos limits the luminosity that a moment or a charge adds [Raffelt:1999gv]."""

from collections.abc import Mapping

import numpy as np

from nuem.astro.emission.plasmon_decay import emissivity
from nuem.astro.stars.bound import UNIT_CHARGE, UNIT_MOMENT, Question, Settings, StarBound, star_bound
from nuem.astro.stars.structure import SOLAR_LUMINOSITY, sun


def bounds(sections: Mapping[str, Settings], question: Question) -> tuple[StarBound, StarBound]:
    """Moment and charge that carry away the allowed fraction of the luminosity."""
    s = sections["sun"]
    star = sun()
    unit = emissivity(star.plasma, moment=UNIT_MOMENT, charge=UNIT_CHARGE, weak=False)
    allowed = s["allowed_fraction"] * SOLAR_LUMINOSITY
    moment = UNIT_MOMENT * np.sqrt(allowed / star.luminosity(unit.magnetic))
    charge = UNIT_CHARGE * np.sqrt(allowed / star.luminosity(unit.charge))
    equivalent = question.equivalent_moment(star.plasma, star.volume)
    return star_bound("sun", s, "moment", moment, of_vertex=equivalent), star_bound("sun", s, "charge", charge)
