"""`nuem supernova`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from matplotlib.figure import Figure

from nuem.cli.output import Output
from nuem.cli.supernova import command
from nuem.plots import supernova
from nuem.supernova import Events


def run(*words: str) -> str:
    result = CliRunner().invoke(command, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_prints_events_by_channel_and_the_reach() -> None:
    text = run("--burst", "test", "--conversion", "none")
    assert "83.78" in text
    assert "inverse beta decay" in text
    assert "not for Majorana neutrinos" in text


@dataclass
class Shown:
    """What was computed once for a field in the star: the text, the record for programs, the rates that were drawn with their labels, and the file."""

    text: str
    record: dict[str, Any]
    rates: Sequence[Events]
    labels: Sequence[str]
    size: int


@pytest.fixture(scope="module")
def in_a_field(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    records: list[dict[str, Any]] = []
    drawn: list[tuple[Sequence[Events], Sequence[str]]] = []
    show, draw = Output.show, supernova.event_rates

    def shown(output: Output, record: Any, *more: Any, **options: Any) -> None:
        records.append(record)
        show(output, record, *more, **options)

    def seen(rates: Sequence[Events], *, labels: Sequence[str] = ()) -> Figure:
        drawn.append((rates, labels))
        return draw(rates, labels=labels)

    plot = tmp_path_factory.mktemp("star") / "rates.png"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Output, "show", shown)
        patch.setattr(supernova, "event_rates", seen)
        words = ("--burst", "neutronisation", "--detector", "juno", "--star-field", "1e7 gauss", "--plot", str(plot))
        text = run(*words)
    return Shown(text, records[0], *drawn[0], plot.stat().st_size)


def test_a_field_in_the_star_adds_the_reach_in_majorana_moments(in_a_field: Shown) -> None:
    assert "three equal Majorana moments between flavours: 7." in in_a_field.text
    assert in_a_field.record["star_reach_mu_B"] == pytest.approx(7.6e-13, rel=0.1, abs=0)


def test_json_has_the_same_numbers() -> None:
    data = json.loads(run("--burst", "test", "--conversion", "none", "--detector", "dune", "--argon", "rpa", "--json"))
    assert data["detectors"]["dune"]["events"]["nu_e Ar"] == pytest.approx(73.528, rel=1e-4)
    assert list(data["detectors"]) == ["dune"]


def test_writes_the_rates_and_draws_them(tmp_path: Path) -> None:
    table, figure = tmp_path / "rates.csv", tmp_path / "rates.png"
    run("--burst", "neutronisation", "--detector", "juno", "--csv", str(table), "--plot", str(figure))
    assert table.read_text().startswith("from_s,to_s,juno_inverse_beta_decay")
    assert figure.stat().st_size > 10_000


def test_the_figure_of_a_field_in_the_star_has_rates_with_and_without_the_moment(in_a_field: Shown) -> None:
    without, with_moment = in_a_field.rates
    assert with_moment.total.sum() > 1.05 * without.total.sum()
    assert in_a_field.labels[0] == "JUNO, 20 kt of scintillator"
    assert in_a_field.labels[1].startswith("JUNO, $\\mu$ = 7.")
    assert in_a_field.size > 10_000


def test_refuses_an_unknown_burst_and_a_rate_without_times(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="burst = 'nova' is unknown"):
        run("--burst", "nova")
    with pytest.raises(ValueError, match="without times"):
        run("--burst", "test", "--plot", str(tmp_path / "no.png"))
