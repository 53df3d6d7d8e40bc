"""Axial-vector part of plasmon decay: forward scattering with explicit Dirac matrices, limits, and how small it is."""

from functools import partial

import numpy as np
import pytest
from scipy.integrate import quad

from nuem.astro.emission import plasmon_axial, plasmon_decay
from nuem.astro.emission.loss import PER_VOLUME_AND_TIME
from nuem.astro.emission.plasmon_axial import emissivity, polarisation
from nuem.astro.plasma import Plasma
from nuem.constants import ALPHA, ELECTRON_MASS, FERMI, HBAR_C_EXACT
from nuem.units import kelvin

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

IDENTITY, ZERO = np.eye(2), np.zeros((2, 2))
PAULI = [np.array([[0, 1], [1, 0]], complex), np.array([[0, -1j], [1j, 0]]), np.diag([1.0 + 0j, -1])]
GAMMA = [np.block([[IDENTITY, ZERO], [ZERO, -IDENTITY]]).astype(complex)] + [
    np.block([[ZERO, s], [-s, ZERO]]) for s in PAULI
]
GAMMA5 = 1j * GAMMA[0] @ GAMMA[1] @ GAMMA[2] @ GAMMA[3]


def slash(p: np.ndarray) -> np.ndarray:
    return p[0] * GAMMA[0] - sum(p[n] * GAMMA[n] for n in (1, 2, 3))


def forward(omega: float, k: float, momentum: float, axial: bool) -> complex:
    """Photon of helicity one (k along z) into the current, off one electron: sum over its spins, mean over its directions,
    e^2 Tr[(p + m) {current (p + K + m) photon/((p+K)^2 - m^2) + photon (p - K + m) current/((p-K)^2 - m^2)}]."""
    m, E = ELECTRON_MASS, np.hypot(momentum, ELECTRON_MASS)
    identity, K = np.eye(4), np.array([omega, 0, 0, k])
    K2 = omega**2 - k**2
    photon = -(GAMMA[1] + 1j * GAMMA[2]) / np.sqrt(2)  # epsilon = (1, i)/sqrt2
    current = -(GAMMA[1] - 1j * GAMMA[2]) / np.sqrt(2)
    if axial:
        current = current @ GAMMA5
    cosines, weights = np.polynomial.legendre.leggauss(40)
    total = 0j
    for cosine, weight in zip(cosines, weights / 2, strict=True):
        sine = np.sqrt(1 - cosine**2)
        for azimuth in np.arange(4) * np.pi / 2:
            p = np.array([E, momentum * sine * np.cos(azimuth), momentum * sine * np.sin(azimuth), momentum * cosine])
            pK = E * omega - p[3] * k
            amplitude = current @ (slash(p + K) + m * identity) @ photon / (2 * pK + K2) + photon @ (
                slash(p - K) + m * identity
            ) @ current / (K2 - 2 * pK)
            total += weight / 4 * np.trace((slash(p) + m * identity) @ amplitude)
    return 4 * np.pi * ALPHA * complex(total)


@pytest.mark.parametrize(("momentum", "n"), [(0.05, 0.4), (0.5, 0.8), (3.0, 0.3), (3.0, 0.95)])
def test_polarisation_is_forward_scattering_on_electrons(momentum: float, n: float) -> None:
    """Per electron, d^3p/(2 pi)^3 2 E of the trace gives Pi_T with two vector currents and +-Pi_A with one axial current."""
    m, E = ELECTRON_MASS, np.hypot(momentum, ELECTRON_MASS)
    v = momentum / E
    omega = 1e-3 * m  # recoil is of relative order K^2/(p.K)
    k = n * omega
    K2 = omega**2 - k**2
    per_momentum = momentum**2 / (2 * np.pi**2) / (2 * E)
    log = np.arctanh(v * n) / (v * n)
    vector = 4 * ALPHA / np.pi * momentum**2 / E * (1 - (1 - n**2) * v**2 * (log - 1) / (v * n) ** 2)
    assert abs(per_momentum * forward(omega, k, momentum, axial=False)) == approx(vector, rel=1e-5)
    axial = 2 * ALPHA / np.pi * (K2 / k) * v**2 * (log - (1 - n**2) / (1 - (v * n) ** 2))
    assert abs(per_momentum * forward(omega, k, momentum, axial=True)) == approx(axial, rel=1e-5)


@pytest.mark.parametrize(("density", "temperature"), [(1e2, 1e7), (1e6, 1e8), (1e10, 1e8)])
def test_one_velocity_is_enough_for_slow_and_for_degenerate_electrons(density: float, temperature: float) -> None:
    plasma = Plasma(density, 0.5, temperature * kelvin)
    N = np.linspace(0.01, 0.97, 13)
    ratio = polarisation(N, plasma, treatment="one-loop") / polarisation(N, plasma)
    assert allclose(ratio, 1, rtol=0.01)
    assert emissivity(plasma, treatment="one-loop").total == approx(float(emissivity(plasma).total), rel=2e-3)


def test_long_waves_have_the_axial_frequency() -> None:
    """Pi_A = omega_A k at small k, omega_A = (2 alpha/pi) int dp v^2 (1 - 2 v^2/3)(f - fbar); of slow electrons 2 pi alpha n/m^2."""
    plasma = Plasma(1.0, 0.5, 1e6 * kelvin)
    N = 1e-6
    k = float(plasma.plasma_frequency) * np.sqrt(N)
    slow = 2 * ALPHA / np.pi * np.pi**2 * float(plasma.electron_density) * HBAR_C_EXACT**3
    for treatment in ("braaten-segel", "one-loop"):
        computed = polarisation(np.array(N), plasma, treatment=treatment)
        assert computed == approx(slow / ELECTRON_MASS**2 * k, rel=2e-3)


def test_it_is_a_small_part_everywhere() -> None:
    density, temperature = np.geomspace(1, 1e14, 15), np.geomspace(1e7, 1e12, 11)[:, None] * kelvin
    plasma = Plasma(density, 0.5, temperature)
    vector = plasmon_decay.emissivity(plasma).weak
    seen = vector > 1e-200
    fraction = emissivity(plasma).total[seen] / vector[seen]
    assert np.all(fraction >= 0)
    assert fraction.max() < 4e-4
    core = Plasma(1e6, 0.5, 1e8 * kelvin)
    assert emissivity(core).total / plasmon_decay.emissivity(core).weak < 1e-4


def test_energy_loss_is_that_of_each_photon() -> None:
    """(G_F^2 sum C_A^2/48 pi^2 alpha) int k^2 dk/pi^2 Z_T n_B K^2 Pi_A^2 along the branch."""
    plasma = Plasma(1e6, 0.5, 1e8 * kelvin)
    T = float(plasma.temperature)

    def lost(k: float) -> float:
        mode = plasma.transverse(k)
        omega, K2 = float(mode.frequency), float(mode.mass_squared)
        axial = float(polarisation(np.array((k / omega) ** 2), plasma))
        return k**2 / np.pi**2 * float(mode.residue) * K2 * axial**2 / np.expm1(omega / T)

    coefficient = FERMI**2 / (48 * np.pi**2 * ALPHA) * 0.75
    expected = coefficient * quad(lost, 0, 45 * T, epsabs=0, epsrel=1e-8)[0] * PER_VOLUME_AND_TIME
    assert emissivity(plasma).total == approx(expected, rel=1e-6)


def test_it_needs_more_electrons_than_positrons() -> None:
    few, many = (emissivity(Plasma(rho, 0.5, 1e10 * kelvin)).total for rho in (1.0, 10.0))
    assert many == approx(100 * few, rel=1e-3)


def test_points_are_independent(monkeypatch: pytest.MonkeyPatch) -> None:
    plasma = Plasma(np.geomspace(1e2, 1e8, 5)[:, None], 0.5, np.array([1e8, 1e9]) * kelvin)
    whole = emissivity(plasma).total
    monkeypatch.setattr(plasmon_axial, "_CHUNK", 3)
    assert allclose(whole, emissivity(plasma).total, rtol=1e-13)
    assert whole.shape == (5, 2)
    assert np.ndim(emissivity(Plasma(1e6, 0.5, 1e8 * kelvin)).total) == 0
    with pytest.raises(ValueError, match="treatment = 'exact' is unknown"):
        emissivity(plasma, treatment="exact")
