"""The figures of stars and processes: each asks the library for its results and hands them to a drawing function."""

from collections.abc import Callable
from typing import Final

import numpy as np
from matplotlib.figure import Figure

from nuem import catalogue
from nuem.astro.emission import Couplings, pair_annihilation, photoneutrinos
from nuem.astro.emission.phase_space import mass_moments
from nuem.astro.emission.plasmon_decay import from_moments
from nuem.astro.plasma import Plasma
from nuem.astro.radiation import spin_light_plasma
from nuem.astro.radiation.spin_light import closed_form, photon_energy, reduced_rate, regime, spectrum_in_angle
from nuem.plots import stars as draw
from nuem.plots.limits_gallery import star_bounds
from nuem.plots.stars import Mark, Place
from nuem.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, RED, SKY, Curve
from nuem.units import kelvin

PLACES: Final = (
    Place("core of a red giant", 1e6, 1e8, (7.0, -13.0)),
    Place("horizontal branch", 1e4, 1e8, (-6.0, -14.0)),
    Place("white dwarf, hot", 1e6, 3e7, (7.0, -12.0)),
    Place("Sun", 1.5e2, 1.5e7, (7.0, -4.0)),
    Place("supernova core", 3e14, 3.5e11, (-8.0, 5.0)),
)

_DASHED = (0, (5.0, 2.0))
_FLAVOUR_COLOURS: Final = {
    r"$\nu_e$": BLUE, r"$\nu_\mu$": ORANGE, r"$\nu_\tau$": GREEN, "solar mixture": SKY, "any": GREY,
}  # fmt: skip


def emission_plane() -> Figure:
    """Energy loss by a moment of 1e-12 mu_B against that by the weak interaction, and the process that makes most of the first, over the plane."""
    density, temperature = np.geomspace(1, 1e15, 121), np.geomspace(1e6, 1e12, 91)
    plasma = Plasma(density, 0.5, (temperature * kelvin)[:, None])
    cold = plasma.plasma_frequency / plasma.temperature
    plasmons = from_moments(mass_moments(plasma, without_cold_factor=True), Couplings(moment=1e-12), plasma.density)
    other_losses = [process.emissivity(plasma, moment=1e-12) for process in (photoneutrinos, pair_annihilation)]

    def logarithms(channel: str) -> np.ndarray:
        """ln Q of plasmons, photons and pairs; none below the smallest number, nor of photons below the plasma frequency."""
        rows = [np.log(getattr(plasmons, channel)) - cold]
        for other in other_losses:
            value = np.nan_to_num(getattr(other, channel))
            rows.append(np.where(value > 1e-280, np.log(np.maximum(value, 1e-280)), -np.inf))
        return np.array(rows)

    magnetic, weak = logarithms("magnetic"), logarithms("weak")
    ratio = (np.logaddexp.reduce(magnetic) - np.logaddexp.reduce(weak)) / np.log(10)
    return draw.plane(
        density,
        temperature,
        ratio,
        PLACES,
        regions=dict(zip(("plasmons", "photons", "pairs"), magnetic, strict=True)),
        title=r"Energy loss by $\mu_\nu = 10^{-12}\,\mu_B$ against the weak interaction, and its main process",
        label=r"$\log_{10}(Q_\mu/Q_{\rm weak})$",
    )


def plasmon_dispersion() -> Figure:
    """Both branches in three plasmas, by Braaten and Segel and at one loop."""
    k = np.linspace(0, 1.8, 181)
    panels = []
    for title, plasma in (
        ("slow: the Sun", Plasma(150, 0.86, 1.5e7 * kelvin)),
        ("core of a red giant", Plasma(1e6, 0.5, 1e8 * kelvin)),
        (r"$3\times10^9$ K, $10^4$ g cm$^{-3}$", Plasma(1e4, 0.5, 3e9 * kelvin)),
    ):
        scale = float(plasma.plasma_frequency)
        curves = []
        for branch, colour, at in (("transverse", BLUE, 0.75), ("longitudinal", RED, 0.62)):
            for treatment, style in (("braaten-segel", "-"), ("one-loop", _DASHED)):
                mode = getattr(plasma, branch)(k * scale, treatment=treatment)
                word = branch if treatment == "braaten-segel" else ""
                curves.append(
                    Curve(
                        word, mode.frequency / scale, colour, style, at if word else None, 1 if colour == BLUE else -1
                    )
                )
        panels.append((title, curves))
    return draw.dispersion(
        k,
        panels,
        title="Photons and plasmons: frequency against wave number",
        note="Full: Braaten and Segel; dashed: one loop. Dotted: light cone, where the longitudinal branch stops to decay.",
    )


def spin_light() -> Figure:
    """Spin light from dilute to dense matter."""
    momentum = np.geomspace(1e-2, 1e6, 49)
    rates = []
    for power, colour, at in ((-4, BLUE, 3e4), (-1, GREEN, 3e4), (2, RED, 3e4)):
        a = 10.0**power
        values = np.array([reduced_rate(float(p), a)[0] for p in momentum])
        closed = np.full_like(values, np.nan)
        for n, p in enumerate(momentum):
            word = regime(float(p), 1.0, 2 * a)
            if word != "between":
                closed[n] = closed_form(float(p), a, word)[0]
        rates.append((Curve(rf"$V/2m = 10^{{{power}}}$", values, colour, "-", at), closed))
    fraction = np.linspace(1e-3, 0.999, 400)
    spectra = []
    for p, a, colour in ((1000.0, 1.0, BLACK), (10.0, 0.1, BLUE), (10.0, 1e-3, GREEN), (1.0, 1e-2, RED)):
        words = rf"${p:g},\ {a:g}$"
        spectra.append(Curve(words, _photon_spectrum(fraction, p, a), colour))
    above = np.geomspace(1.0, 1e3, 61)
    plasmas = []
    for gap, colour in ((0.1, BLUE), (1.0, GREEN), (100.0, RED)):
        edge = gap * (gap + 2) / 4  # the threshold for V/2m = 1
        left = [
            spin_light_plasma.reduced_rate(x * edge, 1.0, gap)[0] / reduced_rate(x * edge, 1.0)[0]
            for x in above.tolist()
        ]
        plasmas.append(Curve(rf"$m_\gamma = {gap:g}\,m$", np.array(left), colour))
    return draw.spin_light(
        momentum, rates, fraction, spectra, above, plasmas, unit=r"$\mu_\nu^2 m^3$, Heaviside-Lorentz"
    )


def _photon_spectrum(fraction: np.ndarray, p: float, a: float) -> np.ndarray:
    """(omega_max/Gamma) dGamma/d omega at fractions of omega_max, from the distribution in angle."""
    delta = np.concatenate([[0.0], np.geomspace(1e-14, 2, 20001)])
    cosine = 1 - delta
    omega = photon_energy(cosine, p, 1.0, 2 * a)
    lit = np.concatenate([[True], np.diff(cosine) < 0])  # angles that rounding keeps apart
    omega, weight = omega[lit], spectrum_in_angle(cosine[lit], p, 1.0, 2 * a, moment=1.0)
    slope = np.abs(np.gradient(omega, cosine[lit]))
    density = weight / np.where(slope > 0, slope, np.inf)
    order = np.argsort(omega)
    largest = float(omega.max())
    values = np.interp(fraction * largest, omega[order], density[order], left=0.0, right=0.0)
    total = -np.trapezoid(weight, cosine[lit])
    return np.asarray(values * largest / total)


def bounds_by_method() -> Figure:
    """All published limits on the magnetic moment by method and flavour, and what stars give here."""
    colours = {"e": BLUE, "mu": ORANGE, "tau": GREEN, "solar mixture": SKY}
    rows: dict[str, list[Mark]] = {method: [] for method in catalogue.METHODS}
    rows = {"stars, computed here": [], **rows}
    for entry in catalogue.entries(quantity="magnetic_moment"):
        if entry.size is not None and entry.kind != "expected limit":
            rows[entry.method].append(Mark(entry.size, colours.get(entry.flavour, GREY), False))
    short: dict[str, tuple[str, str]] = {
        "red_giant": ("stars, computed here", "red giants"),
        "tip_ngc4258": ("stars, computed here", "tip, NGC 4258"),
        "tip_m5": ("stars, computed here", "tip, M5"),
        "supernova": ("stars, computed here", "SN 1987A (Dirac)"),
        "sun": ("stars, computed here", "Sun"),
        "early_universe": ("cosmology", r"$N_{\rm eff}$ (Dirac)"),
    }
    for bound in star_bounds():
        if bound.coupling == "moment" and bound.name in short:
            method, name = short[bound.name]
            rows[method].append(Mark(bound.value, RED, True, name))
    return draw.by_method(
        {name: results for name, results in rows.items() if results},
        title="Limits on neutrino magnetic moments: laboratory, Sun and stars",
        xlabel=r"upper limit on $\mu_\nu$  [$\mu_B$]",
        note="Published: Review of Particle Physics 2026, CC BY 4.0, and the review.",
        legend=_FLAVOUR_COLOURS,
    )


STAR_FIGURES: Final[dict[str, Callable[[], Figure]]] = {
    "emission_plane": emission_plane,
    "plasmon_dispersion": plasmon_dispersion,
    "spin_light": spin_light,
    "bounds_by_method": bounds_by_method,
}
"""Name of each figure to the function that makes it."""
