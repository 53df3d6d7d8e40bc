"""The field of the Galaxy: geometry against a stand-in whose answer is known, and against the package itself where it is installed."""

import sys
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from nuem import Mixing, Vertex
from nuem.propagation import media, propagate
from nuem.typing import FloatArray
from nuem.units import MeV, kpc

MIXING = Mixing.nufit()
GAUSS_CM = 5.7883818060e-9 / 1.973269804593e-5  # mu_B over hbar c [1/(G cm)]


class StandIn:
    """A model of 1, -2 and 0.5 microgauss along the axes of the Galactic centre, without the last two beyond 5 kpc from its axis."""

    Rsun = -8.5
    CARTESIAN = (1.0, -2.0, 0.5)

    def __init__(self, model: str) -> None:
        self.model = model

    def Bdisk(self, rho: FloatArray, phi: FloatArray, z: FloatArray) -> tuple[FloatArray, FloatArray]:
        x, y = self.CARTESIAN[0], np.where(rho < 5, self.CARTESIAN[1], 0)
        field = np.stack([x * np.cos(phi) + y * np.sin(phi), -x * np.sin(phi) + y * np.cos(phi), 0 * z])
        return field, np.hypot(field[0], field[1])

    def Bhalo(self, rho: FloatArray, z: FloatArray) -> tuple[FloatArray, FloatArray]:
        return np.zeros((3, len(rho))), np.zeros(len(rho))

    def BX(self, rho: FloatArray, z: FloatArray) -> tuple[FloatArray, FloatArray]:
        field = np.stack([0 * rho, 0 * rho, np.where(rho < 5, self.CARTESIAN[2], 0)])
        return field, np.abs(field[2])


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("gammaALPs.bfields.gmf")
    module.GMF = StandIn  # type: ignore[attr-defined]
    for name in ("gammaALPs", "gammaALPs.bfields"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "gammaALPs.bfields.gmf", module)


def test_without_its_package_the_galaxy_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gammaALPs", None)
    with pytest.raises(ValueError, match=r"pip install 'nuem\[galaxy\]'") as refused:
        media.galactic(1e22, longitude=0.0, latitude=0.0)
    assert "\n" not in str(refused.value)


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize(("longitude", "latitude"), [(0.0, 0.0), (0.6, 0.3), (-1.2, -0.7), (3.0, 1.2)])
def test_the_transverse_field_is_that_of_the_model_seen_by_the_neutrino(longitude: float, latitude: float) -> None:
    seen = media.galactic(1 * kpc, longitude=longitude, latitude=latitude).at("magnetic_field", np.array([0.0, 9e20]))
    assert seen is not None
    momentum = -np.array([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])
    x = np.array([-np.sin(longitude), np.cos(longitude), 0])
    y = np.cross(momentum, x)
    field = 1e-6 * np.array([1.0, 0, 0])  # beyond 5 kpc from the centre
    np.testing.assert_allclose(seen, field @ x + 1j * (field @ y), rtol=1e-12, atol=1e-20)


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("points", [50, 1999])
def test_an_edge_between_two_places_is_where_it_is(points: int) -> None:
    dirac = Vertex("dirac", magnetic=1e-13 * np.eye(3))
    # towards the centre, longitude 0: B_x - i B_z of the stand-in is 0 for the first 3.5 kpc from the Earth, then -2 and 0.5 microgauss
    medium = media.galactic(8 * kpc, longitude=0.0, latitude=0.0, points=points)
    flipped = propagate(10 * MeV, medium, MIXING, dirac, average=True).probabilities[..., 3:].sum()
    angle = 1e-13 * GAUSS_CM * 1e-6 * np.hypot(2.0, 0.5) * 4.5 * kpc
    assert flipped == pytest.approx(np.sin(angle) ** 2, abs=2e-6)


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"points": 1}, "points must be a whole number of at least 2, got 1"),
        ({"points": 2.5}, "points must be a whole number of at least 2, got 2.5"),
        ({"latitude": 2.0}, "latitude must lie between -1.5708 and 1.5708 rad, got 2"),
        ({"longitude": 30.0}, "longitude must lie between"),
        ({"longitude": np.nan}, "must be finite"),
        ({"distance": 0.0}, "must be positive"),
        ({"model": "jansson"}, "is unknown; choose one of jansson12"),
    ],
)
def test_a_wrong_direction_or_number_is_named(wrong: dict[str, Any], message: str) -> None:
    right: dict[str, Any] = {"distance": 1 * kpc, "longitude": 0.3, "latitude": 0.1}
    with pytest.raises(ValueError, match=message):
        media.galactic(**(right | wrong))


@pytest.mark.parametrize("model", ["jansson12", "jansson12b", "jansson12c"])
def test_the_field_is_the_projection_that_the_package_makes(model: str) -> None:
    if not find_spec("gammaALPs"):
        pytest.skip("gammaALPs is not installed")
    longitude, latitude, distance = -1.2, 0.4, 12.0
    medium = media.galactic(distance * kpc, longitude=longitude, latitude=latitude, model=model)
    from gammaALPs.bfields.gmf import GMF  # after the library, which silences the warnings of this import
    from gammaALPs.utils import trafo

    seen = medium.at("magnetic_field", np.linspace(0, distance, 30) * kpc)
    s = distance - np.linspace(0, distance, 30)
    rho, phi = (trafo.rho_HC2GC(s, longitude, latitude), trafo.phi_HC2GC(s, longitude, latitude))
    z = trafo.z_HC2GC(s, latitude)
    galaxy = GMF(model=model)
    field = galaxy.Bdisk(rho, phi, z)[0] + galaxy.Bhalo(rho, z)[0] + galaxy.BX(rho, z)[0]
    _, along_b, along_l = trafo.GC2HCproj(field, s, longitude, latitude)
    assert seen is not None
    np.testing.assert_allclose(seen, 1e-6 * (along_l + 1j * along_b), rtol=0, atol=1e-3 * np.abs(seen).max())
