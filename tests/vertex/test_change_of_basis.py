"""Mass and flavour basis are two views of one vertex."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuem import Mixing, Sterile, Vertex, effective_moment
from nuem.units import eV

# The default absolute tolerances of pytest and numpy would hide everything at the scale of these moments.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, rtol=1e-5, atol=0)

ANGLE = st.floats(0, 1)
PHASE = st.floats(-7, 7)


@st.composite
def mixings(draw: st.DrawFn) -> Mixing:
    sterile = tuple(
        Sterile(
            dm2=1 * eV**2,
            sin2_theta=(draw(ANGLE), draw(ANGLE), draw(ANGLE)),
            phases=(draw(PHASE), 0.1, 0.2),
            majorana_phase=draw(PHASE),
        )
        for _ in range(draw(st.integers(0, 2)))
    )
    return Mixing(
        sin2_theta12=draw(ANGLE), sin2_theta13=draw(ANGLE), sin2_theta23=draw(ANGLE), delta=draw(PHASE),
        dm2_21=7.5e-5 * eV**2, dm2_31=draw(st.sampled_from([2.5e-3, -2.4e-3])) * eV**2,
        alpha21=draw(PHASE), alpha31=draw(PHASE), sterile=sterile,
    )  # fmt: skip


def draws(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    first, second = rng.normal(size=(2, n, n)) + 1j * rng.normal(size=(2, n, n))
    return first, second + second.conj().T


@settings(max_examples=50)
@given(mixings(), st.sampled_from(["dirac", "majorana"]), st.integers(0, 1000))
def test_there_and_back_again(mixing: Mixing, nature: str, seed: int) -> None:
    raw, hermitian = draws(mixing.size, seed)
    dipole = 1e-25 * (raw - raw.T if nature == "majorana" else raw)
    charge = 1e-13 * (1j * (raw.real - raw.real.T) if nature == "majorana" else hermitian)
    vertex = Vertex(
        nature,
        magnetic=Vertex.from_dipole(nature, dipole).magnetic,
        electric=Vertex.from_dipole(nature, dipole).electric,
        charge=charge,
    )
    seen = vertex.in_flavour_basis(mixing)
    if nature == "majorana":
        assert allclose(seen.dipole, -seen.dipole.T, rtol=0, atol=1e-39)
    assert allclose(seen.charge, seen.charge.conj().T, rtol=0, atol=1e-27)
    back = Vertex.from_flavour(nature, mixing, dipole=seen.dipole, charge=seen.charge)
    assert allclose(back.dipole, vertex.dipole, rtol=0, atol=1e-38)
    assert allclose(back.charge, vertex.charge, rtol=0, atol=1e-26)


@settings(max_examples=50)
@given(mixings(), st.sampled_from(["dirac", "majorana"]), st.integers(0, 1000))
def test_short_baseline_moment_is_the_row_of_the_flavour_matrix(mixing: Mixing, nature: str, seed: int) -> None:
    raw, _ = draws(mixing.size, seed)
    vertex = Vertex.from_dipole(nature, 1e-25 * (raw - raw.T if nature == "majorana" else raw))
    seen = vertex.in_flavour_basis(mixing).dipole
    for row, flavour in enumerate(("e", "mu", "tau")):
        expected = np.linalg.norm(seen[:, row])
        assert effective_moment(vertex, mixing, flavour) == approx(expected, rel=1e-12)
        assert effective_moment(vertex, mixing, flavour, antineutrino=True) == approx(expected, rel=1e-12)


@settings(max_examples=50)
@given(mixings(), st.lists(PHASE, min_size=5, max_size=5), st.integers(0, 1000))
def test_dirac_rephasing_of_vertex_and_mixing_is_unobservable(mixing: Mixing, phases: list[float], seed: int) -> None:
    raw, _ = draws(mixing.size, seed)
    vertex = Vertex.from_dipole("dirac", 1e-25 * raw)

    class Rephased:
        matrix = mixing.matrix * np.exp(1j * np.array(phases[: mixing.size]))

    turned = vertex.rephased(phases[: mixing.size])
    computed, theirs = vertex.in_flavour_basis(mixing).dipole, turned.in_flavour_basis(Rephased()).dipole
    assert allclose(computed.conj().T @ computed, theirs.conj().T @ theirs, rtol=0, atol=1e-63)


def test_majorana_flavour_moments_have_their_reference_values() -> None:
    single, double, three = 1.2, 0.5 + 0.8j, -0.7 + 0.4j
    dipole = 1e-11 * np.array([[0, three, -double], [-three, 0, single], [double, -single, 0]])
    mixing = Mixing(
        sin2_theta12=0.304, sin2_theta13=0.02219, sin2_theta23=0.573, delta=np.radians(197), dm2_21=7.42e-5 * eV**2,
        dm2_31=2.517e-3 * eV**2, lightest_mass=0.01 * eV,
    )  # fmt: skip
    seen = Vertex.from_dipole("majorana", dipole).in_flavour_basis(mixing).dipole / 1e-11
    references = {  # eff.lamfl.*
        (0, 1): -0.160933333313 - 0.169348472023j,
        (0, 2): 0.560595705562 - 0.825188840112j,
        (1, 2): 1.34485161497 + 0.348699762025j,
    }
    for (final, initial), value in references.items():
        assert abs(seen[final, initial] - value) < 5e-12  # as printed, to 12 digits
        assert abs(seen[initial, final] + value) < 5e-12  # as printed, to 12 digits


def test_diagonal_charges_of_flavours_survive_the_change_of_basis() -> None:
    mixing = Mixing.nufit()
    vertex = Vertex.from_flavour("dirac", mixing, charge_radius=np.diag([-8.3e-33, -4.8e-33, -3.0e-33]))
    assert np.trace(vertex.charge_radius).real == approx(-16.1e-33)
    assert vertex.in_flavour_basis(mixing).charge_radius[0, 0] == approx(-8.3e-33)


def test_refuses_sizes_that_do_not_match_and_moments_given_twice() -> None:
    mixing = Mixing.nufit()
    with pytest.raises(ValueError, match="dipole is 2 x 2 but the mixing matrix is 3 x 3"):
        Vertex.from_flavour("dirac", mixing, dipole=np.eye(2))
    with pytest.raises(ValueError, match="give either dipole or magnetic and electric"):
        Vertex.from_flavour("dirac", mixing, dipole=np.eye(3), magnetic=np.eye(3))
    with pytest.raises(ValueError, match="the vertex has 2 neutrinos but the mixing matrix is 3 x 3"):
        Vertex("dirac", magnetic=np.eye(2)).in_flavour_basis(mixing)
    with pytest.raises(ValueError, match="dipole is not antisymmetric"):
        Vertex.from_flavour("majorana", mixing, dipole=1e-11 * np.eye(3))
