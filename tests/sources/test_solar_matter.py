"""Adiabatic conversion in the Sun: limits, the closed two-flavour formula, direct averages, known survival probabilities."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuem.constants import AVOGADRO
from nuem.flavour import Mixing, Sterile
from nuem.sources.solar_matter import (
    birthplaces,
    conversion,
    jump_probability,
    matter_probabilities,
    solar_probabilities,
)
from nuem.sun import COMPONENTS
from nuem.units import eV

NORMAL, INVERTED = Mixing.nufit(), Mixing.nufit("inverted")
BOTH = pytest.mark.parametrize("mixing", [NORMAL, INVERTED], ids=["normal", "inverted"])
DENSITY = 100 * AVOGADRO


def survival(energy: float, mixing: Mixing, component: str) -> float:
    return float(solar_probabilities(energy, mixing, component=component) @ np.abs(mixing.matrix[0]) ** 2)


def two_flavours(energy: float, density: float, mixing: Mixing) -> np.ndarray:
    """The closed formula with nu_3 split off: P_e1 = c13^2 (1 + cos 2theta_m)/2 with V c13^2 (to first order in V/dm2_31)."""
    potential = 7.6324e-14 * eV * density / AVOGADRO  # sqrt2 G_F N_A per cm^3
    cosine2 = 1 - mixing.sin2_theta13
    cos, sin = 1 - 2 * mixing.sin2_theta12, 2 * np.sqrt(mixing.sin2_theta12 * (1 - mixing.sin2_theta12))
    beta = 2 * energy * potential * cosine2 / mixing.dm2_21
    matter_cosine = (cos - beta) / np.hypot(cos - beta, sin)
    return np.array([cosine2 * (1 + matter_cosine) / 2, cosine2 * (1 - matter_cosine) / 2, 1 - cosine2])


@pytest.mark.parametrize("energy", [0.1, 0.5, 1.0, 3.0, 10.0, 18.0])
@BOTH
def test_the_closed_two_flavour_formula_holds_where_the_third_is_far(energy: float, mixing: Mixing) -> None:
    far = replace(mixing, dm2_31=1e4 * mixing.dm2_31)
    exact = matter_probabilities(energy, DENSITY, far)
    np.testing.assert_allclose(exact, two_flavours(energy, DENSITY, mixing), atol=1e-5)
    np.testing.assert_allclose(matter_probabilities(energy, DENSITY, mixing), exact, atol=0.01)


def test_the_third_angle_grows_in_matter_for_normal_ordering_and_shrinks_for_inverted() -> None:
    # sin^2 theta_13^m = sin^2 theta_13 (1 + 2 cos 2theta_13 A/dm2_31) to first order in A = 2 E V
    strength = 2 * 1.0 * 7.6324e-14 * eV * 100
    for mixing in (NORMAL, INVERTED):
        growth = matter_probabilities(1.0, DENSITY, mixing)[2] / mixing.sin2_theta13 - 1
        assert growth == pytest.approx(2 * (1 - 2 * mixing.sin2_theta13) * strength / mixing.dm2_31, rel=0.06)


@BOTH
@pytest.mark.parametrize("component", COMPONENTS)
def test_the_series_is_the_direct_average(mixing: Mixing, component: str) -> None:
    density, births = birthplaces()
    energy = np.geomspace(1e-3, 20, 60)
    direct = np.einsum("r,eri->ei", births[component], matter_probabilities(energy[:, None], density, mixing))
    np.testing.assert_allclose(solar_probabilities(energy, mixing, component=component), direct, atol=1e-12)


@BOTH
@pytest.mark.parametrize("component", COMPONENTS)
def test_probabilities_sum_to_one_and_lie_between_zero_and_one(mixing: Mixing, component: str) -> None:
    probabilities = solar_probabilities(np.geomspace(1e-4, 20, 200), mixing, component=component)
    np.testing.assert_allclose(probabilities.sum(axis=-1), 1, atol=1e-12)
    assert probabilities.min() >= 0
    assert probabilities.max() <= 1


@BOTH
def test_slow_neutrinos_do_not_feel_the_matter(mixing: Mixing) -> None:
    electron = np.abs(mixing.matrix[0]) ** 2
    np.testing.assert_allclose(solar_probabilities(1e-6, mixing, component="pp"), electron, atol=1e-6)
    assert survival(1e-6, mixing, "pp") == pytest.approx(np.sum(electron**2), abs=1e-6)


@BOTH
def test_at_great_density_a_neutrino_comes_out_as_the_second_mass_state(mixing: Mixing) -> None:
    # dm2_21 << 2EV << dm2_31: survival is c13^4 sin^2 theta_12 + s13^4
    far = replace(mixing, dm2_31=1e6 * mixing.dm2_31)
    probabilities = matter_probabilities(1e5, DENSITY, far)
    np.testing.assert_allclose(probabilities, [0, 1 - mixing.sin2_theta13, mixing.sin2_theta13], atol=1e-4)
    electron = np.abs(mixing.matrix[0]) ** 2
    expected = (1 - mixing.sin2_theta13) ** 2 * mixing.sin2_theta12 + mixing.sin2_theta13**2
    assert probabilities @ electron == pytest.approx(expected, abs=1e-4)


def test_above_every_resonance_a_neutrino_comes_out_as_the_heaviest_state() -> None:
    np.testing.assert_allclose(matter_probabilities(1e9, DENSITY, NORMAL), [0, 0, 1], atol=1e-4)
    np.testing.assert_allclose(matter_probabilities(1e9, DENSITY, INVERTED), [0, 1, 0], atol=1e-4)


def test_without_matter_there_is_only_the_vacuum() -> None:
    for mixing in (NORMAL, INVERTED):
        np.testing.assert_allclose(matter_probabilities(5.0, 0.0, mixing), np.abs(mixing.matrix[0]) ** 2, atol=1e-15)


@settings(max_examples=60)
@given(
    st.floats(0.05, 0.95),
    st.floats(0, 0.2),
    st.floats(1e-5, 3e-4),
    st.floats(2e-3, 1e-2),
    st.floats(0.01, 20),
    st.booleans(),
)
def test_probabilities_are_the_slopes_of_the_levels(
    sin2_12: float, sin2_13: float, small: float, large: float, energy: float, inverted: bool
) -> None:
    # Hellmann and Feynman: dE_k/dV = |<nu_e|k>|^2, a route that uses eigenvalues only
    mixing = Mixing(
        sin2_theta12=sin2_12, sin2_theta13=sin2_13, sin2_theta23=0.5, delta=1.0,
        dm2_21=small * eV**2, dm2_31=(-large if inverted else large) * eV**2,
    )  # fmt: skip
    electron = np.abs(mixing.matrix[0])
    strength = 2 * energy * 7.6324e-14 * eV * 100

    def levels(factor: float) -> np.ndarray:
        matrix = np.diag(mixing.splittings) + factor * strength * np.outer(electron, electron)
        return np.linalg.eigvalsh(matrix / (large * eV**2))

    step = 1e-3
    slopes = (levels(1 + step) - levels(1 - step)) / (2 * step * strength / (large * eV**2))
    order = np.argsort(mixing.splittings)
    np.testing.assert_allclose(matter_probabilities(energy, DENSITY, mixing)[order], slopes, atol=1e-4)


def test_phases_do_not_matter() -> None:
    turned = replace(NORMAL, delta=2.0, alpha21=0.7, alpha31=1.9, sin2_theta23=0.4)
    np.testing.assert_allclose(
        solar_probabilities(5.0, turned, component="B8"), solar_probabilities(5.0, NORMAL, component="B8"), atol=1e-14
    )


# By day, with NuFIT 6.1: pp and 8B are what Borexino and SNO see (0.57 +- 0.09 and 0.32 +- 0.02).
@pytest.mark.parametrize(
    ("energy", "component", "expected"), [(0.3, "pp", 0.545), (0.862, "Be7", 0.525), (10.0, "B8", 0.325)]
)
def test_survival_is_what_is_known(energy: float, component: str, expected: float) -> None:
    assert survival(energy, NORMAL, component) == pytest.approx(expected, abs=0.01)


def test_neutrinos_born_deeper_are_converted_more() -> None:
    assert (
        survival(8.0, NORMAL, "B8")
        < survival(8.0, NORMAL, "O15")
        < survival(8.0, NORMAL, "pp")
        < survival(8.0, NORMAL, "hep")
    )


def test_births_sum_to_one_and_the_density_falls() -> None:
    density, births = birthplaces()
    for name in COMPONENTS:
        assert births[name].sum() == pytest.approx(1, abs=1e-12)
    assert np.all(np.diff(density) < 0)
    assert density[0] == pytest.approx(6.1e25, rel=0.02)


def test_the_conversion_is_computed_once_for_a_mixing() -> None:
    assert conversion(Mixing.nufit()) is conversion(Mixing.nufit())
    assert conversion(Mixing.nufit()) is not conversion(Mixing.nufit("inverted"))


def test_jumps_are_certain_for_tiny_splittings_and_absent_for_the_measured_one() -> None:
    assert jump_probability(20.0, NORMAL) < 1e-300
    tiny = replace(NORMAL, dm2_21=0.0)
    assert jump_probability(20.0, tiny) == pytest.approx(1 - tiny.sin2_theta12, rel=1e-9)


@pytest.mark.parametrize(
    ("mixing", "message"),
    [
        (replace(NORMAL, dm2_21=0.0), "not adiabatic"),
        (replace(NORMAL, dm2_21=1e-9 * eV**2), "not adiabatic"),
        (replace(NORMAL, sin2_theta12=0.0), "not adiabatic"),
        (replace(NORMAL, sin2_theta12=1e-4), "not adiabatic"),
        (replace(NORMAL, dm2_31=1.5e-4 * eV**2), "resonance with nu_3"),
        (replace(NORMAL, sterile=(Sterile(dm2=1 * eV**2, sin2_theta=(0.01, 0.0, 0.0)),)), "neutron density"),
    ],
)
def test_refuses_a_mixing_that_it_cannot_follow(mixing: Mixing, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        solar_probabilities(1.0, mixing, component="B8")


@pytest.mark.parametrize("energy", [0.0, -1.0, 20.1, np.nan, np.inf])
def test_refuses_energies_that_no_solar_neutrino_has(energy: float) -> None:
    with pytest.raises(ValueError, match="energy"):
        solar_probabilities(energy, NORMAL, component="B8")


def test_refuses_an_unknown_component_and_a_negative_density() -> None:
    with pytest.raises(ValueError, match="component = 'CNO' is unknown"):
        solar_probabilities(1.0, NORMAL, component="CNO")
    with pytest.raises(ValueError, match="density must not be negative"):
        matter_probabilities(1.0, -1.0, NORMAL)
