"""Flavour ratios of distant sources after fields."""

import numpy as np
import pytest

from nuem import Vertex
from nuem.conversion import flavour_ratios, random_field_flips, transition_energy
from nuem.flavour.mixing import Mixing
from nuem.propagation.closed_forms.flavour_ratios import at_earth
from nuem.units import Mpc, eV


@pytest.mark.parametrize(
    ("source", "flips", "expected"),
    [  # uhe.pion.nu1half, uhe.neutron.nu2half
        ("pion", [0.5, 0, 0], [0.26471045, 0.38398233, 0.35130723]),
        ("neutron", [0, 0.5, 0], [0.59192162, 0.17767427, 0.23040411]),
    ],
)
def test_one_depleted_mass_state_moves_the_ratios(
    mixing: Mixing, source: str, flips: list[float], expected: list[float]
) -> None:
    assert flavour_ratios(source, mixing, flips).fractions == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("source", ["pion", "muon-damped", "neutron"])
def test_equal_flips_leave_the_ratios_and_halve_the_flux(mixing: Mixing, source: str) -> None:
    computed = flavour_ratios(source, mixing, 0.5)
    np.testing.assert_allclose(computed.fractions, at_earth(source, mixing), rtol=1e-12)
    assert computed.survival == pytest.approx(0.5)
    assert flavour_ratios(source, mixing).survival == pytest.approx(1)


def test_fields_between_galaxies_do_nothing_at_1e_17(mixing: Mixing) -> None:
    vertex = Vertex("dirac", magnetic=1e-17 * np.eye(3))
    flips = random_field_flips(vertex, field=1e-9, coherence=1 * Mpc, distance=1000 * Mpc)
    assert flips.max() < 1e-6
    assert random_field_flips(Vertex("majorana"), field=1e-9, coherence=1 * Mpc, distance=1000 * Mpc).max() == 0


def test_transition_moments_need_an_enormous_energy(mixing: Mixing) -> None:  # gal.transition.energy
    assert transition_energy(1e-13, 1e-6, mixing) / eV == pytest.approx(6.510455125979644e22, rel=1e-6)


@pytest.mark.parametrize(
    ("source", "flips", "message"),
    [
        ([0.5, 0.5, 0.5], 0, "sum to 1"),
        ("sun", 0, "source = 'sun'"),
        ("pion", 1.5, "flips"),
        ("pion", 1.0, "no active neutrino arrives"),
    ],
)
def test_wrong_input_is_refused(mixing: Mixing, source: list[float] | str, flips: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        flavour_ratios(source, mixing, flips)
