"""The table of the documentation is what the experiments give."""

import csv
from pathlib import Path

import pytest

from nuem.experiments import experiment, names, predict

TABLE = Path(__file__).parents[2] / "docs" / "validation_limits.csv"


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_data_set_is_in_the_table() -> None:
    measured = {name for name in names() if experiment(name).kind not in ("surrogate", "projection")}
    assert {row["experiment"] for row in rows()} == measured


@pytest.mark.parametrize(
    "name", ["xenonnt", "lz_ws2022", "xenon1t_sr1", "coherent_ge", "dresden2", "conusplus_c3", "superk_iv"]
)
def test_limits_are_those_of_the_table(name: str) -> None:
    prediction = predict(name)
    for row in rows():
        if row["experiment"] == name and row["coupling"] != "charge":
            found = prediction.limit(row["coupling"])
            assert row["kind"] == found.kind
            ends = [float(end) for piece in row["allowed (90 %)"].split(", ") for end in piece.split(" to ")]
            assert [end for piece in found.pieces for end in piece] == pytest.approx(ends, rel=6e-3, abs=0)
