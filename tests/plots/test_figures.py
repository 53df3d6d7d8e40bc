"""Figures: every one is drawn whole, says its units, can be saved, and leaves matplotlib's settings alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.container import ErrorbarContainer
from matplotlib.figure import Figure
from tests.plots.drawn import ordinates, steps

from nuem import plots
from nuem.catalogue import entries
from nuem.experiments import experiment
from nuem.plots.bars import numbered
from nuem.plots.style import scientific, typeset
from nuem.rates import Spectrum
from nuem.units import keV


@pytest.fixture(scope="module")
def figures() -> Iterator[dict[str, Figure]]:
    before = dict(mpl.rcParams)
    yield {name: make() for name, make in plots.FIGURES.items()}
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", plots.FIGURES)
def test_nothing_in_the_gallery_is_cut_off(name: str, figures: dict[str, Figure]) -> None:
    figure = figures[name]
    figure.set_layout_engine("none")  # as it is saved
    drawn, size = figure.get_tightbbox(), figure.get_size_inches()
    assert min(drawn.x0, drawn.y0) > -0.01
    assert drawn.x1 < size[0] + 0.01
    assert drawn.y1 < size[1] + 0.01


@pytest.mark.parametrize("name", plots.FIGURES)
def test_axes_of_the_gallery_say_what_they_are(name: str, figures: dict[str, Figure]) -> None:
    figure = figures[name]
    for axes in figure.axes:
        if axes.get_label() == "<colorbar>":
            assert axes.get_ylabel()
            continue
        assert axes.get_xlabel() or axes.get_shared_x_axes().get_siblings(axes) != [axes]
        assert axes.get_ylabel() or axes.get_shared_y_axes().get_siblings(axes) != [axes] or axes.get_yticklabels()
    assert figure.get_suptitle() or any(axes.get_title(loc="left") for axes in figure.axes)


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_saves_in_every_format(suffix: str, figures: dict[str, Figure], tmp_path: Path) -> None:
    file = tmp_path / f"figure.{suffix}"
    figures["moment_limits"].savefig(file)
    assert file.stat().st_size > 5000


def spectrum(observed: np.ndarray | None) -> Spectrum:
    parts = {"weak": np.full(5, 1.0), "background": np.full(5, 4.0), "signal": np.array([3.0, 1.0, 0.5, 0.2, 0.0])}
    return Spectrum(np.linspace(1, 6, 6) * keV, parts, observed)


def test_a_spectrum_without_data_has_no_panel_of_residuals() -> None:
    assert len(plots.spectrum(spectrum(None)).axes) == 1
    assert len(plots.spectrum(spectrum(np.array([0.0, 7.0, 5.0, 4.0, 6.0]))).axes) == 2


def test_what_is_invisible_has_no_entry_in_the_legend_and_the_excess_has_one() -> None:
    def words(parts: dict[str, np.ndarray]) -> list[str]:
        axes = plots.spectrum(Spectrum(np.linspace(1, 6, 6) * keV, parts)).axes[0]
        return axes.get_legend_handles_labels()[1]

    background = np.full(5, 4.0)
    faint = words({"weak": np.full(5, 0.001), "background": background, "magnetic": np.zeros(5)})
    assert faint == ["background", "expected"]
    excess = words({"weak": np.full(5, 1.0), "background": background, "magnetic": np.full(5, 0.5)})
    assert excess == ["weak scattering of the neutrinos", "background", "electromagnetic scattering", "expected"]


def test_bars_of_one_label_are_numbered() -> None:
    bars = [plots.Bar(label, ((0, k),), "published") for k, label in enumerate("aba")]
    assert [bar.label for bar in numbered(bars)] == ["a (1)", "b", "a (2)"]
    for entry in entries(quantity="charge", since=2007):
        if entry.value is not None or entry.interval is not None:
            level = "CL not stated" if entry.cl is None else f"{100 * entry.cl:g}%"
            assert plots.published_bar(entry).label.endswith(level)


def test_merged_bins_keep_the_number_of_events() -> None:
    observed = np.array([0.0, 7.0, 5.0, 4.0, 6.0])
    points = cast(ErrorbarContainer, plots.spectrum(spectrum(observed), merge=2).axes[0].containers[0]).lines[0]
    widths = np.array([2.0, 2.0, 1.0])
    assert ordinates(points) @ widths == pytest.approx(observed.sum(), rel=1e-12, abs=0)


def test_merged_bins_keep_what_is_expected() -> None:
    expected = spectrum(np.array([0.0, 7.0, 5.0, 4.0, 6.0]))
    axes = plots.spectrum(expected, merge=2).axes[0]
    fit = next(patch for patch in axes.patches if patch.get_label() == "expected")
    values, edges = steps(fit)
    assert values @ np.diff(edges) == pytest.approx(expected.total.sum(), rel=1e-12)


def test_refuses_to_merge_less_than_one_bin() -> None:
    with pytest.raises(ValueError, match="merge = 0 must be 1 or more"):
        plots.spectrum(spectrum(None), merge=0)


@pytest.mark.parametrize(
    ("count", "low", "high"),  # 68.27 % central intervals, Particle Data Group's method (Garwood)
    [(0, 0.0, 1.8410216), (1, 0.1727538, 3.2995272)],
)
def test_poisson_errors_are_central_intervals(count: int, low: float, high: float) -> None:
    computed = plots.poisson_interval(np.array([float(count)]))
    assert computed[0][0] == pytest.approx(low, rel=1e-6)
    assert computed[1][0] == pytest.approx(high, rel=1e-6)


def test_poisson_errors_agree_with_the_tail_probabilities_that_define_them() -> None:
    from scipy.stats import poisson

    counts = np.array([1.0, 4.0, 23.0])
    low, high = plots.poisson_interval(counts, cl=0.9)
    assert poisson.sf(counts - 1, low) == pytest.approx(0.05, rel=1e-9)
    assert poisson.cdf(counts, high) == pytest.approx(0.05, rel=1e-9)


@pytest.mark.parametrize(
    ("value", "text"),
    [(6.4e-12, r"$6.4\times10^{-12}$"), (1e-11, r"$10^{-11}$"), (-1e-31, r"$-10^{-31}$"), (9.96e-12, r"$10^{-11}$")],
)
def test_numbers_in_mathematical_type(value: float, text: str) -> None:
    assert scientific(value) == text


def test_particles_in_mathematical_type_keep_their_words_apart() -> None:
    assert typeset("nu_mu e elastic scat.") == r"$\nu_{\mu}$ e elastic scat."
    assert typeset("Reactor nubar_e") == r"Reactor $\bar\nu_{e}$"
    assert typeset("nuclear reactor") == "nuclear reactor"


def test_a_published_limit_bounds_both_signs_and_a_measurement_is_drawn_with_its_error() -> None:
    bars = {entry.document: plots.published_bar(entry) for entry in entries(quantity="charge", since=2023)}
    assert bars["AALBERS 2023A"].interval == (-2.24e-13, 2.24e-13)
    radius = {entry.document: entry for entry in entries(quantity="charge_radius")}
    assert plots.published_bar(radius["AHRENS 1990"]).interval == pytest.approx((-2.1e-32, -0.1e-32), rel=1e-12, abs=0)
    with pytest.raises(ValueError, match="prints no value"):
        plots.published_bar(radius["GRIFOLS 1989B"])


def test_a_single_bin_is_drawn_as_its_value_and_not_per_width() -> None:
    measured = experiment("coherent_ge").predict().spectrum()  # a ratio of rates in one bin of 98.5 keV
    axes = plots.spectrum(measured).axes[0]
    assert axes.get_ylabel() == "measured in the bin"
    assert 1.0 < axes.get_ylim()[1] < 2.0
