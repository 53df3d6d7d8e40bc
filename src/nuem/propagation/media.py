"""Media of neutrino physics: the Sun, supernovae, exponential and power-law profiles, random fields, and the user's own tables."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nuem.constants import AVOGADRO
from nuem.numerics import checks
from nuem.numerics.table import read_rows, read_table
from nuem.propagation.medium import Medium, Table
from nuem.sun import electron_density, neutron_density, tabulated_radii
from nuem.units import kpc, solar_radius

Array = NDArray[np.float64]

_GALACTIC_MODELS: Final = ("jansson12", "jansson12b", "jansson12c")


def exponential(
    length: float, *, electron_density: float, scale_height: float, neutrons_per_electron: float = 0.0, **more: Any
) -> Medium:
    """Densities that fall as exp(-x/scale_height) from `electron_density` [cm^-3]; `more` goes to `Medium`."""
    height = float(checks.positive("scale_height", checks.number("scale_height", scale_height), "cm"))
    first = float(checks.not_negative("electron_density", checks.number("electron_density", electron_density)))
    return _falling(length, lambda x: first * np.exp(-x / height), neutrons_per_electron, more)


def power_law(
    length: float,
    *,
    start: float,
    electron_density: float,
    exponent: float,
    neutrons_per_electron: float = 0.0,
    **more: Any,
) -> Medium:
    """Densities that fall as (1 + x/start)^-exponent from `electron_density` [cm^-3] at the radius `start` [cm], outwards."""
    radius = float(checks.positive("start", checks.number("start", start), "cm"))
    power = checks.number("exponent", exponent)
    first = float(checks.not_negative("electron_density", checks.number("electron_density", electron_density)))
    return _falling(length, lambda x: first * (1 + x / radius) ** -power, neutrons_per_electron, more)


def power_law_field(field: complex, radius: float, exponent: float, *, start: float = 0.0) -> Callable[[Array], Any]:
    """The transverse field B_0 (r_0/r)^exponent on a path that starts at the radius `start` [cm] and goes outwards."""
    r0 = float(checks.positive("radius", checks.number("radius", radius), "cm"))
    return lambda x: field * ((start + x) / r0) ** -exponent + 0j


def sun(*, start: float = 0.0, magnetic_field: Any = None, **more: Any) -> Medium:
    """From a radius `start` [cm] in the Sun along the radius to its surface, with the tabulated electrons and neutrons of `nuem.sun`.

    Parameters
    ----------
    start : float, optional
        Radius of birth [cm].
    magnetic_field : optional
        As in `Medium`; the distance counts from the start. A field that is still there at the surface ends abruptly with the path.
    """
    first = float(checks.within("start", checks.number("start", start, "cm"), 0, 0.99 * solar_radius, "cm"))
    length = solar_radius - first
    knots = tabulated_radii() - first
    return Medium(
        length,
        electron_density=lambda x: electron_density(np.minimum(first + x, solar_radius)),
        neutron_density=lambda x: neutron_density(np.minimum(first + x, solar_radius)),
        magnetic_field=magnetic_field,
        breaks=[*more.pop("breaks", ()), *knots[(knots > 0) & (knots < length)]],
        **more,
    )


def supernova(
    density: Path | str,
    electron_fraction: Path | str,
    *,
    start: float,
    end: float,
    magnetic_field: Any = None,
    **more: Any,
) -> Medium:
    """From one radius of a supernova to another, by two files of numbers in two columns: radius [cm] and density [g/cm^3], radius and Y_e.

    Lines that begin with ``#`` are comments. Between the points the logarithm of the density and Y_e are straight lines.
    """
    r, rho = _columns(density, "density [g/cm^3]")
    r_fraction, fraction = _columns(electron_fraction, "electron fraction")
    first, last = checks.number("start", start, "cm"), checks.number("end", end, "cm")
    for name, radii in ((density, r), (electron_fraction, r_fraction)):
        if not radii[0] <= first < last <= radii[-1]:
            raise ValueError(
                f"{Path(name).name} reaches from {radii[0]:g} to {radii[-1]:g} cm; start and end, {first:g} and {last:g} cm, must be inside and rise"
            )
    if np.any(rho <= 0):
        raise ValueError(f"{Path(density).name}: a density must be above zero, got {rho.min():g} g/cm^3")
    if np.any((fraction < 0) | (fraction > 1)):
        worst = fraction[np.argmax(np.abs(fraction - 0.5))]
        raise ValueError(f"{Path(electron_fraction).name}: an electron fraction is between 0 and 1, got {worst:g}")
    mass, per_nucleon = Table(r - first, rho, "logarithmic"), Table(r_fraction - first, fraction)
    kinks = np.concatenate([r, r_fraction]) - first
    return Medium(
        last - first,
        electron_density=lambda x: AVOGADRO * mass(x) * per_nucleon(x),
        neutron_density=lambda x: AVOGADRO * mass(x) * (1 - per_nucleon(x)),
        magnetic_field=magnetic_field,
        breaks=[*more.pop("breaks", ()), *kinks[(kinks > 0) & (kinks < last - first)]],
        **more,
    )


def random_domains(length: float, *, domains: int, field: float, seed: int = 0, **more: Any) -> Medium:
    """A transverse field of one strength [gauss] whose azimuth is drawn anew in each of equal domains."""
    count = int(checks.positive("domains", checks.number("domains", domains)))
    turns = np.random.default_rng(seed).random(count + 1)
    strength = checks.number("field", field, "gauss")
    edges = np.linspace(0, float(checks.positive("length", checks.number("length", length), "cm")), count + 1)
    return Medium(length, magnetic_field=Table(edges, strength * np.exp(2j * np.pi * turns), "cells"), **more)


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
        Jansson & Farrar, ApJ 757 (2012) 14, and its updates.
    points : int, optional
        Places at which the field is taken; straight lines between them.
    """
    checks.choice("model", model, _GALACTIC_MODELS)
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


_COLUMNS: Final = {
    "electron_density": "cm^-3",
    "neutron_density": "cm^-3",
    "proton_density": "cm^-3",
    "magnetic_field_x": "gauss",
    "magnetic_field_y": "gauss",
    "longitudinal_field": "gauss",
}


def from_csv(path: Path | str, *, smoothness: str = "linear") -> Medium:
    """The user's own medium: a CSV file with a column for the distance and one for each quantity, each named with its unit.

    For example ``distance_km,electron_density_cm^-3,magnetic_field_x_gauss``. The columns are distance, electron_density, neutron_density,
    proton_density, magnetic_field_x, magnetic_field_y and longitudinal_field, each in any unit of its kind. Between the rows are straight
    lines, or with ``smoothness="cells"`` every row holds up to the next.
    """
    source = Path(path)
    columns = read_table(source, {"distance": "km"}, optional=_COLUMNS)
    x = columns.pop("distance")
    try:
        given: dict[str, Any] = {
            name: Table(x, values, smoothness) for name, values in columns.items() if "magnetic" not in name
        }
        if "magnetic_field_x" in columns or "magnetic_field_y" in columns:
            zero = np.zeros(len(x))
            field = columns.get("magnetic_field_x", zero) + 1j * columns.get("magnetic_field_y", zero)
            given["magnetic_field"] = Table(x, field, smoothness)
        return Medium(float(x[-1]), **given)
    except ValueError as error:
        raise ValueError(f"{source.name}: {error}") from None


def _columns(path: Path | str, value: str) -> tuple[Array, Array]:
    """Two columns of numbers, the radius [cm] and another."""
    name = Path(path).name
    radius, values = read_rows(Path(path), ("radius [cm]", value))
    if len(radius) < 2 or np.any(np.diff(radius) < 0):
        raise ValueError(f"{name} must have at least two rows, the radius [cm] rising")
    for k in range(1, len(radius)):  # a radius given twice is a jump, such as a shock
        if radius[k] <= radius[k - 1]:
            radius[k] = radius[k - 1] * (1 + 1e-12)
    return radius, values


def _falling(length: float, electrons: Callable[[Array], Array], ratio: float, more: dict[str, Any]) -> Medium:
    neutrons = float(checks.not_negative("neutrons_per_electron", checks.number("neutrons_per_electron", ratio)))
    return Medium(
        length,
        electron_density=electrons,
        neutron_density=(lambda x: neutrons * electrons(x)) if neutrons else None,
        **more,
    )
