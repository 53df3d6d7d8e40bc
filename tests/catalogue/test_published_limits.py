"""The list of published limits: nothing lost, nothing added, and found by what a user would ask."""

import csv
import re
from importlib.resources import files
from typing import Any

import pytest
from tests.arguments import Keywords

from nuem.catalogue import METHODS, QUANTITIES, SOURCES, Entry, entries, read_value


def one(document: str, **conditions: Any) -> Entry:
    computed = [entry for entry in entries(**conditions) if entry.document == document]
    assert len(computed) == 1
    return computed[0]


@pytest.mark.parametrize(
    ("printed", "kind", "central", "interval"),
    [
        ("<4 E-35", "upper limit", 4e-35, None),
        ("< 0.29 E-10", "upper limit", 2.9e-11, None),
        ("<=.3E-10", "upper limit", 3e-11, None),
        ("<3900E-10", "upper limit", 3.9e-7, None),
        ("<0.011-0.027 E-10", "range of upper limits", 2.7e-12, (1.1e-12, 2.7e-12)),
        ("-3.6 - 4.7 E-13", "interval", None, (-3.6e-13, 4.7e-13)),
        ("1.7 - 2.3 E-12", "interval", None, (1.7e-12, 2.3e-12)),
        ("(0.14-0.29) E-10", "interval", None, (1.4e-11, 2.9e-11)),
        ("(-1.1+-1.0) E-32", "measurement", -1.1e-32, (-2.1e-32, -0.1e-32)),
        ("(2.2 +2.4 - 2.3) E-32", "measurement", 2.2e-32, (-0.1e-32, 4.6e-32)),
        ("", "none", None, None),
    ],
)
def test_reads_every_form_of_the_tables(
    printed: str, kind: str, central: float | None, interval: tuple[float, float] | None
) -> None:
    value = read_value(printed)
    assert value.kind == kind
    assert value.central == (None if central is None else pytest.approx(central, rel=1e-12, abs=0))
    assert value.interval == (None if interval is None else pytest.approx(interval, rel=1e-12, abs=0))


def test_a_value_without_a_power_takes_that_of_its_table() -> None:
    assert read_value("-2.1 to 3.3", implied_power=-32).interval == pytest.approx((-2.1e-32, 3.3e-32), rel=1e-12, abs=0)
    assert one("DENIZ 2010", quantity="charge_radius").interval == pytest.approx((-2.1e-32, 3.3e-32), rel=1e-12, abs=0)


@pytest.mark.parametrize("printed", ["2.9", "about 3 E-11", "3 to 1 E-11", "<", "<3 E-11 or so", "NaN"])
def test_refuses_what_is_no_printed_value(printed: str) -> None:
    with pytest.raises(ValueError, match=r"is neither|is not an interval"):
        read_value(printed)


def test_all_103_measurements_are_there_and_no_more() -> None:
    computed = entries(source="pdg")
    assert len(computed) == 103
    assert {name: sum(entry.quantity == name for entry in computed) for name in QUANTITIES} == {
        "magnetic_moment": 69,
        "charge": 18,
        "charge_radius": 16,
    }
    assert sum(entry.kind == "none" for entry in computed) == 2


def test_values_are_those_of_the_file() -> None:
    text = files("nuem.catalogue").joinpath("pdg.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    assert sorted(row["value"] for row in rows) == sorted(entry.printed for entry in entries(source="pdg"))
    assert "CC BY 4.0" in text
    assert "CC BY 4.0" in SOURCES["pdg"]


@pytest.mark.parametrize(
    ("document", "quantity", "size"),
    [
        ("APRILE 2022B", "magnetic_moment", 6.4e-12),
        ("BEDA 2013", "magnetic_moment", 2.9e-11),
        ("AGOSTINI 2017A", "magnetic_moment", 2.8e-11),
        ("SCHWIENHORST 2001", "magnetic_moment", 3.9e-7),
        ("CAPOZZI 2020", "magnetic_moment", 1.2e-12),
        ("AALBERS 2023A", "charge", 2.24e-13),
        ("STUDENIKIN-TOKAREV 2014", "charge", 1.3e-19),
        ("CADEDDU 2018", "charge_radius", 2.75e-31),
    ],
)
def test_known_limits_are_found(document: str, quantity: str, size: float) -> None:
    assert one(document, quantity=quantity).size == pytest.approx(size, rel=1e-12, abs=0)


def test_every_entry_is_complete() -> None:
    for entry in entries():
        assert entry.method in METHODS, entry
        assert entry.unit == {"magnetic_moment": "mu_B", "charge": "e", "charge_radius": "cm2"}[entry.quantity]
        assert entry.cl is None or 0.6 < entry.cl < 1
        assert 1950 < entry.year < 2030
        assert (entry.kind == "none") == (entry.size is None)
        if entry.interval:
            assert entry.interval[0] < entry.interval[1]
        # A slip of the exponent would carry an entry out of the range of everything ever published.
        low, high = {"magnetic_moment": (1e-14, 1e-5), "charge": (1e-36, 1e-3), "charge_radius": (1e-33, 1e-30)}[
            entry.quantity
        ]
        assert entry.size is None or low < entry.size < high, entry


def test_conditions_narrow_the_list() -> None:
    assert {entry.quantity for entry in entries(quantity="moment")} == {"magnetic_moment"}
    assert all(2015 <= entry.year <= 2020 for entry in entries(since=2015, until=2020))
    assert all(entry.method == "reactor" for entry in entries(method="reactor"))
    assert (
        {entry.technique for entry in entries(technique="BORX")}
        == {"BORX"}
        == {e.technique for e in entries(technique="borx")}
    )
    assert {entry.document for entry in entries(flavour="tau")} == {"SCHWIENHORST 2001", "COOPER-SARKAR 1992"}
    years = [entry.year for entry in entries()]
    assert years == sorted(years, reverse=True)
    assert entries(technique="no such thing") == ()


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"quantity": "magnetic moment"}, "did you mean 'magnetic_moment'"),
        ({"method": "sun"}, "choose one of reactor, solar"),
        ({"flavour": "electron"}, "choose one of e, mu, tau"),
        ({"source": "pgd"}, "did you mean 'pdg'"),
        ({"since": 15}, "is not a year"),
        ({"until": 2015.5}, "is not a year"),
    ],
)
def test_refuses_unknown_conditions(conditions: Keywords, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        entries(**conditions)


def test_limits_published_since_the_list_are_found_by_the_name_of_the_experiment() -> None:
    computed = {entry.quantity: entry for entry in entries(words=["conus"], since=2026)}
    assert computed["magnetic_moment"].value == 5.18e-11
    assert computed["charge"].value == 1.76e-12
    assert all(entry.source == "later" and entry.cl == 0.9 for entry in computed.values())


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("Dresden", "COLOMA 2022"),
        ("Dresden-II", "COLOMA 2022"),
        ("dresden2", "COLOMA 2022"),
        ("COHERENT CsI", "CADEDDU 2018"),
        ("CONUS+", "ACKERMANN 2026"),
        ("Super-Kamiokande", "LIU 2004"),
        ("XENON1T", "APRILE 2020"),
        ("PandaX-4T", "ZENG 2025"),
    ],
)
def test_experiments_are_found_by_their_names(name: str, document: str) -> None:
    assert document in {entry.document for entry in entries(words=[name])}


def test_values_are_written_in_one_form() -> None:
    number = r"-?\d(\.\d+)?e[+-]\d\d"
    form = re.compile(rf"(< )?{number}( to {number}| \+- {number}| \+{number} -{number})?|none printed")
    for entry in entries():
        assert form.fullmatch(entry.text), entry.text
    texts = {entry.document: entry.text for entry in entries(quantity="charge_radius")}
    assert texts["DENIZ 2010"] == "-2.1e-32 to 3.3e-32"
