"""No extra is imported before it is asked for; what is missing, old or cannot be written is one line; what is written is read back."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest

import nuem
from nuem.cli.app import app
from nuem.experiments import combine
from nuem.interop import arviz, astropy, files, hepdata, hist, hs3, nest, pyhf, snewpy
from nuem.rates import Spectrum
from nuem.units import keV

EXTRAS = ("pyhf", "hepdata_validator", "yaml", "hist", "boost_histogram", "arviz", "xarray", "astropy", "pandas", "snewpy", "nestpy", "emcee", "jsonschema", "pyhs3")  # fmt: skip
IMPORTS = """
import importlib, pkgutil, sys
import nuem, nuem.cli.app
for package in (nuem, nuem.interop, nuem.cli):
    importlib.import_module(package.__name__)
for module in pkgutil.iter_modules(nuem.interop.__path__, "nuem.interop."):
    importlib.import_module(module.name)
for module in pkgutil.iter_modules(nuem.cli.__path__, "nuem.cli."):
    importlib.import_module(module.name)
nuem.limit("munu")
print(*sorted(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_no_extra_is_imported_at_start_up_nor_for_a_limit() -> None:
    environment = {**os.environ, "NUEM_CACHE_DIR": ""}
    done = subprocess.run([sys.executable, "-c", IMPORTS, *EXTRAS], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def one_line(call: Callable[[], object]) -> str:
    with pytest.raises((ValueError, click.UsageError)) as refused:
        call()
    message = refused.value.format_message() if isinstance(refused.value, click.UsageError) else str(refused.value)
    assert message.strip()
    assert "\n" not in message
    return message


CALLS: dict[str, Callable[[Path], Callable[[], object]]] = {
    "pyhf": lambda folder: lambda: pyhf.deviance(pyhf.workspace("munu"), [0.0]),
    "hepdata": lambda folder: lambda: hepdata.write(folder / "new", "munu"),
    "hist": lambda folder: lambda: hist.histogram(nuem.spectrum("munu")),
    "arviz": lambda folder: lambda: arviz.inference_data(None),  # type: ignore[arg-type]
    "astropy": lambda folder: lambda: astropy.quantity(1.0, "mu_B"),
    "nest": lambda folder: lambda: nest.events([1 * keV]),
}


@pytest.mark.parametrize("name", CALLS)
def test_an_extra_that_is_missing_or_old_is_one_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = CALLS[name](tmp_path)

    def missing(package: str) -> str:
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr(metadata, "version", missing)
    assert f"is not installed: pip install 'nuem[{name}]'" in one_line(call)
    monkeypatch.setattr(metadata, "version", lambda package: "0.0.1")
    assert "0.0.1 is too old, " in one_line(call)


def test_snewpy_and_pandas_that_are_missing_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "snewpy", None)
    assert "pip install 'nuem[snewpy]'" in one_line(lambda: snewpy._with_matrices())
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'nuem\[pandas\]'"):
        nuem.spectrum("munu").to_pandas()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # theirs
@pytest.mark.parametrize("form", ["pyhf", "hs3", "csv", "hepdata"])
def test_what_cannot_be_written_is_one_line_and_stays_what_it_is(form: str, tmp_path: Path) -> None:
    def export(out: Path) -> str:
        words = ["export", form, "munu", "--out", str(out)]
        return one_line(lambda: app.main(words, prog_name="nuem", standalone_mode=False))

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    place = pipe / "sub" if form == "hepdata" else pipe
    assert "cannot be" in export(place)
    assert pipe.is_fifo()
    (tmp_path / "file").write_text("kept")
    message = export(tmp_path / "file" / "here")
    assert "cannot be" in message or "there is no folder" in message
    assert (tmp_path / "file").read_text() == "kept"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_device_a_folder_and_a_full_disk_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert one_line(lambda: files.write_text(Path("/dev/null"), "text")).endswith("it is a pipe or a device")
    assert Path("/dev/null").is_char_device()
    assert one_line(lambda: files.write_text(tmp_path, "text")).endswith("it is a folder")
    if os.geteuid():
        (tmp_path / "locked").mkdir(mode=0o555)
        assert "Permission denied" in one_line(lambda: files.write_text(tmp_path / "locked" / "x", "text"))
    (tmp_path / "whole").write_text("before")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert "whole cannot be written: No space left on device" in one_line(
        lambda: files.write_text(tmp_path / "whole", "after")
    )
    assert (tmp_path / "whole").read_text() == "before"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("before")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    files.write_text(tmp_path / "link", "after")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there").read_text() == "after"


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full")
def test_a_full_disk_under_csv_is_named() -> None:
    words = ["spectrum", "munu", "--csv", "/dev/full"]
    message = one_line(lambda: app.main(words, prog_name="nuem", standalone_mode=False))
    assert message == "/dev/full cannot be written: No space left on device"
    assert Path("/dev/full").is_char_device()


def spectrum() -> Spectrum:
    return nuem.spectrum("xenonnt")


def test_round_trips_lose_nothing(tmp_path: Path) -> None:
    weak, total = spectrum().components["weak"], spectrum().total
    words = ["export", "csv", "xenonnt", "--out", str(tmp_path / "x.csv")]
    app.main(words, prog_name="nuem", standalone_mode=False)
    lines = (tmp_path / "x.csv").read_text().splitlines()[1:]
    names = lines[0].split(",")
    table = np.array([[float(cell) for cell in line.split(",")] for line in lines[1:]])
    np.testing.assert_array_equal(table[:, names.index("weak")], weak)
    np.testing.assert_array_equal(table[:, names.index("total")], total)
    for made, samples in ((pyhf.workspace("xenonnt"), "channels"), (hs3.workspace("xenonnt"), "distributions")):
        again: dict[str, Any] = json.loads(json.dumps(made))
        assert again == made
        first = [one for one in again[samples][0]["samples"] if one["name"].startswith("weak")]
        counts = [one["data"] if samples == "channels" else one["data"]["contents"] for one in first]
        np.testing.assert_allclose(np.sum(counts, axis=0), weak, rtol=1e-12)


def test_tables_of_astropy_and_pandas_come_back(tmp_path: Path) -> None:
    pytest.importorskip("astropy")
    pandas: Any = pytest.importorskip("pandas")
    tables: Any = pytest.importorskip("astropy.table")
    spectrum().to_astropy().write(tmp_path / "t.ecsv", format="ascii.ecsv")
    again = tables.QTable.read(tmp_path / "t.ecsv", format="ascii.ecsv")
    np.testing.assert_allclose(again["weak"].value, spectrum().components["weak"], rtol=1e-12)
    np.testing.assert_allclose(again["low"].to_value("keV") * keV, spectrum().edges[:-1], rtol=1e-12)
    spectrum().to_pandas().to_csv(tmp_path / "p.csv", index=False)
    frame = pandas.read_csv(tmp_path / "p.csv")
    weak = frame[next(name for name in frame.columns if name.startswith("weak"))]
    np.testing.assert_allclose(weak, spectrum().components["weak"], rtol=1e-12)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # theirs
def test_a_submission_becomes_the_spectrum_of_an_experiment_again(tmp_path: Path) -> None:
    pytest.importorskip("hepdata_validator")
    yaml: Any = pytest.importorskip("yaml")
    table = yaml.safe_load(hepdata.write(tmp_path / "s", "xenonnt")[-1].read_text())
    bins = table["independent_variables"][0]["values"]
    counts = {one["header"]["name"]: [row["value"] for row in one["values"]] for one in table["dependent_variables"]}
    header = "E [keV],E [keV] LOW,E [keV] HIGH,Observed,background"
    rows = [
        f"{(one['low'] + one['high']) / 2!r},{one['low']!r},{one['high']!r},{seen!r},{background!r}"
        for one, seen, background in zip(bins, counts["Observed"], counts["background"], strict=True)
    ]
    (tmp_path / "hepdata.csv").write_text("\n".join(["#: name: Spectrum", header, *rows]) + "\n")
    columns = hepdata.read_csv(tmp_path / "hepdata.csv")
    text = hepdata.experiment_table(columns, energy="E [keV]", observed="Observed")
    lines = [f"{line},{value!r}" for line, value in zip(text.splitlines()[1:], counts["background"], strict=True)]
    (tmp_path / "spectrum.csv").write_text("\n".join(["low_keV,high_keV,observed,background", *lines]) + "\n")
    shipped = Path(nuem.__file__).parent / "experiments" / "xenonnt"
    setup = (shipped / "xenonnt.toml").read_text().replace('"xenonnt.csv"', '"spectrum.csv"')
    setup = setup.replace("background_contains_weak = true", "background_contains_weak = false")
    (tmp_path / "my.toml").write_text(setup)
    (tmp_path / "efficiency.csv").write_bytes((shipped / "efficiency.csv").read_bytes())
    made = combine(tmp_path / "my.toml")
    assert made.limit("moment").value == pytest.approx(nuem.limit("xenonnt").value, rel=1e-9)
