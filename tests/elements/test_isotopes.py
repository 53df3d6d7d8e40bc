"""Natural isotopes: their abundances are all of an element, and their mean mass is its atomic weight, from another table."""

import csv
from collections import defaultdict
from importlib.resources import files
from typing import Any

import numpy as np
import pytest

from nuem.elements import compound, element, isotopes
from nuem.scattering.atom import response

# IUPAC gives an interval for these, since their composition varies in nature.
VARYING = {"Li": 5e-3, "B": 5e-4, "S": 5e-4, "Pb": 2e-4}


def printed() -> dict[str, float]:
    """The sum of the abundances of each element, as the table has them [per cent]."""
    text = files("nuem.elements").joinpath("isotopes.csv").read_text(encoding="utf-8")
    total: dict[str, float] = defaultdict(float)
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        total[row["element"]] += float(row["abundance_percent"])
    return total


@pytest.mark.parametrize("symbol", printed())
def test_isotopes_make_up_an_element_and_its_weight(symbol: str) -> None:
    assert printed()[symbol] == pytest.approx(100, abs=1e-4)
    mean = sum(isotope.abundance * isotope.atomic_mass for isotope in isotopes(symbol))
    assert mean == pytest.approx(element(symbol).atomic_weight, rel=VARYING.get(symbol, 5e-5))


@pytest.mark.parametrize("wrong", [["Xe"], {"Xe": 1}, np.array(["Xe"]), 54, None])
def test_what_is_no_name_of_a_material_is_refused(wrong: Any) -> None:
    for call in (isotopes, compound, element, response):
        with pytest.raises(ValueError, match=r"unknown element|a formula such as 'CF4' was expected"):
            call(wrong)
    with pytest.raises(ValueError, match=r"^electrons = .* is not a model of bound electrons"):
        response("Xe", (1, 2))  # type: ignore[arg-type]
