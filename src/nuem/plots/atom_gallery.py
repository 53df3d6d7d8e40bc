"""The figures of bound electrons: each asks the library for its results and hands them to a drawing function."""

from collections.abc import Callable
from typing import Final

import numpy as np
from matplotlib.figure import Figure

from nuem.constants import ELECTRON_MASS
from nuem.elements import compound, element
from nuem.experiments import experiment, predict
from nuem.plots import atom as draw
from nuem.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, RED, SKY, Curve, LineStyle
from nuem.scattering.atom import response
from nuem.scattering.atom.absorption import TABULATED_FROM, computed, elam
from nuem.scattering.atom.dynamic import dynamic_structure_factor
from nuem.units import barn, keV
from nuem.vertex import Vertex

_DASHED, _DOTTED = (0, (5.0, 2.0)), (0, (1.2, 1.6))

_SOLAR = 0.27  # MeV, mean energy of pp neutrinos


def effective_electrons(symbol: str = "Xe") -> Figure:
    """The effective number of electrons of an atom against the energy transfer, by kind of interaction and by model."""
    T = np.geomspace(0.01, 60, 3000) * keV
    counted, bound = response(symbol, "stepping").at(T), response(symbol, "hfs").at(T, warn=False)
    vacuum = response(symbol, "hfs-vacuum").at(T, warn=False).charge_squared(_SOLAR)
    photons = response(symbol, "epa").at(T).charge_squared(_SOLAR)
    few = [
        Curve("stepping", counted.N_w, GREY, _DASHED),
        Curve(r"$N_w$, weak and charge radius", bound.N_w, BLACK),
        Curve(r"$N_\mu$, magnetic moment", bound.N_mu, RED),
    ]
    many = [
        Curve("stepping", counted.N_q, GREY, _DASHED),
        Curve(r"$N_q$, longitudinal", bound.N_q, SKY),
        Curve("with photons in the medium", bound.charge_squared(), BLUE),
        Curve("with photons in vacuum", vacuum, GREEN, _DOTTED),
        Curve("equivalent photons alone", photons, ORANGE, _DOTTED),
    ]
    shells = {
        shell.name: shell.binding / keV
        for shell in compound(symbol).shells
        if shell.name.split()[-1] in ("K", "L3", "M5", "N5") and T[0] < shell.binding < T[-1]
    }
    return draw.effective_electrons(
        T / keV, few, many, edges=shells, valid_from=response(symbol, "hfs").valid_from / keV,
        title=f"Effective number of electrons of {symbol} that take part", ylim=(4, 20000),
    )  # fmt: skip


def structure_map(symbol: str = "Ar") -> Figure:
    """The dynamic structure factor of an atom: dipole strength at small q, the ridge of free electrons beyond."""
    T, q = np.geomspace(0.02, 12, 160) * keV, np.geomspace(0.05, 250, 180) * keV
    structure = dynamic_structure_factor(symbol, T, q) * keV
    ridge = np.sqrt(2 * ELECTRON_MASS * T + T**2)
    return draw.structure_map(
        T / keV, q / keV, structure, ridge=ridge / keV, title=f"Dynamic structure factor of {symbol}"
    )


def photoabsorption() -> Figure:
    """Photoabsorption of the computed atoms against tabulated cross sections."""
    T, few = np.geomspace(0.11, 60, 6000) * keV, np.geomspace(0.11, 60, 50) * keV
    curves, data, ratios = [], {}, []
    for symbol, colour in (("Ar", GREEN), ("Ge", BLUE), ("Xe", RED)):
        edges = np.array([shell.binding for shell in element(symbol).shells if few[0] < shell.binding < few[-1]])
        at = np.union1d(few, np.concatenate([0.985 * edges, 1.015 * edges]))
        curves.append(Curve(symbol, computed(symbol, T) / barn, colour))
        data[symbol] = (at / keV, elam(symbol, at) / barn)
        ratios.append(Curve(symbol, computed(symbol, T) / elam(symbol, T), colour))
    return draw.photoabsorption(T / keV, curves, data, ratios, used_from=TABULATED_FROM / keV)


def charge_by_model() -> Figure:
    """What the square of a millicharge adds in XENONnT, by the model of the bound electrons; the interference is left out."""
    charge = 1.5e-13
    vertex = Vertex("dirac", charge=charge * np.eye(3))
    curves = []
    models: dict[str, tuple[str, str, LineStyle]] = {
        "free": ("free electrons", GREY, "-"),
        "stepping": ("stepping", BLACK, "-"),
        "hfs": ("bound, in the medium", BLUE, "-"),
        "hfs-vacuum:1 eV": ("bound, in vacuum (1 eV)", GREEN, _DASHED),
        "epa:1 eV": ("equivalent photons (1 eV)", ORANGE, _DASHED),
    }
    for model, (label, colour, style) in models.items():
        squared = predict("xenonnt", electrons=model).tensors[0].polynomial(vertex)[2].sum(axis=0)
        curves.append(Curve(label, squared, colour, style))
    return draw.spectra(
        experiment("xenonnt").edges / keV, curves, title=r"XENONnT: a charge of $1.5\times10^{-13}\,e$, its square alone",
        ylabel="events per bin of 0.5 keV", ylim=(1e-3, 10),
    )  # fmt: skip


ATOM_FIGURES: Final[dict[str, Callable[[], Figure]]] = {
    "effective_electrons": effective_electrons,
    "photoabsorption": photoabsorption,
    "charge_by_model": charge_by_model,
}
"""Name of each figure to the function that makes it; `structure_map`, which computes an atom, is left out."""
