"""Elastic scattering on a whole atom: form factors of the electrons, the dip, and helium beside a tritium source."""

from typing import Any

import numpy as np
import pytest
from tests.arguments import Keywords

from nuem.constants import ALPHA, ELECTRON_MASS, FERMI, HBAR_C
from nuem.elements import Atom
from nuem.scattering import nucleus
from nuem.scattering.atom.elastic import NeutralAtom, dip, dsigma_dT
from nuem.scattering.atom.electron_cloud import HELIUM, HYDROGEN, SCREENED_HELIUM, ComputedCloud, electron_cloud
from nuem.sources.beta import BetaDecay
from nuem.units import keV, meV

ALPHA_MASS = 3727.3794066
HELIUM_ATOM = NeutralAtom("He", 4, mass=ALPHA_MASS)


@pytest.mark.parametrize(
    ("momentum", "expected"), [(0.002, 0.945767223239415), (0.008, 0.4895193460849293), (0.015, 0.17334260123804543)]
)
def test_helium_agrees_with_hartree_fock(momentum: float, expected: float) -> None:
    assert HELIUM.form_factor(momentum) == pytest.approx(expected, rel=1e-4, abs=0)


@pytest.mark.parametrize(("momentum", "expected"), [(0.008, 0.5072470416487627), (0.015, 0.1706721934924011)])
def test_one_exponent_is_the_closed_form(momentum: float, expected: float) -> None:
    assert SCREENED_HELIUM.form_factor(momentum) == pytest.approx(expected, rel=1e-8, abs=0)


@pytest.mark.parametrize("cloud", [HYDROGEN, HELIUM, SCREENED_HELIUM, ComputedCloud("Ne")])
def test_screening_and_form_factor_add_up_to_one(cloud: object) -> None:
    momentum = np.geomspace(1e-6, 1.0, 200)
    total = cloud.form_factor(momentum) + cloud.screening(momentum)  # type: ignore[attr-defined]
    assert total == pytest.approx(np.ones_like(momentum), rel=1e-12, abs=0)


@pytest.mark.parametrize("cloud", [HYDROGEN, HELIUM, ComputedCloud("Ne")])
def test_screening_grows_like_the_square_of_the_momentum(cloud: object) -> None:
    low, high = cloud.screening(1e-7), cloud.screening(1e-6)  # type: ignore[attr-defined]
    assert high / low == pytest.approx(100, rel=1e-5, abs=0)


def test_the_computed_hydrogen_is_the_exact_one() -> None:
    momentum = np.array([0.001, 0.004, 0.01])
    assert ComputedCloud("H").form_factor(momentum) == pytest.approx(HYDROGEN.form_factor(momentum), rel=2e-4)


def test_the_density_of_an_atom_holds_its_electrons() -> None:
    atom = Atom("Ne")
    assert (atom.density * atom.grid.weight).sum() == pytest.approx(10, rel=1e-6)


def test_the_mean_field_of_helium_is_within_some_per_cent() -> None:
    assert ComputedCloud("He").form_factor(0.008) == pytest.approx(HELIUM.form_factor(0.008), rel=0.03)


def test_the_dip_is_where_the_closed_form_says() -> None:
    s2, bohr = 0.23857, 1 / (ALPHA * ELECTRON_MASS)
    needed = (1 - 2 * (0.5 - 2 * s2)) / (2 * (0.5 + 2 * s2))
    assert needed == pytest.approx(0.4883025974, rel=1e-8)
    momentum = 2 * (27 / 16) / bohr * np.sqrt(needed**-0.5 - 1)
    screened = NeutralAtom("He", 4, SCREENED_HELIUM, ALPHA_MASS)
    assert dip(screened) == pytest.approx(momentum**2 / (2 * ALPHA_MASS), rel=1e-9, abs=0)
    assert dip(screened) / meV == pytest.approx(9.1582927, rel=1e-8)  # 30 digits; a root in T/MeV to 2e-12 has 9.158157
    assert dip(NeutralAtom("H", 2, mass=1875.61294257)) / meV == pytest.approx(6.3912726, rel=1e-8)


def test_nothing_is_left_of_the_weak_part_at_the_dip() -> None:
    at, beside = dip(HELIUM_ATOM), 3 * dip(HELIUM_ATOM)
    assert dsigma_dT(at, 15 * keV, atom=HELIUM_ATOM) < 1e-15 * dsigma_dT(beside, 15 * keV, atom=HELIUM_ATOM)


def test_hydrogen_and_muon_neutrinos_on_helium_have_no_dip() -> None:
    for atom, flavour in ((NeutralAtom("H", 1), "e"), (HELIUM_ATOM, "mu")):
        with pytest.raises(ValueError, match="has no zero"):
            dip(atom, flavour=flavour)


def test_the_weak_charge_of_an_atom_at_rest_counts_its_parts() -> None:
    assert HELIUM_ATOM.weak_charge(0.0) == pytest.approx(2 - 2 / 2, rel=1e-12)  # nu_e: Z - N/2
    assert HELIUM_ATOM.weak_charge(0.0, flavour="mu") == pytest.approx(-2 / 2, rel=1e-12)
    assert HELIUM_ATOM.weak_charge(10.0) == pytest.approx(-0.95428, rel=1e-5)


def test_a_nucleus_is_left_when_the_electrons_are_too_far_out() -> None:
    couplings: Keywords = {"moment": 1e-10, "charge": 1e-13, "charge_radius": 3e-32}
    recoil, energy = 1e-3, 10.0
    atom = dsigma_dT(recoil, energy, atom=HELIUM_ATOM, flavour="mu", **couplings)
    bare = nucleus.dsigma_dT(recoil, energy, Z=2, A=4, flavour="mu", form_factor="point", mass=ALPHA_MASS, **couplings)
    assert atom == pytest.approx(bare, rel=1e-6, abs=0)


def test_a_charge_acts_on_a_neutral_atom_like_a_contact_term() -> None:
    plus, minus = (
        dsigma_dT(np.array([1e-12, 1e-13]), 15 * keV, atom=HELIUM_ATOM, charge=charge) for charge in (1e-14, -1e-14)
    )
    assert plus[0] == pytest.approx(plus[1], rel=1e-3, abs=0)
    assert np.all(np.abs(plus / minus - 1) > 0.1)


def _average(atom: NeutralAtom, low: float = 0.0, **couplings: Any) -> float:
    """Cross section averaged over the tritium spectrum, from a lowest recoil on [cm^2]."""
    spectrum = BetaDecay(18.591 * keV, 2)
    nodes, weights = np.polynomial.legendre.leggauss(200)
    momentum = np.sqrt(18.591 * keV / ELECTRON_MASS * (18.591 * keV / ELECTRON_MASS + 2)) * (nodes + 1) / 2
    kinetic = ELECTRON_MASS * momentum**2 / (np.sqrt(1 + momentum**2) + 1)
    energy = 18.591 * keV - kinetic
    jacobian = ELECTRON_MASS * momentum / np.sqrt(1 + momentum**2)
    dq = np.sqrt(18.591 * keV / ELECTRON_MASS * (18.591 * keV / ELECTRON_MASS + 2)) / 2 * weights * jacobian
    highest = 2 * energy**2 / (atom.total_mass + 2 * energy)
    recoil = low + (highest - low)[:, None] * (nodes + 1) / 2
    inside = dsigma_dT(np.maximum(recoil, 1e-20), energy[:, None], atom=atom, **couplings) @ weights
    return float(np.sum(dq * spectrum(energy) * np.maximum(highest - low, 0) / 2 * inside))


def test_helium_beside_tritium() -> None:
    assert _average(HELIUM_ATOM) == pytest.approx(1.28871e-48, rel=3e-4, abs=0)
    screened = NeutralAtom("He", 4, SCREENED_HELIUM, ALPHA_MASS)
    assert _average(screened) == pytest.approx(1.322667e-48, rel=3e-4, abs=0)


def test_a_moment_on_helium_beside_tritium() -> None:
    added = _average(HELIUM_ATOM, moment=1e-9) - _average(HELIUM_ATOM)
    assert added * 1e-6 == pytest.approx(1.611547e-48, rel=1e-4, abs=0)


def test_the_bare_nucleus_averages_to_the_closed_form() -> None:
    from nuem.scattering.atom.electron_cloud import SlaterCloud

    diffuse = NeutralAtom("He", 4, SlaterCloud(((1e-6, 1.0),)), ALPHA_MASS)
    mean_square = 180.67 * keV**2
    charge = 2 * (0.5 - 2 * 0.23857) - 1
    assert _average(diffuse) == pytest.approx(FERMI**2 * HBAR_C**2 * charge**2 * mean_square / np.pi, rel=1e-4, abs=0)


def test_an_unknown_atom_is_refused() -> None:
    with pytest.raises(ValueError, match="Xx"):
        electron_cloud("Xx")
    with pytest.raises(ValueError, match=r"A = 1 must be a whole number, not below Z = 2 of He"):
        NeutralAtom("He", 1)
    with pytest.raises(ValueError, match="recoil must be positive"):
        dsigma_dT(0.0, 1.0, atom=HELIUM_ATOM)
