"""The figures of limits: every experiment by what it sees, beside what was published and what stars say."""

import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Final

from matplotlib.figure import Figure

from nuem import catalogue
from nuem.astro.stars import StarBound, bounds
from nuem.experiments import Limit, limit
from nuem.plots import bars as draw
from nuem.plots.bars import Bar
from nuem.plots.by_year import published_by_year
from nuem.plots.style import scientific
from nuem.scattering.atom import ValidityWarning

NAMES: Final = {
    "xenonnt": "XENONnT",
    "lz_ws2022": "LZ 2022",
    "lz_ws2024": "LZ 2024",
    "pandax4t_run1": "PandaX-4T Run1",
    "xenon1t_sr1": "XENON1T, excess of 2020",
    "xenon1t_s2only": "XENON1T, S2 only",
    "xenonnt_cevns": "XENONnT, nuclei",
    "superk_iv": "Super-Kamiokande IV",
    "dresden2": "Dresden-II",
    "conusplus_c3": "CONUS+ C3",
    "gemma": "GEMMA, final",
    "gemma_2007": "GEMMA 2007",
    "texono": "TEXONO",
    "munu": "MUNU",
    "nugen": r"$\nu$GeN",
    "coherent_csi": "COHERENT CsI",
    "coherent_lar": "COHERENT argon",
    "coherent_ge": "COHERENT germanium",
}
"""What stands beside the row of an experiment."""

SOLAR: Final = tuple(NAMES)[:8]
REACTOR: Final = tuple(NAMES)[8:15]
PIONS: Final = tuple(NAMES)[15:]
STARS: Final = {
    "tip_omega_cen": r"red-giant tip, $\omega$ Centauri",
    "red_giant": "red giants, core",
    "sun": "the Sun, energy loss",
    "supernova": "SN 1987A, helicity flip",
    "early_universe": "early universe",
    "pulsar": "pulsars, rotation",
    "delay": "SN 1987A, arrival times",
}
PUBLISHED: Final = "published, with CL"
ELEMENTS: Final = {
    "moment": "magnetic",
    "charge": "charge",
    "charge_radius": "charge_radius",
}
"""The matrix of the vertex that each coupling is an element of."""


def moment_limits() -> Figure:
    """Limits on the magnetic moment from each experiment by the flavour that it sees, beside those published and those of stars."""
    stars = {"stars and the early universe: one moment for all": _stars("moment")}
    return draw.upper_limits(
        _by_flavour("moment") | stars,
        xlabel=r"largest magnetic moment allowed at 90% CL  [$\mu_B$]",
        title="The neutrino magnetic moment, experiment by experiment",
        note=r"A thick line is an interval without zero. Published by the experiment, or from its data.",
    )


def charge_limits() -> Figure:
    """Allowed millicharges by the flavour that is seen, computed here and published."""
    published = [
        entry
        for entry in catalogue.entries(quantity="charge", since=2007)
        if entry.method in ("solar", "reactor")
        and entry.size is not None
        and entry.size > 1e-14
        and entry.source != "review"
    ]
    return draw.allowed_intervals(
        _by_flavour("charge")
        | {
            PUBLISHED: draw.numbered([draw.published_bar(entry) for entry in published]),
            "stars: one charge for all": [_both_signs(bar) for bar in _stars("charge")],
        },
        xlabel=r"electric charge of the neutrino  [$10^{-12}\,e$]",
        threshold=0.1,
        ticks=(10, 1e3, 1e5),
        scale=1e-12,
        title="The neutrino's millicharge",
        note="Published: Particle Data Group 2026 (CC BY 4.0) and later papers, upper limits drawn for both signs. Bound electrons\n"
        "of a computed atom; the medium screens the charge, which published limits mostly leave out.",
    )


def charge_radius_limits() -> Figure:
    """Allowed charge radii by the flavour that is seen, computed here with the interference and published."""
    published = [
        entry
        for entry in catalogue.entries(quantity="charge_radius")
        if entry.kind in ("interval", "measurement") and not entry.comment.startswith("Repl.")
    ]
    return draw.allowed_intervals(
        _by_flavour("charge_radius")
        | {PUBLISHED + ", as printed": draw.numbered([draw.published_bar(entry) for entry in published])},
        xlabel=r"charge radius $\langle r^2\rangle$  [$10^{-32}\,\mathrm{cm}^2$]",
        threshold=1.0,
        ticks=(1, 10, 100),
        scale=1e-32,
        title="The neutrino charge radius",
        note="Computed here: $F_Q = q^2\\langle r^2\\rangle/6$, so that $g_V$ shifts by $\\sqrt{2}\\pi\\alpha\\langle r^2\\rangle/3G_F$. Published values "
        "(Particle Data Group 2026,\nCC BY 4.0) stand as printed: their conventions differ by factors of up to 2 and in sign. Measurements with their error.",
    )


def published_moments() -> Figure:
    """All published upper limits on the magnetic moment against time, with what is computed here."""
    named = {
        "COWAN 1957": (7, 0, "Cowan and Reines"),
        "SCHWIENHORST 2001": (7, 0, r"DONUT, $\nu_\tau$"),
        "COOPER-SARKAR 1992": (7, 0, r"BEBC, $\nu_\tau$"),
        "AUERBACH 2001": (7, 9, r"LSND, $\nu_\mu$"),
        "ABREU 1997J": (7, 0, "LEP"),
        "BEDA 2013": (4, -11, "GEMMA"),
        "ACKERMANN 2026": (8, 4, "CONUS"),
        "AGOSTINI 2017A": (3, 10, "Borexino"),
        "APRILE 2022B": (9, -12, "XENONnT"),
        "CAPOZZI 2020": (7, 0, "red giants"),
        "RAFFELT 1990": (7, -2, "red giants"),
        "NUSSINOV 1987": (7, 0, "cosmic backgrounds"),
    }
    computed = {
        "xenonnt": (2022, (-9, 3, "XENONnT, here")),
        "gemma": (2013, (2, 14, "GEMMA, here")),
        "gemma_2007": (2007, (-8, -11, "GEMMA 2007, here")),
        "texono": (2007, (8, 8, "TEXONO, here")),
        "munu": (2005, (-10, 3, "MUNU, here")),
    }
    return published_by_year(
        [entry for entry in catalogue.entries(quantity="magnetic_moment") if entry.source != "review"],
        named=named,
        computed=[(year, _limit(name, "moment"), label) for name, (year, label) in computed.items()],
        title="Limits on the neutrino magnetic moment",
        note="Published: Particle Data Group 2026 (CC BY 4.0) and later papers. Confidence levels are 90% or 95%, or not stated.",
    )


LIMIT_FIGURES: Final[dict[str, Callable[[], Figure]]] = {
    "moment_limits": moment_limits,
    "charge_limits": charge_limits,
    "charge_radius_limits": charge_radius_limits,
    "published_moments": published_moments,
}


def _by_flavour(coupling: str) -> dict[str, list[Bar]]:
    """Computed limits of all experiments in groups by what arrives."""
    groups = {
        "solar neutrinos: one coupling for all flavours": [_row(name, coupling) for name in SOLAR],
        r"reactors: $\bar\nu_e$": [_row(name, coupling) for name in REACTOR],
    }
    for flavour in ("e", "mu"):
        element = f"{ELEMENTS[coupling]}[{flavour},{flavour}]"
        symbol = {"e": r"$\nu_e$", "mu": r"$\nu_\mu$"}[flavour]
        groups[f"stopped pions: {symbol} alone"] = [_row(name, element) for name in PIONS]
    if coupling != "charge":
        element = f"{ELEMENTS[coupling]}[tau,tau]"
        groups[r"solar neutrinos: $\nu_\tau$ alone"] = [_row("xenonnt_cevns", element)]
    return groups


def _row(name: str, coupling: str) -> Bar:
    return draw.as_bar(_limit(name, coupling), NAMES[name])


def _both_signs(bar: Bar) -> Bar:
    """An upper limit for both signs, its size in words where it is too small to be seen."""
    size = bar.interval[1]
    return replace(bar, label=f"{bar.label}, {scientific(size, 'e')}", pieces=((-size, size),))


def _stars(coupling: str) -> list[Bar]:
    by_name = {bound.name: bound for bound in star_bounds() if bound.coupling == coupling}
    return [Bar(title, ((0.0, by_name[name].value),), "star") for name, title in STARS.items() if name in by_name]


@cache
def star_bounds() -> tuple[StarBound, ...]:
    """All bounds of stars."""
    return bounds()


@cache
def _limit(name: str, coupling: str) -> Limit:
    """The limit; where the response of the atoms is uncertain the text around the figure says so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ValidityWarning)
        return limit(name, coupling)
