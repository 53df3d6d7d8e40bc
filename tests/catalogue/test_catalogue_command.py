"""`nuem catalogue`: what a user sees, and what a program reads."""

import json

import pytest
from click import UsageError
from click.testing import CliRunner

from nuem.cli.app import app


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["catalogue", *arguments], catch_exceptions=False, standalone_mode=False)
    assert result.exit_code == 0
    return result.output


def test_prints_values_as_published_with_the_attribution_that_the_licence_asks_for() -> None:
    text = run("--quantity", "magnetic_moment", "--since", "2015")
    assert "< 6.4e-12" in text
    assert "CC BY 4.0" in text
    assert "1957" not in text


def test_warns_that_charge_radii_differ_in_convention() -> None:
    assert "conventions of their papers differ" in run("--quantity", "charge_radius")
    assert "conventions" not in run("--quantity", "charge")


def test_json_holds_numbers_in_base_units() -> None:
    records = json.loads(run("--technique", "BORX", "--source", "pdg", "--json"))
    assert {record["value"] for record in records} == {2.8e-11, 5.4e-11}
    assert all(record["unit"] == "mu_B" and record["cl"] == 0.9 for record in records)
    assert all("CC BY 4.0" in record["attribution"] for record in records)


def test_says_so_when_nothing_matches() -> None:
    assert run("--technique", "no such thing") == "No published limit matches.\n"


def test_refuses_an_unknown_quantity() -> None:
    with pytest.raises((ValueError, UsageError), match="did you mean 'charge_radius'"):
        run("--quantity", "charge_radii")
