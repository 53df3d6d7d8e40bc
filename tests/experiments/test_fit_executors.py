"""Contours, extremes and pseudo-data of a fit on executors: the same numbers to the last bit, and nothing lost with a worker."""

from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
from tests.experiments.test_model_scan import Lossy

import nuem
from nuem.experiments import Fit, compare_natures
from nuem.experiments.fits.profile import Contour
from nuem.inference.many_parameters.extremes import Extreme

MIXING = nuem.Mixing.nufit()
NAMES = "Lambda_1", "Lambda_3"


def moment_of_tau(vertex: nuem.Vertex) -> float:
    return float(nuem.effective_moment(vertex, MIXING, "tau"))


@pytest.fixture(scope="module")
def dipole() -> Fit:
    return nuem.fit(["xenonnt", "gemma"], ["dipole"], nature="majorana", starts=8)


@pytest.fixture(scope="module")
def alone(dipole: Fit) -> tuple[Contour, Extreme]:
    """What is computed without an executor."""
    return dipole.contour(*NAMES, points=13), dipole.extreme(moment_of_tau)


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_contours_and_extremes_are_the_same_to_the_last_bit(
    dipole: Fit, alone: tuple[Contour, Extreme], kind: Callable[[int], Executor]
) -> None:
    here, bound = alone
    with kind(2) as pool:
        there, other = dipole.contour(*NAMES, points=13, executor=pool), dipole.extreme(moment_of_tau, executor=pool)
    np.testing.assert_array_equal(there.rise, here.rise)
    assert (other.low, other.high) == (bound.low, bound.high)


def test_pseudo_data_are_the_same_to_the_last_bit() -> None:
    here = compare_natures("gemma", toys=60, starts=4)
    with ThreadPoolExecutor(2) as pool:
        there = compare_natures("gemma", toys=60, starts=4, executor=pool)
    np.testing.assert_array_equal(there.ratio.toys, here.ratio.toys)


def test_what_a_lost_worker_had_is_computed_here(dipole: Fit) -> None:
    lossy = Lossy()
    there = dipole.contour("Lambda_1", "Lambda_3", points=7, executor=lossy)
    np.testing.assert_array_equal(there.rise, dipole.contour("Lambda_1", "Lambda_3", points=7).rise)
    assert lossy.calls > 1


def test_what_cannot_be_sent_is_said(dipole: Fit) -> None:
    with ProcessPoolExecutor(1) as pool, pytest.raises(ValueError, match="functions of a module"):
        dipole.extreme(lambda vertex: abs(vertex.dipole[0, 1]), executor=pool)
    with pytest.raises(ValueError, match=r"not a concurrent\.futures\.Executor"):
        dipole.contour("Lambda_1", "Lambda_3", points=5, executor=4)  # type: ignore[arg-type]


def test_an_executor_that_was_shut_down_is_said(dipole: Fit) -> None:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(ValueError, match="the executor takes no tasks: cannot schedule"):
        dipole.contour("Lambda_1", "Lambda_3", points=5, executor=pool)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_contour_on_dask(dipole: Fit) -> None:
    distributed = pytest.importorskip("distributed")
    here = dipole.contour("Lambda_1", "Lambda_3", points=15)
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        there = dipole.contour("Lambda_1", "Lambda_3", points=15, executor=client.get_executor())
    np.testing.assert_array_equal(there.rise, here.rise)
