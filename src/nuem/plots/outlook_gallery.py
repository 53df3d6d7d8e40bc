"""The figures of what comes next and of heavy leptons: each asks the library for its results and hands them to a drawing function."""

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np
from matplotlib.figure import Figure

from nuem import models
from nuem.astro.stars.red_giant import portal_moment
from nuem.astro.stars.supernova_portal import Flavour, portal_supernova
from nuem.experiments import combine, experiment, limit
from nuem.experiments.bounds.portal import PortalLimits, portal_limits_by_flavour
from nuem.experiments.bounds.portal_coupling import Flavours
from nuem.flavour import Mixing
from nuem.plots import outlook as draw
from nuem.plots.portal import Band, Hint, portal_flavours, portal_plane, supernova_bands
from nuem.scattering.portal import moment_of_decay_length
from nuem.units import MeV, au, eV, keV, km

TODAY: Final = {
    "xenonnt": "XENONnT, solar",
    "lz_ws2024": "LZ 2024, solar",
    "pandax4t_run1": "PandaX-4T, solar",
    "gemma": "GEMMA, reactor (surrogate)",
    "conusplus_c3": "CONUS+ C3, reactor",
    "superk_iv": "Super-Kamiokande IV, solar",
}
PROJECTIONS: Final = {
    "nugen": "nuGeN, reactor",
    "xlzd_40": "XLZD, 40 t yr, solar",
    "xlzd_200": "XLZD, 200 t yr, solar",
    "xlzd_cr51": r"$^{51}$Cr below XLZD",
    "xlzd_nr_200": "XLZD, 200 t yr, nuclei",
    "juno_solar": "JUNO, 60 kt yr, solar",
    "dune_nd": r"DUNE near detector, $\nu_\mu$",
    "tritium_helium": "tritium in helium",
}
_FLAVOURS: Final[tuple[tuple[Flavour, str], ...]] = (("e", r"$\nu_e$"), ("mu", r"$\nu_\mu$ or $\nu_\tau$"))
_ONE_FLAVOUR: Final[tuple[tuple[Flavour, str], ...]] = (("e", r"$\nu_e$"), ("mu", r"$\nu_\mu$"), ("tau", r"$\nu_\tau$"))
_NAMES: Final = {
    "xenonnt": "XENONnT, solar, electrons",
    "xenonnt_cevns": "XENONnT, solar, nuclei",
    "superk_iv": "Super-Kamiokande IV, solar",
    "gemma": "GEMMA, reactor",
    "conusplus_c3": "CONUS+ C3, reactor",
    "coherent_csi": "COHERENT CsI, pions",
}
_PLANE: Final = {"xenonnt": "XENONnT, solar", "gemma": "GEMMA, reactor", "conusplus_c3": "CONUS+ C3, reactor"}
_REACH: Final = {
    **dict.fromkeys(_PLANE, np.concatenate([np.geomspace(1, 60, 5) * keV, np.geomspace(0.08, 7.5, 18) * MeV])),
    "xenonnt_cevns": np.array([0.001, 0.5, 2.0, 5.0, 8.0, 11.0]),
    "superk_iv": np.array([0.001, 0.5, 1.0, 2.0, 2.8]),
    "coherent_csi": np.array([0.001, *np.geomspace(2.0, 40, 8), 47.0]),
}
"""Masses up to the largest that each can make [MeV]."""
_SEEN: Final[dict[str, tuple[Flavours, ...]]] = {
    "xenonnt": ("e", "mu", "tau", "all"),
    **dict.fromkeys(("xenonnt_cevns", "superk_iv"), ("e", "mu", "tau")),
    **dict.fromkeys(("gemma", "conusplus_c3"), ("e", "all")),
    "coherent_csi": ("e", "mu", "all"),
}
_HEAVIEST: Final = 0.45 * eV  # the laboratory limit on the mass, of which the theories' upper ends are


def outlook() -> Figure:
    """Limits on the magnetic moment today, expected ones with their bands, and what theories of mass predict."""
    limits = {name: limit(name, "moment") for name in TODAY}
    today = [
        draw.Row(label, limits[name].value, published=_published(limits[name].published))
        for name, label in TODAY.items()
    ]
    projections = []
    for name, label in PROJECTIONS.items():
        combination = combine(name)
        bands = combination.expected("moment").bands
        published = _published(
            next(iter(experiment(name).published.values()), None)
        )  # of DUNE that of nu_mu, nearly its only flavour
        projections.append(draw.Row(label, bands[0], (bands[-2], bands[-1], bands[1], bands[2]), published))
    return draw.outlook(
        today,
        projections,
        _theories(),
        title="Magnetic moments: today, expected, and in theory",
        note="Theory: lightest mass from 0 to 0.45 eV. Hatched: orders of magnitude that need no fine tuning at 1 TeV.\n"
        "Shaded: excluded today, and what projections add. Each projection rests on assumptions of its own.",
    )


def _published(published: object) -> float | None:
    value = getattr(published, "value", None)
    return None if value is None else float(value)


def _theories() -> list[draw.Prediction]:
    """Moments of the minimal models, and natural ones."""
    light, heavy = (Mixing.nufit(lightest_mass=mass) for mass in (0.0, _HEAVIEST))
    dirac = [float(np.abs(models.minimal_dirac(mixing).magnetic).max()) for mixing in (light, heavy)]
    majorana = [float(np.abs(models.minimal_majorana(mixing).dipole).max()) for mixing in (light, heavy)]
    masses = float(light.masses.max()), _HEAVIEST
    natural = [models.natural_moment("dirac", mass)[0].moment for mass in masses]
    loops = [mixing.moment for mass in masses for mixing in models.natural_moment("majorana", mass)]
    return [
        draw.Prediction("Majorana, minimal", min(majorana), max(majorana)),
        draw.Prediction("Dirac, minimal", min(dirac), max(dirac)),
        draw.Prediction("Dirac, natural", natural[0] / 10, natural[1]),
        draw.Prediction("Majorana, natural", min(loops) / 10, min(max(loops), 1e-9)),
    ]


def portal_limits_plane() -> Figure:
    """Limits on the dipole portal against the mass of the heavy neutral lepton, with the ways that it travels."""
    masses = _REACH["xenonnt"]
    limits = [_limits(name)["all"] for name in _PLANE]
    stars = np.geomspace(1, 18.5, 40) * keV
    energy = 10 * MeV
    ways = [
        Hint(f"decay length {label}", masses, moment_of_decay_length(length, energy, mass=masses))
        for label, length in (("1 au", au), ("6400 km", 6371 * km))
    ]
    red_giants = Hint("red giants", stars, np.array([portal_moment(mass) for mass in stars.tolist()]))
    return portal_plane(
        limits,
        _PLANE,
        others=[red_giants],
        hints=ways,
        published={
            name: limit.value for name in _PLANE if (limit := experiment(name).published.get("moment")) is not None
        },
        title="Dipole portal, three partners of one mass; decay lengths at 10 MeV",
    )


def portal_by_flavour() -> Figure:
    """Limits on a partner of one flavour: the Sun has all three, reactors electron antineutrinos, pions at rest the first two."""
    panels = {
        words: [_limits(name)[flavour] for name in _NAMES if flavour in _SEEN[name]] for flavour, words in _ONE_FLAVOUR
    }
    return portal_flavours(panels, _NAMES, title="Dipole portal, one partner of one flavour")


def portal_supernova_bands() -> Figure:
    """Moments to a heavy partner that the cooling of SN 1987A excludes, for both shapes of the star, with a limit from stopped pions."""
    bands = [_band(flavour, f"SN 1987A, {words}", profile=True) for flavour, words in _FLAVOURS]
    zones = [_band(flavour, f"one zone, {words}", profile=False) for flavour, words in _FLAVOURS]
    pions = _limits("coherent_csi")["all"]
    masses = np.geomspace(2, 80, 20)
    length = moment_of_decay_length(100 * km, 100 * MeV, mass=masses)
    return supernova_bands(
        bands,
        zones,
        [
            Hint("COHERENT CsI, three partners", pions.masses[1:-1], pions.moments[1:-1]),
            Hint("decay length 100 km at 100 MeV", masses, length),
        ],
        title="Dipole portal in SN 1987A: excluded by cooling",
    )


def _band(flavour: Flavour, label: str, *, profile: bool) -> Band:
    masses = np.array([2.0, 20, 80, 110, 125, 150, *((200, 235, 255, 280) if flavour == "e" else ())])
    pieces = [portal_supernova(mass, flavour=flavour, profile=profile).excluded for mass in masses.tolist()]
    bounded = [(mass, *ends[0]) for mass, ends in zip(masses.tolist(), pieces, strict=True) if ends]
    return Band(label, *np.array(bounded).T)


@cache
def _limits(name: str) -> dict[Flavours, PortalLimits]:
    """Limits of an experiment on three partners, and on partners of each flavour that it sees; rates are folded once for all figures."""
    return portal_limits_by_flavour(name, _REACH[name], _SEEN[name])


OUTLOOK_FIGURES: Final[dict[str, Callable[[], Figure]]] = {
    "outlook": outlook,
    "portal_plane": portal_limits_plane,
    "portal_flavours": portal_by_flavour,
    "portal_supernova": portal_supernova_bands,
}
"""Name of each figure to the function that makes it."""
