"""KamLAND's search for solar antineutrinos: a limit on moments that needs a field of the Sun.

Only the published probability for an undistorted 8B spectrum is used, as a number of events that is folded with the energy dependence of the field (`nuem.conversion`).
"""

import re
from math import nan
from typing import Final

import numpy as np

from nuem.constants import SIN2_THETA_W
from nuem.conversion import TARGETS, Field, antineutrino_limit
from nuem.experiments.predicting.limit_result import Limit
from nuem.experiments.shipped import ANTINEUTRINOS, HOW_TO_ASK
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.typing import Json
from nuem.vertex import Vertex

REFERENCES: Final = (TARGETS["kamland"].reference, "Akhmedov:2022txm", "Strumia:2003zx")
_CL: Final = 0.90
_ELEMENT: Final = re.compile(r"magnetic\[\s*([123])\s*,\s*([123])\s*\]")


def limit_in_field(
    coupling: str | Vertex, magnetic_field: Field | None, *, cl: float, statistic: object, mixing: Mixing | None
) -> Limit:
    """The limit on a Majorana transition moment, mu_12 for "moment", an element, or the factor of a vertex.

    Raises
    ------
    ValueError
        Without a field; for another confidence level or statistic than the published one, or a coupling that is no moment.
    """
    if magnetic_field is None:
        raise ValueError(
            f"{ANTINEUTRINOS} limits moment times field and needs a field of the Sun, such as {HOW_TO_ASK}"
        )
    if abs(checks.number("cl", cl) - _CL) > 1e-9:
        raise ValueError(f"cl = {cl:g}: the published limit of {ANTINEUTRINOS} is at 0.90 only")
    if getattr(statistic, "name", statistic) != "two-sided":
        raise ValueError(f"{ANTINEUTRINOS} has a published limit only, no likelihood for another statistic")
    pattern, name, unit = _pattern(coupling)
    scaled = antineutrino_limit("kamland", magnetic_field=magnetic_field, mixing=mixing, pattern=pattern)
    target = TARGETS["kamland"]
    return Limit(
        experiment=ANTINEUTRINOS,
        coupling=name,
        value=scaled.value,
        unit=unit,
        interval=(0.0, scaled.value),
        pieces=((0.0, scaled.value),),
        best_fit=0.0,
        cl=_CL,
        statistic="two-sided",
        threshold=nan,
        errors=None,
        kind="surrogate",
        electrons="free",
        sin2_theta_w=SIN2_THETA_W,
        published=None,
        conventions={},
        notes=(
            f"field of the Sun: {scaled.field}; the limit is on moment times field",
            f"Majorana transition moment {'mu_12' if name == 'moment' else name}: the published P(anti-nu_e) < {target.limit:g} for an undistorted 8B spectrum "
            f"above {target.threshold:g} MeV, {scaled.rate:.2f} events per kiloton and year, folded with our energy dependence",
        ),
        nuisances={},
        goodness=(nan, 1),
        shares={},
        references=REFERENCES,
    )


def antineutrino_row() -> Json:
    """The row of KamLAND's search among the experiments."""
    target = TARGETS["kamland"]
    return {
        "name": ANTINEUTRINOS,
        "kind": "surrogate",
        "target": "protons",
        "source": "sun",
        "data": f"P < {target.limit:g} above {target.threshold:g} MeV",
        "ask": "moment, in a field that is given",
        "title": f"{target.title}, solar antineutrinos",
        "references": [target.reference],
    }


def antineutrino_description() -> Json:
    """KamLAND's search in detail, with how to ask for a limit."""
    target = TARGETS["kamland"]
    return {
        **antineutrino_row(),
        "published": {"P(nu_e -> anti-nu_e)": f"{target.limit:g} at 90 % CL [{target.reference}]"},
        "references": list(REFERENCES),
        "notes": [
            "a published probability of an undistorted 8B spectrum, folded here with the energy dependence of a field of the Sun",
            f"no field is measured inside the Sun, so the limit is on moment times field: {HOW_TO_ASK}",
        ],
    }


def _pattern(coupling: str | Vertex) -> tuple[Vertex | None, str, str]:
    """The vertex that is scaled, what to call it, and the unit of the factor."""
    if isinstance(coupling, Vertex):
        return coupling, "vertex", "1"
    if coupling == "moment":
        return None, "moment", "mu_B"
    element = _ELEMENT.fullmatch(coupling.strip())
    if element is None or element[1] == element[2]:
        raise ValueError(
            f"coupling = {coupling!r}: {ANTINEUTRINOS} limits 'moment' (mu_12), a transition moment such as 'magnetic[1,2]', or a vertex"
        )
    i, j = int(element[1]) - 1, int(element[2]) - 1
    dipole = np.zeros((3, 3))
    dipole[i, j], dipole[j, i] = 1.0, -1.0
    return Vertex.from_dipole("majorana", dipole), coupling, "mu_B"
