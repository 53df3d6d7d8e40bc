"""Every entry of every dictionary of things that can be plugged in obeys the laws that any entry must obey.

A new entry needs one sample of its arguments here, and is then tested; a new dictionary must be walked through too.
"""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nuem
from nuem import experiments, inference, models, references, sources
from nuem.astro import stars
from nuem.cli.app import VERBS
from nuem.conversion import TARGETS
from nuem.elements import compound
from nuem.propagation import media, propagate
from nuem.scattering.atom import MODELS as ELECTRONS
from nuem.scattering.atom import electron_model
from nuem.scattering.form_factor import FORM_FACTORS
from nuem.supernova import BURSTS, DETECTORS
from nuem.units import GeV, MeV, cm, day, fm, g, keV, km, kpc, m, pc, solar_radius

MIXING = nuem.Mixing.nufit(lightest_mass=1e-8)
RANDOM = np.random.default_rng(3).normal(size=(3, 3))
VERTEX = nuem.Vertex.from_dipole("majorana", 1e-11 * (RANDOM - RANDOM.T))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small files for what reads its own numbers."""
    folder = tmp_path_factory.mktemp("samples")
    (folder / "flux.csv").write_text("energy_MeV,nu_mu_cm^-2 s^-1 MeV^-1\n1,0\n2,4e5\n3,0\n")
    (folder / "medium.csv").write_text(
        "distance_km,electron_density_cm^-3,magnetic_field_x_gauss\n0,1e26,1e9\n50,1e25,0\n"
    )
    (folder / "density.dat").write_text("1e8 1e6\n2e8 1e5\n")
    (folder / "electrons.dat").write_text("1e8 0.5\n2e8 0.5\n")
    return folder


def sample_of_source(name: str, files: Path) -> Any:
    arguments: dict[str, dict[str, Any]] = {
        "reactor": {"flux": 2e13, "distance": 12 * m},
        "sun": {},
        "pion_decay": {"distance": 20 * m, "neutrinos_per_proton": 0.08, "protons": 1e22, "pulse_mean": 5e-7, "pulse_width": 1e-7},
        "chromium51": {"activity": 1e17, "distance": 1 * m, "duration": 50 * day},
        "tritium": {"mass": 60 * g, "distance": 1 * m},
        "table": {"file": files / "flux.csv"},
    }  # fmt: skip
    return sources.SOURCES[name](**arguments[name])


@pytest.mark.parametrize("name", sources.SOURCES)
def test_a_source_has_fluxes_above_zero_and_states_of_probability_one(name: str, files: Path) -> None:
    source = sample_of_source(name, files)
    assert source.name
    assert source.beams
    for beam in source.beams:
        assert all(0 < error < 1 for error in beam.errors.values()), beam.name
        energy = np.array([one for one, _ in beam.lines])
        assert all(0 < flux < np.inf for _, flux in beam.lines)
        if len(beam.breaks):
            assert np.all(np.diff(beam.breaks) > 0)
            middle = (beam.breaks[1:] + beam.breaks[:-1]) / 2
            outside = np.array([beam.breaks[0] * 0.999, beam.breaks[-1] * 1.001])
            assert np.all(beam.flux(middle) >= 0)
            assert beam.flux(middle).max() > 0
            assert np.all(beam.flux(outside) == 0)
            energy = np.concatenate([energy, middle])
        rho = beam.state(energy, MIXING)
        assert rho.shape == (len(energy), 3, 3)
        np.testing.assert_allclose(np.trace(rho, axis1=1, axis2=2), 1, rtol=1e-12)
        np.testing.assert_allclose(rho, rho.conj().swapaxes(1, 2), atol=1e-14)
        assert np.linalg.eigvalsh(rho).min() > -1e-12
        fractions = getattr(beam, "time_fractions", None)
        if fractions is not None:
            shares = fractions(np.array([-1.0, 0.0, 1e-6, 1.0]))
            assert np.all(shares >= 0)
            assert shares.sum() == pytest.approx(1)


def sample_of_medium(name: str, files: Path) -> Any:
    if name == "galactic" and not find_spec("gammaALPs"):
        pytest.skip("gammaALPs is not installed")
    arguments: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
        "exponential": ((50 * km,), {"electron_density": 1e26, "scale_height": 10 * km, "magnetic_field": 1e9}),
        "power-law": ((50 * km,), {"start": 10 * km, "electron_density": 1e26, "exponent": 3, "magnetic_field": 1e9}),
        "sun": ((), {"start": 0.9 * solar_radius, "magnetic_field": 1e6}),
        "supernova": (
            (files / "density.dat", files / "electrons.dat"),
            {"start": 1e8 * cm, "end": 2e8 * cm, "magnetic_field": 1e9},
        ),
        "random": ((50 * km,), {"domains": 5, "field": 1e9, "electron_density": 1e25}),
        "galactic": ((1 * kpc,), {"longitude": 0.5, "latitude": 0.1}),
        "csv": ((files / "medium.csv",), {}),
    }
    positional, named = arguments[name]
    return media.MEDIA[name](*positional, **named)


@pytest.mark.parametrize("name", media.MEDIA)
def test_a_medium_conserves_probability_and_flips_no_helicity_without_a_moment(name: str, files: Path) -> None:
    medium = sample_of_medium(name, files)
    assert medium.length > 0
    coherent = medium.length < 1 * pc  # farther on, phases between mass states are beyond double precision
    with_moment = propagate(10 * MeV, medium, MIXING, VERTEX, tol=1e-7, average=not coherent).probabilities
    np.testing.assert_allclose(with_moment.sum(axis=-1), 1, atol=1e-6)
    assert np.all(with_moment >= -1e-12)
    none = nuem.Vertex("majorana")
    without = propagate(10 * MeV, medium, MIXING, none, tol=1e-7, average=not coherent).probabilities
    np.testing.assert_allclose(without[..., :3].sum(axis=-1), 1, atol=1e-6)
    if coherent:  # transition moments do nothing in the field of the Galaxy
        assert with_moment[..., 3:].sum() > without[..., 3:].sum()


@pytest.mark.parametrize("name", ELECTRONS)
def test_a_model_of_electrons_counts_no_more_than_there_are_and_is_found_by_its_name(name: str) -> None:
    model = ELECTRONS[name]
    assert electron_model(model.name) == model
    assert electron_model(name) is model
    assert hash(model) == hash(electron_model(name))
    assert model.description
    for formula in ("Xe", "Ge", "CF4"):
        target = compound(formula)
        if not model.covers(target):
            continue
        edges, knots = model.edges(target), model.knots(target)
        assert np.all(np.diff(edges) > 0)
        assert np.all(np.diff(knots) > 0)
        assert set(edges) <= set(knots)
        counted = model.count(target, np.geomspace(1 * keV, 300 * keV, 40))
        for numbers in (counted.N_w, counted.N_mu):
            assert np.all(numbers >= 0)
            assert np.all(numbers <= 1.1 * target.electrons)
            assert numbers[-1] == pytest.approx(target.electrons, rel=0.05)
        assert np.all(counted.charge_squared(1 * MeV) >= 0)


SCALARS = {"scalar_masses": (100 * GeV, 300 * GeV), "mixing_angle": 0.3}
THEORIES: dict[str, dict[str, Any]] = {
    "minimal-dirac": {},
    "minimal-majorana": {},
    "left-right": {"mixing_angle": 0.02, "w2_mass": 2000 * GeV},
    "zee": {"antisymmetric": 0.01 * (RANDOM - RANDOM.T), "yukawa": 0.01 * RANDOM, **SCALARS},
    "leptoquark": {"singlet": 0.01 * RANDOM, "doublet": 0.01 * RANDOM.T, **SCALARS},
}


@pytest.mark.parametrize("name", models.MODELS)
def test_a_theory_gives_a_vertex_that_survives_a_change_of_basis(name: str) -> None:
    vertex = models.MODELS[name](MIXING, **THEORIES[name])
    assert vertex.size == 3
    dipole = vertex.dipole
    assert np.all(np.isfinite(dipole))
    assert 0 < np.abs(dipole).max() < 1e-8
    if vertex.nature == "majorana":
        np.testing.assert_allclose(dipole, -dipole.T, atol=1e-12 * np.abs(dipole).max())
        back = nuem.Vertex.from_flavour("majorana", MIXING, dipole=vertex.in_flavour_basis(MIXING).dipole)
        np.testing.assert_allclose(back.dipole, dipole, atol=1e-12 * np.abs(dipole).max())
    total = sum(nuem.effective_moment(vertex, MIXING, flavour) ** 2 for flavour in ("e", "mu", "tau"))
    assert total == pytest.approx(float((np.abs(dipole) ** 2).sum()), rel=1e-10)


@pytest.mark.parametrize("name", stars.BOUNDS)
def test_a_star_bound_is_positive_and_names_its_sources(name: str) -> None:
    results = stars.bounds(nuem.Vertex("dirac", magnetic=1e-11 * np.eye(3)), MIXING, names=[name])
    for bound in results:
        assert 0 < bound.value < np.inf
        assert bound.unit == {"moment": "mu_B", "charge": "e"}[bound.coupling]
        assert set(bound.natures) <= {"dirac", "majorana"}
        assert bound.checked in ("computed", "criterion", "no source")
        assert bound.title
        assert bound.note
        assert bound.checked == "no source" or bound.references
        assert all(references.bibtex(key) for key in bound.references)
        assert bound.excluded == (None if bound.of_vertex is None else bound.of_vertex > bound.value)
    assert any(bound.of_vertex for bound in results) or {bound.coupling for bound in results} == {"charge"}


@pytest.mark.parametrize("name", inference.STATISTICS)
def test_an_interval_grows_with_the_confidence_level_and_shrinks_with_the_data(name: str) -> None:
    statistic = inference.STATISTICS[name]()
    assert statistic.name == name
    assert statistic.description

    def end(observed: int, scale: float, cl: float) -> float:
        counts = np.array([0.0, 10 * scale])[:, None, None, None]  # background alone, and what grows with x
        data = inference.Dataset(
            "one", inference.Poisson(np.array([observed])), ({},),
            backgrounds=(inference.Component("b", np.array([3.0 * scale])),),
        )  # fmt: skip
        curve = inference.Curve(inference.Likelihood([data]), inference.Signal([counts], low=0.0))
        allowed = statistic.allowed(curve, cl)
        assert all(0 <= low <= high for low, high in allowed.pieces)
        assert list(allowed.pieces) == sorted(allowed.pieces)
        return allowed.pieces[-1][1]

    assert end(3, 1, 0.68) < end(3, 1, 0.90) < end(3, 1, 0.99)
    assert end(30, 10, 0.90) < end(3, 1, 0.90)


@pytest.mark.parametrize("name", FORM_FACTORS)
def test_a_form_factor_is_one_at_rest_and_never_larger(name: str) -> None:
    values = FORM_FACTORS[name](np.linspace(0, 0.5, 30) / fm, A=131)
    assert values[0] == pytest.approx(1)
    assert np.all(np.abs(values) <= 1 + 1e-12)


@pytest.mark.parametrize("name", BURSTS)
def test_a_burst_emits_energy_and_fades_with_the_square_of_the_distance(name: str) -> None:
    near, far = BURSTS[name](5 * kpc), BURSTS[name](10 * kpc)
    energy = np.array([5.0, 10, 20])
    for first, other in zip(near.fluence(energy), far.fluence(energy), strict=True):
        assert np.all(first >= 0)
        np.testing.assert_allclose(first, 4 * other, rtol=1e-12)


@pytest.mark.parametrize("entry", [*DETECTORS.values(), *TARGETS.values()], ids=lambda entry: entry.name)
def test_a_large_detector_has_a_mass_and_targets(entry: Any) -> None:
    assert entry.title
    assert entry.mass > 0
    assert max(entry.protons, getattr(entry, "argon", 0.0)) > 1e30
    assert not hasattr(entry, "reference") or references.bibtex(entry.reference)


@pytest.mark.parametrize("name", experiments.names())
def test_an_experiment_says_what_it_is_and_whom_to_cite(name: str) -> None:
    single = nuem.experiment(name)
    assert single.name == name
    assert single.title
    assert single.notes
    assert single.references
    assert all(references.bibtex(key) for key in single.references)
    assert len({channel.bins.number for channel in single.channels}) == 1
    for channel in single.channels:
        low, high = channel.target.response.recoil_range
        assert 0 <= low < high
        recoil = np.geomspace(max(low, 1e-3 * keV), min(high, 20 * MeV), 200)
        matrix = channel.target.response.matrix(recoil)
        assert np.all(matrix >= 0)
        assert np.all(matrix.sum(axis=0) <= 1 + 1e-9)


WALKED = {
    "MEDIA", "MODELS", "SOURCES", "BOUNDS", "STATISTICS", "FORM_FACTORS", "BURSTS", "DETECTORS", "TARGETS", "FOLDERS",
}  # fmt: skip
ELSEWHERE = {
    "FIGURES": "tests/plots/test_figures.py",
    "BLOCKS": "tests/experiments/test_fit.py",
    "COMPUTE": "tests/review",
    "VERBS": "tests/cli",
    "INTEROP": "tests/interop",
    "SPECTRA": "tests/sources/test_reactor.py",
    "QUANTITIES": "tests/propagation/test_propagate.py",
}


def dictionaries() -> set[str]:
    """Public dictionaries of the package whose values are functions, classes or objects with a behaviour."""
    pattern = (
        r"^(?P<name>[A-Z][A-Z_]+)(?:: [^\n=]*(?:Callable|Model|type\[|Compute)[^\n=]*| *: Final(?:\[[^=\n]*\])?) = \{\n"
    )
    computed: set[str] = set()
    for path in Path(nuem.__file__).parent.rglob("*.py"):
        for match in re.finditer(pattern + r"(?P<body>.*?)^\}", path.read_text(encoding="utf-8"), re.M | re.S):
            values = re.findall(r'^    "[\w -]+": ([a-z_][\w.]*|[A-Z][a-z]\w*)(?:\(|,$)', match["body"], re.M)
            if values and match["name"] not in ("NAMES", "UNITS"):
                computed.add(match["name"])
    return computed


def test_no_dictionary_is_forgotten() -> None:
    known = dictionaries()
    assert {"MEDIA", "MODELS", "SOURCES", "BOUNDS"} <= known
    unknown = {name for name in known if not any(name.endswith(dictionary) for dictionary in (*WALKED, *ELSEWHERE))}
    assert not unknown


def test_every_verb_has_a_line_of_help() -> None:
    assert all(text.endswith(".") for text in VERBS.values())


def test_every_dictionary_is_on_the_page_that_says_how_to_add() -> None:
    page = (Path(__file__).parents[1] / "docs" / "extending" / "index.rst").read_text(encoding="utf-8")
    for name in ("SOURCES", "MEDIA", "MODELS", "BOUNDS", "STATISTICS", "FOLDERS"):
        assert f".{name}``" in page
