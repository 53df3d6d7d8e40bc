"""The effective moment of solar neutrinos: frozen references, limits, and the rule of the review."""

from dataclasses import replace

import numpy as np
import pytest

import nuem
from nuem.flavour import Mixing, averaged_effective_moment, effective_moment
from nuem.sources import solar_effective_moment, solar_probabilities
from nuem.sources.solar_matter import matter_probabilities
from nuem.units import eV
from nuem.vertex import Vertex

LAMBDA = np.array([1.2, 0.5 + 0.8j, -0.7 + 0.4j])  # lambda_ij = eps_ijk Lambda_k, in units of 1e-11 mu_B
DIPOLE = np.array([[0, LAMBDA[2], -LAMBDA[1]], [-LAMBDA[2], 0, LAMBDA[0]], [LAMBDA[1], -LAMBDA[0], 0]])
VERTEX = Vertex.from_dipole("majorana", DIPOLE)
MIXING = Mixing(
    sin2_theta12=0.304, sin2_theta13=0.02219, sin2_theta23=0.573, delta=np.radians(197),
    dm2_21=7.42e-5 * eV**2, dm2_31=2.517e-3 * eV**2, lightest_mass=0.01 * eV,
)  # fmt: skip


def test_vacuum_average_is_the_reference() -> None:  # eff.M.vac_solar
    vacuum = averaged_effective_moment(VERTEX, np.abs(MIXING.matrix[0]) ** 2)
    assert vacuum**2 == pytest.approx(1.721019932, rel=1e-9)
    assert solar_effective_moment(VERTEX, MIXING, 1e-6, component="pp") == pytest.approx(vacuum, rel=1e-6)
    assert effective_moment(VERTEX, MIXING, "e", baseline=np.inf) == pytest.approx(vacuum, rel=1e-12)


def test_matter_conversion_with_two_flavours_is_the_reference() -> None:  # eff.M.msw, P(nu_e -> nu_1) = 0.31
    cosine2 = 1 - MIXING.sin2_theta13
    fractions = [cosine2 * 0.31, cosine2 * 0.69, 1 - cosine2]
    assert averaged_effective_moment(VERTEX, fractions) ** 2 == pytest.approx(1.928608995, rel=1e-9)


def test_the_exact_conversion_gives_the_reference_where_its_two_flavour_probability_does() -> None:
    far = replace(MIXING, dm2_31=1e6 * MIXING.dm2_31)
    cosine2 = 1 - MIXING.sin2_theta13
    low, high = 1e22, 1e27
    for _ in range(100):  # the density at which P2(nu_e -> nu_1) = 0.31, at 5 MeV
        middle = np.sqrt(low * high)
        low, high = (middle, high) if matter_probabilities(5.0, middle, far)[0] / cosine2 > 0.31 else (low, middle)
    moment = averaged_effective_moment(VERTEX, matter_probabilities(5.0, low, far))
    assert moment**2 == pytest.approx(1.928608995, rel=1e-6)


@pytest.mark.parametrize("component", ["pp", "B8"])
def test_a_majorana_moment_is_what_the_missing_mass_states_leave(component: str) -> None:
    energy = np.array([0.3, 5.0, 12.0])
    probabilities = solar_probabilities(energy, MIXING, component=component)
    expected = np.sum(np.abs(LAMBDA) ** 2) - probabilities @ np.abs(LAMBDA) ** 2
    np.testing.assert_allclose(
        solar_effective_moment(VERTEX, MIXING, energy, component=component) ** 2, expected, rtol=1e-12
    )


def test_universal_dirac_moments_are_seen_as_they_are() -> None:
    moment = solar_effective_moment(Vertex("dirac", magnetic=2e-11 * np.eye(3)), MIXING, [0.3, 10.0])
    np.testing.assert_allclose(moment, 2e-11, rtol=1e-12)


def test_phases_drop_out() -> None:
    turned = replace(MIXING, delta=1.0, alpha21=0.7, alpha31=1.9)
    assert solar_effective_moment(VERTEX, turned, 7.0) == pytest.approx(
        solar_effective_moment(VERTEX, MIXING, 7.0), rel=1e-12
    )


def test_stands_at_the_door_and_returns_a_number_for_a_number() -> None:
    assert nuem.solar_effective_moment is solar_effective_moment
    assert np.ndim(solar_effective_moment(VERTEX, MIXING, 7.0)) == 0


def test_refuses_a_vertex_of_another_size() -> None:
    with pytest.raises(ValueError, match="probabilities must have 2 entries"):
        solar_effective_moment(Vertex("dirac", magnetic=np.eye(2)), MIXING, 1.0)
