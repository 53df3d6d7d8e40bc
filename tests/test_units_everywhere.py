"""Wherever a number enters, its unit is converted or refused; booleans and masked numbers are refused."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import nuem
from nuem import Mixing, Vertex, conversion, detectors, experiments, models, portal, supernova
from nuem.astro import emission, plasma, radiative_decay
from nuem.astro.stars import tip
from nuem.propagation import Medium, Table, evolve, media, propagate, spin
from nuem.scattering import Couplings, atom, electron, nucleus
from nuem.sources import Reactor, Sun
from nuem.units import eV, keV, km, m

u = pytest.importorskip("astropy.units")

MIXING = Mixing.nufit()
MAJORANA = Vertex.from_dipole("majorana", 1e-11 * np.array([[0, 1, 0], [-1, 0, 1], [0, -1, 0]]))
DIRAC = Vertex("dirac", magnetic=1e-11 * np.eye(3))
NUFIT = {
    name: getattr(MIXING, name)
    for name in ("sin2_theta12", "sin2_theta13", "sin2_theta23", "delta", "dm2_21", "dm2_31")
}
MOMENT = 9.2740100783e-24 * u.J / u.T
CHARGE = 1.602176634e-19 * u.C
COUPLINGS = {"moment": MOMENT, "charge": CHARGE, "charge_radius": u.cm**2}
ENERGIES = {"recoil": u.MeV, "energy": u.MeV}

CALLS: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], dict[str, Any]]] = [
    (electron.dsigma_dT, (1e-3, 3.0), {"moment": 1e-11, "charge": 1e-12, "charge_radius": 1e-33}, {**ENERGIES, **COUPLINGS}),
    (electron.parts, (1e-3, 3.0), {}, ENERGIES),
    (Couplings, (), {"moment": 1e-11, "charge": 1e-12, "charge_radius": 1e-33}, COUPLINGS),
    (nucleus.dsigma_dT, (1e-4, 3.0), {"Z": 32, "A": 72.0, "moment": 1e-11, "charge": 1e-12}, {**ENERGIES, **COUPLINGS}),
    (nuem.effective_moment, (MAJORANA, MIXING, "e"), {"baseline": 1 * km, "energy": 3.0}, {"baseline": u.cm, "energy": u.MeV}),
    (nuem.solar_effective_moment, (MAJORANA, MIXING, 3.0), {}, ENERGIES),
    (Mixing, (), {**NUFIT, "lightest_mass": 0.1 * eV}, {"delta": u.rad, "dm2_21": u.MeV**2, "dm2_31": u.MeV**2, "lightest_mass": u.MeV}),
    (models.left_right_moment, (1e-7, "mu"), {"mixing_angle": 1e-3, "w2_mass": 5e6}, {"mass": u.MeV, "mixing_angle": u.rad, "w2_mass": u.MeV}),
    (models.mass_correction, (1e-12, 1e6), {}, {"moment": MOMENT, "scale": u.MeV}),
    (Medium, (1 * km,), {"electron_density": 1e25, "neutron_density": 1e25, "magnetic_field": 1e5}, {"length": u.cm, "electron_density": u.cm**-3, "neutron_density": u.cm**-3, "magnetic_field": 1e-4 * u.T}),
    (media.exponential, (1e7,), {"electron_density": 1e25, "scale_height": 1e6}, {"length": u.cm, "electron_density": u.cm**-3, "scale_height": u.cm}),
    (media.random_domains, (1e7,), {"domains": 10, "field": 1e5}, {"length": u.cm, "field": 1e-4 * u.T}),
    (media.sun, (), {"start": 1e8, "magnetic_field": 1e5}, {"start": u.cm, "magnetic_field": 1e-4 * u.T}),
    (propagate, (5.0, Medium(1 * km), MIXING, DIRAC), {}, ENERGIES),
    (plasma.Plasma, (1e6, 0.5, 8.6e-3), {}, {"density": u.g / u.cm**3, "temperature": u.MeV}),
    (emission.Couplings, (), {"moment": 1e-12, "charge": 1e-14}, COUPLINGS),
    (Reactor, (), {"power": 1.87e22, "distance": 20 * m}, {"power": 1.602176634e-13 * u.W, "distance": u.cm}),
    (nuem.recoil_spectrum, (Reactor(power=1.87e22, distance=20 * m), "Xe", [1 * keV, 2 * keV]), {}, ENERGIES),
    (portal.dsigma_dT, (1e-4, 5.0), {"mass": 1.0, "moment": 1e-10, "target": "electron"}, {**ENERGIES, "mass": u.MeV, "moment": MOMENT}),
    (portal.width, (1.0, 1e-10), {}, {"mass": u.MeV, "moment": MOMENT}),
    (nuem.observables, (MAJORANA, MIXING), {"scale": 1e6}, {"scale": u.MeV}),
    (nuem.vertex.charge_radius.convert, (4e-33, "bernabeu"), {}, {"value": u.cm**2}),
    (atom.response("Xe").at, (2 * keV,), {}, ENERGIES),
    (atom.photoabsorption, ("Xe", 2 * keV), {}, ENERGIES),
    (radiative_decay.rate, (MAJORANA, MIXING, 1, 0), {}, {}),
    (Sun().beams[0].flux, (0.3,), {}, ENERGIES),
]  # fmt: skip
NAMES = [f"{call.__module__}.{call.__qualname__}" for call, *_ in CALLS]


def size(result: Any) -> np.ndarray:
    """The numbers of a result, as far as they can be compared."""
    for name in ("probabilities", "total", "N_w", "lightest_mass", "length", "density", "power", "moment"):
        result = getattr(result, name, result)
    if isinstance(result, dict):
        result = result["total"]
    if isinstance(result, nuem.properties.Observables):
        result = result.naturalness.scale
    return np.asarray(
        getattr(result, "magnetic_field", result) if isinstance(result, Medium) else result, dtype=complex
    )


@pytest.mark.parametrize(("call", "positional", "named", "units"), CALLS, ids=NAMES)
def test_quantities_are_converted_and_everything_else_is_refused(
    call: Callable[..., Any], positional: tuple[Any, ...], named: dict[str, Any], units: dict[str, Any]
) -> None:
    signature = inspect.signature(call)
    bound = signature.bind(*positional, **named)
    expected = size(call(*positional, **named))
    numbers = {name: value for name, value in bound.arguments.items() if isinstance(value, float | list)}
    for name, value in numbers.items():
        single = np.asarray(value)[()]

        def again(changed: Any, name: str = name) -> Any:
            arguments = signature.bind_partial()
            arguments.arguments.update({**bound.arguments, name: changed})
            return call(*arguments.args, **arguments.kwargs)

        for wrong in (single * u.mol * u.K, True, np.ma.masked_array([1.0, 1.0], mask=[True, False])):
            with pytest.raises(ValueError, match=name if not call.__qualname__.startswith("Table") else "table"):
                again(wrong)
        if name in units:
            assert np.allclose(size(again(single * units[name])), expected, rtol=1e-6, atol=0), name


def test_what_a_table_or_a_function_of_a_medium_gives_has_its_unit_checked() -> None:
    places = [0.0, 1 * km]
    medium = Medium(
        1 * km, electron_density=(places, [1e31, 1e31] * u.m**-3), magnetic_field=lambda x: np.full(len(x), 2.0) * u.T
    )
    assert medium.at("electron_density", np.array([0.0])) == pytest.approx([1e25])
    assert medium.at("magnetic_field", np.array([0.0])) == pytest.approx([2e4])
    for wrong in ((places, [1.0, 1.0] * u.g / u.cm**3), lambda x: np.ones(len(x)) * u.g / u.cm**3, 1 * u.g / u.cm**3):
        with pytest.raises(ValueError, match="electron_density: a quantity in g / cm3 was given where one in"):
            Medium(1 * km, electron_density=wrong)
    with pytest.raises(ValueError, match="a quantity in 1 / cm3 was given where a pure number was expected"):
        Table(np.array(places), np.ones(2) * u.cm**-3)


RANDOM: Any = np.eye(3)
OBJECTS: list[tuple[str, Callable[[Any], Any]]] = [
    ("mixing", lambda wrong: nuem.effective_moment(DIRAC, wrong, "e")),
    ("vertex", lambda wrong: nuem.effective_moment(wrong, MIXING, "e")),
    ("vertex", lambda wrong: nuem.averaged_effective_moment(wrong, [1, 0, 0])),
    ("mixing", lambda wrong: nuem.solar_effective_moment(DIRAC, wrong, 3.0)),
    ("mixing", lambda wrong: nuem.observables(DIRAC, wrong)),
    ("vertex", lambda wrong: nuem.observables(wrong, MIXING)),
    ("mixing", models.minimal_dirac),
    ("mixing", models.minimal_majorana),
    ("mixing", lambda wrong: models.zee(wrong, antisymmetric=np.zeros((3, 3)), yukawa=np.eye(3), scalar_masses=(1e5, 2e5), mixing_angle=0.1)),
    ("vertex", lambda wrong: radiative_decay.rate(wrong, MIXING, 1, 0)),
    ("mixing", lambda wrong: radiative_decay.rate(DIRAC, wrong, 1, 0)),
    ("mixing", lambda wrong: radiative_decay.lifetime(DIRAC, wrong, 1)),
    ("vertex", lambda wrong: conversion.antineutrino_spectrum("kamland", MIXING, wrong, "tachocline 100 kG")),
    ("pattern", lambda wrong: conversion.antineutrino_limit(magnetic_field="tachocline 100 kG", pattern=wrong)),
    ("mixing", lambda wrong: conversion.flavour_ratios("pion", wrong)),
    ("mixing", lambda wrong: conversion.transition_energy(1e-12, 1.0, wrong)),
    ("mixing", supernova.adiabatic),
    ("mixing", lambda wrong: supernova.events(supernova.burst("test"), "juno", mixing=wrong)),
    ("mixing", lambda wrong: experiments.limit_dipoles("gemma", mixing=wrong)),
    ("plasma", lambda wrong: emission.total(wrong, moment=1e-12)),
    ("plasma", lambda wrong: portal.plasmon_emissivity(wrong, mass=1e-3, moment=1e-12)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "call"), OBJECTS)
@pytest.mark.parametrize(
    "wrong", [3.0, "nufit", RANDOM, Mixing, [1, 2]], ids=["number", "text", "array", "class", "list"]
)
def test_what_is_no_mixing_vertex_or_plasma_is_named(name: str, call: Callable[[Any], Any], wrong: Any) -> None:
    with pytest.raises(ValueError, match=rf"^{name} = .* is not a nuem\.") as refused:
        call(wrong)
    assert "\n" not in str(refused.value)


DOORS: list[tuple[Callable[[Any], Any], float, Any]] = [
    (detectors.Lindhard("Ge").factor, 2 * keV, u.keV),
    (detectors.QuenchingTable.germanium("Fef").visible, 1 * keV, u.keV),
    (detectors.QuenchingPolynomial(np.array([0.2])).factor, 2 * keV, u.keV),
    (detectors.Efficiency.constant(0.5), 2 * keV, u.keV),
    (detectors.Resolution(linear=0.1).sigma, 2 * keV, u.keV),
    (lambda at: detectors.Templates(np.array([1, 9]) * keV, np.array([[0.1], [0.5]])).matrix(np.atleast_1d(at)), 2 * keV, u.keV),
    (lambda at: evolve(np.diag([1.0, -1.0]), 1 * km, [0.6, 0.8], at=[at]).path, 0.5 * km, u.km),
    (lambda place: evolve(lambda x: np.where(x < 0.5 * km, 1e-5, 3e-5)[:, None, None] * np.eye(2)[::-1], 1 * km, [1, 0], breaks=[place]).state, 0.5 * km, u.km),
    (lambda size: evolve(np.array([[0, 1], [1, 0]]) * size, 1 * km, [1, 0]).state, 1 / km, 1 / u.km),
    (lambda place: Medium(1 * km, breaks=[place]).breakpoints, 0.5 * km, u.km),
]  # fmt: skip


@pytest.mark.parametrize(("call", "value", "unit"), DOORS)
def test_a_function_of_a_detector_or_a_path_converts_and_refuses_units_as_well(
    call: Callable[[Any], Any], value: float, unit: Any
) -> None:
    size = {u.keV: keV, u.km: km, 1 / u.km: 1 / km}[unit]
    np.testing.assert_allclose(call(np.array([value])[0] / size * unit), call(value), rtol=1e-12)
    with pytest.raises(ValueError, match="a quantity in mol was given"):
        call(value * u.mol)


def test_a_list_of_quantities_is_converted_and_a_mixed_one_refused() -> None:
    expected = electron.dsigma_dT([2.8e-3, 3e-3], 3.0)
    for recoils in ([2.8 * u.keV, 3000 * u.eV], np.array([2.8 * u.keV, 3 * u.keV], dtype=object)):
        np.testing.assert_allclose(electron.dsigma_dT(recoils, 3 * u.MeV), expected, rtol=1e-12)
    matrix = [[MOMENT if row == column else 0 for column in range(3)] for row in range(3)]
    np.testing.assert_allclose(Vertex("dirac", magnetic=matrix).magnetic, np.eye(3), rtol=1e-8)
    with pytest.raises(ValueError, match=r"^recoil: 0\.003 has no unit, and another entry of the same list has one$"):
        electron.dsigma_dT([2.8 * u.keV, 3e-3], 3.0)
    with pytest.raises(ValueError, match="a quantity in m was given where one in MeV was expected"):
        electron.dsigma_dT([2.8 * u.keV, 3 * u.m], 3.0)


def test_a_column_of_pandas_is_an_array() -> None:
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"recoil": [2.8e-3, 3e-3], "density": [1e24, 2e24], "distance": [0, 1e9]}, index=[5, 7])
    np.testing.assert_array_equal(electron.dsigma_dT(table["recoil"], 3.0), electron.dsigma_dT([2.8e-3, 3e-3], 3.0))
    columns = Medium(1e9, electron_density=Table(table["distance"], table["density"]))
    arrays = Medium(1e9, electron_density=Table(np.array([0, 1e9]), np.array([1e24, 2e24])))
    states = [propagate(5.0, medium, MIXING, DIRAC).probabilities for medium in (columns, arrays)]
    np.testing.assert_array_equal(states[0], states[1])
    with pytest.raises(ValueError, match="must be finite, got nan at position 1"):
        electron.dsigma_dT(pandas.Series([1e-3, None]), 3.0)


@pytest.mark.parametrize(
    "call",
    [
        lambda wrong: spin.hamiltonian([1, 0, 0], moment=wrong, gamma=2.0),
        lambda wrong: spin.hamiltonian([1, 0, 0], moment=1.0, gamma=wrong),
        lambda wrong: spin.effective_parameters([0, 0, 0.5], [1, 0, 0], moment=wrong),
        lambda wrong: tip.moment_of_shift(wrong, mass=0.8),
    ],
)
def test_functions_of_pure_numbers_refuse_units(call: Callable[[Any], Any]) -> None:
    with pytest.raises(ValueError, match="a quantity in m was given where a pure number was expected"):
        call(-2.0 * u.m)
