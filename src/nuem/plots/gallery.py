"""The figures of the review page: each asks the library for its results and hands them to a drawing function."""

from collections.abc import Callable
from typing import Final

import numpy as np
from matplotlib.figure import Figure

from nuem import rates, sources
from nuem.experiments import limit, predict
from nuem.plots import cross_section as draw_cross_section
from nuem.plots.atom_gallery import ATOM_FIGURES
from nuem.plots.counts import spectrum as draw_spectrum
from nuem.plots.data import DATA_FIGURES
from nuem.plots.fit_gallery import FIT_FIGURES
from nuem.plots.limits_gallery import LIMIT_FIGURES
from nuem.plots.outlook_gallery import OUTLOOK_FIGURES
from nuem.plots.stars_gallery import STAR_FIGURES
from nuem.plots.style import BLACK, CHARGE, GREY, MAGNETIC, RADIUS, Curve, scientific
from nuem.plots.theory import THEORY_FIGURES
from nuem.scattering.electron import parts
from nuem.scattering.kinematics import maximum_recoil
from nuem.scattering.neutrino_couplings import Couplings
from nuem.units import day, keV, kg
from nuem.vertex import Vertex

_DASHED, _DOTTED = (0, (5.0, 2.0)), (0, (1.2, 1.6))


def cross_sections() -> Figure:
    """All couplings on a free electron, and how far they lift an antineutrino of a reactor above the weak interaction."""
    energy = 1.0
    recoil = np.geomspace(0.1 * keV, (1 - 1e-6) * maximum_recoil(energy), 700)
    moment = {
        power: parts(recoil, energy, couplings=Couplings(moment=10.0**power)).magnetic for power in (-12, -11, -10)
    }
    charge = {power: parts(recoil, energy, couplings=Couplings(charge=10.0**power)).charge for power in (-13, -12)}

    def weak(flavour: str, antineutrino: bool) -> np.ndarray:
        return parts(recoil, energy, flavour=flavour, antineutrino=antineutrino).weak

    curves = [
        Curve(r"weak, $\nu_e$", weak("e", False), BLACK, "-", 160.0),
        Curve(r"weak, $\bar\nu_e$", weak("e", True), BLACK, _DASHED, 160.0, -1),
        Curve(r"weak, $\nu_{\mu,\tau}$", weak("mu", False), GREY, "-", 40.0),
        Curve(r"weak, $\bar\nu_{\mu,\tau}$", weak("mu", True), GREY, _DASHED, 40.0, -1),
        *(
            Curve(rf"$\mu_\nu = {_power(power)}\,\mu_B$", values, MAGNETIC, "-", 0.35 if power < -10 else 3.0)
            for power, values in moment.items()
        ),
        *(
            Curve(rf"$q_\nu = {_power(power)}\,e$", values, CHARGE, "-", 4.0 if power == -12 else 0.5)
            for power, values in charge.items()
        ),
    ]
    standard = weak("e", True)

    def ratio(**couplings: float) -> np.ndarray:
        return np.asarray(parts(recoil, energy, antineutrino=True, couplings=Couplings(**couplings)).total / standard)

    ratios = [
        Curve(r"$\mu_\nu = 10^{-11}\,\mu_B$", ratio(moment=1e-11), MAGNETIC, "-", 0.3),
        Curve(r"$q_\nu = {-3\times10^{-13}\,e}$", ratio(charge=-3e-13), CHARGE, "-", 1.6),
        Curve(r"$q_\nu = +3\times10^{-13}\,e$", ratio(charge=3e-13), CHARGE, _DASHED, 4.6, -1),
        Curve(r"$\langle r^2\rangle = +10^{-31}\,\mathrm{cm}^2$", ratio(charge_radius=1e-31), RADIUS, "-", 60.0),
        Curve(
            r"$\langle r^2\rangle = -10^{-31}\,\mathrm{cm}^2$", ratio(charge_radius=-1e-31), RADIUS, _DASHED, 60.0, -1
        ),
    ]
    return draw_cross_section.cross_sections(
        recoil,
        curves,
        ratios,
        title=rf"A neutrino of {energy:g} MeV on a free electron at rest",
        ratio_label=r"total / weak, for $\bar\nu_e$",
        ylim=(3e-48, 3e-42),
        ratio_lim=(0.15, 30.0),
    )


def recoil_rates() -> Figure:
    """The same couplings folded with the Sun on xenon and a reactor on germanium, electrons bound by stepping."""
    unit = 1 / (kg * day * keV)
    places = (
        ("solar neutrinos on xenon", sources.Sun(), "Xe", (0.1, 1000.0)),
        (
            r"reactor antineutrinos on germanium, $2.7\times10^{13}$ cm$^{-2}$s$^{-1}$",
            sources.Reactor(flux=2.7e13),
            "Ge",
            (0.1, 1000.0),
        ),
    )
    panels = []
    for title, source, material, (low, high) in places:
        recoil = np.geomspace(low * keV, high * keV, 600)
        vertices = {
            "moment": Vertex("dirac", magnetic=1e-11 * np.eye(3)),
            "charge": Vertex("dirac", charge=3e-13 * np.eye(3)),
            "negative": Vertex("dirac", charge=-3e-13 * np.eye(3)),
        }
        spectra = {
            name: rates.recoil_spectrum(source, material, recoil, vertex=vertex, electrons="stepping")
            for name, vertex in vertices.items()
        }
        curves = [
            Curve(r"magnetic alone, $\mu_\nu = 10^{-11}\,\mu_B$", spectra["moment"]["magnetic"] / unit, MAGNETIC),
            Curve(r"weak and charge, $q_\nu = -3\times10^{-13}\,e$", spectra["negative"]["total"] / unit, CHARGE),
            Curve(
                r"weak and charge, $q_\nu = +3\times10^{-13}\,e$", spectra["charge"]["total"] / unit, CHARGE, _DASHED
            ),
            Curve("weak", spectra["moment"]["weak"] / unit, BLACK),
        ]
        panels.append((title, recoil, curves))
    return draw_cross_section.rates(panels, title="Recoil rates: two sources, the same couplings", ylim=(1e-8, 3.0))


def xenonnt() -> Figure:
    """The events of XENONnT with background, solar neutrinos, best fit and the moment that is excluded."""
    result = limit("xenonnt", "moment")
    best, excluded, twice = (
        predict("xenonnt").fitted("moment", value) for value in (result.best_fit, result.value, 2 * result.value)
    )
    best_value = "0" if result.best_fit == 0 else scientific(result.best_fit, "mu_B")
    return draw_spectrum(
        best,
        {
            rf"$\mu_\nu$ = {scientific(result.value, 'mu_B')}: limit at {100 * result.cl:g}% CL": excluded,
            r"twice that moment": twice,
        },
        title="XENONnT SR0, 1.16 tonne year",
        best_label=rf"best fit, $\mu_\nu$ = {best_value}",
        merge=2,
    )


FIGURES: Final[dict[str, Callable[[], Figure]]] = {
    "cross_sections": cross_sections,
    "recoil_rates": recoil_rates,
    "xenonnt": xenonnt,
    **DATA_FIGURES,
    **LIMIT_FIGURES,
    **THEORY_FIGURES,
    **FIT_FIGURES,
    **STAR_FIGURES,
    **ATOM_FIGURES,
    **OUTLOOK_FIGURES,
}
"""Name of each figure to the function that makes it."""


def _power(power: int) -> str:
    return f"10^{{{power}}}"
