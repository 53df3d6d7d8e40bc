"""SN 1987A and a heavy partner: both ends of what is excluded, escape from a sphere, and what the literature says."""

import math
from functools import partial
from typing import Any

import numpy as np
import pytest

from nuem.astro.stars import bounds
from nuem.astro.stars.settings import read_settings
from nuem.astro.stars.supernova import uniform
from nuem.astro.stars.supernova_portal import PortalSupernova, _depths, portal_supernova

approx = partial(pytest.approx, rel=1e-6, abs=0)
PER_GEV = 1 / 296.304  # mu_B


@pytest.mark.parametrize(("profile", "name"), [(False, "supernova"), (True, "supernova_profile")])
def test_a_light_partner_has_the_bound_of_an_ordinary_moment(profile: bool, name: str) -> None:
    usual = {bound.name: bound.value for bound in bounds(names=["supernova"])}[name]
    found = portal_supernova(0.01, flavour="e", profile=profile).excluded
    assert found[0][0] == approx(usual, rel=2e-3)


def test_escape_from_a_sphere_is_that_of_a_closed_form() -> None:
    star = uniform(read_settings()["supernova_portal"])
    for tau in (0.01, 1.0, 8.0):
        depths, weights = _depths(star, np.full((len(star.radius), 1), tau / star.surface))
        assert np.sum(weights) == approx(1)
        escaped = star.volume @ (np.exp(-depths[:, 0]) @ weights) / star.volume.sum()
        closed = 3 / (4 * tau) * (1 - 1 / (2 * tau**2) + (1 / tau + 1 / (2 * tau**2)) * math.exp(-2 * tau))
        assert escaped == approx(closed, rel=0.01)


@pytest.fixture(scope="module")
def muons() -> PortalSupernova:
    return portal_supernova(100.0, flavour="mu", profile=False)


def test_both_ends_let_out_what_is_allowed(muons: PortalSupernova) -> None:
    ((low, high),) = muons.excluded
    assert 0 < low < high
    assert muons.luminosity([low, high]) == approx(muons.allowed, rel=1e-6)
    assert muons.luminosity(math.sqrt(low * high)) > muons.allowed
    assert muons.luminosity(1e-13) == approx(100 * muons.luminosity(1e-14), rel=1e-4)  # leaves freely
    assert muons.largest_luminosity > muons.allowed


def test_flavours_of_one_kind_are_alike_and_all_is_more_than_one(muons: PortalSupernova) -> None:
    tau, every = (portal_supernova(100.0, flavour=name, profile=False) for name in ("tau", "all"))
    assert tau.luminosity(1e-11) == muons.luminosity(1e-11)
    electrons = portal_supernova(100.0, flavour="e", profile=False)
    assert every.luminosity(1e-13) == approx(
        electrons.luminosity(1e-13) + 2 * muons.luminosity(1e-13), rel=1e-4
    )  # other nodes


def test_too_heavy_a_partner_is_not_excluded() -> None:
    assert portal_supernova(700.0, flavour="mu", profile=False).excluded == ()


def test_each_helicity_of_a_light_partner_excludes_moments_of_its_own() -> None:
    """The one that needs the mass is made and lost as m_4^2 mu^2; between them both are trapped or rare."""
    light, lighter = (portal_supernova(mass, flavour="e", profile=False) for mass in (1e-3, 5e-4))
    (first, second), (same, scaled) = light.excluded, lighter.excluded
    assert same == approx(first, rel=1e-3)
    assert scaled == approx(2 * np.array(second), rel=0.01)
    assert light.luminosity(math.sqrt(first[1] * second[0])) < light.allowed


def test_decays_reach_down_to_the_published_coupling() -> None:
    """arXiv:2402.01624, abstract: explosion energies exclude d = mu/2 down to 1e-11/GeV; their core is another one."""
    star = portal_supernova(100.0)
    grid = np.geomspace(1e-15, 1e-12, 100)
    energy = np.array([star.deposited_energy(float(one)) for one in grid])
    smallest = grid[np.argmax(energy > 1e50)] / PER_GEV / 2
    assert 1e-11 / 4 < smallest < 1e-11 * 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"mass": 0.0}, "mass must be above 0 and at most 1000 MeV, got 0 MeV"),
        ({"mass": 2e3}, "at most 1000 MeV, got 2000 MeV"),
        ({"mass": 1.0, "flavour": "ee"}, "flavour"),
        ({"mass": 1.0, "inputs": {"far_km": -1.0}}, "far_km"),
        ({"mass": 1.0, "inputs": {"volume_cm3": 1e18}}, "volume_cm3"),
    ],
)
def test_wrong_input_is_refused(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        portal_supernova(**wrong)
