"""`nuem export`."""

import json
from pathlib import Path

import click
import pytest

from nuem.cli.app import app
from nuem.interop.extra import extra


def run(*words: str | Path) -> None:
    app.main([str(word) for word in words], prog_name="nuem", standalone_mode=False)


def test_a_workspace_is_printed_or_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("export", "pyhf", "munu", "--coupling", "moment")
    printed = json.loads(capsys.readouterr().out)
    run("export", "pyhf", "munu", "--out", tmp_path / "m.json", "--json")
    assert json.loads((tmp_path / "m.json").read_text()) == printed
    assert json.loads(capsys.readouterr().out)["written"] == [str(tmp_path / "m.json")]
    run("export", "hs3", "munu")
    assert json.loads(capsys.readouterr().out)["metadata"]["hs3_version"] == "0.2"
    run("export", "pyhf", "munu", "--coupling", "charge", "--value", "1e-12 e")
    assert json.loads(capsys.readouterr().out)["measurements"][0]["config"]["poi"] == "signal"


def test_a_spectrum_is_exported_to_its_last_digit(capsys: pytest.CaptureFixture[str]) -> None:
    import nuem

    run("export", "csv", "xenonnt")
    lines = capsys.readouterr().out.splitlines()
    header, first = lines[1].split(","), lines[2].split(",")
    assert float(first[header.index("weak")]) == nuem.spectrum("xenonnt").components["weak"][0]
    assert header[:2] == ["low_keV", "high_keV"]


def test_what_cannot_be_done_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="--value is for pyhf alone, not for hs3"):
        run("export", "hs3", "munu", "--value", "1e-12 e")
    with pytest.raises(click.UsageError, match=r"--out: there is no folder .*none. to write .m.json. into"):
        run("export", "csv", "munu", "--out", tmp_path / "none" / "m.json")
    with pytest.raises(ValueError, match=r"tea-pot is not installed: pip install 'nuem\[tea\]'"):
        extra("tea-pot", "tea")
    with pytest.raises(ValueError, match=r"numpy .* is too old, 99\.1 is needed: pip install -U 'nuem\[hist\]'"):
        extra("numpy", "hist", "99.1")
