"""The figures of global fits: each asks the library for its results and hands them to a drawing function."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from nuem import catalogue
from nuem.astro.emission.couplings import effective_moment_squared
from nuem.astro.stars import bounds as star_bounds
from nuem.experiments import Fit, fit, scan_model
from nuem.experiments.fits.profile import Contour
from nuem.flavour import FLAVOURS, Mixing, effective_moment
from nuem.models import MODELS, mass_correction
from nuem.plots import fits as draw
from nuem.plots.model_planes import ModelPlane, model_planes
from nuem.typing import Json
from nuem.units import TeV, eV
from nuem.vertex import Vertex

Array = NDArray[np.float64]

SOLAR: Final = "xenonnt", "lz_ws2022", "lz_ws2024", "pandax4t_run1"
STOPPED_PIONS: Final = "coherent_csi", "coherent_lar"
_LABORATORIES: Final = {
    "e": ("GEMMA", "BEDA 2013"),
    "mu": ("LSND", "AUERBACH 2001"),
    "tau": ("DONUT", "SCHWIENHORST 2001"),
}
_COUPLINGS: Final = np.geomspace(1e-7, 1.0, 36)


@cache
def solar_dipoles() -> Fit:
    """All Majorana moments against the solar neutrinos of four runs on xenon."""
    return fit(SOLAR, ["dipole"], nature="majorana")


@cache
def radii(*experiments: str) -> Fit:
    """The charge radii of nu_e and nu_mu against neutrinos of stopped pions."""
    return fit(experiments, ["charge_radius[e,e]", "charge_radius[mu,mu]"], nature="dirac")


@cache
def stopped_pions(*experiments: str) -> Contour:
    """The region of both radii that they allow; its border is within 0.02 in -2 ln L of that of a grid three times as fine."""
    return radii(*experiments).contour("charge_radius[e,e]", "charge_radius[mu,mu]", points=15)


def fit_profiles() -> Figure:
    """Moments of Majorana neutrinos, all phases free: the profile of each, and the share of every experiment in it."""
    dipoles = solar_dipoles()
    return draw.profiles([dipoles.profile(name, points=31) for name in dipoles.quantities])


def fit_planes() -> Figure:
    """Moments of Majorana neutrinos that solar data allow, in the planes of two Lambda, all else free; borders within 0.002 in -2 ln L."""
    alone, combined = fit("xenonnt", ["dipole"], nature="majorana"), solar_dipoles()
    pairs = [("Lambda_1", "Lambda_2"), ("Lambda_1", "Lambda_3"), ("Lambda_2", "Lambda_3")]
    planes = [
        {"XENONnT": alone.contour(*pair, points=9), "with LZ and PandaX-4T": combined.contour(*pair, points=9)}
        for pair in pairs
    ]
    return draw.planes(planes, title="Majorana moments that the Sun allows at 90 % CL, all else free")


def fit_radii() -> Figure:
    """Charge radii of nu_e and nu_mu that neutrinos of stopped pions allow: without a radius, and where it turns the sign of the weak coupling."""
    regions = {"CsI": stopped_pions("coherent_csi"), "CsI and argon": stopped_pions(*STOPPED_PIONS)}
    return draw.contours(regions, title="Radii that stopped pions allow at 90 % CL")


def fit_corner() -> Figure:
    """All Majorana moments against the Sun: every pair as a region, every one as a curve."""
    return draw.corner(solar_dipoles(), points=9)


def fit_bounds() -> Figure:
    """What the Sun says about the effective moment of every other source, for any phases, next to limits of laboratories."""
    dipoles, mixing = solar_dipoles(), Mixing.nufit()

    def largest(flavour: str) -> float:
        return dipoles.extreme(lambda vertex: float(effective_moment(vertex, mixing, flavour))).high

    limits = [
        limit for limit in catalogue.entries(quantity="magnetic_moment") if limit.method in ("reactor", "accelerator")
    ]
    laboratory = {
        flavour: next((name, float(limit.size or 0)) for limit in limits if limit.document == document)
        for flavour, (name, document) in _LABORATORIES.items()
    }
    allowed = {flavour: largest(flavour) for flavour in FLAVOURS}
    return draw.bounds(allowed, laboratory, title="Majorana neutrinos, all phases free: moments allowed at 90% CL")


def models() -> Figure:
    """Three theories of mass against laboratories, stars and naturalness, in one figure."""
    planes = [_plane(title, model, axes) for title, model, axes in _theories()]
    return model_planes(planes, title="Three theories of mass: excluded to the right of each line")


def star_moment(vertex: Vertex) -> float:
    """The moment that plasmons feel [mu_B]."""
    return float(np.sqrt(effective_moment_squared(vertex)))


def largest_moment(vertex: Vertex) -> float:
    """The largest element of the dipole [mu_B]."""
    return float(np.abs(vertex.dipole).max())


def _theories() -> list[tuple[str, Callable[[Array], Vertex], dict[str, Array]]]:
    """Title, theory, and its two parameters: a coupling or angle, and the lightest new mass [TeV]."""
    mixing = Mixing.nufit(lightest_mass=0.01 * eV)

    def left_right(theta: Array) -> Vertex:
        return MODELS["left-right"](mixing, mixing_angle=float(theta[0]), w2_mass=float(theta[1]) * TeV)

    def zee(theta: Array) -> Vertex:
        antisymmetric, yukawa = np.zeros((2, 3, 3))
        antisymmetric[0, 2], antisymmetric[2, 0], yukawa[1, 2] = theta[0], -theta[0], theta[0]
        return MODELS["zee"](mixing, antisymmetric=antisymmetric, yukawa=yukawa, **_scalars(theta[1]))

    def leptoquark(theta: Array) -> Vertex:
        singlet, doublet = np.zeros((2, 3, 3))
        singlet[2, 0], doublet[2, 1] = theta[0], theta[0]
        return MODELS["leptoquark"](mixing, singlet=singlet, doublet=doublet, **_scalars(theta[1]))

    angle, heavy = np.geomspace(1e-10, 0.78, 41), np.geomspace(0.3, 30, 11)
    light, quark = np.geomspace(0.1, 10, 11), np.geomspace(1, 100, 11)
    return [
        ("left-right symmetry", left_right, {r"mixing of the W bosons $\xi$": angle, r"$m_{W_2}$  [TeV]": heavy}),
        ("Zee", zee, {r"couplings $f_{e\tau} = Y_{\mu\tau}$": _COUPLINGS, r"$m_{S_1}$  [TeV]": light}),
        ("leptoquarks", leptoquark, {r"couplings $y_{be} = z_{b\mu}$": _COUPLINGS, r"$m_{S_1}$  [TeV] ": quark}),
    ]


def _scalars(mass: float) -> Json:
    """Two scalars, the second three times as heavy, half mixed."""
    return {"scalar_masses": (float(mass) * TeV, 3 * float(mass) * TeV), "mixing_angle": 0.5}


def _plane(title: str, model: Callable[[Array], Vertex], axes: Mapping[str, Array]) -> ModelPlane:
    """A theory with the walls that stars and naturalness are."""
    scan = scan_model(
        model, axes, ["xenonnt", "lz_ws2024", "gemma"],
        quantities={"stars": star_moment, "largest": largest_moment}, mixing=Mixing.nufit(lightest_mass=0.01 * eV),
    )  # fmt: skip
    tip = next(bound for bound in star_bounds(names=["tip"]) if bound.value is not None)
    scale = list(axes.values())[1] * TeV
    walls = {
        rf"red giants: {tip.value / 1e-12:.2g}$\times10^{{-12}}\,\mu_B$": (scan.quantities["stars"], float(tip.value)),
        r"natural: $\delta m_\nu$ = 1 eV": (mass_correction(scan.quantities["largest"], scale) / eV, 1.0),
    }
    return ModelPlane(title, scan, walls)


FIT_FIGURES: Final[dict[str, Callable[[], Figure]]] = {
    "fit_profiles": fit_profiles,
    "fit_planes": fit_planes,
    "fit_radii": fit_radii,
    "fit_corner": fit_corner,
    "fit_bounds": fit_bounds,
    "models": models,
}
"""Name of each figure to the function that makes it."""
