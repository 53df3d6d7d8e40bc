"""Whole atoms as a process: the rate is the cross section of one atom, for every coupling and flavour."""

import numpy as np
import pytest

from nuem.flavour import Mixing
from nuem.rates import recoil_tensor
from nuem.scattering import Atoms, Nuclei
from nuem.scattering.atom.elastic import NeutralAtom, dsigma_dT
from nuem.sources import Table
from nuem.units import keV, meV
from nuem.vertex import Vertex

MIXING = Mixing.nufit()
ENERGY = 15 * keV


def line(flavour: str) -> Table:
    """Neutrinos of one energy, but for 1e-7 of it."""
    width = 1e-7 * ENERGY
    return Table(energy=np.array([ENERGY - width, ENERGY, ENERGY + width]), fluxes={flavour: [0, 1 / width, 0]})


def rate(vertex: Vertex | None, flavour: str, recoil: np.ndarray) -> np.ndarray:
    """For each atom of helium [cm^2/MeV]."""
    atoms = Atoms("He")
    return np.asarray(recoil_tensor(line(flavour), MIXING, atoms, recoil).counts(vertex) / atoms.units_per_gram)


@pytest.mark.parametrize("flavour", ["nu_e", "antinu_e", "nu_mu", "antinu_tau"])
@pytest.mark.parametrize("couplings", [{}, {"charge": 3e-14}, {"charge": -3e-14, "charge_radius": 4e-32}])
def test_the_rate_is_the_cross_section(flavour: str, couplings: dict[str, float]) -> None:
    recoil = np.array([2.0, 20.0, 40.0, 90.0]) * meV
    matrices = {name: value * np.eye(3) for name, value in couplings.items()}
    vertex = Vertex("dirac", **matrices) if matrices else None
    helium = NeutralAtom("He", 4, mass=4.002602 * 931.49410242)
    expected = dsigma_dT(recoil, ENERGY, atom=helium, flavour=flavour.rpartition("_")[2], **couplings)
    assert rate(vertex, flavour, recoil) == pytest.approx(expected, rel=2e-4, abs=1e-7 * expected.max())


def test_a_moment_of_one_flavour_is_seen_by_that_flavour() -> None:
    recoil = np.array([5.0, 50.0]) * meV
    magnetic = np.zeros((3, 3))
    magnetic[1, 1] = 1e-11
    vertex = Vertex.from_flavour("dirac", MIXING, magnetic=magnetic)
    helium = NeutralAtom("He", 4, mass=4.002602 * 931.49410242)
    for flavour, moment in (("mu", 1e-11), ("tau", 0.0)):
        expected = dsigma_dT(recoil, ENERGY, atom=helium, flavour=flavour, moment=moment)
        assert rate(vertex, f"nu_{flavour}", recoil) == pytest.approx(expected, rel=2e-4, abs=0)


def test_large_recoils_are_those_of_the_nucleus() -> None:
    recoil = np.array([1e-4, 1e-3])
    beam = Table(energy=np.array([9.0, 10.0, 11.0]), fluxes={"nu_mu": [0, 1, 0]})
    vertex = Vertex("dirac", magnetic=1e-10 * np.eye(3), charge=1e-13 * np.eye(3))
    atom, nucleus = (
        recoil_tensor(beam, MIXING, process, recoil).counts(vertex)
        for process in (Atoms("He"), Nuclei("He", "point", masses="measured"))
    )
    assert atom == pytest.approx(nucleus, rel=5e-4, abs=0)
