"""Figures of the data of each experiment, and of limits by flavour."""

import numpy as np
import pytest
from tests.plots.drawn import label, ordinates, steps

from nuem import limit, plots
from nuem.plots.data import data
from nuem.plots.limits_gallery import NAMES, charge_radius_limits, moment_limits


def test_components_are_stacked_up_to_the_best_fit() -> None:
    axes = data("lz_ws2022").axes[0]
    patches = {label(patch): steps(patch)[0] for patch in axes.patches}
    top = patches[r"$^{37}$Ar"]
    fit = patches["best fit, $\\mu_\\nu$ = 0"]
    np.testing.assert_allclose(top, fit, rtol=1e-12)


def test_the_excluded_moment_adds_events_at_low_energy_and_is_the_limit() -> None:
    computed = limit("conusplus_c3")
    axes = data("conusplus_c3").axes[0]
    excluded = next(patch for patch in axes.patches if "limit at 90% CL" in label(patch))
    assert plots.style.scientific(computed.value, "mu_B") in label(excluded)
    best = next(patch for patch in axes.patches if label(patch).startswith("best fit"))
    assert steps(excluded)[0][-1] > steps(best)[0][-1]


def test_bins_of_time_are_summed_to_the_axis_that_is_asked_for() -> None:
    assert data("coherent_csi", along="time").axes[-1].get_xlabel() == "time  [\N{MICRO SIGN}s]"
    assert data("superk_iv").axes[-1].get_xlabel() == "reconstructed energy  [MeV]"
    with pytest.raises(ValueError, match="along"):
        data("lz_ws2022", along="time")


def test_every_experiment_has_a_row_and_disjoint_pieces_are_drawn_apart() -> None:
    rows = [text.get_text() for text in moment_limits().axes[0].get_yticklabels()]
    assert set(NAMES.values()) <= set(rows)
    assert sum(row == "COHERENT CsI" for row in rows) == 2
    bar = plots.as_bar(limit("coherent_ge", "charge_radius"), "one")
    assert len(bar.pieces) == 2
    axes = charge_radius_limits().axes[0]
    assert axes.get_xlim()[0] < -100
    lone = plots.allowed_intervals({"group": [bar]}, xlabel="r2", threshold=1.0, ticks=(1, 10), scale=1e-32).axes[0]
    assert sum(len(ordinates(line)) == 2 for line in lone.lines) >= 4
