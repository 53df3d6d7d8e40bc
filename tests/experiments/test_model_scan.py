"""Scans of a model: the same numbers everywhere, and nothing lost."""

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nuem
from nuem.experiments import scan_model
from nuem.models import left_right
from nuem.units import TeV

MIXING = nuem.Mixing.nufit()
GRID = {"xi": np.geomspace(1e-3, 1.0, 5), "m2": np.array([1.0, 5.0])}


def model(theta: np.ndarray) -> nuem.Vertex:
    return left_right(MIXING, mixing_angle=float(theta[0]), w2_mass=float(theta[1]) * TeV)


def plasmon_moment(vertex: nuem.Vertex) -> float:
    return float(np.linalg.norm(vertex.dipole))


def scaled(theta: np.ndarray) -> nuem.Vertex:
    return nuem.Vertex.from_dipole("dirac", 1e-10 * theta[0] * np.eye(3))


def grown(theta: np.ndarray) -> nuem.Vertex:
    """A model that ends its process once, where a file says so."""
    mark = Path(os.environ["NUEM_TEST_MARK"])
    if theta[0] > 0.5 and mark.exists():
        mark.unlink()
        os._exit(1)
    return nuem.Vertex.from_dipole("dirac", 1e-11 * theta[0] * np.diag([1.0, 1.0, float(theta[1])]))


class Lossy(Executor):
    """An executor that loses some of its work."""

    def __init__(self) -> None:
        self.calls = 0

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **words: Any) -> Future[Any]:
        self.calls += 1
        future: Future[Any] = Future()
        if self.calls == 1:
            future.set_exception(RuntimeError("the worker has died"))
        else:
            future.set_result(function(*arguments, **words))
        return future


def test_a_point_of_a_scan_is_its_likelihood() -> None:
    result = scan_model(model, GRID, ["xenonnt", "gemma"], quantities={"stars": plasmon_moment})
    vertex = model(np.array([GRID["xi"][3], 5.0]))
    assert result.experiments["xenonnt"][3, 1] == pytest.approx(nuem.likelihood("xenonnt").profile(vertex), rel=1e-9)
    total = sum(result.experiments[name][3, 1] for name in ("xenonnt", "gemma"))
    assert result.deviance[3, 1] == pytest.approx(total, rel=1e-9)  # the two share no nuisance
    assert result.quantities["stars"][3, 1] == pytest.approx(np.linalg.norm(vertex.dipole))
    assert result.rise.min() >= 0


def test_a_scan_that_was_cut_goes_on_and_loses_no_row(tmp_path: Path) -> None:
    file = tmp_path / "scan.csv"
    whole = scan_model(model, GRID, ["gemma"], path=file)
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    file.write_text("".join(lines[:6]) + lines[6][:7], encoding="utf-8")
    seen: list[int] = []
    again = scan_model(model, GRID, ["gemma"], path=file, progress=seen.append)
    np.testing.assert_array_equal(again.deviance, whole.deviance)
    assert file.read_text(encoding="utf-8").startswith("".join(lines[:6]))
    assert sorted(file.read_text(encoding="utf-8").splitlines()) == sorted(text.splitlines())
    assert seen == [10]
    with pytest.raises(ValueError, match="another scan"):
        scan_model(model, {"xi": [0.1], "m2": [5.0]}, ["gemma"], path=file)


def test_the_file_of_another_model_is_not_continued(tmp_path: Path) -> None:
    file = tmp_path / "scan.csv"
    scan_model(scaled, GRID, ["gemma"], path=file)
    with pytest.raises(ValueError, match="a scan of another model"):
        scan_model(lambda theta: 2 * scaled(theta), GRID, ["gemma"], path=file)


def test_work_of_a_lost_worker_is_done_here() -> None:
    here = scan_model(model, GRID, ["gemma"])
    there = scan_model(model, GRID, ["gemma"], executor=Lossy())
    np.testing.assert_array_equal(there.deviance, here.deviance)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_ten_thousand_points_on_dask_survive_the_loss_of_a_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    mark, file = tmp_path / "mark", tmp_path / "scan.csv"
    mark.touch()
    monkeypatch.setenv("NUEM_TEST_MARK", str(mark))
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    )
    grid = {"scale": np.linspace(0, 2, 100), "third": np.linspace(0, 2, 100)}
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        result = scan_model(grown, grid, ["gemma"], path=file, executor=client.get_executor())
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(lines[:6000]) + lines[6000][:9], encoding="utf-8")
        seen: list[int] = []
        again = scan_model(grown, grid, ["gemma"], path=file, executor=client.get_executor(), progress=seen.append)
    assert seen[0] == 5998 + 200  # the first block that was missing
    np.testing.assert_array_equal(again.deviance, result.deviance)
    assert not mark.exists()  # a worker has died
    assert result.deviance.shape == (100, 100)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 10_002
    vertex = grown(np.array([grid["scale"][70], grid["third"][30]]))
    assert result.deviance[70, 30] == pytest.approx(nuem.likelihood("gemma").profile(vertex), rel=1e-9)
