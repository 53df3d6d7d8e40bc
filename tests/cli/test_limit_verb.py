"""`nuem limit`, `nuem spectrum` and `nuem review` as a user runs them."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.arguments import Run

import nuem
from nuem.cli import main
from nuem.cli.app import VERBS
from nuem.plots.data import end, with_limit


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `nuem` in this process: exit code, standard output, standard error."""

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["nuem", *words])
        with pytest.raises(SystemExit) as stop:
            main()
        code = stop.value.code
        streams = capsys.readouterr()
        return int(code or 0), streams.out, streams.err

    return call


def test_limit_prints_the_promised_keys(run: Run) -> None:
    code, out, _ = run("limit", "xenonnt", "--coupling", "moment", "--cl", "90", "--json")
    record = json.loads(out)
    assert code == 0
    assert {"experiment", "coupling", "value", "unit", "cl", "kind", "published"} <= set(record)
    assert record["published"] == 6.4e-12
    assert record["unit"] == "mu_B"
    assert record["cl"] == 0.90
    assert 5.5e-12 < record["value"] < 7.5e-12


def test_limit_in_words_says_what_it_rests_on(run: Run) -> None:
    code, out, _ = run("limit", "gemma", "--coupling", "charge_radius", "--electrons", "stepping")
    assert code == 0
    for word in ("surrogate", "90 % CL, two-sided", "stepping", "convention", "F_Q", "recalled", "sin^2 theta_W"):
        assert word in out


OWN = """
title = "My detector"

[source]
name = "reactor"
power = "3 GW"
distance = "20 m"

[target]
material = "Ge"
exposure = "300 kg day"

[data]
spectrum = "my.csv"
"""
ROWS = "low_keV,high_keV,observed,background\n1,2,1021,1000\n2,3,868,850\n3,4,763,760\n4,5,712,700\n"


def test_limit_draws_and_writes_what_it_rests_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "my.csv").write_text(ROWS, encoding="utf-8")
    figure, table = tmp_path / "my.svg", tmp_path / "counts.csv"
    code, out, _ = run("limit", str(tmp_path / "my.toml"), "--plot", str(figure), "--csv", str(table))
    assert code == 0
    assert f"written: {figure}" in out
    assert f"written: {table}" in out
    assert figure.read_text(encoding="utf-8").startswith("<?xml")
    counts = np.genfromtxt(table, delimiter=",", names=True)
    prediction = nuem.experiment(tmp_path / "my.toml").predict()
    limit = prediction.limit()
    for column, value in {"best_fit": limit.best_fit, "at_limit": limit.value}.items():
        np.testing.assert_allclose(counts[column], prediction.fitted("moment", value).total, rtol=1e-12)
    np.testing.assert_array_equal(counts["observed"], [1021, 868, 763, 712])
    np.testing.assert_allclose(counts["weak"] + counts["signal"] + counts["background"], counts["best_fit"], rtol=1e-12)


def test_the_figure_of_a_limit_names_it() -> None:
    prediction = nuem.experiment("xenonnt").predict()
    limit = prediction.limit("charge_radius[e,mu]")
    best, excluded = (prediction.fitted("charge_radius[e,mu]", x) for x in (limit.best_fit, end(limit)))
    axes = with_limit(best, excluded, limit, title="title").axes[0]
    labels = axes.get_legend_handles_labels()[1]
    assert "title" in (axes.get_title(), axes.get_title(loc="left"))
    assert any(text.startswith(r"$\langle r^2\rangle_{e\mu}$") and text.endswith("limit at 90% CL") for text in labels)
    assert abs(end(limit)) == limit.value


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("xenonnt", "gemma"), "--plot is for one experiment"),
        (("gemma",), "gemma has no counts in bins"),
        (("kamland_antinu", "--field", "100 kG"), "published limit only"),
        (("xenonnt", "--portal-mass", "10 keV"), "--plot is not for --portal-mass"),
        (("xenonnt", "--statistic", "all"), "--plot needs one statistic"),
        (("xenonnt", "--compare-electrons"), "--plot needs one statistic"),
        (("xenonnt", "--as", "lambda"), "--plot needs one statistic"),
    ],
)
def test_no_figure_without_one_fit_of_counts(run: Run, tmp_path: Path, words: tuple[str, ...], reason: str) -> None:
    code, out, err = run("limit", *words, "--plot", str(tmp_path / "figure.png"))
    assert code == 2
    assert not out
    assert reason in err
    assert len(err.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_all_statistics_stand_side_by_side(run: Run) -> None:
    code, out, _ = run("limit", "gemma", "--statistic", "all", "--toys", "50", "--json")
    assert code == 0
    assert [record["statistic"] for record in json.loads(out)] == ["two-sided", "one-sided", "feldman-cousins"]


def test_the_experiments_are_listed(run: Run) -> None:
    code, out, _ = run("experiments")
    assert code == 0
    assert all(name in out for name in ("xenonnt", "gemma", "nugen", "texono", "munu", "projection", "recast"))


def test_spectrum_adds_up(run: Run) -> None:
    code, out, _ = run("spectrum", "xenonnt", "--moment", "7e-12 mu_B", "--json")
    counts = json.loads(out)["counts"]
    assert code == 0
    parts = [sum(counts[name]) for name in ("weak", "charge and radius", "magnetic", "background")]
    assert sum(parts) == pytest.approx(sum(counts["total"]))
    assert sum(counts["observed"]) == 433


VERTEX = """
nature = "dirac"

[magnetic]
unit = "mu_B"
matrix = [["7e-12", "0", "0"], ["0", "7e-12", "0"], ["0", "0", "7e-12"]]
"""


def test_a_spectrum_takes_the_matrices_of_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "v.toml"
    file.write_text(VERTEX, encoding="utf-8")
    _, out, _ = run("spectrum", "xenonnt", "--vertex", str(file), "--json")
    _, effective, _ = run("spectrum", "xenonnt", "--moment", "7e-12 mu_B", "--json")
    assert json.loads(out)["counts"] == json.loads(effective)["counts"]
    code, _, error = run("spectrum", "xenonnt", "--vertex", str(file), "--charge", "1e-12 e")
    assert code == 2
    assert "--charge has no use with --vertex" in error


def test_each_experiment_of_a_combination_says_its_share(run: Run) -> None:
    _, out, _ = run("limit", "xenonnt", "lz_ws2024")
    text = " ".join(out.split())
    assert "shares xenonnt +" in text
    assert "of the rise of -2 ln L by 2.71 at the limit" in text
    _, alone, _ = run("limit", "xenonnt")
    assert "shares" not in alone


def test_review_lists_every_claim_with_a_status(run: Run) -> None:
    code, out, _ = run("review", "--json")
    rows = json.loads(out)
    assert code == 0
    assert all({"id", "claim", "claimed", "computed", "status", "origin"} <= set(row) for row in rows)
    assert {row["status"] for row in rows} <= {"reproduced", "consistent", "differs", "not built"}
    assert all(row["why"] for row in rows if row["status"] == "differs")
    assert all(row["computed"] for row in rows if row["status"] != "not built")
    by_id = {row["id"]: row for row in rows}
    assert by_id["xenonnt"]["status"] == "differs"
    assert "tolerance 0.0078" in by_id["xenonnt"]["basis"]
    assert by_id["xenonnt"]["origin"] == "later work"
    surrogates = [row for row in rows if "surrogate" in row["computed"] or "projection)" in row["computed"]]
    assert len(surrogates) >= 4
    assert all(row["status"] == "differs" for row in surrogates)
    assert all("tolerance" in row["basis"] for row in rows if row["status"] in ("reproduced", "consistent"))


@pytest.mark.slow
def test_review_writes_a_page_with_its_figures(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("review", "--figures", str(tmp_path / "new" / "folder"))
    page = (tmp_path / "new" / "folder" / "index.html").read_text()
    assert code == 0
    assert "index.html" in out
    pictures = sorted(file.name for file in (tmp_path / "new" / "folder").glob("*.png"))
    assert len(pictures) >= 3
    assert all(name in page for name in pictures)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("limit", "gema"), "did you mean 'gemma'"),
        (("limit", "nothing.toml"), "cannot read nothing.toml"),
        (("limit", "gemma", "--coupling", "mass"), "coupling = 'mass' is unknown"),
        (("limit", "gemma", "--cl", "150"), "--cl: 150 is not a confidence level"),
        (("limit", "gemma", "--cl", "nan"), "--cl: nan is not a confidence level"),
        (("limit", "gemma", "--statistic", "bayes"), "--statistic: 'bayes' is unknown"),
        (("limit", "gemma", "--coupling", "charge", "--statistic", "one-sided"), "both signs"),
        (("limit", "gemma", "--electrons", "x"), "--electrons: 'x' is unknown"),
        (("limit", "gemma", "--ordering", "up"), "--ordering: 'up' is unknown"),
        (("limit", "gemma", "--sin2-theta-w", "3"), "sin2_theta_w must lie between 0 and 1"),
        (("limit", "gemma", "--toys", "0", "--statistic", "feldman-cousins"), "toys = 0"),
        (("spectrum", "xenonnt", "--moment", "1e-11"), "'1e-11' has no unit; expected one such as mu_B"),
        (("spectrum", "xenonnt", "--moment", "3 keV"), "'3 keV' is an energy; expected a magnetic moment"),
        (("spectrum", "xenonnt", "--charge", "nan e"), "is not a finite number"),
        (("review", "--figures", __file__), "is a file"),
        (("cite", "Vogel:1989i"), "did you mean 'Vogel:1989iv'"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(run: Run, words: tuple[str, ...], complaint: str) -> None:
    code, out, err = run(*words)
    assert code == 2
    assert complaint in err
    assert err.startswith("nuem: ")
    assert err.count("\n") == 1
    assert not out


@pytest.mark.parametrize(
    "words", [("limit",), ("limit", "gemma", "--cl", "high"), ("limit", "gemma", "--colour", "red"), ("limits",)]
)
def test_misuse_of_the_command_line_is_exit_code_2(run: Run, words: tuple[str, ...]) -> None:
    code, _, err = run(*words)
    assert code == 2
    assert err
    assert "Traceback" not in err


def test_help_names_every_verb_in_the_order_of_a_first_reading(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    places = [out.index(f"\n  {verb} ") for verb in VERBS]
    assert places == sorted(places)


def test_a_moment_is_translated_into_lambda(run: Run) -> None:
    code, out, _ = run("limit", "xenonnt", "--as", "lambda", "--json")
    record = json.loads(out)
    assert code == 0
    assert record["mass_basis"]["alone"][2] == pytest.approx(record["majorana"][0][1], rel=1e-6, abs=0)
    assert record["dirac"][0][0] > record["moment"]["value"]
    code, out, _ = run("limit", "gemma", "--as", "lambda")
    assert code == 0
    assert "|Lambda_tau|" in out


@pytest.mark.parametrize(
    "words", [("--as", "matrix"), ("--as", "lambda", "--coupling", "charge"), ("--as", "lambda", "--statistic", "all")]
)
def test_only_a_moment_is_translated(run: Run, words: tuple[str, ...]) -> None:
    code, _, err = run("limit", "gemma", *words)
    assert code == 2
    assert "--as" in err


def test_what_was_expected_is_printed_next_to_the_limit(run: Run) -> None:
    words = ("limit", "xenonnt", "--expected", "--significance", "--goodness", "--impacts", "--toys", "300")
    code, out, _ = run(*words)
    assert code == 0
    for word in ("expected", "68 %:", "sigma against no signal", "pseudo-experiments", "solar.Be7", "if known"):
        assert word in out
    code, out, _ = run(*words, "--json")
    shown = json.loads(out)
    assert shown["expected"]["median"] > shown["value"] == shown["expected"]["observed"]
    assert shown["impacts"][0]["nuisance"] == "background"
    assert 0 < shown["goodness"]["p_value"] < 1


@pytest.mark.parametrize(
    "words", [("--toys", "100"), ("--expected", "--statistic", "all"), ("--impacts", "--as", "lambda")]
)
def test_options_that_would_be_ignored_beyond_the_limit_are_refused(run: Run, words: tuple[str, ...]) -> None:
    code, _, err = run("limit", "xenonnt", *words)
    assert code == 2
    assert "needs one statistic" in err or "is for --statistic" in err
