"""Reactor antineutrinos far away: counts against an integral that follows every oscillation."""

from collections.abc import Mapping

import numpy as np
import pytest

from nuem.constants import CLASSICAL_RADIUS_SQUARED, ELECTRON_MASS, WEAK_SCALE
from nuem.detectors import Efficiency, Response
from nuem.flavour import Mixing, flavour_state
from nuem.numerics.quadrature import panels
from nuem.rates import fold, recoil_tensor
from nuem.rates.beam import Beam
from nuem.scattering import Electrons, Nuclei, mass_basis
from nuem.scattering.couplings import shift_matrices, weak_matrices
from nuem.scattering.kinematics import maximum_recoil, minimum_energy
from nuem.sources import Reactor
from nuem.typing import ComplexArray, FloatArray
from nuem.units import GW, keV, km
from nuem.vertex import Vertex

MIXING = Mixing.nufit()


class FarBeam:
    """Antineutrinos with a spectrum (8 MeV - E)^2 E between 0.02 and 8 MeV."""

    name, antineutrino = "far", True
    errors: Mapping[str, float] = {}
    lines: tuple[tuple[float, float], ...] = ()
    breaks = np.array([0.02, 1.8, 8.0])

    def __init__(self, distance: float) -> None:
        self.distance = distance
        self.beams: tuple[Beam, ...] = (self,)

    def flux(self, energy: FloatArray) -> FloatArray:
        return 1e10 * np.where((energy >= 0.02) & (energy <= 8), energy * (8 - energy) ** 2, 0.0)

    def state(self, energy: FloatArray, mixing: Mixing) -> ComplexArray:
        return flavour_state(mixing, "e", baseline=self.distance, energy=energy, antineutrino=True)


def vertex() -> Vertex:
    random = np.random.default_rng(4)
    raw = random.normal(size=(3, 3, 3)) + 1j * random.normal(size=(3, 3, 3))
    magnetic, charge, radius = raw + raw.conj().swapaxes(1, 2)
    return Vertex("dirac", magnetic=1e-11 * magnetic, charge=1e-12 * charge, charge_radius=1e-31 * radius)


def energies(source: FarBeam, low: float, radians: float = 0.8) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights that follow the fastest oscillation."""
    phase = 2.6e-3 * 1e-12 * source.distance / (2 * 1.973269804e-11)
    count = int(phase / low / radians) + 400
    edges = np.union1d(1 / np.linspace(1 / 8, 1 / low, count), [1.8])
    nodes, weights = panels(edges, 4)
    return nodes.ravel(), weights.ravel()


@pytest.mark.parametrize("distance", [10 * km, 60 * km, 300 * km])
def test_counts_on_electrons_equal_an_integral_over_every_oscillation(distance: float) -> None:
    source, low, high, couplings = FarBeam(distance), 2.8 * keV, 5.0 * keV, vertex()
    response = Response(np.array([low, high]), Efficiency.constant(1.0))
    process = Electrons("Ge", "stepping")
    folded = fold(source, MIXING, process, response, exposure=1.0).counts(couplings)[0]

    energy, weight = energies(source, float(minimum_energy(low)))
    top = np.minimum(maximum_recoil(energy), high)
    width, square, cube = top - low, (top**2 - low**2) / 2, (top**3 - low**3) / 3
    log, inverse = np.log(top / low), 1 / low - 1 / top
    # antineutrinos: states and matrices conjugated, so traces with conjugated states, and left and right exchanged
    forward = np.stack([width, log, inverse])
    backward = np.stack(
        [width - 2 * square / energy + cube / energy**2, log - 2 * width / energy + square / energy**2,
         inverse - 2 * log / energy + width / energy**2]
    )  # fmt: skip
    cross = ELECTRON_MASS / energy**2 * np.stack([square, width, log])
    weak, (radius, charge) = weak_matrices(MIXING), shift_matrices(couplings)
    states = source.state(energy, MIXING).conj()
    flux = weight * source.flux(energy)

    def trace(first: np.ndarray, second: np.ndarray) -> np.ndarray:
        return np.einsum("ij,kji->k", first.conj().T @ second, states).real

    total = np.zeros_like(energy)
    left, right = weak.left + radius, weak.right + radius
    for kernel, a, b, sign in ((backward, left, left, 1), (forward, right, right, 1), (cross, right, left, -1)):
        once = trace(charge, a) + trace(charge, b)
        total += sign * WEAK_SCALE * (kernel[0] * trace(a, b) + kernel[1] * once + kernel[2] * trace(charge, charge))
    total += np.pi * CLASSICAL_RADIUS_SQUARED * trace(couplings.dipole, couplings.dipole) * (log - width / energy)
    direct = np.sum(flux * total) * 30 * process.units_per_gram
    assert folded == pytest.approx(direct, rel=1e-7, abs=0)


@pytest.mark.parametrize("distance", [10 * km, 300 * km])
@pytest.mark.parametrize("recoil", [1.0 * keV, 0.3])
def test_the_differential_rate_keeps_every_oscillation(distance: float, recoil: float) -> None:
    source, couplings = FarBeam(distance), vertex()
    process = Electrons("Ge", "free")
    rate = recoil_tensor(source, MIXING, process, [recoil]).counts(couplings)[0]
    energy, weight = energies(source, float(minimum_energy(recoil)))
    direct = 0.0
    for some in np.array_split(np.arange(len(energy)), 20):
        sigma = mass_basis.dsigma_dT(
            recoil, energy[some], vertex=couplings, mixing=MIXING,
            state=source.state(energy[some], MIXING), antineutrino=True,
        )  # fmt: skip
        direct += np.sum(weight[some] * source.flux(energy[some]) * sigma)
    assert rate == pytest.approx(32 * process.units_per_gram * direct, rel=1e-7, abs=0)


@pytest.mark.parametrize("distance", [10 * km, 300 * km])
def test_nuclei_far_away_are_counted(distance: float) -> None:
    process, couplings = Nuclei("Ge"), vertex()
    edges = np.array([0.3, 0.6, 1.0]) * keV
    source = Reactor(power=3 * GW, distance=distance)
    tensor = fold(source, MIXING, process, Response(edges, Efficiency.constant(1.0)), exposure=1.0)
    recoil, weight = panels(np.linspace(0.3 * keV, 0.6 * keV, 600), 3)
    rates = recoil_tensor(source, MIXING, process, recoil.ravel()).counts(couplings)
    assert tensor.counts(couplings)[0] == pytest.approx(float(rates @ weight.ravel()), rel=1e-6, abs=0)
    assert tensor.relative_accuracy < 1e-7
