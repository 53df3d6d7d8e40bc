"""Rates with every model of bound electrons: a line must give the cross section itself, also where it depends on the neutrino energy."""

from collections.abc import Mapping

import numpy as np
import pytest

from nuem.detectors import Efficiency, Response
from nuem.flavour import Mixing, flavour_state
from nuem.rates import fold, recoil_spectrum, recoil_tensor
from nuem.rates.beam import Beam
from nuem.scattering import Couplings, Electrons, electron
from nuem.scattering.atom import MODELS, ValidityWarning, response
from nuem.sources import Reactor, Sun
from nuem.typing import ComplexArray, FloatArray
from nuem.units import keV, kg, year
from nuem.vertex import Vertex

MIXING = Mixing.nufit()
ENERGY, FLUX = 0.862, 1e10


class Line:
    """Neutrinos of one energy, born as nu_e."""

    name, antineutrino, distance = "line", False, 0.0
    errors: Mapping[str, float] = {}
    breaks = np.empty(0)
    lines = ((ENERGY, FLUX),)

    @property
    def beams(self) -> tuple[Beam, ...]:
        return (self,)

    def flux(self, energy: FloatArray) -> FloatArray:
        return np.zeros_like(energy)

    def state(self, energy: FloatArray, mixing: Mixing) -> ComplexArray:
        return flavour_state(mixing, "e", baseline=0.0, energy=energy)


@pytest.mark.parametrize("model", [*MODELS, "epa:0.1 eV"])
def test_a_line_gives_the_cross_section_on_the_atom(model: str) -> None:
    recoil = np.array([0.7, 2.0, 30.0, 200.0]) * keV
    vertex = Vertex("dirac", charge=1e-12 * np.eye(3), magnetic=1e-11 * np.eye(3))
    rate = recoil_spectrum(Line(), "Xe", recoil, vertex=vertex, mixing=MIXING, electrons=model)["total"]
    atom = response("Xe", model)
    parts = electron.parts(recoil, ENERGY, couplings=Couplings(charge=1e-12, moment=1e-11)).on(atom.at(recoil), ENERGY)
    np.testing.assert_allclose(rate, FLUX * parts.total * atom.units_per_gram, rtol=1e-9)


def test_the_logarithm_is_averaged_over_a_continuum() -> None:
    recoil = np.array([1.0, 3.0]) * keV
    vertex = Vertex("dirac", charge=1e-12 * np.eye(3))
    reactor = Reactor(flux=1e13)
    beam = reactor.beams[0]
    energy = np.linspace(beam.breaks[0] + 1e-6, beam.breaks[-1], 20001)
    flux = beam.flux(energy)
    model = "hfs-vacuum:1 eV"
    tensor = recoil_tensor(reactor, MIXING, Electrons("Ge", model), recoil)
    atom = response("Ge", model)
    expected = [
        np.trapezoid(
            flux * electron.dsigma_dT_charge(T, energy, charge=1e-12) * atom.at(T).charge_squared(energy), energy
        )
        for T in recoil
    ]
    squared = tensor.polynomial(vertex)[2, 0]
    np.testing.assert_allclose(squared, np.array(expected) * atom.units_per_gram, rtol=2e-3)


def small_bins(low: float) -> Response:
    edges = np.array([low, low + 0.2 * keV, 1 * keV])
    return Response(edges, Efficiency(np.array([1e-6, 1.0]), np.ones(2)))


@pytest.mark.parametrize("model", ["hfs", "hfs-vacuum", "epa"])
def test_folding_converges_across_the_edges_and_equals_the_differential_rate(model: str) -> None:
    response_ = Response(np.array([0.6, 0.8, 1.3]) * keV, Efficiency(np.array([1e-6, 1.0]), np.ones(2)))
    tensor = fold(Sun(), MIXING, Electrons("Xe", model), response_, exposure=kg * year)
    recoil = np.union1d(np.linspace(0.6, 1.3, 3001), 1e3 * response("Xe", model).edges)
    recoil = recoil[(recoil >= 0.6) & (recoil <= 1.3)] * keV
    recoil = np.union1d(recoil, recoil * (1 - 1e-9))
    vertex = Vertex("dirac", charge=1e-12 * np.eye(3), magnetic=1e-11 * np.eye(3))
    rate = recoil_tensor(Sun(), MIXING, Electrons("Xe", model), recoil).counts(vertex) * kg * year
    first = recoil <= 0.8 * keV
    second = recoil >= 0.8 * keV * (1 - 1e-12)
    expected = [np.trapezoid(rate[part], recoil[part]) for part in (first, second)]
    np.testing.assert_allclose(tensor.counts(vertex), expected, rtol=2e-3)


def test_a_bin_below_the_validity_of_the_atom_is_said() -> None:
    with pytest.warns(ValidityWarning, match=r"below 0.3 keV .* up to 100 % of a bin comes from there"):
        fold(Sun(), MIXING, Electrons("Xe", "hfs"), small_bins(0.09 * keV), exposure=kg * year)
    fold(Sun(), MIXING, Electrons("Xe", "hfs"), small_bins(0.31 * keV), exposure=kg * year)
