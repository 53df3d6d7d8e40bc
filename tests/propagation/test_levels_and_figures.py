"""The level-crossing diagram, and figures of evolution."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from nuem import Mixing, Vertex
from nuem.plots import propagation_figures as figures
from nuem.propagation import Medium, TwoFlavours, media, propagate, spin
from nuem.propagation.closed_forms.crossing import resonance_density
from nuem.propagation.levels import levels
from nuem.units import eV, km, solar_radius

MIXING = Mixing.nufit()
VERTEX = Vertex.from_dipole("majorana", 1e-11 * np.array([[0, 1, 0], [-1, 0, 1], [0, -1, 0]]))


def test_the_msw_resonance_is_where_its_density_is() -> None:
    mixing = TwoFlavours(sin2_theta=0.3, dm2=7.5e-5 * eV**2)
    sun = media.exponential(solar_radius, electron_density=6e25, scale_height=solar_radius / 10)
    computed = levels(8.0, sun, mixing, Vertex("dirac", magnetic=np.zeros((2, 2))))
    place = next(x for x, first, other in computed.resonances if (first, other) == ("e", "x"))
    density = 6e25 * np.exp(-10 * place / solar_radius)
    assert density == pytest.approx(resonance_density(8.0, dm2=7.5e-5 * eV**2, sin2_theta=0.3), rel=1e-3)
    # two levels are closest to each other where their diagonal elements cross, dm2 sin(2 theta)/2E apart
    ((closest, low, high),) = computed.approaches
    assert closest == pytest.approx(place, rel=1e-3)
    assert high - low == pytest.approx(
        7.5e-5 * eV**2 * 2 * np.sqrt(0.3 * 0.7) / (2 * 8.0 * 197.32698045930246e-13), rel=1e-3
    )


def test_three_flavours_are_closest_at_the_solar_resonance_which_no_two_flavours_cross_at() -> None:
    sun = media.exponential(solar_radius, electron_density=6e25, scale_height=solar_radius / 10)
    computed = levels(8.0, sun, MIXING, Vertex("majorana", magnetic=np.zeros((3, 3))))
    assert not [approach for approach in computed.resonances if approach[1:] == ("e", "mu")]
    ((place, *_),) = computed.approaches
    density = 6e25 * np.exp(-10 * place / solar_radius) * (1 - MIXING.sin2_theta13)  # cos^2 theta_13 of the potential
    expected = resonance_density(8.0, dm2=MIXING.dm2_21, sin2_theta=MIXING.sin2_theta12)
    assert density == pytest.approx(expected, rel=5e-3)


def test_levels_are_the_diagonal_where_nothing_couples() -> None:
    mixing = TwoFlavours(sin2_theta=0.0, dm2=7.5e-5 * eV**2)
    computed = levels(
        8.0, Medium(10 * km, electron_density=1e25), mixing, Vertex("majorana", magnetic=np.zeros((2, 2))), points=3
    )
    assert np.sort(computed.diagonal, axis=1) == pytest.approx(computed.values)
    assert computed.values.sum(axis=1) == pytest.approx(0, abs=1e-20)
    with pytest.raises(ValueError, match="points"):
        levels(8.0, Medium(1.0), mixing, Vertex("majorana", magnetic=np.zeros((2, 2))), points=[2.0])


def test_figures_are_drawn() -> None:
    medium = Medium(40 * km, magnetic_field=2e8, electron_density=lambda x: 6e25 * np.exp(-x / (15 * km)))
    result = propagate(np.linspace(3, 12, 5), medium, MIXING, VERTEX, at=np.linspace(0, 40 * km, 7))
    spins = spin.precess([0, 0, -1], [1.0, 0, 0.3], np.linspace(0, 4, 30), moment=1.0)
    drawn = [
        figures.against_energy(result, title="energy"),
        figures.against_distance(result, energy=1),
        figures.level_crossings(levels(8.0, medium, MIXING, VERTEX)),
        figures.spin_trajectory(spins),
    ]
    assert all(isinstance(figure, Figure) for figure in drawn)
    assert drawn[0].axes[0].get_legend() is not None
    with pytest.raises(ValueError, match="at="):
        figures.against_distance(propagate(3.0, medium, MIXING, VERTEX))
    with pytest.raises(ValueError, match="shape"):
        figures.spin_trajectory(np.zeros(3))
