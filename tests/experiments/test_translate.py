"""A limit on the effective moment as limits on the dipole matrix: two routes, symmetries, refusals."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from nuem.experiments import experiment, limit, limit_dipoles
from nuem.experiments.bounds.translate import DipoleLimits
from nuem.flavour import Mixing, Sterile
from nuem.sources import Reactor

approx = partial(pytest.approx, rel=2e-3, abs=0)


@pytest.fixture(scope="module")
def xenonnt() -> DipoleLimits:
    return limit_dipoles("xenonnt")


@pytest.mark.parametrize(("f", "i"), [(1, 2), (1, 3), (2, 3)])
def test_a_single_majorana_element_equals_the_fit_of_that_element(xenonnt: DipoleLimits, f: int, i: int) -> None:
    direct = limit("xenonnt", f"magnetic[{f},{i}]", nature="majorana").value
    assert xenonnt.majorana[f - 1, i - 1] == approx(direct)
    assert xenonnt.mass_basis.alone[({1, 2, 3} - {f, i}).pop() - 1] == approx(direct)


def test_the_state_of_solar_neutrinos_is_incoherent_and_changes_little_from_bin_to_bin(xenonnt: DipoleLimits) -> None:
    computed = xenonnt
    assert np.trace(computed.state).real == pytest.approx(1)
    assert np.abs(computed.state - np.diag(np.diag(computed.state))).max() == 0
    assert computed.spread < 0.01


def test_freeing_the_others_never_tightens_a_limit(xenonnt: DipoleLimits) -> None:
    for limits in (xenonnt.mass_basis, xenonnt.flavour_basis):
        assert np.all(limits.profiled >= limits.alone * (1 - 1e-9))


def test_beside_the_core_an_electron_antineutrino_leaves_one_direction_unseen() -> None:
    computed = limit_dipoles(experiment("gemma").with_source(Reactor(flux=2.7e13)))
    assert computed.flavour_basis.alone[0] == np.inf
    assert np.all(computed.mass_basis.profiled == np.inf)
    np.testing.assert_allclose(computed.flavour_basis.alone[1:], computed.moment.value, rtol=1e-6)


def test_refuses_a_fourth_neutrino() -> None:
    mixing = replace(Mixing.nufit(), sterile=(Sterile(dm2=1e-12, sin2_theta=(0.01, 0, 0)),))
    with pytest.raises(ValueError, match="for three neutrinos, the mixing has 4"):
        limit_dipoles("gemma", mixing=mixing)
