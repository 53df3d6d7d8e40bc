"""Solar antineutrinos in detectors, and limits that need a field."""

import numpy as np
import pytest
from tests.conversion.fields_and_vertices import transition, universal

from nuem.conversion import antineutrino_limit, antineutrino_spectrum, solar_conversion, sterile_limit
from nuem.conversion.antineutrinos import TARGETS
from nuem.conversion.disappearance import largest_loss
from nuem.flavour.mixing import Mixing
from nuem.scattering.inverse_beta import cross_section, tabulated
from nuem.sources import Sun
from nuem.units import year


def test_the_limit_of_kamland_is_its_published_number_of_events() -> None:  # sun.kamland.rate
    (beam,) = Sun(components=("B8",)).beams
    energy = np.linspace(8.3, 16.6, 2001)
    events = beam.flux(energy) * cross_section(energy)
    rate = 5.3e-5 * np.trapezoid(events, energy) * TARGETS["kamland"].protons * year
    assert rate == pytest.approx(1.611, rel=1e-3)
    assert antineutrino_limit("kamland", magnetic_field="convective 50 kG").rate == pytest.approx(rate, rel=1e-3)


def test_a_limit_is_one_on_moment_times_field() -> None:
    single, ten = (antineutrino_limit(magnetic_field=f"tachocline {kilogauss} kG").value for kilogauss in (10, 100))
    assert single == pytest.approx(10 * ten, rel=1e-9)


def test_the_bound_from_the_mean_probability_is_reproduced(mixing: Mixing) -> None:
    # mu_12 = 1e-12 sqrt(P_lim/<P>)(10 kG/B0) with <P> weighted with the flux, which differs from events by some per cent
    limit = antineutrino_limit("kamland", magnetic_field="convective 10 kG").value
    assert limit == pytest.approx(1e-12 * np.sqrt(5.3e-5 / 3.1175e-10), rel=0.06)


def test_weights_by_events_and_by_flux_differ(mixing: Mixing) -> None:
    computed = antineutrino_spectrum("kamland", mixing, transition(1e-11), "convective 50 kG")
    assert 1.01 < computed.by_events / computed.by_flux < 1.3
    assert computed.per_year == pytest.approx(computed.rate.sum() * 0.697)


def test_all_bins_together_are_one_bin(mixing: Mixing) -> None:
    edges = np.array([8.3, 9.0, 11.0, 14.0, 16.5])
    many = antineutrino_spectrum("juno", mixing, transition(1e-11), "tachocline 50 kG", edges=edges)
    single = antineutrino_spectrum("juno", mixing, transition(1e-11), "tachocline 50 kG", edges=edges[[0, -1]])
    assert many.rate.sum() == pytest.approx(single.rate[0], rel=1e-3)


def test_dirac_neutrinos_give_no_antineutrinos(mixing: Mixing) -> None:
    with pytest.raises(ValueError, match="sterile"):
        antineutrino_spectrum("juno", mixing, universal(1e-11), "tachocline 50 kG")


def test_a_limit_without_a_field_or_without_data_is_refused() -> None:
    with pytest.raises(ValueError, match="a magnetic field is needed"):
        antineutrino_limit("kamland", magnetic_field=None)
    with pytest.raises(ValueError, match="no published limit"):
        antineutrino_limit("superk_gd", magnetic_field="tachocline 50 kG")
    with pytest.raises(ValueError, match="turns no neutrinos"):
        antineutrino_limit("kamland", magnetic_field=0.0)


def test_the_active_flux_limits_dirac_moments() -> None:
    limit = sterile_limit(magnetic_field="tachocline 100 kG")
    assert 0.15 < largest_loss() < 0.3
    assert limit.probability == largest_loss()
    assert 1e-12 < limit.value < 1e-11


@pytest.mark.parametrize("strength", [1.0, 1e7])
def test_moment_times_field_is_what_the_active_flux_limits(strength: float) -> None:
    limit = sterile_limit(magnetic_field=("tachocline", strength))
    expected = sterile_limit(magnetic_field="tachocline 100 kG").value
    assert limit.value * strength == pytest.approx(expected * 1e5, rel=1e-3)
    conversion = solar_conversion(
        np.linspace(3, 16, 14), Mixing.nufit(), universal(limit.value), ("tachocline", strength)
    )
    assert 0.5 * limit.probability < conversion.flipped.mean() < 2 * limit.probability
    assert sterile_limit(magnetic_field=0.0).value == np.inf


def test_the_table_of_the_cross_section_is_the_cross_section() -> None:
    energy = np.geomspace(1.9, 100, 50)
    np.testing.assert_allclose(tabulated()(energy), cross_section(energy), rtol=2e-6)
