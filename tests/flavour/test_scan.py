"""Many mixings at once agree with one by one."""

from functools import partial

import numpy as np
import pytest
from tests.arguments import Keywords

from nuem import Mixing, Vertex, effective_moment
from nuem.flavour import (
    effective_moments,
    mixing_matrices,
)
from nuem.models import minimal_dipoles, minimal_dirac, minimal_majorana
from nuem.units import eV, km

# The default absolute tolerances of pytest and numpy would hide everything at the scale of these moments.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, rtol=1e-5, atol=0)

RNG = np.random.default_rng(7)
PARAMETERS: Keywords = {name: RNG.uniform(0, 1, 20) for name in ("sin2_theta12", "sin2_theta13", "sin2_theta23")} | {
    name: RNG.uniform(-4, 4, 20) for name in ("delta", "alpha21", "alpha31")
}
SPLITTINGS: Keywords = {"dm2_21": 7.42e-5 * eV**2, "dm2_31": -2.4e-3 * eV**2, "lightest_mass": 0.01 * eV}
MIXINGS = [Mixing(**{name: values[k] for name, values in PARAMETERS.items()}, **SPLITTINGS) for k in range(20)]
UNITARY = mixing_matrices(**PARAMETERS)
DIPOLE = 1e-25 * (RNG.normal(size=(3, 3)) + 1j * RNG.normal(size=(3, 3)))


def test_matrices_are_those_of_mixing() -> None:
    assert allclose(UNITARY, [mixing.matrix for mixing in MIXINGS], rtol=0, atol=1e-15)


@pytest.mark.parametrize("antineutrino", [False, True])
@pytest.mark.parametrize("flavour", ["e", "mu", "tau"])
def test_moments_are_those_of_effective_moment(flavour: str, antineutrino: bool) -> None:
    vertex = Vertex.from_dipole("dirac", DIPOLE)
    near = effective_moments(DIPOLE, UNITARY, flavour, antineutrino=antineutrino)
    far = effective_moments(
        DIPOLE,
        UNITARY,
        flavour,
        splittings=MIXINGS[0].splittings,
        baseline=700 * km,
        energy=3.0,
        antineutrino=antineutrino,
    )
    for k, mixing in enumerate(MIXINGS):
        assert near[k] == approx(effective_moment(vertex, mixing, flavour, antineutrino=antineutrino), rel=1e-12)
        expected = effective_moment(vertex, mixing, flavour, baseline=700 * km, energy=3.0, antineutrino=antineutrino)
        assert far[k] == approx(expected, rel=1e-9)


def test_minimal_dipoles_are_those_of_the_models() -> None:
    for nature, model in (("dirac", minimal_dirac), ("majorana", minimal_majorana)):
        many = minimal_dipoles(nature, UNITARY, MIXINGS[0].masses)
        one_by_one = np.array([model(mixing).dipole for mixing in MIXINGS])
        assert allclose(many, one_by_one, rtol=1e-9, atol=1e-14 * np.abs(one_by_one).max())


def test_scan_refuses_shapes_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match=r"dipoles \(..., n, n\) and unitary"):
        effective_moments(np.eye(2), UNITARY, "e")
    with pytest.raises(ValueError, match=r"dipoles \[mu_B\] must be finite"):
        effective_moments(np.full((3, 3), np.nan), UNITARY, "e")
    with pytest.raises(ValueError, match=r"splittings must be 3 on the last axis for a baseline"):
        effective_moments(np.eye(3), UNITARY, "e", baseline=1e5, energy=1.0)
    with pytest.raises(ValueError, match=r"sin2_theta12 must lie between 0 and 1"):
        mixing_matrices(**(PARAMETERS | {"sin2_theta12": 2.0}))
    with pytest.raises(ValueError, match=r"unitary \(..., n, n\) and masses \(..., n\) are needed"):
        minimal_dipoles("dirac", UNITARY, [1.0, 2.0])
