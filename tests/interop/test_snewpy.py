"""SNEWPY: our matrix against our events, and its interface by a small stand-in."""

import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from nuem import Mixing, Vertex
from nuem.interop.snewpy import SpinFlavour, burst_of_model
from nuem.numerics.quadrature import panels
from nuem.propagation import Medium
from nuem.scattering.inverse_beta import cross_section
from nuem.supernova import DETECTORS, Burst, Conversion, Emission, adiabatic, burst, events, in_star, pinched
from nuem.typing import FloatArray
from nuem.units import erg, km, kpc

units = pytest.importorskip("astropy.units")

MIXING = Mixing.nufit()
STAR = Medium(2000 * km, electron_density=1e27, neutron_density=1e27, magnetic_field=1e9)


@pytest.fixture(scope="module")
def majorana() -> Conversion:
    dipole = 1e-11 * np.array([[0, 1, 1], [-1, 0, 1], [-1, -1, 0]])
    return in_star(STAR, MIXING, Vertex.from_flavour("majorana", MIXING, dipole=dipole), energy=[5.0, 15.0, 40.0])


def test_columns_sum_to_one_for_majorana_and_to_what_is_left_for_dirac_neutrinos(majorana: Conversion) -> None:
    energy = np.array([5.0, 12.0, 30.0])
    np.testing.assert_allclose(SpinFlavour(majorana).probabilities(0, energy).sum(axis=1), 1, atol=1e-5)
    dirac = in_star(STAR, MIXING, Vertex("dirac", magnetic=1e-11 * np.eye(3)), energy=[5.0, 40.0])
    sums = SpinFlavour(dirac).probabilities(0, energy).sum(axis=1)
    np.testing.assert_allclose(sums, 1 - dirac.flipped_fraction(energy))
    assert sums.min() < 0.999
    assert SpinFlavour(majorana).probabilities(0, energy)[:, 3:, :3].max() > 1e-4


def test_the_matrix_gives_the_events(majorana: Conversion) -> None:
    source = burst("test")
    energy, weight = (part.ravel() for part in panels(np.array([1.80607, 5.0, 15.0, 40.0, 110.0]), 60))
    matrix = SpinFlavour(majorana).probabilities(0, energy)
    masses = np.einsum("ema,ae->me", matrix, source.fluence(energy)[0])
    electron = np.abs(MIXING.matrix[0]) ** 2 @ masses[3:]
    count = DETECTORS["juno"].protons * weight @ (electron * cross_section(energy))
    assert events(source, "juno", conversion=majorana).counts["inverse beta decay"] == pytest.approx(count, rel=1e-3)


class FlavorMatrix:
    """What SNEWPY's class keeps."""

    def __init__(self, array: FloatArray, flavor: list[str], from_flavor: list[str]) -> None:
        assert array.shape[:2] == (len(flavor), len(from_flavor))
        self.array, self.flavor, self.from_flavor = array, flavor, from_flavor


class Parameters:
    """What SNEWPY's mixing parameters know."""

    def __init__(self, **values: object) -> None:
        names = [f"NU_{k}{bar}" for k in ("1", "2", "3") for bar in ("", "_BAR")]
        self.basis_mass = names
        self.basis_flavor = [f"NU_{k}{bar}" for k in ("E", "MU", "TAU") for bar in ("", "_BAR")]


def module(name: str, **content: object) -> ModuleType:
    made = ModuleType(name)
    made.__dict__.update(content)
    return made


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "snewpy", module("snewpy"))
    monkeypatch.setitem(sys.modules, "snewpy.flavor", module("snewpy.flavor", FlavorMatrix=FlavorMatrix))
    neutrino = module("snewpy.neutrino", ThreeFlavorMixingParameters=Parameters, MixingParameters=dict)
    monkeypatch.setitem(sys.modules, "snewpy.neutrino", neutrino)


@pytest.mark.usefixtures("stand_in")
def test_the_interface_has_the_order_of_snewpy(majorana: Conversion) -> None:
    plug = SpinFlavour(majorana)
    result = plug.P_mf(0.0, [10.0, 20.0])
    assert result.array.shape == (6, 6, 2)
    computed = plug.probabilities(0.0, [10.0, 20.0])
    for mass, flavour, m, f in (("NU_2", "NU_E_BAR", 1, 3), ("NU_3_BAR", "NU_MU", 5, 1), ("NU_1", "NU_TAU", 0, 2)):
        row, column = result.flavor.index(mass), result.from_flavor.index(flavour)
        np.testing.assert_array_equal(result.array[row, column], computed[:, m, f])


@pytest.mark.usefixtures("stand_in")
def test_astropy_energies_are_converted(majorana: Conversion) -> None:
    units = pytest.importorskip("astropy.units")
    plug = SpinFlavour(majorana)
    np.testing.assert_allclose(plug.P_mf(0, [0.01] * units.GeV).array, plug.P_mf(0, [10.0]).array)


def test_release_1_6_is_told_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "snewpy", module("snewpy", __version__="1.6"))
    for name in ("snewpy.flavor", "snewpy.neutrino"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ValueError, match=r"no snewpy\.flavor\.FlavorMatrix") as raised:
        SpinFlavour(adiabatic(MIXING)).P_mf(0, [10.0])
    assert "\n" not in str(raised.value)


def test_without_snewpy_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "snewpy", None)
    with pytest.raises(ValueError, match="pip install"):
        SpinFlavour(adiabatic(MIXING)).P_mf(0, [10.0])
    with pytest.raises(ValueError, match="is not a conversion"):
        SpinFlavour("adiabatic")  # type: ignore[arg-type]


class Model:
    """A model of SNEWPY made of arrays: constant luminosities for 20 ms, then none of nu_e."""

    def __init__(self) -> None:
        self.time = np.array([0.0, 10.0, 20.0, 30.0]) * units.ms

    def get_initial_spectra(self, t: Any, E: Any) -> dict[str, Any]:
        time, energy = t.to_value(units.s), E.to_value(units.MeV)
        lit = (time < 0.02)[:, None]
        kinds = {
            "NU_E": (3e53, 11.0, 3.5),
            "NU_E_BAR": (1e52, 12.0, 3.0),
            "NU_X": (2e52, 15.0, 2.4),
            "NU_X_BAR": (2e52, 15.0, 2.4),
        }
        return {
            name: luminosity * erg / mean * pinched(energy, mean, pinch) * (lit if name == "NU_E" else 1) / (units.MeV * units.s)
            * np.ones((len(time), 1))
            for name, (luminosity, mean, pinch) in kinds.items()
        }  # fmt: skip


def test_a_model_of_arrays_becomes_the_burst_that_it_was_made_of() -> None:
    one = burst_of_model(Model(), distance=5 * units.kpc)
    assert one.times == pytest.approx([0, 0.01, 0.02, 0.03])
    assert one.distance == pytest.approx(5 * kpc)
    electron, other = one.emissions["e"], one.emissions["x"]
    assert electron.energy / erg == pytest.approx([3e51, 3e51, 0], rel=1e-6)
    assert electron.mean_energy[:2] == pytest.approx([11, 11], rel=1e-6)
    assert electron.pinching[:2] == pytest.approx([3.5, 3.5], rel=1e-4)
    for values, number in ((other.energy / erg, 2e50), (other.mean_energy, 15), (other.pinching, 2.4)):
        assert values == pytest.approx(np.full(3, number), rel=1e-4)
    whole = burst_of_model(Model(), times=[0, 0.02])
    same = Burst(
        "x",
        {"e": Emission(6e51 * erg, 11, 3.5), "anti-e": Emission(2e50 * erg, 12, 3), "x": Emission(4e50 * erg, 15, 2.4)},
    )
    assert events(whole, "dune").counts == pytest.approx(events(same, "dune").counts, rel=1e-4)


def test_a_pinched_model_of_snewpy_itself_becomes_a_burst() -> None:
    base = pytest.importorskip("snewpy.models.base")
    table = pytest.importorskip("astropy.table").Table
    columns = {"TIME": [0.0, 0.5, 1.0]}
    for species, mean in (("E", 11.0), ("E_BAR", 13.0), ("X", 15.0)):
        columns |= {
            f"L_NU_{species}": [2e52, 1e52, 1e52],
            f"E_NU_{species}": [mean] * 3,
            f"ALPHA_NU_{species}": [2.5] * 3,
        }
    found = burst_of_model(base.PinchedModel(table(columns), {}))
    assert found.emissions["anti-e"].energy / erg == pytest.approx([0.75e52, 0.5e52], rel=1e-5)
    assert found.emissions["x"].mean_energy == pytest.approx([15, 15], rel=1e-5)
    assert found.emissions["e"].pinching == pytest.approx([2.5, 2.5], rel=1e-3)


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(ValueError, match=r"has no get_initial_spectra\(t, E\)"):
        burst_of_model("Nakazato_2013")
    with pytest.raises(ValueError, match="times must be two or more rising times"):
        burst_of_model(Model(), times=[0.1])
