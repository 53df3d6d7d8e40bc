"""Rates of up-scattering: on electrons of xenon in the Sun's neutrinos, against quadrature, and with a massless partner."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad

from nuem.detectors import Efficiency, Response
from nuem.flavour import Mixing
from nuem.rates import fold, recoil_spectrum
from nuem.scattering import Electrons, Nuclei
from nuem.scattering.portal import UpScattering, dsigma_dT, minimum_energy
from nuem.sources import Chromium51, Reactor, Sun
from nuem.units import keV, tonne
from nuem.vertex import Vertex

MIXING = Mixing.nufit()
JULIAN_YEAR = 3.15576e7


def counts(mass: float, moment: float, electrons: str) -> float:
    """Events of a moment of every flavour between 1 and 30 keV in a tonne of xenon and a year."""
    response = Response(np.array([1.0, 30.0]) * keV, Efficiency.constant(1.0))
    process = UpScattering(Electrons("Xe", electrons), mass)
    tensor = fold(Sun(), MIXING, process, response, exposure=tonne * JULIAN_YEAR)
    return float(tensor.parts(Vertex("dirac", magnetic=moment * np.eye(3)))["magnetic"].sum())


@pytest.mark.parametrize(
    ("mass", "moment", "electrons", "expected"),
    [
        (0.0, 1e-11, "free", 41.59537084),
        (0.02, 1e-11, "free", 41.3974863),
        (0.1, 1e-11, "free", 32.18406481),
        (0.3, 3e-11, "free", 10.6776107),
        (0.1, 1e-11, "stepping", 28.86042477),
    ],
)
def test_events_in_xenon(mass: float, moment: float, electrons: str, expected: float) -> None:
    assert counts(mass, moment, electrons) == pytest.approx(expected, rel=1e-6, abs=0)


def test_a_massless_partner_is_the_elastic_process() -> None:
    vertex = Vertex("dirac", magnetic=1e-11 * np.eye(3), charge_radius=1e-32 * np.eye(3))
    recoil = np.geomspace(0.3, 5, 20) * keV
    source = Reactor(flux=1e13)
    for elastic in (Electrons("Ge", "free"), Nuclei("Ge")):
        heavy = recoil_spectrum(source, "Ge", recoil, process=UpScattering(elastic, 0.0), vertex=vertex)
        light = recoil_spectrum(source, "Ge", recoil, process=elastic, vertex=vertex)
        for part in ("weak", "charge and radius"):
            assert heavy[part] == pytest.approx(light[part], rel=1e-12, abs=0)
        rel = 1e-12 if isinstance(elastic, Electrons) else 1e-4  # odd isotopes have spin 1/2 here
        assert heavy["magnetic"] == pytest.approx(light["magnetic"], rel=rel, abs=0)


@pytest.mark.parametrize("mass", [0.5, 3.0])
def test_nuclei_agree_with_quadrature(mass: float) -> None:
    source, process = Reactor(flux=1e13), UpScattering(Nuclei("Ar"), mass)
    beam = source.beams[0]
    recoil = 0.4 * keV
    rate = recoil_spectrum(source, "Ar", [recoil], process=process, vertex=Vertex("dirac", magnetic=1e-10 * np.eye(3)))
    total = 0.0
    assert isinstance(process.process, Nuclei)
    for nuclide in process.process.nuclides:

        def integrand(energy: float, z: int = nuclide.Z, a: int = nuclide.A) -> float:
            flux = float(beam.flux(np.array([energy]))[0])
            return flux * float(dsigma_dT(recoil, energy, mass=mass, moment=1e-10, target=(z, a)))

        lowest = float(minimum_energy(recoil, mass=mass, target_mass=nuclide.mass))
        edges = np.union1d(beam.breaks[beam.breaks > lowest], [lowest])
        total += nuclide.number * sum(
            quad(integrand, a, b, epsabs=0, epsrel=1e-9, limit=200)[0] for a, b in pairwise(edges)
        )
    assert rate["magnetic"][0] == pytest.approx(total * process.units_per_gram, rel=1e-6, abs=0)


def test_nothing_is_produced_above_the_energy_of_the_source() -> None:
    source = Chromium51(activity=1e17, distance=100.0)
    recoil = np.geomspace(1, 500, 30) * keV
    vertex = Vertex("dirac", magnetic=1e-10 * np.eye(3))
    light, heavy = (
        recoil_spectrum(source, "Xe", recoil, process=UpScattering(Electrons("Xe", "free"), mass), vertex=vertex)
        for mass in (0.3, 0.6)
    )
    assert np.any(light["magnetic"] > 0)
    assert np.all(heavy["magnetic"] == 0)


def test_a_single_partner_of_one_flavour_is_one_row() -> None:
    row = np.zeros((3, 3), dtype=complex)
    row[0] = 1e-11 * MIXING.matrix[0]
    single = Vertex.from_dipole("dirac", row)
    every = Vertex("dirac", magnetic=1e-11 * np.eye(3))
    process, recoil = UpScattering(Electrons("Ge", "free"), 0.5), np.array([1.0, 3.0]) * keV
    source = Reactor(flux=1e13)
    first, second = (
        recoil_spectrum(source, "Ge", recoil, process=process, vertex=v)["magnetic"] for v in (single, every)
    )
    assert first == pytest.approx(second, rel=1e-9, abs=0)


def test_other_processes_and_negative_masses_are_refused() -> None:
    with pytest.raises(ValueError, match="neither Electrons nor Nuclei"):
        UpScattering("Xe", 0.1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="mass must not be negative"):
        UpScattering(Nuclei("Ar"), -0.1)
