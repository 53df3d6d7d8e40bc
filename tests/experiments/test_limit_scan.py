"""Many limits at once, and limits on other processes and machines: the numbers of one process."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from tests.arguments import Keywords

from nuem import Mixing, limit
from nuem.experiments import experiment, limits

HEAVIER = Mixing.nufit(ordering="inverted")


def test_a_scan_is_its_limits_in_order() -> None:
    stated: list[int] = []
    computed = limits(
        ["gemma_2007", experiment("xenonnt")],
        ["moment", "charge"],
        electrons=["stepping"],
        mixings=[None, HEAVIER],
        progress=stated.append,
    )
    assert stated == list(range(1, 9))
    assert [(limit_of_pair.experiment, limit_of_pair.coupling) for limit_of_pair in computed[::2]] == [
        ("gemma_2007", "moment"),
        ("gemma_2007", "charge"),
        ("xenonnt", "moment"),
        ("xenonnt", "charge"),
    ]
    alone = limit("xenonnt", "charge", electrons="stepping", mixing=HEAVIER)
    assert computed[-1].value == pytest.approx(alone.value, rel=1e-12, abs=0)
    assert computed[-1].value != computed[-2].value


def test_threads_calibrate_to_the_same_limit() -> None:
    single = limit("gemma_2007", electrons="stepping", statistic="feldman-cousins", toys=20)
    with ThreadPoolExecutor(2) as executor:
        other = limit("gemma_2007", electrons="stepping", statistic="feldman-cousins", toys=20, executor=executor)
    assert other.interval == pytest.approx(single.interval, rel=1e-12, abs=0)


@pytest.mark.slow
def test_processes_give_the_same_limits() -> None:
    names, couplings = ["gemma_2007", "xenonnt"], ["moment", "charge_radius"]
    here = limits(names, couplings)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executor:
        there = limits(names, couplings, executor=executor)
        toys = limit("gemma_2007", statistic="feldman-cousins", toys=20, executor=executor)
    assert [serial.interval for serial in there] == [serial.interval for serial in here]
    assert toys.interval == limit("gemma_2007", statistic="feldman-cousins", toys=20).interval


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_gives_the_same_limits() -> None:
    distributed = pytest.importorskip("distributed")
    here = limits(["gemma_2007"], ["moment", "charge"])
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        there = limits(["gemma_2007"], ["moment", "charge"], executor=client.get_executor())
    assert [serial.interval for serial in there] == [serial.interval for serial in here]


@pytest.mark.parametrize("name", ["experiments", "couplings", "electrons"])
def test_one_name_instead_of_several_is_refused(name: str) -> None:
    arguments: Keywords = {"experiments": ["xenonnt"], "couplings": ["moment"], "electrons": ["hfs"]} | {
        name: "xenonnt"
    }
    with pytest.raises(ValueError, match=f"{name} = 'xenonnt' is one name"):
        limits(**arguments)
