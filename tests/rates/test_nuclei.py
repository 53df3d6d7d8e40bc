"""Rates of coherent scattering: reference values of two independent codes, invariants of the trace, and brute-force integrals."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from tests.arguments import Keywords

from nuem.constants import ALPHA, ELECTRON_MASS, HBAR_C
from nuem.detectors import Efficiency, IonisationResolution, QuenchingTable, Response
from nuem.flavour import Mixing, Sterile, flavour_state
from nuem.numerics.quadrature import panels, refine
from nuem.rates import fold, recoil_spectrum, recoil_tensor
from nuem.rates.beam import Beam
from nuem.scattering import Electrons, Nuclei, nucleus
from nuem.scattering.couplings import ChiralCouplings, vector_shift
from nuem.scattering.electroweak import dsigma_dT_couplings
from nuem.scattering.kinematics import maximum_recoil
from nuem.scattering.nucleon_couplings import nucleon_matrices
from nuem.sources import Reactor
from nuem.typing import ComplexArray, FloatArray
from nuem.units import cm, eV, fm, keV
from nuem.vertex import Vertex

# Cross sections are far below the absolute tolerance that pytest.approx has by default.
approx = partial(pytest.approx, abs=0)

MIXING = Mixing(sin2_theta12=0.307, sin2_theta13=0.022, sin2_theta23=0.545, delta=1.2, dm2_21=7.5e-17, dm2_31=2.5e-15)


class Line:
    """Neutrinos of one energy in any state, one per cm^2 and second."""

    name, distance = "line", 0.0
    errors: Mapping[str, float] = {}
    lines: tuple[tuple[float, float], ...]
    breaks = np.empty(0)

    def __init__(self, energy: float, state: ComplexArray, antineutrino: bool = False) -> None:
        self.lines, self.given, self.antineutrino = ((energy, 1.0),), state, antineutrino
        self.beams: tuple[Beam, ...] = (self,)

    def flux(self, energy: FloatArray) -> FloatArray:
        return np.zeros_like(energy)

    def state(self, energy: FloatArray, mixing: Mixing) -> ComplexArray:
        return np.broadcast_to(self.given, (*np.shape(energy), *self.given.shape))


class Band(Line):
    """Neutrinos of 5 to 40 MeV with a kink, in one state."""

    breaks = np.array([5.0, 20.0, 40.0])

    def __init__(self, state: ComplexArray, antineutrino: bool = False) -> None:
        super().__init__(1.0, state, antineutrino)
        self.lines = ()

    def flux(self, energy: FloatArray) -> FloatArray:
        inside = (energy >= 5) & (energy <= 40)
        return np.asarray(1e6 * inside * np.where(energy < 20, energy**2, 20 * (40 - energy)), float)


def amplitudes(flavour: int, phases: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> np.ndarray:
    a = MIXING.matrix[flavour].conj() * np.exp(-1j * np.array(phases))
    return np.outer(a, a.conj())


def random_vertex(seed: int, nature: str = "dirac") -> Vertex:
    random = np.random.default_rng(seed)

    def part(scale: float) -> np.ndarray:
        matrix = random.normal(size=(3, 3)) + 1j * random.normal(size=(3, 3))
        hermitian = scale * (matrix + matrix.conj().T) / 2
        return hermitian if nature == "dirac" else 1j * hermitian.imag

    anapole = part(1e-33).real if nature == "majorana" else part(1e-33)
    anapole = (anapole + anapole.conj().T) / 2
    return Vertex(
        nature, magnetic=part(1e-9), electric=part(1e-9), charge=part(1e-9), charge_radius=part(3e-32), anapole=anapole
    )


def per_atom(
    process: Nuclei,
    energy: float,
    recoil: float,
    vertex: Vertex | None = None,
    state: ComplexArray | None = None,
    **beam: bool,
) -> float:
    rho = amplitudes(0) if state is None else state
    tensor = recoil_tensor(Line(energy, rho, **beam), MIXING, process, [recoil])
    return float(tensor.counts(vertex)[0]) / process.units_per_gram


def flavour_vertex(**matrices: ComplexArray | FloatArray) -> Vertex:
    return Vertex.from_flavour("dirac", MIXING, **matrices)


def test_the_dipole_of_a_fast_neutrino_is_that_of_each_isotope() -> None:
    """At recoils of the size of the energy all three terms 1/T - 1/E + T/4E^2 count."""
    process, energy, recoil, moment = Nuclei("He", form_factor=None), 1e4, 5e3, 1e-7
    vertex = flavour_vertex(magnetic=moment * np.eye(3))
    expected = sum(
        one.number * float(nucleus.dsigma_dT_magnetic(recoil, energy, Z=2, A=one.A, moment=moment, form_factor=None, mass=one.mass))
        for one in process.nuclides
    )  # fmt: skip
    assert per_atom(process, energy, recoil, vertex) - per_atom(process, energy, recoil) == approx(expected, rel=1e-6)


# nr.*: closed forms, two codes; nuclear masses A u - Z m_e, Helm with Lewin-Smith radii, tree couplings
@pytest.mark.parametrize(
    ("symbol", "A", "energy", "recoil", "vertex", "value"),
    [
        ("Cs", 133, 30.0, 0.012, {}, 2.813754e-37),
        ("I", 127, 30.0, 0.012, {}, 3.069819e-37),
        ("Cs", 133, 30.0, 0.012, {"charge_radius": -2e-32 * np.eye(3)}, 2.437011e-37),
        ("Ge", None, 25.0, 0.004, {}, 3.204536e-37),
    ],
)
def test_reference_values_of_one_material(
    symbol: str,
    A: int | None,
    energy: float,
    recoil: float,
    vertex: dict[str, FloatArray] | dict[str, object],
    value: float,
) -> None:
    sigma = per_atom(Nuclei(symbol), energy, recoil, flavour_vertex(**vertex) if vertex else None)
    assert sigma == approx(value, rel=1e-5)


@pytest.mark.parametrize(
    ("isotope", "energy", "recoil", "couplings", "value"),
    [
        ((18, 40), 40.0, 0.05, {"charge": -1e-8}, 2.12196e-38),
        ((32, 74), 4.0, 0.0003, {"moment": 5e-10}, 3.795932e-37),
        ((54, 132), 10.0, 0.001, {"transition_radii": (3e-32,)}, 1.096319e-36),
        ((55, 133), 40.0, 0.02, {"proton_radius": 4.8041 * fm, "neutron_radius": 5.01 * fm}, 2.132754e-37),
        ((55, 133), 30.0, 0.012, {"moment": 2e-9, "spin": 0.5}, 4.181555e-37),
    ],
)
def test_reference_values_of_one_isotope(
    isotope: tuple[int, int],
    energy: float,
    recoil: float,
    couplings: dict[str, float] | dict[str, tuple[float]],
    value: float,
) -> None:
    Z, A = isotope
    assert float(nucleus.dsigma_dT(recoil, energy, Z=Z, A=A, **couplings)) == approx(value, rel=1e-5)


def test_own_radii_of_a_material_are_those_of_the_reference() -> None:
    process = Nuclei("Cs", proton_radii={"Cs": 4.8041 * fm}, neutron_radii=5.01 * fm)
    assert per_atom(process, 40.0, 0.02) == approx(2.132754e-37, rel=1e-5)


def xenon132() -> Nuclei:
    process = Nuclei("Xe")
    nuclide = next(nucleus for nucleus in process.nuclides if nucleus.name == "Xe132")
    object.__setattr__(process, "nuclides", (replace(nuclide, number=1.0),))
    return process


@pytest.mark.parametrize(("phases", "value"), [((0.0, 0.0, 0.0), 1.108175e-36), ((0.0, 0.7, 1.9), 1.235011e-36)])
def test_reference_values_of_propagated_states_with_off_diagonal_couplings(
    phases: tuple[float, float, float], value: float
) -> None:
    radius = np.array([[-8e-33, 4e-32 + 1e-32j, 0], [4e-32 - 1e-32j, -5e-33, 2e-32j], [0, -2e-32j, -3e-33]])
    charge = np.array([[1e-10, 0, 2e-10], [0, -1e-10, 0], [2e-10, 0, 0]])
    dipole = np.array([[0, 1e-10, 2e-10j], [-1e-10, 0, 5e-11], [-2e-10j, -5e-11, 0]])
    vertex = flavour_vertex(charge=charge, charge_radius=radius)
    moments = Vertex.from_dipole("dirac", dipole)
    vertex = Vertex(
        "dirac", charge=vertex.charge, charge_radius=vertex.charge_radius,
        magnetic=moments.magnetic, electric=moments.electric,
    )  # fmt: skip
    assert per_atom(xenon132(), 10.0, 0.001, vertex, amplitudes(1, phases)) == approx(value, rel=1e-5)


def brute_force(process: Nuclei, source: Band, vertex: Vertex, recoil: float) -> float:
    """dR/dT per atom from matrices, isotope by isotope, over a dense grid of energies."""
    total = 0.0
    proton, neutron = nucleon_matrices(MIXING, radiative=process.radiative)
    rho = source.given.conj() if source.antineutrino else source.given
    for isotope in process.nuclides:
        low = max(5.0, (recoil + np.sqrt(recoil**2 + 2 * isotope.mass * recoil)) / 2)
        if low >= 40:
            continue
        f_z, f_n = (float(charge[0]) for charge in isotope.charges(np.array([recoil])))
        natural = np.sqrt(2) * np.pi * ALPHA / 1.1663787e-11
        shift = -natural / (3 * HBAR_C**2) * vertex.effective_radius + natural * vertex.charge / (isotope.mass * recoil)
        coupling = (proton + shift) * f_z + neutron * f_n
        weak = np.trace(coupling @ rho @ coupling.conj().T).real
        dipole = np.trace(vertex.dipole @ rho @ vertex.dipole.conj().T).real
        edges = np.union1d(np.linspace(low, 40, 60), [20.0] if low < 20 else [])
        energy, weight = (part.ravel() for part in panels(edges, 8))
        vector = (
            1.1663787e-11**2
            * isotope.mass
            / np.pi
            * HBAR_C**2
            * (1 - recoil / energy - isotope.mass * recoil / (2 * energy**2))
        )
        magnetic = (
            np.pi
            * (ALPHA * HBAR_C / ELECTRON_MASS) ** 2
            * f_z**2
            * (1 / recoil - 1 / energy + recoil / (4 * energy**2))
        )
        total += isotope.number * np.sum(weight * source.flux(energy) * (vector * weak + magnetic * dipole))
    return total


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("nature", ["dirac", "majorana"])
def test_folded_counts_equal_brute_force(seed: int, nature: str) -> None:
    vertex = random_vertex(seed, nature)
    state = amplitudes(seed % 3, (0.0, 0.4, 1.1))
    source = Band(state, antineutrino=bool(seed % 2))
    process = Nuclei(("CsI", "Ge", "Ar", "Xe")[seed], radiative=seed == 2)
    response = Response(
        np.array([2.0, 3.0, 7.0]) * keV, Efficiency(np.array([1.0, 5.0, 9.0]) * keV, np.array([0.2, 0.9, 1.0]))
    )
    counts = fold(source, MIXING, process, response, exposure=3.0).counts(vertex)
    ends = np.stack([maximum_recoil(np.array([5.0, 20.0, 40.0]), mass=beam.mass) for beam in process.nuclides])
    knots = np.union1d(ends.ravel(), np.array([2.0, 3.0, 5.0, 7.0]) * keV)
    knots = knots[(knots >= 2 * keV) & (knots <= 7 * keV)]
    recoil, weight = (part.ravel() for part in panels(refine(knots, np.full(len(knots) - 1, 0.2 * keV)), 6))
    rate = np.array([brute_force(process, source, vertex, float(t)) for t in recoil])
    direct = response.matrix(recoil) @ (weight * rate) * 3.0 * process.units_per_gram
    np.testing.assert_allclose(counts, direct, rtol=1e-7)


def test_without_couplings_the_rate_does_not_know_the_state() -> None:
    rates = [per_atom(Nuclei("Ge"), 20.0, 2e-3, state=amplitudes(k, (0.0, 1.0, 2.0))) for k in range(3)]
    np.testing.assert_allclose(rates, rates[0], rtol=1e-13)


def test_couplings_that_are_the_same_for_all_states_do_not_tell_them_apart() -> None:
    unit = np.eye(3)
    vertex = Vertex("dirac", charge=1e-9 * unit, charge_radius=1e-32 * unit, magnetic=1e-9 * unit)
    rates = [per_atom(Nuclei("Ge"), 20.0, 2e-3, vertex, amplitudes(k)) for k in range(3)]
    np.testing.assert_allclose(rates, rates[0], rtol=1e-13)


def test_antineutrinos_with_conjugated_matrices_and_states_are_neutrinos() -> None:
    vertex = random_vertex(11)
    names = ("magnetic", "electric", "charge", "charge_radius", "anapole")
    mirrored = Vertex.from_dipole("dirac", vertex.dipole.conj())
    mirrored = Vertex(
        "dirac", magnetic=mirrored.magnetic, electric=mirrored.electric,
        **{name: getattr(vertex, name).conj() for name in names[2:]},
    )  # fmt: skip
    state = amplitudes(1, (0.0, 0.7, 1.9))
    neutrino = per_atom(Nuclei("Xe"), 12.0, 1e-3, vertex, state)
    other = per_atom(Nuclei("Xe"), 12.0, 1e-3, vertex, state.conj())
    antineutrino = per_atom(Nuclei("Xe"), 12.0, 1e-3, vertex, state.conj(), antineutrino=True)
    assert antineutrino == approx(neutrino, rel=1e-12)
    assert per_atom(Nuclei("Xe"), 12.0, 1e-3, mirrored, state.conj()) == approx(neutrino, rel=1e-12)
    assert other != approx(neutrino, rel=1e-3)


def test_counts_are_never_negative() -> None:
    tensor = recoil_tensor(Line(15.0, amplitudes(2, (0.0, 0.3, 2.0))), MIXING, Nuclei("CsI"), [1e-3, 2e-3])
    random = np.random.default_rng(3)
    raw = random.normal(size=(2, 2000, 3, 3)) + 1j * random.normal(size=(2, 2000, 3, 3))
    hermitian = raw + raw.conj().swapaxes(-1, -2)
    size = 10 ** random.uniform(-3, 1, size=(2000, 1, 1))
    vertex = Vertex("dirac", charge=1e-9 * size * hermitian[0], charge_radius=1e-31 * size * hermitian[1])
    assert np.all(tensor.counts(vertex) >= 0)


def test_a_charge_alone_goes_like_the_free_electrons_with_mass_and_charge_exchanged() -> None:
    process, recoil = xenon132(), 1e-7
    mass, Z = process.nuclides[0].mass, 54
    vertex = Vertex("dirac", charge=1e-6 * np.eye(3))
    tensor = recoil_tensor(Line(20.0, amplitudes(0)), MIXING, process, [recoil])
    squared = tensor.polynomial(vertex)[2, 0, 0] / process.units_per_gram
    expected = 2 * np.pi * (ALPHA * HBAR_C) ** 2 * 1e-12 * Z**2 / mass
    assert squared * recoil**2 == approx(expected, rel=1e-4)


def test_electrons_and_nuclei_of_one_target_add_up_and_see_a_radius_with_opposite_signs() -> None:
    source = Band(amplitudes(0))
    response = Response(np.array([2.0, 5.0]) * keV, Efficiency.constant(1.0))
    electrons, nuclei = Electrons("Ge", "stepping"), Nuclei("Ge")
    both = fold(source, MIXING, (electrons, nuclei), response, exposure=1.0)
    alone = [fold(source, MIXING, one, response, exposure=1.0) for one in (electrons, nuclei)]
    vertex = random_vertex(5)
    np.testing.assert_allclose(both.counts(vertex), alone[0].counts(vertex) + alone[1].counts(vertex), rtol=1e-13)
    radius = flavour_vertex(charge_radius=np.diag([1e-33, 0, 0]))
    electron, nucleus_ = (tensor.polynomial(radius)[1, 0, 0] for tensor in alone)
    # g_V of the electron and the negative weak charge of the nucleus both grow: constructive for a positive radius
    assert electron > 0
    assert nucleus_ > 0


def test_a_neutron_radius_is_a_nuisance_of_its_element() -> None:
    process = Nuclei("CsI")
    assert process.nuisances == ("radius.n.Cs", "radius.n.I")
    larger = process.varied("radius.n.Cs", 0.03)
    changed = per_atom(larger, 40.0, 0.02) / per_atom(process, 40.0, 0.02) - 1
    assert -0.1 < changed < -0.01
    assert per_atom(process.varied("radius.n.Cs", 0.0), 40.0, 0.02) == per_atom(process, 40.0, 0.02)
    with pytest.raises(ValueError, match=r"nuisance = 'radius.n.Xe' is unknown"):
        process.varied("radius.n.Xe", 0.01)


def test_a_sterile_neutrino_takes_from_the_rate() -> None:
    words = ("sin2_theta12", "sin2_theta13", "sin2_theta23", "delta", "dm2_21", "dm2_31")
    four = Mixing(
        **{name: getattr(MIXING, name) for name in words}, sterile=(Sterile(dm2=1e-12, sin2_theta=(0.1, 0.0, 0.0)),)
    )
    state = flavour_state(four, "e")
    rate = recoil_tensor(Line(15.0, state), four, Nuclei("Ge"), [1e-3]).counts()[0] / Nuclei("Ge").units_per_gram
    born = four.matrix[0].conj()
    active = four.matrix[:3]
    neutral = active.conj().T @ active
    expected = np.linalg.norm(neutral @ born) ** 2 * per_atom(Nuclei("Ge"), 15.0, 1e-3)
    assert rate == approx(expected, rel=1e-12)


def test_recoil_spectra_of_nuclei_have_parts() -> None:
    vertex = Vertex("dirac", magnetic=1e-9 * np.eye(3), charge=-1e-9 * np.eye(3))
    source = Line(15.0, amplitudes(1))
    computed = recoil_spectrum(source, "Ge", [1e-3, 2e-3], process="nuclei", vertex=vertex, mixing=MIXING)
    assert np.all(computed["magnetic"] > 0)
    assert np.all(computed["charge and radius"] > 0)  # constructive for a negative charge
    np.testing.assert_allclose(
        computed["total"], computed["weak"] + computed["charge and radius"] + computed["magnetic"], rtol=1e-14
    )
    with pytest.raises(ValueError, match="does not enter a recoil of nuclei"):
        recoil_spectrum(source, "Ge", [1e-3], process="nuclei", electrons="hfs")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"material": "Xx"}, "unknown element"),
        ({"form_factor": "helmet"}, "form_factor = 'helmet' is unknown"),
        ({"proton_radii": 1.0 * fm}, "is below"),
        ({"neutron_radii": {"Xe": 5 * fm}}, "nucleus of neutron_radii = 'Xe' is unknown"),
        ({"masses": "heavy"}, "masses = 'heavy' is unknown"),
        ({"radiative": 1}, "radiative = 1 must be True or False"),
        ({"neutron_radii": -1 * cm}, "must be positive"),
    ],
)
def test_wrong_nuclei_are_refused(wrong: Keywords, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Nuclei(**{"material": "Ge", **wrong})


def test_bins_far_in_the_tail_of_the_resolution_do_not_hinder_the_fold() -> None:
    width = IonisationResolution(noise=68.5 * eV, fano=0.105, pair_energy=2.96 * eV)
    response = Response(
        np.linspace(0.2, 1.5, 131) * keV,
        Efficiency.constant(1.0),
        width,
        quenching=QuenchingTable.germanium("Fef"),
        lowest=0.02 * keV,
    )
    counts = fold(Reactor(flux=1.0), MIXING, Nuclei("Ge"), response, exposure=1.0).counts()
    assert counts[0] > 0
    assert 0 <= counts[-1] < 1e-9 * counts[0]


def test_mass_and_flavour_basis_give_one_rate() -> None:
    def turned(phases: tuple[float, float]) -> tuple[Mixing, np.ndarray]:
        mixing = replace(MIXING, alpha21=phases[0], alpha31=phases[1])
        a = mixing.matrix[1].conj()
        return mixing, np.outer(a, a.conj())

    random = np.random.default_rng(8)
    raw = random.normal(size=(2, 3, 3)) + 1j * random.normal(size=(2, 3, 3))
    charge, radius = raw + raw.conj().swapaxes(-1, -2)
    rates = []
    for phases in ((0.0, 0.0), (0.7, 1.9)):
        mixing, state = turned(phases)
        vertex = Vertex.from_flavour("dirac", mixing, charge=1e-9 * charge, charge_radius=1e-32 * radius)
        tensor = recoil_tensor(Line(12.0, state), mixing, Nuclei("Ge", radiative=True), [1e-3])
        rates.append(tensor.counts(vertex)[0])
    assert rates[1] == approx(rates[0], rel=1e-12)


def test_a_nucleus_like_an_electron_scatters_like_its_vector_current() -> None:
    # Z = 1, N = 0, M = m_e, g_p -> -g_V: G = -(g_V + D), whose sign is lost in the square
    recoil, energy, radius, charge = 0.01, 1.0, 3e-32, 2e-12
    vector = 2 * 0.23857 + 0.5
    shift = vector_shift(recoil, charge=charge, charge_radius=radius)
    expected = dsigma_dT_couplings(recoil, energy, ChiralCouplings((vector + shift) / 2, (vector + shift) / 2))
    words: Keywords = {"Z": 1, "A": 1, "mass": ELECTRON_MASS, "form_factor": "point", "spin": 0.5}
    computed = nucleus.dsigma_dT(
        recoil, energy, **words, charge=charge, charge_radius=radius, sin2_theta_w=(0.5 + vector) / 2
    )
    assert float(computed) == approx(float(expected), rel=1e-9)
