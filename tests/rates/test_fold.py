"""Folded rates against direct integrals of the cross sections, for sources that cover every case."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from tests.arguments import Keywords

from nuem.detectors import Efficiency, Resolution, Response
from nuem.flavour import Mixing, Sterile, flavour_state
from nuem.numerics.quadrature import panels, refine
from nuem.rates import fold, recoil_spectrum, recoil_tensor
from nuem.rates.beam import Beam
from nuem.rates.spectrum import Spectrum
from nuem.rates.tensor import RateTensor
from nuem.scattering import Electrons, atom, electron, mass_basis
from nuem.scattering.kinematics import maximum_recoil, minimum_energy
from nuem.sources import Reactor, Sun
from nuem.typing import ComplexArray, FloatArray
from nuem.units import eV, keV, kg, year
from nuem.vertex import Vertex

MIXING = Mixing.nufit()


@dataclass(frozen=True)
class OneBeam:
    """A source with a spectrum like E^2 between two energies, or a line, of neutrinos born as nu_e."""

    antineutrino: bool = False
    line: float | None = None
    baseline: float = 0.0
    name: str = "test"
    errors: dict[str, float] = field(default_factory=dict)
    breaks: np.ndarray = field(default_factory=lambda: np.array([0.05, 0.7, 3.0]))

    def __post_init__(self) -> None:
        if self.line is not None:
            object.__setattr__(self, "breaks", np.empty(0))

    @property
    def distance(self) -> float:
        return self.baseline

    @property
    def lines(self) -> tuple[tuple[float, float], ...]:
        return () if self.line is None else ((self.line, 1e10),)

    @property
    def beams(self) -> tuple[Beam, ...]:
        return (self,)

    def flux(self, energy: FloatArray) -> FloatArray:
        inside = (energy >= self.breaks[0]) & (energy <= self.breaks[-1])
        return 1e10 * np.where(energy < 0.7, energy**2, 0.49 * (3 - energy) / 2.3) * inside

    def state(self, energy: FloatArray, mixing: Mixing) -> ComplexArray:
        return flavour_state(mixing, "e", baseline=self.baseline, energy=energy, antineutrino=self.antineutrino)


def random_vertex(seed: int, n: int = 3) -> Vertex:
    random = np.random.default_rng(seed)

    def hermitian(size: float) -> np.ndarray:
        matrix = random.normal(size=(n, n)) + 1j * random.normal(size=(n, n))
        return size * (matrix + matrix.conj().T) / 2

    return Vertex(
        "dirac",
        magnetic=hermitian(1e-10),
        electric=hermitian(1e-10),
        charge=hermitian(1e-12),
        charge_radius=hermitian(1e-31),
        anapole=hermitian(1e-32),
    )


@pytest.mark.parametrize("antineutrino", [False, True])
@pytest.mark.parametrize("baseline", [0.0, 3e6])
@pytest.mark.parametrize("recoil", [0.5 * keV, 30 * keV, 0.4, 1.7])
def test_differential_rate_equals_the_flux_integral_of_the_mass_basis_cross_section(
    antineutrino: bool, baseline: float, recoil: float
) -> None:
    source, vertex = OneBeam(antineutrino, baseline=baseline), random_vertex(1)

    low = max(0.05, float(minimum_energy(recoil)))
    even_in_phase = 1 / np.linspace(1 / 3.0, 1 / low, 6000)
    nodes, weights = panels(np.union1d(even_in_phase, [x for x in (0.7,) if x > low]), 6)
    state = source.state(nodes, MIXING)
    sigma = mass_basis.dsigma_dT(recoil, nodes, vertex=vertex, mixing=MIXING, state=state, antineutrino=antineutrino)
    direct = np.sum(weights * source.flux(nodes) * sigma)
    target = atom.response("Xe", "stepping")
    direct *= float(target.at(recoil).N_w) * target.units_per_gram
    assert recoil_tensor(source, MIXING, Electrons("Xe", "stepping"), [recoil]).counts(vertex)[0] == pytest.approx(
        direct, rel=1e-7, abs=0
    )


@pytest.mark.parametrize("energy", [0.05, 0.862, 5.0])
def test_a_line_gives_the_cross_section_itself_and_nothing_above_its_edge(energy: float) -> None:
    top = float(maximum_recoil(energy))
    recoils = top * np.array([0.3, 0.999999, 1.000001])
    rate = recoil_spectrum(OneBeam(line=energy), "Ge", recoils, mixing=MIXING)["weak"]
    target = atom.response("Ge")
    direct = 1e10 * electron.dsigma_dT(recoils, energy) * target.at(recoils).N_w * target.units_per_gram
    np.testing.assert_allclose(rate[:2], direct[:2], rtol=1e-10)
    assert rate[2] == 0


def test_solar_rate_equals_quadpack_over_each_component() -> None:
    recoils = np.array([1.0, 30.0, 250.0]) * keV
    rate = recoil_spectrum(Sun(), "Xe", recoils, mixing=MIXING)["weak"]
    target, probability = atom.response("Xe"), np.abs(MIXING.matrix[0]) ** 2

    def sigma(recoil: float, energy: float, state: np.ndarray) -> float:
        shared = np.real(np.einsum("ij,ij->", state, np.diag(probability)))
        electron_part = electron.dsigma_dT(recoil, energy, flavour="e")
        return float(shared * electron_part + (1 - shared) * electron.dsigma_dT(recoil, energy, flavour="mu"))

    for recoil, computed in zip(recoils, rate, strict=True):
        total = 0.0
        for beam in Sun().beams:
            for energy, flux in beam.lines:
                total += flux * sigma(recoil, energy, beam.state(np.array(energy), MIXING)) * 1e40
            if len(beam.breaks):
                low = max(float(minimum_energy(recoil)), float(beam.breaks[0]))
                edges = [low, *[x for x in beam.breaks if x > low]]
                total += sum(
                    quad(
                        lambda e, one=beam, t=recoil: (
                            float(one.flux(np.array(e))) * sigma(t, e, one.state(np.array(e), MIXING)) * 1e40
                        ),
                        a,
                        b,
                        epsrel=1e-7,
                    )[0]
                    for a, b in pairwise(edges)
                    if beam.name in ("pp", "N13", "O15")
                )
        small = sum(
            recoil_spectrum(Single((beam,)), "Xe", [recoil], mixing=MIXING)["weak"][0]
            for beam in Sun().beams
            if len(beam.breaks) and beam.name not in ("pp", "N13", "O15")
        )
        direct = total * 1e-40 * float(target.at(recoil).N_w) * target.units_per_gram + small
        assert computed == pytest.approx(direct, rel=2e-6, abs=0)


@dataclass(frozen=True)
class Single:
    """A source of one beam."""

    beams: tuple[Beam, ...]
    name: str = "single"


def test_counts_equal_the_integral_of_the_differential_rate() -> None:
    edges = np.array([1.0, 2.0, 4.5, 6.0]) * keV
    efficiency = Efficiency(np.array([0.5, 3.0, 50.0]) * keV, np.array([0.1, 0.8, 0.9]))
    resolution = Resolution(sqrt_term=0.3 * keV)
    response, source, vertex = Response(edges, efficiency, resolution), Reactor(flux=2.7e13), random_vertex(2)
    counts = fold(source, MIXING, Electrons("Xe", "stepping"), response, exposure=kg * year).counts(vertex)
    knots = atom.response("Xe", "stepping").edges
    ends = np.union1d(knots[(knots > 5e-5) & (knots < 12 * keV)], [5e-5, 12 * keV])
    nodes, weights = panels(refine(ends, 0.02 * ends[:-1]), 4)
    recoils = nodes.ravel()
    rate = recoil_tensor(source, MIXING, Electrons("Xe", "stepping"), recoils).counts(vertex)
    direct = response.matrix(recoils) @ (rate * weights.ravel()) * kg * year
    np.testing.assert_allclose(counts, direct, rtol=1e-6)


def test_without_resolution_atomic_edges_inside_a_bin_are_exact() -> None:
    response = Response(np.array([4.0, 6.0]) * keV, Efficiency.constant(1.0))
    source = OneBeam(line=0.862)
    counts = fold(source, MIXING, Electrons("Xe", "stepping"), response, exposure=1.0).counts()[0]
    target = atom.response("Xe", "stepping")
    edges = np.union1d(target.edges[(target.edges > 4 * keV) & (target.edges < 6 * keV)], [4 * keV, 6 * keV])
    direct = sum(
        quad(lambda t: float(electron.dsigma_dT(t, 0.862)) * 1e45, a, b)[0] * float(target.at((a + b) / 2).N_w)
        for a, b in pairwise(edges)
    )
    assert counts == pytest.approx(direct * 1e-35 * target.units_per_gram, rel=1e-9, abs=0)


@pytest.fixture(scope="module")
def tensor() -> RateTensor:
    response = Response(np.linspace(1, 30, 30) * keV, Efficiency.constant(0.8), Resolution(sqrt_term=0.31 * keV))
    return fold(Sun(), MIXING, Electrons("Xe"), response, exposure=1e6 * year)


def test_beams_add_up(tensor: RateTensor) -> None:
    vertex = random_vertex(3)
    np.testing.assert_allclose(tensor.counts_by_beam(vertex).sum(axis=0), tensor.counts(vertex), rtol=1e-12)


def test_parts_add_up_and_the_magnetic_one_is_positive(tensor: RateTensor) -> None:
    vertex = random_vertex(4)
    parts = tensor.parts(vertex)
    np.testing.assert_allclose(sum(parts.values()), tensor.counts_by_beam(vertex), rtol=1e-12)
    assert np.all(parts["magnetic"] > 0)


@settings(max_examples=50)
@given(st.integers(0, 10_000), st.floats(-3, 3), st.floats(-3, 3))
def test_counts_are_a_quadratic_polynomial_along_any_line_of_vertices(
    tensor: RateTensor, seed: int, a: float, b: float
) -> None:
    single = random_vertex(seed)

    def counts(x: float) -> np.ndarray:
        names = ("magnetic", "electric", "charge", "charge_radius", "anapole")
        return tensor.counts(Vertex("dirac", **{name: x * getattr(single, name) for name in names}))

    base, up, down = counts(0.0), counts(1.0), counts(-1.0)
    for x in (a, b):
        polynomial = base + x * (up - down) / 2 + x**2 * ((up + down) / 2 - base)
        np.testing.assert_allclose(counts(x), polynomial, rtol=1e-9, atol=1e-9 * np.abs(up).max())


def test_signs_of_the_charge_matter_and_of_the_moment_do_not(tensor: RateTensor) -> None:
    unit = np.eye(3)
    assert np.array_equal(
        tensor.counts(Vertex("dirac", magnetic=1e-11 * unit)), tensor.counts(Vertex("dirac", magnetic=-1e-11 * unit))
    )
    plus, minus = (tensor.counts(Vertex("dirac", charge=sign * 1e-13 * unit)).sum() for sign in (1, -1))
    assert abs(plus - minus) > 0.01 * plus


def test_every_majorana_vertex_is_felt_as_its_dirac_twin(tensor: RateTensor) -> None:
    magnetic = np.array([[0, 2e-12j, 1e-12j], [-2e-12j, 0, 3e-12j], [-1e-12j, -3e-12j, 0]])
    np.testing.assert_allclose(
        tensor.counts(Vertex("majorana", magnetic=magnetic)),
        tensor.counts(Vertex("dirac", magnetic=magnetic)),
        rtol=1e-12,
    )


def test_a_fourth_neutrino_that_does_not_mix_changes_nothing() -> None:
    four = Mixing(
        **{
            name: getattr(MIXING, name)
            for name in ("sin2_theta12", "sin2_theta13", "sin2_theta23", "delta", "dm2_21", "dm2_31")
        },
        sterile=(Sterile(dm2=1 * eV**2, sin2_theta=(0.0, 0.0, 0.0)),),
    )
    moment = np.zeros((4, 4))
    moment[:3, :3] = 1e-11 * np.eye(3)
    source = OneBeam(baseline=3e4)
    three = recoil_tensor(source, MIXING, Electrons("Ge"), [3 * keV]).counts(
        Vertex("dirac", magnetic=1e-11 * np.eye(3))
    )
    np.testing.assert_allclose(
        recoil_tensor(source, four, Electrons("Ge"), [3 * keV]).counts(Vertex("dirac", magnetic=moment)),
        three,
        rtol=1e-10,
    )


def test_a_sterile_neutrino_takes_from_the_weak_rate() -> None:
    four = Mixing(
        **{
            name: getattr(MIXING, name)
            for name in ("sin2_theta12", "sin2_theta13", "sin2_theta23", "delta", "dm2_21", "dm2_31")
        },
        sterile=(Sterile(dm2=1 * eV**2, sin2_theta=(0.1, 0.0, 0.0)),),
    )
    source = OneBeam(baseline=3e4)
    assert (
        recoil_tensor(source, four, Electrons("Ge"), [3 * keV]).counts()[0]
        < 0.9 * recoil_tensor(source, MIXING, Electrons("Ge"), [3 * keV]).counts()[0]
    )


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"exposure": -1.0}, "exposure must be positive"),
        ({"electrons": "hartree"}, "electrons = 'hartree' is unknown"),
        ({"material": "Xx"}, "Xx"),
        ({"sin2_theta_w": 1.5}, "sin2_theta_w must lie between 0 and 1"),
    ],
)
def test_fold_refuses_wrong_arguments(change: Keywords, complaint: str) -> None:
    response = Response(np.array([1.0, 2.0]) * keV, Efficiency.constant(1.0))
    arguments = {"material": "Ge", "electrons": "stepping", "sin2_theta_w": 0.23857, "exposure": 1.0, **change}
    exposure = arguments.pop("exposure")
    with pytest.raises(ValueError, match=complaint):
        fold(OneBeam(), MIXING, Electrons(**arguments), response, exposure=exposure)


def test_free_electrons_begin_at_the_smallest_binding_energy() -> None:
    process = Electrons("Ge", "free")
    whole, above = (
        fold(OneBeam(), MIXING, process, Response(np.array([low, 1e-3]), Efficiency.constant(1.0)), exposure=1.0)
        for low in (0.0, process.lowest)
    )
    np.testing.assert_allclose(whole.counts(random_vertex(5)), above.counts(random_vertex(5)), rtol=1e-12)


@pytest.mark.parametrize("recoil", [[2e-3, 1e-3], [0.0, 1e-3], [np.nan], [-1e-3]])
def test_recoils_must_be_positive_and_ascend(recoil: list[float]) -> None:
    with pytest.raises(ValueError, match="recoil"):
        recoil_spectrum(OneBeam(), "Ge", recoil)


def test_a_vertex_of_another_size_is_refused(tensor: RateTensor) -> None:
    with pytest.raises(ValueError, match="the vertex has 4 neutrinos, the mixing of this rate 3"):
        tensor.counts(Vertex("dirac", magnetic=np.eye(4)))


def test_spectra_are_equal_if_every_number_in_them_is() -> None:
    single, same = (Spectrum(np.array([1.0, 2.0]), {"weak": np.array([3.0])}) for _ in range(2))
    other = Spectrum(np.array([1.0, 2.0]), {"weak": np.array([4.0])})
    assert single == same
    assert hash(single) == hash(same)
    assert single != other
