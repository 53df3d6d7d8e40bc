"""The early universe: right-handed neutrinos add to the effective number of neutrinos [Li:2022dkc]."""

from collections.abc import Mapping

import numpy as np

from nuem.astro.emission.couplings import effective_moment_squared
from nuem.astro.stars.bound import Question, Settings, StarBound, star_bound
from nuem.astro.stars.right_handed_relics import allowed_moment


def bounds(sections: Mapping[str, Settings], question: Question) -> tuple[StarBound]:
    """The moment, one for each of three neutrinos, that adds as much as is allowed."""
    s = sections["early_universe"]
    vertex, moment = question.vertex, None
    if vertex is not None and vertex.nature == "dirac":
        moment = float(np.sqrt(effective_moment_squared(vertex) / vertex.size))
    definition = "one moment for each of three Dirac neutrinos, root mean square for a vertex"
    value = allowed_moment(s["allowed_extra"], start=s["start_MeV"])
    return (
        star_bound("early_universe", s, "moment", value, of_vertex=moment, natures=("dirac",), definition=definition),
    )
