"""The regular magnetic field of the Galaxy on the way to the Earth."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from nuem.numerics import checks
from nuem.propagation.medium import Medium, Table
from nuem.units import kpc

_MODELS: Final = ("jansson12", "jansson12b", "jansson12c")


def galactic(
    distance: float, *, longitude: float, latitude: float, model: str = "jansson12", points: int = 2000, **more: Any
) -> Medium:
    """From a source in the Galaxy to the Earth through the regular field of a model of gammaALPs (``pip install nuem[galaxy]``).

    Parameters
    ----------
    distance : float
        From the Earth to the source [cm].
    longitude, latitude : float
        Galactic coordinates of the source [rad].
    model : {"jansson12", "jansson12b", "jansson12c"}, optional
        The model of [Jansson:2012pc] and its updates.
    points : int, optional
        Places at which the field is taken; straight lines between them.
    """
    checks.choice("model", model, _MODELS)
    try:
        from gammaALPs.bfields.gmf import GMF
    except ImportError:
        raise ValueError(
            "Galactic fields come from gammaALPs, which is not installed: pip install 'nuem[galaxy]'"
        ) from None
    galaxy = GMF(model=model)
    length = float(checks.positive("distance", checks.number("distance", distance), "cm"))
    x = np.linspace(0, length, int(points))
    towards = np.array(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
    )  # the Sun is at x = -R, the Galactic centre at the origin
    place = ((length - x) / kpc)[:, None] * towards - np.array([abs(galaxy.Rsun), 0, 0])
    rho, phi = np.hypot(place[:, 0], place[:, 1]), np.arctan2(place[:, 1], place[:, 0])
    cylindric = (
        galaxy.Bdisk(rho, phi, place[:, 2])[0] + galaxy.Bhalo(rho, place[:, 2])[0] + galaxy.BX(rho, place[:, 2])[0]
    )
    field = 1e-6 * np.stack(  # the models are in microgauss
        [
            cylindric[0] * np.cos(phi) - cylindric[1] * np.sin(phi),
            cylindric[0] * np.sin(phi) + cylindric[1] * np.cos(phi),
            cylindric[2],
        ]
    )
    east = np.array([-np.sin(longitude), np.cos(longitude), 0.0])
    north = np.cross(-towards, east)  # (east, north, momentum) is right-handed for the momentum -towards
    return Medium(length, magnetic_field=Table(x, east @ field + 1j * (north @ field)), **more)
