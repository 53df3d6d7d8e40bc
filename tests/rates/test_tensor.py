"""The tensor: parts of any size, many vertices at once, sums and other bins."""

from collections.abc import Callable

import numpy as np
import pytest

from nuem.detectors import Efficiency, Resolution, Response
from nuem.flavour import Mixing
from nuem.models import minimal_dirac, minimal_majorana
from nuem.rates import RateTensor, fold
from nuem.scattering import Electrons, Nuclei
from nuem.sources import PionDecay, Reactor, Sun
from nuem.units import eV, keV, kg, year
from nuem.vertex import Vertex

MIXING = Mixing.nufit(lightest_mass=0.05 * eV)
EDGES = np.array([1.0, 2.0, 4.0, 8.0]) * keV


@pytest.fixture(scope="module")
def tensor() -> RateTensor:
    response = Response(EDGES, Efficiency.constant(0.8), Resolution(sqrt_term=0.31 * keV))
    return fold(Sun(), MIXING, Electrons("Xe"), response, exposure=1e6 * year)


def random_matrices(seed: int, *batch: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    raw = random.normal(size=(5, *batch, 3, 3)) + 1j * random.normal(size=(5, *batch, 3, 3))
    scales = {"magnetic": 1e-11, "electric": 1e-11, "charge": 1e-13, "charge_radius": 1e-32, "anapole": 1e-33}
    hermitian = raw + raw.conj().swapaxes(-1, -2)
    return {name: scale * matrix for (name, scale), matrix in zip(scales.items(), hermitian, strict=True)}


@pytest.mark.parametrize("model", [minimal_dirac, minimal_majorana])
def test_the_magnetic_part_of_a_minimal_model_is_tiny_and_exact(
    tensor: RateTensor, model: Callable[[Mixing], Vertex]
) -> None:
    small = model(MIXING)
    large = Vertex(small.nature, magnetic=1e8 * small.magnetic, electric=1e8 * small.electric)
    parts = [tensor.parts(vertex)["magnetic"] for vertex in (small, large)]
    assert np.all(parts[0] > 0)
    np.testing.assert_allclose(parts[0] * 1e16, parts[1], rtol=1e-12)


def test_a_huge_charge_keeps_its_interference(tensor: RateTensor) -> None:
    def vertex(size: float) -> Vertex:
        return Vertex("dirac", charge=size * random_matrices(1)["charge"])

    weak, linear, quadratic = tensor.polynomial(vertex(1.0))
    huge = tensor.polynomial(vertex(1e12))
    np.testing.assert_allclose(huge[1], 1e12 * linear, rtol=1e-13)
    np.testing.assert_allclose(huge[2], 1e24 * quadratic, rtol=1e-13)
    np.testing.assert_allclose(weak, tensor.counts_by_beam(), rtol=1e-14)
    np.testing.assert_allclose(weak + linear + quadratic, tensor.counts_by_beam(vertex(1.0)), rtol=1e-12)


def test_many_vertices_are_their_single_ones(tensor: RateTensor) -> None:
    matrices = random_matrices(2, 2, 5)
    many = Vertex("dirac", **matrices)
    assert many.batch == (2, 5)
    singles = [
        [Vertex("dirac", **{name: matrix[i, j] for name, matrix in matrices.items()}) for j in range(5)]
        for i in range(2)
    ]
    for contract in (
        tensor.counts,
        tensor.counts_by_beam,
        lambda single_row: tensor.parts(single_row)["charge and radius"],
    ):
        expected = np.array([[contract(single_row) for single_row in row] for row in singles])
        np.testing.assert_allclose(contract(many), expected, rtol=1e-12, atol=1e-12 * np.abs(expected).max())
    assert many[1][3] == singles[1][3]


def test_blocks_of_vertices_are_whole(tensor: RateTensor) -> None:
    size = np.linspace(0, 3, 40_000).reshape(2, -1)
    many = Vertex("dirac", magnetic=1e-11 * size[..., None, None] * np.eye(3))
    identity = tensor.polynomial(Vertex("dirac", magnetic=1e-11 * np.eye(3)))[2].sum(axis=0)
    counts = tensor.counts(many)
    assert counts.shape == (2, 20_000, 3)
    np.testing.assert_allclose(counts, tensor.counts() + size[..., None] ** 2 * identity, rtol=1e-12)


def test_matrices_of_a_vertex_broadcast_and_are_checked_one_by_one() -> None:
    vertex = Vertex("dirac", magnetic=random_matrices(3, 4)["magnetic"], charge=1e-12 * np.eye(3))
    assert vertex.batch == (4,)
    assert vertex.charge.shape == vertex.anapole.shape == vertex.dipole.shape == (4, 3, 3)
    wrong = random_matrices(3, 4)["magnetic"]
    wrong[2, 0, 1] *= 2
    with pytest.raises(ValueError, match=r"magnetic is not hermitian: magnetic\[0, 1\] .* \(vertex 2 of 4\)"):
        Vertex("dirac", magnetic=wrong)
    with pytest.raises(ValueError, match="do not broadcast"):
        Vertex("dirac", magnetic=np.zeros((4, 3, 3)), charge=np.zeros((5, 3, 3)))
    with pytest.raises(ValueError, match="this is one vertex"):
        Vertex("dirac")[0]


def test_tensors_add_scale_and_rebin(tensor: RateTensor) -> None:
    vertex = Vertex("dirac", **random_matrices(4))
    counts = tensor.counts_by_beam(vertex)
    np.testing.assert_allclose((tensor + tensor).counts_by_beam(vertex), 2 * counts, rtol=1e-13)
    factor = np.arange(1.0, 9.0)[:, None] * np.array([1.0, 0.5, 2.0])
    np.testing.assert_allclose(tensor.times(factor).counts_by_beam(vertex), factor * counts, rtol=1e-13)
    merged = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    np.testing.assert_allclose(tensor.rebinned(merged).counts_by_beam(vertex), counts @ merged.T, rtol=1e-12)
    in_time = tensor.spread(np.full((8, 2), [0.25, 0.75])).counts_by_beam(vertex)
    np.testing.assert_allclose(in_time[:, 1::2], 0.75 * counts, rtol=1e-12)
    response = Response(EDGES, Efficiency.constant(1.0))
    with pytest.raises(ValueError, match="do not add up"):
        tensor + fold(Reactor(flux=1e13), MIXING, Nuclei("Ge"), response, exposure=kg)


def test_the_state_of_counted_neutrinos_makes_the_magnetic_counts(tensor: RateTensor) -> None:
    dipole = random_matrices(5)["magnetic"] + 0.3j * random_matrices(6)["electric"]
    expected = np.einsum("kbij,ji->kb", tensor.dipole_weights, dipole.conj().T @ dipole).real
    magnetic = tensor.parts(Vertex.from_dipole("dirac", dipole))["magnetic"]
    np.testing.assert_allclose(magnetic, expected, rtol=1e-12)


def test_an_overflow_bin_ends_where_recoils_end() -> None:
    edges = np.array([1.0, 8.0]) * keV
    process, source = Electrons("Ge", "free"), Reactor(flux=1e13)
    vertex = Vertex("dirac", charge=1e-12 * np.eye(3))
    counts = []
    for top in (12_000 * keV, 1e9 * keV):
        response = Response(np.append(edges, top), Efficiency.constant(1.0), Resolution(constant=0.1 * keV))
        counts.append(fold(source, MIXING, process, response, exposure=kg).counts(vertex))
    np.testing.assert_allclose(counts[0], counts[1], rtol=1e-9)


def test_more_bins_than_memory_holds_are_refused_at_once() -> None:
    response = Response(np.linspace(1, 1001, 1_000_001) * keV, Efficiency.constant(1.0))
    with pytest.raises(ValueError, match=r"1000000 bins .* more than can be folded: merge bins"):
        fold(Reactor(flux=1e13), MIXING, Electrons("Ge", "free"), response, exposure=kg)


def test_beams_whose_fluxes_vary_alike_become_one() -> None:
    """pp and 7Be have errors of their own, the three of a stopped-pion source one."""
    sun, pions = Sun(components=("pp", "Be7")), PionDecay(distance=20e2, protons=1e20, neutrinos_per_proton=0.09)
    apart, alike = (
        fold(source, MIXING, Electrons("Xe"), Response(EDGES, Efficiency.constant(1.0)), exposure=1e6 * year)
        for source in (sun, pions)
    )
    assert apart.grouped() is apart
    joined, vertex = alike.grouped(), Vertex("dirac", **random_matrices(3))
    assert len(alike.beams) > 1
    assert len(joined.beams) == len(joined.errors) == 1
    np.testing.assert_allclose(joined.counts_by_beam(vertex)[0], alike.counts(vertex), rtol=1e-12)
