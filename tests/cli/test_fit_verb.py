"""`nuem fit` as a user runs it."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import nuem
from nuem.cli.app import app

FIT = """
experiments = ["xenonnt", "gemma"]
parameters = ["dipole", "charge[1,2]"]
nature = "majorana"
starts = 8

[bounds]
"charge[1,2]" = ["-1e-12 e", "1e-12 e"]
"""


def run(folder: Path, text: str, *words: str) -> str:
    file = folder / "fit.toml"
    file.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["fit", str(file), *words])
    if result.exception is not None:
        raise result.exception
    return result.stdout


def test_json_is_what_the_library_says(tmp_path: Path) -> None:
    record = json.loads(run(tmp_path, FIT, "--cl", "95", "--json"))
    bounds = {"charge[1,2]": (-1e-12, 1e-12)}
    result = nuem.fit(["xenonnt", "gemma"], ["dipole", "charge[1,2]"], nature="majorana", bounds=bounds, starts=8)
    assert record["cl"] == pytest.approx(0.95)
    assert record["pieces"]["Lambda_2"][0] == pytest.approx(result.pieces("Lambda_2", 0.95)[0])
    assert record["constrained"] == result.constrained


def test_text_csv_and_figure(tmp_path: Path) -> None:
    table, figure = tmp_path / "pieces.csv", tmp_path / "profiles.png"
    text = run(tmp_path, FIT, "--csv", str(table), "--plot", str(figure))
    assert all(word in text for word in ("Lambda_1", "charge[1,2]", "common phase", "xenonnt + gemma", "mu_B"))
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert {row["parameter"] for row in rows} == {"Lambda_1", "Lambda_2", "Lambda_3", "charge[1,2]"}
    assert figure.stat().st_size > 5000


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('nature = "majorana"', "", "lacks 'nature'"),
        ("starts = 8", "start = 8", "start"),
        ("starts = 8", "starts = 0", "whole number of at least 1"),
        ('"1e-12 e"]', '"1e-12 mu_B"]', "mu_B"),
        ('"-1e-12 e", "1e-12 e"', '"1e-12 e"', "list of two"),
        ('"gemma"]', '"gema"]', "gemma"),
    ],
)
def test_mistakes_in_the_file_are_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        run(tmp_path, FIT.replace(old, new))
