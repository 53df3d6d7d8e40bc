"""The figures of the theories of mass: each asks the library for its results and hands them to a drawing function."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, Literal

import numpy as np
from matplotlib.figure import Figure

from nuem import models
from nuem.constants import TAU_MASS, W_MASS
from nuem.flavour import FLAVOURS, Mixing, effective_moments, mixing_matrices
from nuem.plots import moments as draw
from nuem.plots.style import BLACK, BLUE, GREEN, ORANGE, RED, Curve
from nuem.units import eV

ORDERINGS: Final[tuple[Literal["normal", "inverted"], ...]] = ("normal", "inverted")
_DASHED = (0, (5.0, 2.0))
# Where labels stand: abscissa [eV], and above (1) or below (-1) the line; moments that nearly coincide share one.
_DIAGONAL: Final = {
    "normal": ((0, r"$\mu_{11}$", 1e-3), (1, r"$\mu_{22}$", 2e-4), (2, r"$\mu_{33}$", 2e-4)),
    "inverted": ((2, r"$\mu_{33}$", 1e-3), (1, r"$\mu_{22}$, at most 1.5 % above $\mu_{11}$", 1.5e-3)),
}
_TRANSITIONS: Final[dict[str, dict[tuple[int, int], tuple[float, int]]]] = {
    "normal": {(0, 1): (4e-4, -1), (0, 2): (2e-4, -1), (1, 2): (0.15, 1)},
    "inverted": {(0, 1): (2e-4, 1), (0, 2): (2e-4, -1), (1, 2): (0.15, 1)},
}
_PAIRS: Final = {(0, 1): BLUE, (0, 2): ORANGE, (1, 2): GREEN}


def moments_against_mass() -> Figure:
    """Moments of the minimal models against the lightest mass, in both orderings."""
    masses = np.geomspace(1e-4, 1.0, 241) * eV
    panels = []
    for ordering in ORDERINGS:
        mixings = [replace(Mixing.nufit(ordering), lightest_mass=float(mass)) for mass in masses]
        dirac = np.abs([models.minimal_dirac(mixing).magnetic for mixing in mixings])
        majorana = np.abs([models.minimal_majorana(mixing).dipole for mixing in mixings])
        diagonal = [Curve(words, dirac[:, k, k], RED, "-", at) for k, words, at in _DIAGONAL[ordering]]
        transitions = [
            Curve(rf"$\mu_{{{f + 1}{i + 1}}}$", dirac[:, f, i], colour, "-", *_TRANSITIONS[ordering][f, i])
            for (f, i), colour in _PAIRS.items()
        ]
        dashed = [Curve("", majorana[:, f, i], colour, _DASHED) for (f, i), colour in _PAIRS.items()]
        panels.append((f"{ordering} ordering", masses, diagonal, [*transitions, *dashed]))
    return draw.against_mass(
        panels,
        ylims=((1e-23, 1e-18), (3e-26, 1e-23)),
        title="Magnetic moments of massive neutrinos in the minimal models",
        styles={r"Dirac, $|\mu_{fi}|$": "-", r"Majorana, $|\mu_{fi} - i\epsilon_{fi}|$": _DASHED},
        note="At the best fit of NuFIT, Majorana phases zero. Majorana neutrinos have no diagonal moments.",
    )


def loop_function() -> Figure:
    """The exact one-loop moment of a neutrino of any mass, across the threshold of its decay to W and tau."""
    threshold = W_MASS + TAU_MASS
    above = threshold * (1 + np.geomspace(1e-4, 60.0, 600))
    below = threshold * (1 - np.geomspace(1e-4, 0.97, 600))[::-1]
    mass = np.concatenate([below, above])
    value = models.loop_function_exact((TAU_MASS / W_MASS) ** 2, (mass / W_MASS) ** 2)
    return draw.across_threshold(
        mass,
        [
            Curve(r"$|I|$", np.abs(value), BLACK, "-", 190.0),
            Curve(r"$\mathrm{Re}\, I$", value.real, BLUE, _DASHED, 135.0, -1),
            Curve(r"$\mathrm{Im}\, I$", np.where(value.imag > 0, value.imag, np.nan), RED, _DASHED, 900.0),
        ],
        threshold=threshold,
        ylim=(0.02, 30.0),
        limits=[(1.5, r"$3/2$: massless neutrino"), (0.5, r"$1/2$: infinitely heavy neutrino")],
        title=r"Exact one-loop moment, $\mu_\nu = eG_F m_\nu\, I(a, b)/4\sqrt{2}\pi^2$, with a tau",
    )


def phase_bands() -> Figure:
    """Effective moments of Majorana neutrinos in the minimal model, for all Majorana phases."""
    phase = np.linspace(0, 2 * np.pi, 181)
    panels = []
    for ordering in ORDERINGS:
        best = Mixing.nufit(ordering, lightest_mass=0.01 * eV)
        angles: dict[str, float] = {
            name: getattr(best, name) for name in ("sin2_theta12", "sin2_theta13", "sin2_theta23", "delta")
        }
        unitary = mixing_matrices(**angles, alpha21=phase[:, None], alpha31=phase)
        dipoles = models.minimal_dipoles("majorana", unitary, best.masses)
        bands = []
        for flavour, colour, words in zip(
            FLAVOURS, (RED, BLUE, GREEN), (r"$\nu_e$", r"$\nu_\mu$", r"$\nu_\tau$"), strict=True
        ):
            values = effective_moments(dipoles, unitary, flavour)
            bands.append(draw.Band(words, values.min(axis=1), values.max(axis=1), values[:, 0], colour))
        panels.append((f"{ordering} ordering", phase, bands))
    return draw.phase_bands(
        panels,
        xlabel=r"Majorana phase $\alpha_{21}$  [degrees]",
        ylabel=r"effective moment at a short baseline  [$\mu_B$]",
        ylim=(3e-26, 5e-24),
        title="What the Majorana phases leave of the effective moments",
        note=r"Minimal Majorana model at the best fit of NuFIT, lightest mass 0.01 eV. Bands: all $\alpha_{31}$; lines: $\alpha_{31} = 0$.",
    )


THEORY_FIGURES: Final[dict[str, Callable[[], Figure]]] = {
    "moments_against_mass": moments_against_mass,
    "loop_function": loop_function,
    "phase_bands": phase_bands,
}
"""Name of each figure to the function that makes it."""
