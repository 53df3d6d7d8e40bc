"""No event counts twice in a combination, and what would count twice is said."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

import nuem
from nuem.experiments import combine, fit, limit, scan_model
from nuem.interop.pyhf import workspace
from nuem.numerics.table import shipped

TWICE = [
    (["gemma", "gemma"], "gemma is given twice: its data would count twice"),
    (["dresden2", "dresden2_ybe"], "dresden2 and dresden2_ybe hold the same data"),
    (["gemma_2007", "xenonnt", "gemma"], "gemma_2007 and gemma share events"),
    (["xenon1t_sr1", "xenon1t_s2only"], "share events"),
    (["xlzd_40", "xlzd_200"], "share events"),
]


def model(theta: object) -> nuem.Vertex:
    return nuem.Vertex("dirac")


@pytest.mark.filterwarnings("ignore:below 0.3 keV:nuem.scattering.atom.ValidityWarning")
@pytest.mark.parametrize(("names", "message"), TWICE)
def test_the_same_events_are_refused_together(names: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        combine(names)


@pytest.mark.parametrize(
    "ask",
    [
        lambda names: limit(names),
        lambda names: fit(names, ["dipole"], nature="majorana"),
        lambda names: scan_model(model, {"a": [1.0]}, names),
        lambda names: nuem.experiments.compare_natures(names, toys=1),
        lambda names: workspace(names, "moment"),
    ],
)
def test_every_combination_asks(ask: Callable[[list[str]], object]) -> None:
    with pytest.raises(ValueError, match="count twice"):
        ask(["gemma", "gemma"])


@pytest.mark.parametrize(("name", "message"), [("mine", "hold the same data"), ("gemma", "gemma is given twice")])
def test_a_copy_of_a_file_is_the_same_data(tmp_path: Path, name: str, message: str) -> None:
    copytree(str(shipped("nuem.experiments", "gemma")), tmp_path / "a")
    (tmp_path / "a" / "gemma.toml").rename(tmp_path / "a" / f"{name}.toml")
    with pytest.raises(ValueError, match=message):
        combine(["gemma", tmp_path / "a" / f"{name}.toml"])


def test_two_experiments_of_one_name_are_two_names(tmp_path: Path) -> None:
    copytree(str(shipped("nuem.experiments", "gemma")), tmp_path / "a")
    file = tmp_path / "a" / "gemma.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("13.9 m", "15 m"), encoding="utf-8")
    with pytest.raises(ValueError, match="two experiments are called 'gemma'"):
        combine(["gemma", file])


def test_runs_and_detectors_of_their_own_are_combined() -> None:
    assert len(combine(["xenonnt", "lz_ws2022", "lz_ws2024", "pandax4t_run1", "gemma", "texono"]).predictions) == 6


def test_a_file_names_what_it_overlaps_with(tmp_path: Path) -> None:
    copytree(str(shipped("nuem.experiments", "texono")), tmp_path / "a")
    file = (tmp_path / "a" / "texono.toml").rename(tmp_path / "a" / "mine.toml")
    text = file.read_text(encoding="utf-8").replace("28 m", "30 m")
    file.write_text('overlaps = ["munu"]\n' + text, encoding="utf-8")
    with pytest.raises(ValueError, match="mine and munu share events"):
        limit([file, "munu"])
