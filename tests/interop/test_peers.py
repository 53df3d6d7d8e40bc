"""The table of numbers from other programs is what its script makes."""

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def peers() -> ModuleType:
    spec = importlib.util.spec_from_file_location("peers_script", ROOT / "benchmarks" / "peers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["peers_script"] = module
    spec.loader.exec_module(module)
    return module


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs" / "peers.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_program_has_rows_that_say_why(peers: ModuleType) -> None:
    for name in peers.COMPARED:
        assert sum(row["program"].startswith(name) for row in rows()) >= 2, name
    for row in rows():
        assert float(row["ratio"]) == pytest.approx(float(row["here"]) / float(row["there"]), rel=2e-5)
        assert row["why"]
        assert 0.8 < float(row["ratio"]) < 1.2


@pytest.mark.filterwarnings("ignore:.*:UserWarning", "ignore:.*:DeprecationWarning", "ignore:.*:FutureWarning")
@pytest.mark.parametrize("name", ["xraydb", "snewpy", "magnuspy", "nuSQuIDS", "dukecevns", "bradkav", "SNuDD"])
def test_rows_are_what_is_computed(name: str, peers: ModuleType) -> None:
    package, compare = peers.COMPARED[name]
    if package is not None:
        pytest.importorskip(package)
    for computed in compare():
        written = next(row for row in rows() if row["what"] == computed.what and row["program"].startswith(name))
        assert float(written["here"]) == pytest.approx(computed.here, rel=1e-5)
        assert float(written["there"]) == pytest.approx(computed.there, rel=1e-5)
