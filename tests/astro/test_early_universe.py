"""Right-handed neutrinos of the early universe: collisions one by one, hard thermal loops, equilibrium, dilution, published bounds."""

import math
from functools import partial

import numpy as np
import pytest

from nuem.astro.emission import helicity_flip
from nuem.astro.stars import right_handed_relics
from nuem.astro.stars.right_handed_relics import allowed_moment, charges, extra_neutrinos, spectral
from nuem.constants import ALPHA, BOHR_MAGNETON_SQUARED, HBAR

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)


def test_soft_fields_are_those_of_hard_thermal_loops() -> None:
    x, q = np.array([[-0.7], [-0.1], [0.3], [0.9]]), np.array([[1e-3]])
    k2 = 4 * np.pi * ALPHA * 2.5 / 3
    expected = helicity_flip.spectral_functions(x, q, 1.0, k2, 0.0)
    for computed, one in zip(spectral(x, q, 2.5), expected, strict=True):
        assert allclose(computed, one, rtol=2e-3)


@pytest.mark.parametrize("energy", [1.0, 4.0])
def test_hard_collisions_have_the_cross_section_of_a_moment(energy: float) -> None:
    """d sigma/d|t| = alpha mu^2 (1/|t|)(1 - |t|/s) on every electron and positron, with 1 - f for the final one, for |t| above a cut:
    random collisions, against the fields at one loop without screening."""
    cut, E = 0.5, energy
    generator = np.random.default_rng(7)
    p, cosine, u, azimuth = generator.random((4, 2_000_000))
    p = 40 * p**2
    cosine = 2 * cosine - 1
    azimuth = 2 * np.pi * azimuth
    s = 2 * E * p * (1 - cosine)
    open_ = s > cut
    t = cut * (np.maximum(s, cut) / cut) ** u  # by its logarithm
    measure = t * np.log(np.maximum(s, cut) / cut)
    # Energy of the final electron: p' = p + q, with the angles where the total momentum vanishes.
    total = E + p
    flow = np.sqrt(E**2 + p**2 + 2 * E * p * cosine) / total
    boost = 1 / np.sqrt(np.maximum(1 - flow**2, 1e-12))
    half = np.sqrt(s) / 2
    along = np.clip((p / (boost * np.maximum(half, 1e-12)) - 1) / flow, -1, 1)  # of the electron, to the flow
    turn = 1 - 2 * t / np.maximum(s, cut)
    height = along * turn + np.sqrt((1 - along**2) * np.maximum(1 - turn**2, 0)) * np.cos(azimuth)
    after = boost * half * (1 + flow * height)
    sizes = 1 / (np.exp(p) + 1) * (1 - 1 / (np.exp(np.minimum(after, 700)) + 1))
    cross_section = ALPHA / t * (1 - t / np.maximum(s, cut)) * measure
    values = np.where(open_, 4 * p**2 / (2 * np.pi**2) * 80 * np.sqrt(p / 40) * sizes * (1 - cosine) * cross_section, 0)
    expected, error = values.mean(), values.std() / math.sqrt(values.size)

    def fields(x: np.ndarray, q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        kept = q**2 * (1 - x**2) > cut
        return tuple(np.where(kept, spectrum, 0.0) for spectrum in spectral(x, q, 1.0, screened=False))  # type: ignore[return-value]

    computed = float(_fine_rate(E, fields))
    assert computed == approx(expected, rel=0.01)
    assert error < 0.003 * expected


def _fine_rate(E: float, fields: object) -> float:
    """The integral of `dipole_rates` with nodes fine enough for a cut."""
    x = (np.arange(1200) + 0.5)[:, None] / 600 - 1
    largest = 2 * E / (1 + x)
    q = largest * (np.arange(1200) + 0.5) / 1200
    low = q < 60.0
    longitudinal, transverse = fields(x, np.minimum(q, 60.0))  # type: ignore[operator]
    Q2, P2 = q**2 * (1 - x**2), (2 * E - x * q) ** 2
    integrand = np.where(low, q**2 * Q2 * (P2 * longitudinal + (1 - x**2) * (P2 - q**2) * transverse), 0.0)
    return float(np.sum(integrand * largest / 1200 / 600) / (16 * np.pi**2 * E**2))


def test_quadrature_of_the_rate_is_converged() -> None:
    energy = np.array([0.3, 3.0, 12.0])
    rate = helicity_flip.dipole_rates(energy, lambda x, q: spectral(x, q, 4.0), 1.0)[0] * HBAR
    fine = [_fine_rate(float(E), lambda x, q: spectral(x, q, 4.0)) for E in energy]
    assert allclose(rate, fine, rtol=5e-3)


def test_charges_appear_one_after_the_other() -> None:
    assert charges(np.array([20.0])) == approx(1.0647, rel=1e-3)  # electrons and the first muons
    assert charges(np.array([1e7])) == approx(8, rel=1e-3)
    assert np.all(np.diff(charges(np.geomspace(1, 1e6, 200))) >= 0)
    assert right_handed_relics._thermal_fraction(np.array(1e-6)) == approx(1, rel=1e-6)


def test_right_handed_neutrinos_in_equilibrium_are_three() -> None:
    assert extra_neutrinos(1e-7) == approx(3, rel=5e-3)
    assert extra_neutrinos(0.0) == 0
    moments = np.geomspace(1e-14, 1e-8, 25)
    assert np.all(np.diff(extra_neutrinos(moments)) > 0)


def test_few_are_made_with_the_moment_squared() -> None:
    single, double = extra_neutrinos(np.array([1e-14, 2e-14]))
    assert double == approx(4 * single, rel=1e-3)


def test_early_equilibrium_leaves_a_seventh() -> None:
    """3 (10.75/g)^(4/3) with g = 102 to 106, for what was in equilibrium at 280 GeV and never again."""
    early = extra_neutrinos(3e-12, start=2.8e5)
    assert 3 * (10.75 / 106.75) ** (4 / 3) < early < 0.22


def test_production_is_that_of_one_temperature() -> None:
    """Where the moment is small, d Delta N/d ln T = Q/(H rho) diluted: the sum of short beginnings."""
    whole = extra_neutrinos(1e-13, start=1e4)
    parts = extra_neutrinos(1e-13, start=3e3)
    T = np.geomspace(3e3, 1e4, 400)
    energy, entropy = right_handed_relics._densities(T)
    rate = (
        1e-26 * right_handed_relics.production(T) / (np.sqrt(8 * np.pi * energy / 3) / right_handed_relics.PLANCK_MASS)
    ) / entropy ** (4 / 3)
    last = 7 * np.pi**2 / 120 * 5.0**4 / right_handed_relics._densities(np.array(5.0))[1] ** (4 / 3)
    made = np.trapezoid(rate, np.log(entropy) / 3) / last
    assert whole - parts == approx(made, rel=0.02)


def test_bounds_are_of_the_size_of_published_ones() -> None:
    assert extra_neutrinos(allowed_moment(0.25)) == approx(0.25, rel=1e-6)
    assert allowed_moment(0.19) == approx(2.7e-12, rel=0.1)  # arXiv:2211.04669
    assert allowed_moment(0.2) < allowed_moment(0.3) < allowed_moment(0.5)
    assert allowed_moment(0.18, start=1e4) > 2 * allowed_moment(0.18)
    assert allowed_moment(0.5, start=1e4) == approx(allowed_moment(0.5), rel=1e-3)  # in equilibrium since


def test_the_rate_counts_bohr_magnetons() -> None:
    single = right_handed_relics.production(np.array([1e3]))
    strength = charges(np.array([1e3]))
    grid, values = right_handed_relics._per_charge()
    scaled = np.exp(np.interp(np.log(strength), np.log(grid), np.log(values)))
    assert single / (BOHR_MAGNETON_SQUARED * strength * scaled) == approx(1e21, rel=1e-9)


def test_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="start must lie between"):
        extra_neutrinos(1e-12, start=1e7)
    with pytest.raises(ValueError, match="allowed must lie between"):
        allowed_moment(3.0)
    with pytest.raises(ValueError, match="must be finite"):
        extra_neutrinos(float("nan"))
