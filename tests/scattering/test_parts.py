"""Parts of cross sections are computed by themselves: exact however small or large one is beside the others."""

from functools import partial

import numpy as np
import pytest
from tests.arguments import Keywords

from nuem.scattering import Couplings, electron, nucleus
from nuem.scattering.nucleus import dsigma_dT as on_nucleus
from nuem.units import keV

approx = partial(pytest.approx, rel=1e-12, abs=0)
RECOIL, ENERGY = np.array([2.8, 30.0]) * keV, 3.0
ALL = Couplings(moment=2e-11, charge=-3e-12, charge_radius=4e-33, anapole=1e-33)


def test_one_object_is_as_good_as_single_couplings() -> None:
    singles: Keywords = {"moment": 2e-11, "charge": -3e-12, "charge_radius": 4e-33 - 6e-33}
    for antineutrino in (False, True):
        expected = electron.dsigma_dT(RECOIL, ENERGY, antineutrino=antineutrino, **singles)
        assert electron.dsigma_dT(RECOIL, ENERGY, antineutrino=antineutrino, couplings=ALL) == approx(expected)
    expected = on_nucleus(RECOIL / 30, ENERGY, Z=32, A=74, **singles)
    assert on_nucleus(RECOIL / 30, ENERGY, Z=32, A=74, couplings=ALL) == approx(expected)


def test_couplings_given_twice_or_not_as_couplings_are_refused() -> None:
    with pytest.raises(ValueError, match="give either couplings or moment"):
        electron.dsigma_dT(RECOIL, ENERGY, moment=1e-11, couplings=ALL)
    with pytest.raises(ValueError, match="is not a nuem"):
        electron.dsigma_dT(RECOIL, ENERGY, couplings={"moment": 1e-11})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="moment must not be negative"):
        Couplings(moment=-1e-11)


@pytest.mark.parametrize("antineutrino", [False, True])
@pytest.mark.parametrize("flavour", ["e", "mu"])
def test_parts_add_up_to_the_cross_section(flavour: str, antineutrino: bool) -> None:
    words: Keywords = {"flavour": flavour, "antineutrino": antineutrino}
    split = electron.parts(RECOIL, ENERGY, couplings=ALL, **words)
    assert split.total == approx(electron.dsigma_dT(RECOIL, ENERGY, couplings=ALL, **words))
    split = nucleus.parts(RECOIL / 30, ENERGY, Z=54, A=132, couplings=ALL, flavour=flavour)
    assert split.total == approx(on_nucleus(RECOIL / 30, ENERGY, Z=54, A=132, couplings=ALL, flavour=flavour))


@pytest.mark.parametrize("size", [1e-40, 1e-20, 1e8])
def test_no_part_is_lost_beside_the_others(size: float) -> None:
    unit = electron.parts(RECOIL, ENERGY, couplings=Couplings(charge=1e-12, charge_radius=1e-32))
    scaled = electron.parts(RECOIL, ENERGY, couplings=Couplings(charge=size * 1e-12))
    assert scaled.charge == approx(size**2 * unit.charge)
    only = electron.parts(RECOIL, ENERGY, couplings=Couplings(charge=1e-12))
    assert scaled.interference == approx(size * only.interference)
    nuclear = nucleus.parts(RECOIL / 30, ENERGY, Z=54, A=132, couplings=Couplings(charge=size * 1e-12))
    alone = nucleus.parts(RECOIL / 30, ENERGY, Z=54, A=132, couplings=Couplings(charge=1e-12))
    assert nuclear.interference == approx(size * alone.interference)
    radius = electron.parts(RECOIL, ENERGY, couplings=Couplings(charge_radius=1e-32 * min(size, 1e-12)), radiative=True)
    linear = electron.parts(RECOIL, ENERGY, couplings=Couplings(charge_radius=1e-50), radiative=True)
    assert radius.radius == pytest.approx(linear.radius * min(size, 1e-12) * 1e18, rel=1e-9, abs=0)
