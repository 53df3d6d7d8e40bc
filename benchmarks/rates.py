"""Rates: folded tensors against SciPy's quad, bin by bin, as a user would write it first."""

from collections.abc import Iterator
from itertools import pairwise
from time import perf_counter

import numpy as np
from scipy.integrate import quad

import nuem
from benchmarks.timing import Row, best, per_byte
from nuem.constants import SIN2_THETA_W
from nuem.detectors import Efficiency, Response
from nuem.experiments import experiment
from nuem.flavour import Mixing
from nuem.rates import RateTensor, fold, recoil_spectrum
from nuem.rates.beam import Beam
from nuem.scattering import Electrons, Nuclei, atom, electron, nucleus
from nuem.scattering.kinematics import minimum_energy
from nuem.sources import Reactor, Sun
from nuem.units import day, keV, kg
from nuem.vertex import Vertex

NAIVE_BINS = 1
NAIVE_POINTS = 2
MANY = 1_000_000
MODEL = "stepping"  # one number of electrons for all couplings, as the naive integrals have it


def rows() -> Iterator[Row]:
    """All comparisons of this file."""
    yield folding()
    yield spectrum()
    yield from folds()
    yield many_vertices()


def folding() -> Row:
    """100 bins of a germanium detector at a reactor, against quad of quad in a few bins."""
    mixing, source = Mixing.nufit(), Reactor(flux=2.7e13)
    response = Response(np.linspace(2.8, 52.8, 101) * keV, Efficiency.constant(1.0))
    beam, target = source.beams[0], atom.response("Ge", MODEL)

    def rate(recoil: float) -> float:
        low = max(float(minimum_energy(recoil)), float(beam.breaks[0]))
        return quad(
            lambda e: (
                1e40 * float(beam.flux(np.array(e)) * electron.dsigma_dT(recoil, e, antineutrino=True, moment=1e-11))
            ),
            low,
            float(beam.breaks[-1]),
            points=[float(x) for x in beam.breaks[1:-1] if x > low],
            limit=200,
            epsrel=1e-4,
        )[0] * float(target.at(recoil).N_w)

    def naive() -> list[float]:
        edges = response.edges[: NAIVE_BINS + 1]
        return [
            quad(rate, low, high, epsrel=1e-4)[0] * 1e-40 * target.units_per_gram * kg * day
            for low, high in pairwise(edges)
        ]

    fast = best(lambda: fold(source, mixing, Electrons("Ge", MODEL), response, exposure=kg * day), repeat=3)
    counts = fold(source, mixing, Electrons("Ge", MODEL), response, exposure=kg * day).counts(
        Vertex("dirac", magnetic=1e-11 * np.eye(3))
    )
    start = perf_counter()
    off = np.max(np.abs(counts[:NAIVE_BINS] / naive() - 1))
    slow = (perf_counter() - start) * 100 / NAIVE_BINS
    return Row(
        "fold 100 bins, reactor on Ge (naive: quad of quad, scaled)", fast, slow, "< 1 s", f"differ by {off:.0e}"
    )


def spectrum() -> Row:
    """1000 recoils of all solar neutrinos on xenon, against quad over each component."""
    source, recoils = Sun(), np.geomspace(0.1, 300, 1000) * keV
    mixing = Mixing.nufit()
    recoil_spectrum(source, "Xe", recoils, mixing=mixing, electrons=MODEL)

    fast = best(lambda: recoil_spectrum(source, "Xe", recoils, mixing=mixing, electrons=MODEL))
    some = recoils[:: len(recoils) // NAIVE_POINTS]
    computed = recoil_spectrum(source, "Xe", some, mixing=mixing, electrons=MODEL)["weak"]
    off = np.max(np.abs(computed / [_solar_rate(float(t), mixing) for t in some] - 1))
    slow = best(lambda: [_solar_rate(float(t), mixing) for t in some], repeat=1) * 1000 / len(some)
    return Row("solar recoil spectrum, 1000 points (naive: quad, scaled)", fast, slow, "< 8 ms", f"differ by {off:.0e}")


def _solar_rate(recoil: float, mixing: Mixing) -> float:
    """Weak events per gram, second and MeV on xenon, by quad over each component of the Sun."""
    source = Sun()
    total = 0.0
    for beam in source.beams:
        for energy, flux in beam.lines:
            total += flux * _solar_sigma(recoil, energy, beam, mixing)
        if len(beam.breaks):
            low = max(float(minimum_energy(recoil)), float(beam.breaks[0]))
            total += quad(
                lambda e, b=beam, t=recoil: float(b.flux(np.array(e))) * _solar_sigma(t, e, b, mixing),
                low,
                float(beam.breaks[-1]),
                limit=100,
                epsrel=1e-4,
            )[0]
    return total * 1e-40 * float(atom.response("Xe", MODEL).at(recoil).N_w) * atom.response("Xe", MODEL).units_per_gram


def xenonnt() -> RateTensor:
    """The solar neutrinos in XENONnT, with the energy moments of the Sun kept from the last time."""
    target = experiment("xenonnt").channels[0].target
    return target.fold(Mixing.nufit(), None, SIN2_THETA_W)


def folds() -> Iterator[Row]:
    """XENONnT on bound electrons, and germanium nuclei with the isotopes apart, against quad of quad scaled to all bins and beams."""
    mixing = Mixing.nufit()
    xenonnt()
    warm = best(xenonnt, repeat=3)
    points = 21 * (len(experiment("xenonnt").edges) - 1)  # of one rule of Gauss and Kronrod in each bin
    naive = points * best(lambda: _solar_rate(10 * keV, mixing), repeat=2)
    yield Row("fold of XENONnT, moments of the Sun kept (naive: quad of quad, scaled)", warm, naive, "< 100 ms")
    kept = best(lambda: nuem.experiments.predict("xenonnt"), repeat=5)
    yield Row("  the prediction of a process that has folded (naive: fold)", kept, warm, "< 5 ms")
    source, response = Reactor(flux=4.8e13), Response(np.linspace(0.3, 2.3, 101) * keV, Efficiency.constant(1.0))
    cold = best(lambda: fold(Reactor(flux=4.8e13), mixing, Nuclei("Ge"), response, exposure=kg * day), repeat=3)
    beam = source.beams[0]

    def rate(recoil: float) -> float:
        low = max(float(minimum_energy(recoil, mass=67_600.0)), float(beam.breaks[0]))
        return quad(
            lambda e: 1e38 * float(beam.flux(np.array(e)) * nucleus.dsigma_dT(recoil, e, Z=32, A=72.63)),
            low, float(beam.breaks[-1]), limit=200, epsrel=1e-4,
        )[0]  # fmt: skip

    start = perf_counter()
    quad(rate, *response.edges[:2], epsrel=1e-4)
    slow = (perf_counter() - start) * 100
    yield Row("fold 100 bins of nuclei, reactor on Ge, five isotopes (naive: quad of quad, one)", cold, slow, "< 1 s")


def many_vertices() -> Row:
    """Counts of XENONnT for a million vertices, together and one by one."""
    tensor = xenonnt()
    moments = np.linspace(0, 1e-11, MANY)[:, None, None] * np.eye(3)
    together = best(lambda: tensor.counts(Vertex("dirac", magnetic=moments)), repeat=2)
    alone = best(lambda: tensor.counts(Vertex("dirac", magnetic=moments[1])), number=500) * MANY
    return Row(
        "counts of a million vertices (naive: one by one)", together, alone, "< 3 s",
        floor=per_byte() * (moments.astype(complex).nbytes + MANY * len(tensor.counts(Vertex("dirac"))) * 8),
        counted="the matrices read once, the counts written once",
    )  # fmt: skip


def _solar_sigma(recoil: float, energy: float, beam: Beam, mixing: Mixing) -> float:
    """Cross section of a mixture of mass states [1e-40 cm^2/MeV]."""
    state = beam.state(np.array(energy), mixing)
    survival = float(np.real(np.einsum("ij,ij->", state, np.diag(np.abs(mixing.matrix[0]) ** 2))))
    both = (electron.dsigma_dT(recoil, energy, flavour=flavour) for flavour in ("e", "mu"))
    of_electron, of_others = (float(one) for one in both)
    return 1e40 * (survival * of_electron + (1 - survival) * of_others)
