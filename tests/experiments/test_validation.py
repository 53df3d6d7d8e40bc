"""The table of the documentation is what the experiments give."""

import csv
from pathlib import Path

import numpy as np
import pytest

from nuem.experiments import combine, experiment, load, names, predict

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
            computed = prediction.limit(row["coupling"])
            assert row["kind"] == computed.kind
            ends = [float(end) for piece in row["allowed (90 %)"].split(", ") for end in piece.split(" to ")]
            assert [end for piece in computed.pieces for end in piece] == pytest.approx(ends, rel=6e-3, abs=0)


def recalled() -> list[dict[str, str]]:
    with TABLE.with_name("validation_recalled.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_surrogate_lists_what_its_recalled_inputs_do() -> None:
    assert {row["experiment"] for row in recalled()} >= {
        name for name in names() if experiment(name).kind == "surrogate"
    }


@pytest.mark.parametrize(("name", "key"), [("gemma", "background"), ("munu", "efficiency"), ("texono", "low")])
def test_a_fifth_of_a_recalled_input_changes_the_limit_as_the_table_says(name: str, key: str, tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "src" / "nuem" / "experiments" / name / f"{name}.toml"
    row = next(one for one in recalled() if (one["experiment"], one["recalled input"]) == (name, key))
    number = row["as shipped"].split(" ")[0]
    for factor, column in ((0.8, "-20 %"), (1.2, "+20 %")):
        file = tmp_path / f"{name}.toml"
        old = f'\n{key} = "{number}' if f'\n{key} = "{number}' in source.read_text() else f"\n{key} = {number}"
        file.write_text(source.read_text().replace(old, old.replace(number, f"{float(number) * factor:g}"), 1))
        change = predict(load(file)).limit().value / predict(name).limit().value - 1
        assert 100 * change == pytest.approx(float(row[column].removesuffix(" %")), abs=0.06)


def test_what_a_choice_does_is_printed_with_the_limit() -> None:
    with TABLE.with_name("validation_choices.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    said = {
        "xenon1t_s2only": ("region below", "region above", "as shipped"),
        "xenon1t_sr1": ("known to 1 %", "background free", "as shipped"),
        "pandax4t_run1": ("30 % larger", "30 % smaller", "as shipped"),
        "dresden2": ("YBe", "Lindhard", "nuclei only", "as shipped"),
    }
    for name, choices in said.items():
        notes = " ".join(experiment(name).notes)
        for choice in choices:
            row = next(row for row in rows if row["experiment"] == name and choice in row["choice"])
            assert row["moment [mu_B]"] in notes


def test_the_millicharge_of_lz_by_equivalent_photons_is_the_published_one() -> None:
    limit = experiment("lz_ws2022").predict(electrons="epa").limit("charge")
    assert limit.published is not None
    assert limit.value / limit.published.value == pytest.approx(0.98, abs=0.01)


def test_the_events_of_xenonnt_fit_nearly_the_standard_rate(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "src" / "nuem" / "experiments" / "xenonnt_cevns"
    for file in source.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "xenonnt_cevns.toml"
    free = '\n[nuisance]\nflux = { "solar.B8" = 3.0 }\n\n[[channel]]'
    path.write_text(path.read_text().replace("\n[[channel]]", free, 1))
    curve = combine(path).curve("moment")
    nuisances = dict(zip(curve.likelihood.nuisances, curve.profile(np.zeros(1))[1][0], strict=True))
    observed = experiment("xenonnt_cevns").predict().spectrum().observed
    assert observed is not None
    assert observed.sum() == 62
    assert 1 + 3 * nuisances["solar.B8"] == pytest.approx(0.91, abs=0.01)
