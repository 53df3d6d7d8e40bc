"""What an object shows of itself: one short line, and signatures that fit a tool-tip."""

import importlib
import inspect
import pkgutil
from typing import Any

import numpy as np
import pytest

import nuem
from nuem import catalogue, supernova
from nuem.astro import stars
from nuem.astro.plasma import Plasma
from nuem.elements import compound, element
from nuem.experiments import Contour
from nuem.interop import snewpy
from nuem.propagation import Medium, evolve, media
from nuem.scattering import atom
from nuem.sources import Reactor, Sun, Table

MIXING = nuem.Mixing.nufit()
VERTEX = nuem.Vertex("majorana", magnetic=2e-12j * np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 0]]))
GRID = (np.linspace(-1, 1, 25), np.linspace(-1, 1, 25))
GEMMA = nuem.experiment("gemma")
PREDICTION = GEMMA.predict()
OBJECTS: list[tuple[Any, str]] = [
    (VERTEX, "Vertex('majorana', 3 neutrinos, magnetic up to 2e-12 mu_B)"),
    (nuem.Vertex("dirac"), "Vertex('dirac', 3 neutrinos)"),
    (VERTEX.in_flavour_basis(MIXING), "FlavourMatrices(magnetic up to"),
    (MIXING, "Mixing(sin2_theta12=0.3088"),
    (media.sun(), "Medium(6.957e+10 cm, electron_density, neutron_density)"),
    (Medium(1e5), "Medium(100000 cm, empty)"),
    (GEMMA, "Experiment('gemma', surrogate, "),
    (PREDICTION, "Prediction('gemma', electrons='hfs')"),
    (PREDICTION.likelihood, "VertexLikelihood(130 bins)"),
    (PREDICTION.tensors[0], "RateTensor(1 beams (reactor), numbers of shape"),
    (nuem.spectrum("gemma"), "Spectrum(130 bins: weak "),
    (nuem.limit("gemma"), "Limit(gemma: moment in [0, 4.551e-11] mu_B, 90 % CL, two-sided, surrogate)"),
    (nuem.observables(VERTEX, MIXING), "Observables(11 effective moments"),
    (Sun(), "Sun(model='b16-gs98'"),
    (Reactor(power=1e22, distance=2e3), "Reactor("),
    (Plasma(1e6, 0.5, 8.6e-3), "Plasma(density="),
    (stars.bounds(names=["red_giant"])[0], "StarBound('red_giant', moment < "),
    (compound("CF4"), "Compound('CF4', 42 electrons, 88.0046 g/mol)"),
    (element("Xe"), "Element('Xe', Z=54, 131.293 g/mol, 17 shells)"),
    (atom.response("Xe"), "Response('Xe', electrons='hfs')"),
    (PREDICTION.binding, "Binding('gemma', electrons='hfs', sin2_theta_w="),
    (PREDICTION.dataset, "Dataset('gemma', 130 bins, backgrounds: none)"),
    (GEMMA.channels[0], "Channel('electron', Target('reactor', 'Ge', electron, "),
    (GEMMA.bins, "Bins(130, 'energy')"),
    (GEMMA.data, "SourceOff(130 bins, "),
    (GEMMA.source.beams[0], "ReactorBeam('reactor', 0 to 8 MeV, at 1390 cm)"),
    (nuem.experiments.combine("gemma").expected("moment"), "ExpectedLimit(moment: median 4.551e-11 mu_B, observed "),
    (catalogue.entries(words=("xenonnt",))[0], "Entry('"),
    (GEMMA.channels[0].target.response, "Response(edges=<"),
    (PREDICTION.dataset.data, "OnOff(on=<130 from "),
    (
        Table(energy=np.linspace(1, 5, 900), fluxes={"nu_e": np.ones(900)}),
        "Table(energy=<900 from 1 to 5>, fluxes={'nu_e'}, ",
    ),
    (atom.response("Xe").at(np.geomspace(1e-3, 1, 300)), "EffectiveElectrons(N_w=<300 from "),
    (supernova.adiabatic(MIXING), "Conversion(name='adiabatic, normal ordering', "),
    (snewpy.SpinFlavour(supernova.adiabatic(MIXING)), "SpinFlavour('adiabatic, normal ordering')"),
    (evolve(np.diag([0.0, 1e-5]), 1e6, np.array([1, 0])), "Evolved(state=[1.+0.j, 0.+0.j], error_estimate=0, "),
    (
        Contour(("a", "b"), ("cm2", "cm2"), *GRID, np.ones((25, 25)), 4.6, 0.9),
        "Contour(names=('a', 'b'), units=('cm2', 'cm2'), ",
    ),
]


@pytest.mark.parametrize(("thing", "beginning"), OBJECTS, ids=[type(thing).__name__ for thing, _ in OBJECTS])
def test_an_object_is_shown_in_one_short_line(thing: Any, beginning: str) -> None:
    text = repr(thing)
    assert text.startswith(beginning)
    assert len(text) < 260
    assert "\n" not in text


def test_a_large_vertex_is_shown_as_shortly() -> None:
    assert len(repr(nuem.Vertex("dirac", magnetic=1e-12 * np.ones((30, 30))))) < 100


def rooms() -> list[str]:
    computed = pkgutil.walk_packages(nuem.__path__, "nuem.")
    return [
        "nuem",
        *(module.name for module in computed if "kernels" not in module.name and "__main__" not in module.name),
    ]


@pytest.mark.parametrize("room", rooms())
def test_signatures_fit_a_tool_tip(room: str) -> None:
    module = importlib.import_module(room)
    own = [name for name, value in vars(module).items() if getattr(value, "__module__", None) == room]
    for name in {*getattr(module, "__all__", ()), *(name for name in own if not name.startswith("_"))}:
        computed = getattr(module, name)
        if inspect.isfunction(computed) or (inspect.isclass(computed) and computed.__module__.startswith("nuem")):
            try:
                shown = str(inspect.signature(computed))
            except ValueError:  # a warning, which is made as its base class is
                continue
            assert "_SupportsArray" not in shown or len(shown) < 800, f"{room}.{name}"
