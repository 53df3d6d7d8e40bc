"""Figures of a supernova show what they are given."""

import numpy as np
import pytest
from tests.plots.drawn import ordinates, steps

from nuem import Mixing, Vertex
from nuem.plots.supernova import event_rates, flavours_along_star, reach_against_field
from nuem.propagation import Medium, propagate
from nuem.supernova import burst, events, reach
from nuem.units import km, kpc, pc


def test_rates_are_counts_over_the_widths_of_the_intervals() -> None:
    seen = events(burst("neutronisation"), "juno")
    figure = event_rates([seen], labels=["here"])
    (step,) = figure.axes[0].patches
    assert seen.burst.times is not None
    np.testing.assert_allclose(steps(step)[0] * np.diff(seen.burst.times), seen.total)
    with pytest.raises(ValueError, match="without times"):
        event_rates([events(burst("test"), "juno")])


def test_the_states_along_a_path_add_up_to_one() -> None:
    medium = Medium(500 * km, electron_density=1e26, magnetic_field=1e9)
    vertex = Vertex("dirac", magnetic=1e-10 * np.eye(3))
    path = propagate(10.0, medium, Mixing.nufit(), vertex, at=list(np.linspace(1, 400, 40) * km))
    axes = flavours_along_star(path, start=1e8, average=4).axes[0]
    lines = axes.lines
    assert [line.get_label() for line in lines] == [r"$\nu_e$", r"$\nu_\mu$ and $\nu_\tau$", "sterile"]
    assert "10 MeV" in axes.get_title("left")
    np.testing.assert_allclose(sum(ordinates(line) for line in lines), np.ones(10), atol=1e-8)
    with pytest.raises(ValueError, match="at="):
        flavours_along_star(propagate(10.0, medium, Mixing.nufit(), vertex), start=1e8)


def test_a_stronger_field_reaches_smaller_moments() -> None:
    fields = [1e-6, 2e-6]
    computed = [reach(100.0, field=field, coherence=10 * pc, distance=10 * kpc) for field in fields]
    curve = reach_against_field(fields, computed).axes[0].lines[0]
    first, second = ordinates(curve)
    assert second == pytest.approx(first / 2)
