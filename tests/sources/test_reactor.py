"""The reactor as a source: normalisation, breaks, states, known fluxes, and refusals."""

import math

import numpy as np
import pytest

from nuem.flavour import Mixing, flavour_state
from nuem.sources import SOURCES, Reactor
from nuem.sources.reactor import energy_per_fission, fission_fractions
from nuem.sources.reactor_spectra import SPECTRA
from nuem.units import GW, km, m

WHOLE = ("huber-mueller+vogel-engel", "sm2018", "kopeikin2012")


def total(reactor: Reactor) -> float:
    """Flux of the beam, integrated between its breaks by a rule other than the source's own."""
    (beam,) = reactor.beams
    nodes, weights = np.polynomial.legendre.leggauss(12)
    half = np.diff(beam.breaks)[:, None] / 2
    energy = np.clip(beam.breaks[:-1, None] + half * (nodes + 1), beam.breaks[0], beam.breaks[-1])
    return float(np.sum(half * weights * beam.flux(energy)))


@pytest.mark.parametrize("spectrum", WHOLE)
def test_a_given_flux_is_the_integral_of_the_beam(spectrum: str) -> None:
    reactor = Reactor(flux=2.7e13, spectrum=spectrum)
    assert total(reactor) == pytest.approx(2.7e13, rel=1e-7)
    assert reactor.total_flux == pytest.approx(2.7e13, rel=1e-12)


@pytest.mark.parametrize("spectrum", SPECTRA)
def test_power_and_distance_give_fissions_per_area(spectrum: str) -> None:
    reactor = Reactor(power=3 * GW, distance=13.9 * m, spectrum=spectrum)
    energy = 0.561 * 202.36 + 0.076 * 205.99 + 0.307 * 211.12 + 0.056 * 214.26
    fissions = 3e9 / (energy * 1.602176634e-13) / (4 * math.pi * 1390**2)
    assert reactor.beams[0].fissions == pytest.approx(fissions, rel=1e-9)
    assert total(reactor) == pytest.approx(fissions * reactor.per_fission, rel=1e-7)
    assert energy_per_fission(fission_fractions("typical_pwr")) == pytest.approx(energy, rel=1e-12)


# Antineutrinos per fission: fission products 5.6 (two tables in one), SM-2018 5.57, whole reactor 6.67 as published; captures add 1.2.
@pytest.mark.parametrize(("spectrum", "number"), [(WHOLE[0], 6.82), (WHOLE[1], 6.77), (WHOLE[2], 6.67)])
def test_about_seven_antineutrinos_leave_per_fission(spectrum: str, number: float) -> None:
    assert Reactor(flux=1, spectrum=spectrum).per_fission == pytest.approx(number, abs=0.006)


@pytest.mark.parametrize("spectrum", WHOLE[:2])
def test_captures_add_two_antineutrinos_each(spectrum: str) -> None:
    added = (
        Reactor(flux=1, spectrum=spectrum).per_fission
        - Reactor(flux=1, spectrum=spectrum, neutron_capture=False).per_fission
    )
    assert added == pytest.approx(1.2, rel=1e-6)


def test_the_flux_of_gemma_follows_from_its_power_and_distance() -> None:
    # 2.7e13 is quoted; it is what 7.2 antineutrinos per fission give, where the spectra have 6.7 to 6.8
    for spectrum in WHOLE:
        reactor = Reactor(power=3 * GW, distance=13.9 * m, spectrum=spectrum)
        assert reactor.total_flux == pytest.approx(2.7e13, rel=0.08)
        assert reactor.beams[0].fissions * 7.2 == pytest.approx(2.7e13, rel=0.01)


def test_most_antineutrinos_lie_below_2_mev() -> None:
    beam = Reactor(flux=1, spectrum=WHOLE[0]).beams[0]
    energy = np.linspace(0, 2, 20001)[:-1]
    assert np.trapezoid(beam.flux(energy), energy) == pytest.approx(0.77, abs=0.01)


def test_spectra_agree_with_each_other_between_2_and_6_mev() -> None:
    energy = np.linspace(2.05, 6, 80)
    first, second, third = (Reactor(power=1e20, distance=1e4, spectrum=name).beams[0].flux(energy) for name in WHOLE)
    np.testing.assert_allclose(second, first, rtol=0.12)
    np.testing.assert_allclose(third, first, rtol=0.12)


@pytest.mark.parametrize("spectrum", WHOLE)
def test_flux_is_positive_inside_and_zero_outside(spectrum: str) -> None:
    beam = Reactor(flux=1, spectrum=spectrum).beams[0]
    inside = np.linspace(1e-3, beam.breaks[-1] - 1e-3, 3001)
    assert beam.flux(inside).min() > 0
    np.testing.assert_array_equal(beam.flux(np.array([-1.0, 0.0, beam.breaks[-1] + 1e-9, 20.0])), 0)
    assert beam.flux(1.0).shape == ()
    assert np.all(np.diff(beam.breaks) > 0)


@pytest.mark.parametrize("spectrum", WHOLE)
def test_flux_is_smooth_between_breaks(spectrum: str) -> None:
    beam = Reactor(flux=1, spectrum=spectrum).beams[0]
    for low, high in zip(beam.breaks[:-1], beam.breaks[1:], strict=True):
        t = np.linspace(-0.999, 0.999, 41)
        values = beam.flux((low + high) / 2 + (high - low) / 2 * t)
        fit = np.polynomial.Chebyshev.fit(t, values, 16)
        np.testing.assert_allclose(fit(t), values, atol=3e-5 * values.max())


def test_the_two_tables_meet_at_2_mev_without_counting_twice() -> None:
    beam = Reactor(flux=1).beams[0]
    below, at, above = beam.flux(np.array([2 - 1e-9, 2, 2 + 1e-9]))
    assert at == pytest.approx(above, rel=1e-7)
    assert below == pytest.approx(above, rel=0.05)
    assert 2.0 in beam.breaks


def test_huber_mueller_alone_refuses_other_energies_and_a_total_flux() -> None:
    beam = Reactor(power=3 * GW, distance=10 * m, spectrum="huber-mueller").beams[0]
    np.testing.assert_array_equal(beam.breaks, [2, 8])
    assert beam.flux(np.array([2.0, 8.0])).min() > 0
    with pytest.raises(ValueError, match=r"must lie between 2 and 8 MeV, got 1\.9"):
        beam.flux(1.9)
    with pytest.raises(ValueError, match="a flux of all antineutrinos cannot be spread over 2 to 8 MeV"):
        Reactor(flux=1e13, spectrum="huber-mueller")


def test_the_state_is_that_of_an_electron_antineutrino_at_its_distance() -> None:
    mixing = Mixing.nufit()
    energy = np.array([1.0, 4.0])
    far = Reactor(flux=1e6, distance=1.5 * km).beams[0]
    expected = flavour_state(mixing, "e", baseline=1.5 * km, energy=energy, antineutrino=True)
    np.testing.assert_array_equal(far.state(energy, mixing), expected)
    here = Reactor(flux=1e6).beams[0].state(energy, mixing)
    survival = (mixing.matrix[0].conj() @ here @ mixing.matrix[0]).real
    np.testing.assert_allclose(survival, 1, rtol=1e-12)
    assert far.antineutrino


def test_fractions_can_be_named_or_given() -> None:
    pure = Reactor(flux=1, fractions={"U235": 1.0}, spectrum="sm2018", neutron_capture=False)
    assert pure.per_fission == pytest.approx(5.623, abs=0.001)
    named = Reactor(flux=1, fractions="dresden_ii").per_fission
    given = Reactor(flux=1, fractions={"U235": 0.58, "U238": 0.08, "Pu239": 0.29, "Pu241": 0.05}).per_fission
    assert named == given
    for name in ("typical_pwr", "daya_bay_average", "dresden_ii"):
        assert sum(fission_fractions(name).values()) == pytest.approx(1, abs=1e-12)


def test_says_what_it_is() -> None:
    reactor = SOURCES["reactor"](flux=2.7e13, distance=13.9 * m)
    assert reactor.name == reactor.beams[0].name == "reactor"
    assert reactor.emitted == "e"
    assert reactor.description.startswith("reactor antineutrinos at 13.9 m, 2.7e+13 /cm2/s")
    assert "Vogel:1989iv" in reactor.references
    assert hash(reactor) == hash(Reactor(flux=2.7e13, distance=13.9 * m))


def test_errors_carry_the_names_that_experiments_share() -> None:
    (beam,) = Reactor(flux=1e13, flux_error=0.03, spectrum_error=0.04, site="dresden").beams
    assert beam.errors == {"reactor.flux.dresden": 0.03, "reactor.spectrum": 0.04}
    assert Reactor(flux=1e13, site="dresden").beams[0].errors == {}
    assert Reactor(flux=1e13, spectrum_error=0.04).beams[0].errors == {"reactor.spectrum": 0.04}


REFUSALS = [
    ({"flux": 1, "flux_error": 0.02}, "flux_error = 0.02 needs the name of the site"),
    ({"flux": 1, "flux_error": True}, "flux_error"),
    ({"flux": 1, "flux_error": 2, "site": "a"}, "must lie between 0 and 1, got 2"),
    ({"flux": 1, "site": "Dresden II"}, "must be a name in lower case"),
    ({}, "give either the flux"),
    ({"flux": 1e13, "power": 1e22, "distance": 1e3}, "give either the flux"),
    ({"power": 1e22}, "needs the distance"),
    ({"power": -1e22, "distance": 1e3}, "power must be positive"),
    ({"power": 1e22, "distance": 0}, "distance must be positive"),
    ({"flux": 0}, "flux must be positive"),
    ({"flux": math.nan}, "flux .*must be finite"),
    ({"flux": [1, 2]}, "flux must be one number"),
    ({"flux": "much"}, "flux .* is not a number"),
    ({"flux": 1, "spectrum": "huber"}, "spectrum = 'huber' is unknown"),
    ({"flux": 1, "fractions": "pwr"}, "fractions = 'pwr' is unknown"),
    ({"flux": 1, "fractions": {"U235": 0.5, "Pu239": 0.4}}, "must sum to 1, got 0.9"),
    ({"flux": 1, "fractions": {"U235": 1.5, "Pu239": -0.5}}, "fraction of Pu239 must not be negative"),
    ({"flux": 1, "fractions": {"U236": 1.0}}, "isotope = 'U236' is unknown"),
    ({"flux": 1, "fractions": {"U235": math.nan}}, "must be finite"),
    ({"flux": 1, "spectrum": "kopeikin2012", "fractions": "dresden_ii"}, "whole typical_pwr"),
    ({"flux": 1, "spectrum": "kopeikin2012", "neutron_capture": False}, "cannot be taken out"),
    ({"flux": 1, "neutron_capture": 0.6}, "must be True or False"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSALS)
def test_refuses_what_makes_no_sense(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Reactor(**arguments)  # type: ignore[arg-type]


def test_refuses_an_energy_that_is_no_number() -> None:
    with pytest.raises(ValueError, match="energy"):
        Reactor(flux=1).beams[0].flux(np.array([1.0, np.nan]))


def test_equal_reactors_have_equal_beams() -> None:
    single, same = (Reactor(flux=1e13, distance=13.9 * m, spectrum="sm2018") for _ in range(2))
    assert single == same
    assert single.beams == same.beams
    assert single.beams != Reactor(flux=1e13, distance=13.9 * m, spectrum="kopeikin2012").beams
