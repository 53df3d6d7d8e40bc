"""The table of coverage in the docs: complete, within what is claimed, and what the script that made it gives."""

import csv
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nuem.inference.statistics import STATISTICS

ROOT = Path(__file__).parents[2]
NUMBER = 2000  # pseudo-experiments of Feldman and Cousins, ten times as many for the others


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """Rows of the table."""
    with (ROOT / "docs" / "coverage.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    """Names of the script."""
    return runpy.run_path(str(ROOT / "scripts" / "statistics_coverage.py"))


def test_every_problem_has_every_statistic_at_three_values(rows: list[dict[str, str]], script: dict[str, Any]) -> None:
    for one in script["problems"]():
        own = [row for row in rows if row["problem"] == one.name]
        positive = one.curve.signal.low == 0
        names = {name for name in STATISTICS if positive or name != "one-sided"}
        expected = {(f"{x:g}", name) for x in one.truths for name in names}
        assert {(row["true x"], row["statistic"]) for row in own} == expected
        assert len(own) == len(expected)


def test_nothing_covers_less_than_its_statistical_error_allows(rows: list[dict[str, str]]) -> None:
    for row in rows:
        nominal = 0.9
        number = NUMBER if row["statistic"] == "feldman-cousins" else 10 * NUMBER
        error = 3 * (nominal * (1 - nominal) / number) ** 0.5
        assert float(row["covers [%]"]) / 100 >= nominal - max(error, 0.02), row


@pytest.mark.parametrize("place", [0, 1])
def test_the_table_is_what_its_script_gives(place: int, rows: list[dict[str, str]], script: dict[str, Any]) -> None:
    """The second true value is where -2 ln L of the counts without fluctuations meets the threshold exactly, so both sides of it are compared."""
    one = script["problems"]()[place]
    for x in one.truths:
        sides = [script["asymptotic"](one.curve, x * (1 + shift), 10 * NUMBER) for shift in (-1e-7, 1e-7)]
        for name in sides[0]:
            stated = [
                row for row in rows if (row["problem"], row["true x"], row["statistic"]) == (one.name, f"{x:g}", name)
            ]
            assert len(stated) == 1
            covers = sorted(round(100 * float(np.mean(side[name])), 1) for side in sides)
            assert covers[0] <= float(stated[0]["covers [%]"]) <= covers[1]
