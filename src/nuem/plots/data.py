"""The data of each experiment: events with stacked components, the best fit, and the coupling that is excluded."""

import warnings
from collections.abc import Sequence
from typing import Final

from matplotlib.figure import Figure

from nuem.experiments import Limit, limit, predict
from nuem.plots.counts import columns, spectrum
from nuem.plots.style import coupling_symbol, drawing, scientific
from nuem.rates import Spectrum
from nuem.scattering.atom import ValidityWarning

TITLES: Final = {
    "xenonnt": "XENONnT SR0",
    "lz_ws2022": "LZ, 2022",
    "lz_ws2024": "LZ, 2024",
    "pandax4t_run1": "PandaX-4T Run1",
    "xenon1t_sr1": "XENON1T SR1",
    "xenonnt_cevns": r"XENONnT, $^8$B on nuclei: SR0, SR1, SR2",
    "xenon1t_s2only": "XENON1T, S2 only, atoms uncertain below 0.3 keV",
    "coherent_csi": "COHERENT CsI",
    "coherent_lar": "COHERENT argon",
    "coherent_ge": "COHERENT germanium, rate over that expected",
    "dresden2": "Dresden-II",
    "dresden2_ybe": "Dresden-II, YBe quenching",
    "conusplus_c3": "CONUS+ C3",
    "superk_iv": "Super-Kamiokande IV",
}
"""What stands above the data of an experiment."""

SOLAR: Final = (
    ("xenonnt", None, 2), ("lz_ws2022", None, 1), ("lz_ws2024", None, 1), ("pandax4t_run1", None, 1), ("xenon1t_sr1", None, 1),
    ("xenon1t_s2only", None, 1), ("superk_iv", None, 1),
)  # fmt: skip
NUCLEI: Final = (
    ("coherent_csi", "energy", 1), ("coherent_csi", "time", 1), ("coherent_ge", None, 1), ("coherent_lar", "energy", 1),
    ("coherent_lar", "time", 1), ("conusplus_c3", None, 1), ("dresden2", None, 3), ("dresden2_ybe", None, 3), ("xenonnt_cevns", None, 27),
)  # fmt: skip


def data(name: str, coupling: str = "moment", *, along: str | None = None, merge: int = 1) -> Figure:
    """Data of one experiment with the best fit and with the coupling at the end of what is allowed.

    Parameters
    ----------
    name : str
        One of `nuem.experiments.names`, with counts in bins.
    coupling : str, optional
        As in `nuem.limit`.
    along : {"energy", "time"}, optional
        Axis to which bins with several are summed.
    merge : int, optional
        How many neighbouring bins to draw as one.

    Raises
    ------
    ValueError
        For unknown names, or an experiment without counts in bins.
    """
    best, excluded, result = _fitted(name, coupling, along)
    return with_limit(best, excluded, result, title=TITLES.get(name, name), merge=merge)


def with_limit(best: Spectrum, excluded: Spectrum, result: Limit, *, title: str, merge: int = 1) -> Figure:
    """Data of one experiment with the best fit and with the coupling at a limit.

    Parameters
    ----------
    best, excluded : Spectrum
        What is expected at the best fit and at the limit, from `Prediction.fitted`.
    result : Limit
        Whose numbers the legend names.
    title : str
    merge : int, optional
        How many neighbouring bins to draw as one.
    """
    label = f"best fit, {_symbol(result.coupling)} = {_value(result.best_fit, result.unit)}"
    return spectrum(best, {_at(result): excluded}, title=title, best_label=label, merge=merge)


def end(result: Limit) -> float:
    """The end of the allowed values that is farther from zero [unit of the limit]."""
    return max(result.interval, key=abs)


def side_by_side(shown: Sequence[tuple[str, str | None, int]], coupling: str = "moment", *, title: str = "") -> Figure:
    """Data of several experiments beside each other.

    Parameters
    ----------
    shown : sequence of tuple
        Name, axis and number of bins drawn as one, as in `data`.
    coupling : str, optional
    title : str, optional
    """
    across = 3 if len(shown) > 4 else 2
    rows = -(-len(shown) // across)
    with drawing(4.6 * across, 3.7 * rows + 0.3) as figure:
        panels = figure.subplots(rows, across, squeeze=False).ravel()
        for axes, (name, along, merge) in zip(panels, shown, strict=False):
            best, excluded, result = _fitted(name, coupling, along)
            columns(axes, best, {_at(result): excluded}, best_label="best fit", merge=merge, compact=True)
            axes.set_title(TITLES.get(name, name))
        for axes in panels[len(shown) :]:
            axes.remove()
        figure.suptitle(title, x=0.01, ha="left", fontsize=13)
    return figure


def solar_data() -> Figure:
    """Electrons that solar neutrinos hit: data, backgrounds and the moment that each experiment excludes."""
    return side_by_side(SOLAR, title="Solar neutrinos on electrons, and the magnetic moment at its limit")


def nuclear_data() -> Figure:
    """Nuclei that neutrinos of reactors and of stopped pions hit: data, backgrounds and the moment that each experiment excludes."""
    return side_by_side(NUCLEI, title="Coherent scattering on nuclei, and the magnetic moment at its limit")


DATA_FIGURES: Final = {"solar_data": solar_data, "nuclear_data": nuclear_data}


def _fitted(name: str, coupling: str, along: str | None) -> tuple[Spectrum, Spectrum, Limit]:
    """The two spectra and the limit; where the response of the atoms is uncertain the title says so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ValidityWarning)
        result, prediction = limit(name, coupling), predict(name)
    best, excluded = (prediction.fitted(coupling, value, along=along) for value in (result.best_fit, end(result)))
    return best, excluded, result


def _at(result: Limit) -> str:
    return f"{_symbol(result.coupling)} = {_value(end(result), result.unit)}, limit at {100 * result.cl:g}% CL"


def _symbol(coupling: str) -> str:
    symbol = coupling_symbol(coupling)
    return coupling if symbol is None else f"${symbol}$"


def _value(value: float, unit: str) -> str:
    if unit == "1":
        return f"{value:.2g}"
    return scientific(value, unit) if value else "0"
