"""Scans on other processes and machines give what one process gives."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

from nuem import Mixing, Vertex
from nuem.propagation import Medium, propagate
from nuem.units import km

MIXING = Mixing.nufit()
VERTEX = Vertex.from_dipole("majorana", 1e-11 * np.array([[0, 1, 0], [-1, 0, 1], [0, -1, 0]]))
ENERGIES = np.linspace(2, 20, 40)


def medium() -> Medium:
    # functions without a name cannot be sent; what is sent is their resolved profile
    return Medium(40 * km, magnetic_field=2e8, electron_density=lambda x: 6e25 * np.exp(-x / (15 * km)))


@pytest.mark.slow
def test_processes_give_the_same_numbers() -> None:
    here = propagate(ENERGIES, medium(), MIXING, VERTEX)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executor:
        there = propagate(ENERGIES, medium(), MIXING, VERTEX, executor=executor)
    assert np.array_equal(here.probabilities, there.probabilities)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_gives_the_same_numbers() -> None:
    distributed = pytest.importorskip("distributed")
    here = propagate(ENERGIES, medium(), MIXING, VERTEX)
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        there = propagate(ENERGIES, medium(), MIXING, VERTEX, executor=client.get_executor())
    assert np.array_equal(here.probabilities, there.probabilities)
