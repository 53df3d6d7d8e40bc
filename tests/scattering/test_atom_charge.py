"""Models of bound electrons side by side, and the transverse photons of a millicharge."""

import warnings
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuem.constants import ALPHA, CLASSICAL_RADIUS_SQUARED, ELECTRON_MASS, HBAR_C
from nuem.elements import compound
from nuem.scattering import Couplings, electron
from nuem.scattering.atom import MODELS, Hfs, ValidityWarning, photoabsorption, photon, response, tabulated
from nuem.scattering.atom.absorption import computed
from nuem.scattering.atom.dielectric import density_of, dielectric, scattering_strength
from nuem.typing import FloatArray
from nuem.units import MeV, eV, keV

approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

# epa.*: element, T [eV], photoabsorption [cm^2], dsigma/dT [cm^2/MeV] for q = 1e-12 e, E = 1 MeV, m = 1 eV
EQUIVALENT_PHOTONS = [
    ("Ge", 1300, 7.561251856e-19, 3.733040859139616e-41),
    ("Ge", 2800, 1.378026281e-19, 3.1587253120437395e-42),
    ("Xe", 1500, 8.888225163e-19, 3.803086299373132e-41),
    ("Xe", 2800, 1.991286831e-19, 4.5644471386332604e-42),
    ("Xe", 12000, 2.212658832e-20, 1.1834382477615577e-43),
]
# Another implementation, with Henke's f_1: element, T [eV], f_1, n_1, Lambda in the medium, N_q with both kinds of photons
IN_MEDIUM = [
    ("Xe", 490.458, 18.9, 4.241, 5.535, 80.54), ("Xe", 1013.121, 35.24, 18.47, 6.289, 275.04),
    ("Xe", 1499.538, 46.38, 12.152, 6.867, 201.93), ("Xe", 1963.868, 48.56, 8.4592, 7.3748, 161.06),
    ("Xe", 3500.727, 48.11, 3.6324, 8.5503, 102.51), ("Xe", 5508.53, 46.27, 8.556, 9.485, 175.83),
    ("Xe", 15140.547, 53.91, 1.6268, 11.3674, 82.595), ("Xe", 50000.0, 54.0, 1.219, 13.755, 74.97),
    ("Ge", 490.458, 23.37, 4.734, 4.109, 78.52), ("Ge", 809.422, 23.15, 2.6517, 5.1349, 57.687),
    ("Ge", 1499.538, 25.8, 8.895, 6.221, 135.35), ("Ge", 2778.049, 32.11, 3.5413, 7.2761, 79.061),
    ("Ge", 6004.376, 31.47, 0.97557, 8.8424, 47.458), ("Ge", 15140.547, 31.9, 1.468, 10.678, 54.68),
]  # fmt: skip


def free_charge(transfer: FloatArray, charge: float = 1e-12) -> FloatArray:
    """2 pi alpha^2 q^2/(m T^2), on a free electron for T much below E [cm^2/MeV]."""
    return 2 * np.pi * ALPHA**2 * charge**2 * HBAR_C**2 / (ELECTRON_MASS * transfer**2)


@pytest.mark.parametrize(("symbol", "transfer", "photoabsorption", "expected"), EQUIVALENT_PHOTONS)
def test_equivalent_photons_have_the_reference_values(
    symbol: str, transfer: int, photoabsorption: float, expected: float
) -> None:
    T = np.array(transfer * eV)
    number = photon.photon_number(T, np.array(photoabsorption)) * photon.equivalent_photons(1 * MeV, 1 * eV)
    assert number * free_charge(T) == approx(expected, rel=2e-6)
    shipped = response(symbol, "epa").at(T)
    # what is left is the straight line between the points of the shipped photoabsorption
    assert shipped.charge_squared(1.0) * free_charge(T) == approx(expected, rel=5e-4)
    assert response(symbol, "epa").at(T).N_w == response(symbol, "stepping").at(T).N_w


@pytest.mark.parametrize(("symbol", "transfer", "f1", "n1", "logarithm", "both"), IN_MEDIUM)
def test_the_medium_agrees_with_another_implementation(
    symbol: str, transfer: float, f1: float, n1: float, logarithm: float, both: float
) -> None:
    T = np.array(transfer * eV)
    assert scattering_strength(symbol, T) == approx(f1, rel=0.05)
    sigma = computed(symbol, T) if transfer < 3000 else photoabsorption(symbol, T)  # it goes over to Elam at 3 keV
    assert photon.photon_number(T, sigma) == approx(n1, rel=0.01)
    result = photon.logarithm_in_medium(*dielectric(compound(symbol), T, density_of(compound(symbol))))
    assert result == approx(logarithm, rel=0.01)
    assert response(symbol, "hfs").at(T).charge_squared() == approx(both, rel=0.01)


@pytest.mark.parametrize("symbol", ["Si", "Ge", "Xe"])
def test_far_above_the_edges_the_medium_is_a_plasma(symbol: str) -> None:
    T = np.array(400 * keV)
    target, density = compound(symbol), density_of(compound(symbol))
    electrons = density * target.electrons_per_gram
    plasma = np.sqrt(4 * np.pi * electrons * np.sqrt(CLASSICAL_RADIUS_SQUARED)) * HBAR_C
    computed = photon.logarithm_in_medium(*dielectric(target, T, density))
    assert computed == approx(2 * np.log(T / plasma) - 1, rel=3e-3)


def test_a_thinner_medium_screens_less_by_the_logarithm_of_its_density() -> None:
    T = np.array(2 * keV)
    dense, thin = (photon.logarithm_in_medium(*dielectric(compound("Xe"), T, density)) for density in (2.86, 0.00286))
    assert thin - dense == approx(np.log(1000), rel=1e-3)


@settings(max_examples=50)
@given(real=st.floats(1e-7, 1e-2), imaginary=st.floats(1e-7, 1e-2))
def test_the_logarithm_in_a_medium_is_that_of_allison_and_cobb(real: float, imaginary: float) -> None:
    # Their form: -ln|1 - beta^2 eps| + (beta^2 - eps_1/|eps|^2) Theta/eps_2, with the relativistic limit taken last
    beta2 = 1 - 1e-13
    epsilon = 1 - real + 1j * imaginary
    theta = np.angle(1 - beta2 * epsilon.conjugate())
    expected = -np.log(abs(1 - beta2 * epsilon)) + (beta2 - epsilon.real / abs(epsilon) ** 2) * theta / imaginary
    assert photon.logarithm_in_medium(np.array(real), np.array(imaginary)) == pytest.approx(
        expected, rel=1e-5, abs=1e-4
    )


def test_vacuum_grows_with_the_energy_and_the_medium_does_not() -> None:
    T = np.array([1.0, 5.0]) * keV
    vacuum, medium = response("Xe", "hfs-vacuum").at(T), response("Xe", "hfs").at(T)
    number = photon.photon_number(T, photoabsorption("Xe", T))
    assert vacuum.charge_squared(np.e) - vacuum.charge_squared(1.0) == approx(2 * number)
    assert np.all(medium.N_log == 0)
    assert np.all(vacuum.charge_squared(0.27) > medium.charge_squared())
    assert allclose(vacuum.N_q, medium.N_q)
    light, heavy = (response("Xe", f"hfs-vacuum:{mass}").at(T).charge_squared(0.27) for mass in ("0.1 eV", "1 eV"))
    assert light - heavy == approx(2 * number * np.log(10))


# Xe at 2 keV: N_q medium 159, vacuum (0.1 eV, 0.27 MeV) 333, equivalent photons 206 (1 eV) and 244 (0.1 eV)
def test_xenon_at_two_kev_in_all_models() -> None:
    T = np.array(2 * keV)
    assert response("Xe", "hfs").at(T).charge_squared() == approx(159, rel=0.01)
    assert response("Xe", "hfs-vacuum:0.1 eV").at(T).charge_squared(0.27) == approx(333, rel=0.01)
    assert response("Xe", "epa").at(T).charge_squared(0.27) == approx(206, rel=0.01)
    assert response("Xe", "epa:0.1 eV").at(T).charge_squared(0.27) == approx(244, rel=0.01)
    assert response("Xe", "stepping").at(T).charge_squared() == 44
    assert response("Xe", "free").at(T).charge_squared() == 54


def test_a_compound_is_the_sum_of_its_atoms_but_for_the_screening() -> None:
    T = np.geomspace(0.4, 30, 40) * keV
    whole, sodium, iodine = (response(symbol, "hfs").at(T) for symbol in ("NaI", "Na", "I"))
    for name in ("N_w", "N_mu", "N_q"):
        assert allclose(getattr(whole, name), getattr(sodium, name) + getattr(iodine, name), rtol=1e-12)
    logs = [response(symbol, "epa").at(T).N_log for symbol in ("NaI", "Na", "I")]
    assert allclose(logs[0], logs[1] + logs[2])
    assert np.union1d(response("Na", "hfs").edges, response("I", "hfs").edges) == approx(response("NaI", "hfs").edges)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("symbol", tabulated())
def test_numbers_are_finite_not_negative_and_zero_below_the_first_edge(symbol: str, model: str) -> None:
    atom = response(symbol, model)
    T = np.geomspace(1 * eV, 2.0, 400)
    computed = atom.at(T, warn=False)
    for values in (computed.N_w, computed.N_mu, computed.N_q, computed.charge_squared(1.0)):
        assert np.all(np.isfinite(values))
        assert np.all(values >= 0)
    below = atom.at([0, 3 * eV], warn=False)
    assert model == "free" or not np.any(below.N_w + below.charge_squared(1.0))
    assert np.all(np.isin(atom.edges, atom.knots))


@pytest.mark.parametrize("model", ["stepping", "hfs"])
def test_numbers_jump_only_at_edges(model: str) -> None:
    atom = response("Xe", model)
    T = atom.edges[atom.edges > 300 * eV]
    jump = atom.at(T).N_w / atom.at(T * (1 - 1e-9)).N_w - 1
    assert np.all(jump > 0.01)
    between = np.sqrt(T[1:] * T[:-1])
    assert allclose(atom.at(between).N_w, atom.at(between * (1 - 1e-9)).N_w, rtol=1e-6)


def test_stepping_is_right_to_a_per_cent_for_a_moment_and_wrong_by_a_factor_for_a_charge() -> None:
    T = np.array([2.0, 4.0, 10.0]) * keV
    counted, bound = response("Xe", "stepping").at(T), response("Xe", "hfs").at(T)
    assert allclose(counted.N_mu, bound.N_mu, rtol=0.02)
    assert np.all(bound.charge_squared() > 2 * counted.N_q)


def test_parts_of_a_cross_section_take_the_number_for_a_charge_with_its_photons() -> None:
    recoil, energy = np.array(2 * keV), 0.4
    split = electron.parts(recoil, energy, couplings=Couplings(charge=1e-12, moment=1e-11))
    bound = response("Xe", "epa").at(recoil)
    assert split.on(bound, energy).charge == approx(split.charge * bound.charge_squared(energy))
    with pytest.raises(ValueError, match="give energy"):
        split.on(bound)
    assert electron.parts(recoil, energy, couplings=Couplings(moment=1e-11)).on(bound).charge == 0
    assert split.on(response("Xe", "hfs").at(recoil)).magnetic == approx(split.magnetic * 43.32, rel=1e-3)


@pytest.mark.parametrize(("symbol", "limit"), [("Xe", 0.3), ("NaI", 0.3), ("Ge", 0.1), ("Si", 0.1), ("CsI", 0.3)])
def test_a_warning_is_given_where_validity_ends(symbol: str, limit: float) -> None:
    atom = response(symbol, "hfs")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        atom.at([limit * keV, 5 * keV])
        response(symbol, "stepping").at(1 * eV)
    with pytest.warns(ValidityWarning, match=rf"below {limit:g} keV the atomic response of {symbol} is uncertain"):
        atom.at([0.99 * limit * keV, 5 * keV])


def test_an_element_without_a_table_is_counted_by_stepping_with_a_warning() -> None:
    with pytest.warns(
        ValidityWarning,
        match="no table of the atomic response of Pb: its electrons are treated in the stepping approximation",
    ):
        atom = response("PbO", Hfs(density=9.5))
    T = np.array([1.0, 20.0]) * keV
    expected = response("O", "hfs").at(T).N_w + response("Pb", "stepping").at(T).N_w
    assert allclose(atom.at(T).N_w, expected)
    assert np.all(np.isin([shell.binding for shell in compound("Pb").shells], atom.edges))
    with pytest.warns(ValidityWarning):
        lead = response("Pb", "hfs")
    assert allclose(lead.at(T).charge_squared(), response("Pb", "stepping").at(T).N_q)
    with pytest.raises(ValueError, match="no photoabsorption is known of Pb"):
        response("PbO", "epa")


def test_an_unknown_density_is_said() -> None:
    with pytest.warns(UserWarning, match=r"density of CsF is not known; 1 g/cm3 is assumed"):
        response("CsF", "hfs").at(1 * keV)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        response("CsF", Hfs(density=4.1)).at(1 * keV)


@pytest.mark.parametrize(
    ("model", "message"),
    [("hf", "did you mean 'hfs'"), ("epa:0.1", "eV"), ("epa:-1 eV", "neutrino_mass must be positive"),
     ("hfs:0.1 eV", "mass of the neutrino does not enter electrons = 'hfs'"), (3, "electrons = 3 is not a model")],
)  # fmt: skip
def test_wrong_models_are_refused(model: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        response("Xe", model)


def test_wrong_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="density must be positive"):
        response("Xe", Hfs(density=0))
    with pytest.raises(ValueError, match="does not enter"):
        response("Xe", Hfs(neutrino_mass=1 * eV))
