"""Vertices with leading axes: the same as one by one where they are taken, and refused by name where one is needed."""

from collections.abc import Callable

import numpy as np
import pytest

import nuem
from nuem import Mixing, Vertex, conversion, sources, supernova
from nuem.astro import radiative_decay, stars
from nuem.astro.emission import couplings
from nuem.flavour import lambdas
from nuem.propagation import Medium, propagate
from nuem.scattering import mass_basis
from nuem.units import keV

MIXING = Mixing.nufit()
RANDOM = np.random.default_rng(5).normal(size=(3, 3, 3, 2)) @ np.array([1, 1j]) * 1e-11
DIRAC = Vertex("dirac", magnetic=RANDOM + RANDOM.conj().swapaxes(-1, -2))
"""Three of them, as many as there are neutrinos, so that a wrong axis makes no error."""
MAJORANA = Vertex.from_dipole("majorana", RANDOM - RANDOM.swapaxes(-1, -2))
PREDICTION = nuem.experiment("gemma").predict()
TIMED = nuem.experiment("coherent_csi").predict()

BY_ONE: dict[str, tuple[Vertex, Callable[[Vertex], np.ndarray]]] = {
    "effective moment": (DIRAC, lambda v: np.asarray(nuem.effective_moment(v, MIXING, "e"))),
    "of antineutrinos, at energies": (MAJORANA, lambda v: np.asarray(nuem.effective_moment(v, MIXING, "mu", baseline=1e5, energy=[2, 3.0], antineutrino=True))),
    "in the Sun": (DIRAC, lambda v: np.asarray(nuem.solar_effective_moment(v, MIXING, [2.0, 9]))),
    "of a mixture": (DIRAC, lambda v: np.asarray(nuem.averaged_effective_moment(v, [[0.5, 0.3, 0.2], [1.0, 0.0, 0.0]]))),
    "lambdas": (MAJORANA, lambdas),
    "counts by cause": (DIRAC, lambda v: np.array([PREDICTION.spectrum(v).components[name] for name in ("weak", "magnetic")]).swapaxes(0, -2)),
    "counts against time": (DIRAC, lambda v: TIMED.spectrum(v, along="time").components["magnetic"]),
    "rate": (DIRAC, lambda v: nuem.recoil_spectrum(sources.Sun(), "Xe", [1 * keV, 2 * keV], vertex=v)["magnetic"]),
    "deviance": (DIRAC, lambda v: np.asarray(PREDICTION.likelihood.profile(v))),
}  # fmt: skip


def single(vertices: Vertex, index: int) -> Vertex:
    return Vertex.from_dipole(vertices.nature, vertices.dipole[index])


@pytest.mark.parametrize("name", BY_ONE)
def test_many_are_as_one_by_one(name: str) -> None:
    vertices, function = BY_ONE[name]
    together = function(vertices)
    for index in range(3):
        np.testing.assert_allclose(together[index], function(single(vertices, index)), rtol=1e-10, atol=0)


def test_the_total_of_many_spectra_is_the_sum_of_their_parts() -> None:
    spectrum = PREDICTION.spectrum(DIRAC)
    assert spectrum.total.shape == (3, spectrum.bins)
    for index in range(3):
        np.testing.assert_allclose(spectrum.total[index], PREDICTION.spectrum(single(DIRAC, index)).total, rtol=1e-10)
    assert repr(spectrum) == "Spectrum(130 bins of 3 vertices: weak, charge and radius, magnetic, background)"
    assert "130 bins of 3 vertices" in spectrum._repr_html_()
    for call in (spectrum.columns, spectrum.plot, spectrum.to_hist):
        with pytest.raises(
            ValueError, match=r"shows one vertex, and this spectrum is of vertices with leading axes \(3,\)"
        ):
            call()


ONE: list[Callable[[Vertex], object]] = [
    lambda v: nuem.observables(v, MIXING),
    lambda v: propagate(3.0, Medium(1e10, magnetic_field=1e5), MIXING, v),
    lambda v: nuem.solar_conversion(8.0, MIXING, v, "tachocline 100 kG"),
    lambda v: conversion.random_field_flips(v, field=1e-6, coherence=1e20, distance=1e22),
    lambda v: stars.bounds(v, MIXING),
    couplings.effective_moment_squared,
    lambda v: radiative_decay.rate(v, MIXING, 2, 0),
    lambda v: supernova.events(supernova.burst("test"), "juno", vertex=v),
    lambda v: mass_basis.dsigma_dT(1e-3, 3.0, vertex=v, mixing=MIXING, state=np.diag([1.0, 0, 0])),
    lambda v: PREDICTION.likelihood.nuisances(v),
]


@pytest.mark.parametrize("call", ONE)
def test_where_one_is_needed_many_are_refused(call: Callable[[Vertex], object]) -> None:
    with pytest.raises(ValueError, match=r"^vertex has leading axes \(3,\); one vertex at a time is needed here$"):
        call(DIRAC)
