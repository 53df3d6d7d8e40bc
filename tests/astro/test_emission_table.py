"""Tables of plasmon decay: as exact as they say, for any coupling, and readable by other programs."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from tests.arguments import Keywords, Positional

from nuem import Mixing, Vertex
from nuem.astro.emission import PROCESSES, by_process, total
from nuem.astro.emission.plasmon_decay import emissivity
from nuem.astro.emission.table import POINTS_PER_DECADE, EmissionTable
from nuem.astro.plasma import Plasma
from nuem.constants import ELECTRON_MASS
from nuem.units import kelvin, keV

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

RANGE: Keywords = {"density": (1e1, 1e7), "temperature": (1e7 * kelvin, 1e9 * kelvin)}


@pytest.fixture(scope="module")
def table() -> EmissionTable:
    return EmissionTable.build(**RANGE)


def points(count: int = 400) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(5)
    return 10 ** generator.uniform(1.4, 7, count), 10 ** generator.uniform(7, 9, count) * kelvin


def test_error_is_what_the_table_says(table: EmissionTable) -> None:
    assert 0 < table.error < 1e-4
    density, temperature = points()
    computed = table.at(density, 0.5, temperature).emissivity(moment=1e-12).total
    exact = emissivity(Plasma(density, 0.5, temperature), moment=1e-12).total
    seen = exact > 1e-200
    assert np.abs(computed[seen] / exact[seen] - 1).max() < 1.5 * table.error


def test_error_falls_with_the_fourth_power_of_the_step(table: EmissionTable) -> None:
    coarse = EmissionTable.build(**RANGE, points_per_decade=10)
    assert 8 < coarse.error / table.error < 64


def test_one_table_serves_every_coupling(table: EmissionTable) -> None:
    vertex = Vertex("dirac", magnetic=1e-12 * np.eye(3), charge=1e-14 * np.diag([1, -1, 0]))
    mixing = Mixing.nufit()
    computed = table.at(1e6, 0.5, 1e8 * kelvin).emissivity(vertex=vertex, mixing=mixing)
    exact = emissivity(Plasma(1e6, 0.5, 1e8 * kelvin), vertex=vertex, mixing=mixing)
    for channel in ("weak", "magnetic", "charge", "interference"):
        assert computed.channel(channel).total == approx(exact.channel(channel).total, rel=2 * table.error)
    assert computed.erg_per_g_s == approx(exact.erg_per_g_s, rel=2 * table.error)


def test_corners_belong_to_the_table(table: EmissionTable) -> None:
    density, temperature = np.array(RANGE["density"])[:, None], np.array(RANGE["temperature"])
    computed = table.at(density, 1.0, temperature).emissivity().total
    assert allclose(computed, emissivity(Plasma(density, 1.0, temperature)).total, rtol=2 * table.error)


def test_all_processes_together_are_those_of_the_library(table: EmissionTable) -> None:
    density, temperature = points(100)
    computed = table.at(density, 0.5, temperature).by_process(moment=1e-12)
    exact = by_process(Plasma(density, 0.5, temperature), moment=1e-12)
    assert list(computed) == list(PROCESSES) == list(exact)
    for name in ("plasmon_decay", "pair_annihilation", "photoneutrinos"):
        first, other = computed[name].magnetic, exact[name].magnetic
        assert np.array_equal(np.isnan(first), np.isnan(other))
        seen = other > 1e-100
        assert np.abs(first[seen] / other[seen] - 1).max() < 5e-3
    both = (
        table.at(density, 0.5, temperature).total(moment=1e-12),
        total(Plasma(density, 0.5, temperature), moment=1e-12),
    )
    assert np.abs(both[0].total / both[1].total - 1).max() < 1.5 * table.error


def test_shipped_table_has_its_stated_error() -> None:
    table = EmissionTable.load()
    generator = np.random.default_rng(7)
    density = np.append(10 ** generator.uniform(-2, 11, 1000), 10 ** generator.uniform(-2, 4, 500))
    temperature = np.append(10 ** generator.uniform(6.5, 10.45, 1000), 10 ** generator.uniform(8.4, 9.3, 500)) * kelvin
    plasma = Plasma(density, 1.0, temperature)
    cases: tuple[Keywords, ...] = ({}, {"moment": 1e-12, "weak": False}, {"charge": 1e-14, "weak": False})
    for words in cases:
        computed, exact = table.at(density, 1.0, temperature).total(**words).total, total(plasma, **words).total
        seen = exact > 1e-200
        assert np.abs(computed[seen] / exact[seen] - 1).max() < table.error


@pytest.mark.slow
def test_shipped_table_is_what_its_script_makes() -> None:
    made, shipped = EmissionTable.build(points_per_decade=POINTS_PER_DECADE), EmissionTable.load()
    assert made.error <= shipped.error
    assert np.allclose(made.spline.coefficients, shipped.spline.coefficients, rtol=1e-5, atol=1e-4)


def test_text_has_columns_that_add_up_to_the_loss(table: EmissionTable, tmp_path: Path) -> None:
    file = tmp_path / "moment.txt"
    table.write(file)
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    n_density, n_temperature = map(int, lines[0].split())
    columns = np.array([line.split() for line in lines[1:]], dtype=float)
    assert columns.shape == (n_density * n_temperature, 6)
    assert np.all(np.isfinite(columns))
    grid = columns.reshape(n_density, n_temperature, 6)
    assert np.all(np.diff(grid[:, 0, 0]) > 0)
    assert np.all(np.diff(grid[0, :, 1]) > 0)
    density, temperature = 10 ** columns[:, 0], 10 ** columns[:, 1] * kelvin
    cold, pairs = 10 ** columns[:, 3] * keV / temperature, 2 * ELECTRON_MASS / temperature
    loss = (
        10 ** columns[:, 2] * np.exp(-cold) + 10 ** columns[:, 4] * np.exp(-pairs) + 10 ** columns[:, 5] * (cold <= 1)
    )
    exact = total(Plasma(density, 1.0, temperature), moment=1e-12, weak=False).erg_per_cm3_s
    assert np.abs(loss / exact - 1).max() < 2 * table.error
    with pytest.raises(ValueError, match="points_per_decade = 5 must be 10 or more"):
        table.write(file, points_per_decade=5)


@pytest.mark.slow
def test_one_loop_has_a_table_too() -> None:
    small = EmissionTable.build((1e2, 1e3), (1e9 * kelvin, 2e9 * kelvin), points_per_decade=10, treatment="one-loop")
    exact = emissivity(Plasma(1e3, 0.5, 1.5e9 * kelvin), treatment="one-loop").total
    assert small.at(1e3, 0.5, 1.5e9 * kelvin).emissivity().total == approx(exact, rel=2 * small.error)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1e9, 0.5, 1e8 * kelvin), "density times electron_fraction must lie between 10 and"),
        ((1e6, 0.5, 1e5 * kelvin), "temperature must lie between"),
        ((1e6, 2.0, 1e8 * kelvin), "electron_fraction must lie between 0 and 1"),
        ((float("nan"), 0.5, 1e8 * kelvin), r"density \[g/cm\^3\] must be finite"),
    ],
)
def test_refuses_points_outside(table: EmissionTable, arguments: Positional, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        table.at(*arguments)


def test_refuses_tables_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="density must be a range"):
        EmissionTable.build((1e6, 1e3))
    with pytest.raises(ValueError, match="whole number of at least 4"):
        EmissionTable.build(points_per_decade=2)
