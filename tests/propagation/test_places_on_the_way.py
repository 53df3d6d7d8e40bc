"""Places where states are asked for cut the way into short panels, in which levels are close to each other."""

import numpy as np
import pytest

from nuem import Mixing, Vertex
from nuem.propagation import Medium, media
from nuem.propagation.passages import passages
from nuem.typing import ComplexArray, FloatArray
from nuem.units import solar_radius

MIXING = Mixing.nufit()
MAJORANA = Vertex.from_dipole("majorana", 1e-11 * np.array([[0, 1, 1], [-1, 0, 1], [-1, -1, 0]]))
DIRAC = Vertex.from_dipole("dirac", 1e-12 * np.eye(3))


def sun(twist: float) -> Medium:
    """A relic field of seven megagauss in the radiative zone."""
    start = 0.0025 * solar_radius

    def field(x: FloatArray) -> ComplexArray:
        r = (start + x) / solar_radius
        return np.asarray(7e6 * np.maximum(1 - (r / 0.7) ** 2, 0.0) ** 2 * np.exp(1j * twist * r))

    return media.sun(start=start, magnetic_field=field, breaks=[0.7 * solar_radius - start])


@pytest.mark.parametrize("vertex", [MAJORANA, DIRAC], ids=["majorana", "dirac"])
@pytest.mark.parametrize("twist", [0.0, -300.0])
def test_places_on_the_way_change_nothing(vertex: Vertex, twist: float) -> None:
    energies = np.array([2.0, 6.0, 15.0])
    medium = sun(twist)
    places = tuple(0.005 * solar_radius * np.arange(1, 48))
    plain, _ = passages(energies, medium, MIXING, vertex, tol=1e-8)
    stopped, _ = passages(energies, medium, MIXING, vertex, at=places, tol=1e-8)
    assert np.abs(stopped[:, -1] - plain[:, -1]).max() < 1e-8
    products = np.conj(np.swapaxes(stopped, -1, -2)) @ stopped
    assert np.abs(products - np.eye(6)).max() < 1e-11
