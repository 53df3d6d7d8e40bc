"""The one Sun: its table, its temperature by a second route, and what sources, media and stars take from it."""

import numpy as np
import pytest

from nuem.constants import AVOGADRO, FERMI, HBAR_C_EXACT
from nuem.flavour import Mixing
from nuem.numerics.table import read_table, shipped
from nuem.propagation import media
from nuem.sources.solar_matter import birthplaces
from nuem.sun import (
    COMPONENTS,
    births,
    density_breaks,
    electron_density,
    hydrogen_fraction,
    mass_density,
    neutron_density,
    temperature,
)
from nuem.sun.density import COLUMNS
from nuem.units import kelvin, solar_radius

R = solar_radius


def test_densities_meet_the_table_to_its_last_digits() -> None:
    at = np.array([0, 0.05, 0.98]) * R
    assert electron_density(at) / AVOGADRO == pytest.approx([100.823, 89.1271, 0.00112774], rel=3e-5)
    assert neutron_density(at) / AVOGADRO == pytest.approx([48.8758, 37.0294, 0.000188185], rel=3e-5)
    assert mass_density(at) == pytest.approx([149.841, 126.255, 0.00144757], rel=3e-5)
    table = read_table(shipped("nuem.sun", "structure.csv"), {"radius": "", **dict.fromkeys(COLUMNS, "")})
    for column, density in zip(COLUMNS, (electron_density, neutron_density, mass_density), strict=True):
        rows = table[column] * (1 if column.startswith("mass") else AVOGADRO)
        apart = np.log(density(table["radius"] * R) / rows)
        assert np.abs(apart).max() < 1e-4
        assert apart.std() < 2e-5


def test_densities_and_their_slopes_have_no_jump() -> None:
    places, step = density_breaks() / R, 1e-7
    assert len(places) < 20
    for density in (electron_density, neutron_density, mass_density):
        far, near = (np.log([density((places + k * step) * R) for k in sides]) for sides in ((-2, 2), (-1, 1)))
        assert np.abs(near[1] - near[0]).max() < 4e-4
        left, right = (near[0] - far[0]) / step, (far[1] - near[1]) / step
        assert left == pytest.approx(right, rel=1e-3)


def test_an_older_model_has_the_same_electrons_within_four_per_cent() -> None:
    # log10 of n_e/N_A of B16-GS98 [Vinyoles:2016djt], three places
    assert np.log10(electron_density(np.array([0.1005, 0.3005, 0.48]) * R) / AVOGADRO) == pytest.approx(
        [1.821, 1.009, 0.151], abs=0.016
    )


@pytest.mark.parametrize(("radius", "ratio"), [(0.0, 0.485), (0.05, 0.415), (0.1, 0.298), (0.5, 0.165)])
def test_neutrons_are_many_where_helium_is(radius: float, ratio: float) -> None:
    assert neutron_density(radius * R) / electron_density(radius * R) == pytest.approx(ratio, abs=2e-3)


def test_nothing_is_outside_the_surface() -> None:
    for density in (electron_density, neutron_density, mass_density, hydrogen_fraction, temperature):
        assert density(1.0001 * R) == 0
        assert density(0.5 * R) > 0
        with pytest.raises(ValueError, match="radius must not be negative"):
            density(-1.0)


def test_the_density_holds_one_solar_mass() -> None:
    r = np.linspace(0, R, 20001)
    assert np.trapezoid(4 * np.pi * r**2 * mass_density(r), r) == pytest.approx(1.9884e33, rel=2e-3)


def test_hydrogen_is_burnt_in_the_centre_only() -> None:
    assert hydrogen_fraction(np.array([0.0, 0.3, 0.6]) * R) == pytest.approx([0.347, 0.71, 0.72], abs=0.01)


def test_hydrostatic_equilibrium_gives_the_tabulated_temperature() -> None:
    # million kelvin of B16-GS98 [Vinyoles:2016djt]
    at, tabulated = [0.0005, 0.0505, 0.1005, 0.2005, 0.48], [15.599, 14.818, 13.06, 9.351, 4.188]
    assert temperature(np.array(at) * R) / (1e6 * kelvin) == pytest.approx(tabulated, rel=8e-3)
    assert np.all(np.diff(temperature(np.linspace(0, R, 500))) < 0)


@pytest.mark.parametrize("component", COMPONENTS)
def test_birth_profiles_are_fractions(component: str) -> None:
    radius, fraction = births(component)
    assert fraction.sum() == pytest.approx(1, abs=1e-14)
    assert np.all(fraction >= 0)
    assert np.all(np.diff(radius) > 0)
    density, shares = birthplaces()
    np.testing.assert_array_equal(density, electron_density(radius))
    np.testing.assert_array_equal(shares[component], fraction)


def test_boron_neutrinos_come_from_the_innermost_tenth_and_pp_from_farther_out() -> None:
    mean = {name: births(name)[1] @ births(name)[0] / R for name in ("B8", "Be7", "pp", "hep")}
    assert mean["B8"] == pytest.approx(0.0507, abs=2e-4)
    assert mean["B8"] < mean["Be7"] < mean["pp"] < mean["hep"]


def test_refuses_an_unknown_component() -> None:
    with pytest.raises(ValueError, match="component = 'CNO' is unknown"):
        births("CNO")


def test_the_medium_is_the_same_sun() -> None:
    medium = media.sun(start=0.1 * R)
    x = np.array([0.0, 0.3, 0.9]) * R
    np.testing.assert_array_equal(medium.at("electron_density", x), electron_density(0.1 * R + x))
    np.testing.assert_array_equal(medium.at("neutron_density", x), neutron_density(0.1 * R + x))


@pytest.mark.parametrize(("phase", "radius"), [(10, 0.5387), (3, 0.6696), (1, 0.7725), (0.3, 0.8515)])
def test_nu_2_and_its_antineutrino_run_apart_by_the_reference_phase(
    phase: float, radius: float
) -> None:  # sun.phase.radius
    r = np.linspace(radius * R, R, 20001)
    electron = abs(Mixing.nufit().matrix[0, 1]) ** 2
    rate = 2 * np.sqrt(2) * FERMI * HBAR_C_EXACT**2 * (electron_density(r) * electron - neutron_density(r) / 2)
    assert np.trapezoid(rate, r) == pytest.approx(phase, rel=5e-3)
