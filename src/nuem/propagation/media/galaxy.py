"""The regular magnetic field of the Galaxy on the way to the Earth."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Final, Protocol, Unpack

import numpy as np
from numpy.typing import NDArray

from nuem.numerics import checks
from nuem.propagation.medium import FurtherMatter, Medium, Table
from nuem.units import kpc

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]

_MODELS: Final = ("jansson12", "jansson12b", "jansson12c")
_STEEP: Final = 0.02  # of the largest field: a larger change from one place to the next is resolved
_SHORTEST: Final = (
    1e-6  # of the path: a step that contains the edge of a spiral arm, where the field jumps, gets no shorter
)


def galactic(
    distance: float,
    *,
    longitude: float,
    latitude: float,
    model: str = "jansson12",
    points: int = 2000,
    **more: Unpack[FurtherMatter],
) -> Medium:
    """The way from a source in the Galaxy to the Earth, through the regular field of a model of gammaALPs (``pip install nuem[galaxy]``).

    Parameters
    ----------
    distance : float
        From the Earth to the source [cm].
    longitude, latitude : float
        Galactic coordinates of the source [rad].
    model : {"jansson12", "jansson12b", "jansson12c"}, optional
        The model of [Jansson:2012pc] and its updates.
    points : int, optional
        Places at which the field is taken at least, with straight lines between them; more follow where it is steep, as at the edges of spiral arms.
    **more
        Goes to `Medium`.

    Raises
    ------
    ValueError
        Without gammaALPs, for an unknown model, or for a distance, direction or number of points that makes no sense.
    """
    checks.choice("model", model, _MODELS)
    length = float(checks.positive("distance", checks.number("distance", distance, "cm"), "cm"))
    along = float(
        checks.within("longitude", checks.number("longitude", longitude, "rad"), -2 * np.pi, 2 * np.pi, "rad")
    )
    above = float(checks.within("latitude", checks.number("latitude", latitude, "rad"), -np.pi / 2, np.pi / 2, "rad"))
    count = checks.whole("points", points, 2)
    transverse = _transverse_field(_model(model), length, along, above)
    return Medium(length, magnetic_field=_resolved(transverse, np.linspace(0, length, count)), **more)


class GalacticField(Protocol):
    """A model of gammaALPs, in cylindrical coordinates [kpc] and microgauss."""

    Rsun: float

    def Bdisk(self, rho: Array, phi: Array, z: Array) -> tuple[Array, Array]:
        """The field of the disk, and its size."""

    def Bhalo(self, rho: Array, z: Array) -> tuple[Array, Array]:
        """The field of the halo, and its size."""

    def BX(self, rho: Array, z: Array) -> tuple[Array, Array]:
        """The field shaped like an X, and its size."""


def _model(name: str) -> GalacticField:
    """A model of gammaALPs, whose import leaves a file open."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            from gammaALPs.bfields.gmf import GMF
    except ImportError:
        raise ValueError(
            "Galactic fields come from gammaALPs, which is not installed: pip install 'nuem[galaxy]'"
        ) from None
    model: GalacticField = GMF(model=name)
    return model


def _transverse_field(
    galaxy: GalacticField, length: float, longitude: float, latitude: float
) -> Callable[[Array], Complex]:
    """B_x + i B_y [gauss] at distances from the source [cm]; x points to growing longitude."""
    towards = np.array(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
    )  # the Sun is at x = -R, the Galactic centre at the origin
    east = np.array([-np.sin(longitude), np.cos(longitude), 0.0])
    north = np.cross(-towards, east)  # (east, north, momentum) is right-handed for the momentum -towards

    def field(x: Array) -> Complex:
        place = ((length - x) / kpc)[:, None] * towards - np.array([abs(galaxy.Rsun), 0, 0])
        rho, phi = np.hypot(place[:, 0], place[:, 1]), np.arctan2(place[:, 1], place[:, 0])
        radial, azimuthal, vertical = 1e-6 * (  # the models are in microgauss
            galaxy.Bdisk(rho, phi, place[:, 2])[0] + galaxy.Bhalo(rho, place[:, 2])[0] + galaxy.BX(rho, place[:, 2])[0]
        )
        cartesian = np.stack(
            [
                radial * np.cos(phi) - azimuthal * np.sin(phi),
                radial * np.sin(phi) + azimuthal * np.cos(phi),
                vertical,
            ]
        )
        return np.asarray(east @ cartesian + 1j * (north @ cartesian))

    return field


def _resolved(field: Callable[[Array], Complex], x: Array) -> Table:
    """A table of a field whose steep steps are halved until they change it little, or are too short to matter."""
    values = field(x)
    while True:
        steep = np.abs(np.diff(values)) > _STEEP * np.max(np.abs(values))
        middle = 0.5 * (x[:-1] + x[1:])[steep & (np.diff(x) > _SHORTEST * x[-1])]
        if not len(middle):
            return Table(x, values)
        places = np.concatenate([x, middle])
        order = np.argsort(places)
        x, values = places[order], np.concatenate([values, field(middle)])[order]
