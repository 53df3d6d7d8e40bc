"""Tables of plasmon decay: as exact as they say, for any coupling, and readable by other programs."""

from functools import partial

import numpy as np
import pytest

from nuem import Mixing, Vertex
from nuem.astro.emission import pair_annihilation, photoneutrinos
from nuem.astro.emission.plasmon_decay import emissivity
from nuem.astro.emission.table import EmissionTable
from nuem.astro.plasma import Plasma
from nuem.units import erg, kelvin

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

RANGE = {"density": (1e1, 1e7), "temperature": (1e7 * kelvin, 1e9 * kelvin)}


@pytest.fixture(scope="module")
def table() -> EmissionTable:
    return EmissionTable.build(**RANGE)


def points(count: int = 400) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(5)
    return 10 ** generator.uniform(1.4, 7, count), 10 ** generator.uniform(7, 9, count) * kelvin


def test_error_is_what_the_table_says(table: EmissionTable) -> None:
    assert 0 < table.error < 1e-4
    density, temperature = points()
    found = table.emissivity(density, 0.5, temperature, moment=1e-12).total
    exact = emissivity(Plasma(density, 0.5, temperature), moment=1e-12).total
    seen = exact > 1e-200
    assert np.abs(found[seen] / exact[seen] - 1).max() < 1.5 * table.error


def test_error_falls_with_the_fourth_power_of_the_step(table: EmissionTable) -> None:
    coarse = EmissionTable.build(**RANGE, points_per_decade=10)
    assert 8 < coarse.error / table.error < 64


def test_one_table_serves_every_coupling(table: EmissionTable) -> None:
    vertex = Vertex("dirac", magnetic=1e-12 * np.eye(3), charge=1e-14 * np.diag([1, -1, 0]))
    mixing = Mixing.nufit()
    found = table.emissivity(1e6, 0.5, 1e8 * kelvin, vertex=vertex, mixing=mixing)
    exact = emissivity(Plasma(1e6, 0.5, 1e8 * kelvin), vertex=vertex, mixing=mixing)
    for channel in ("weak", "magnetic", "charge", "interference"):
        assert found.channel(channel).total == approx(exact.channel(channel).total, rel=2 * table.error)
    assert found.erg_per_g_s == approx(exact.erg_per_g_s, rel=2 * table.error)


def test_corners_belong_to_the_table(table: EmissionTable) -> None:
    density, temperature = np.array(RANGE["density"])[:, None], np.array(RANGE["temperature"])
    found = table.emissivity(density, 1.0, temperature).total
    assert allclose(found, emissivity(Plasma(density, 1.0, temperature)).total, rtol=2 * table.error)


def test_text_can_be_read_and_interpolated(table: EmissionTable, tmp_path) -> None:
    file = tmp_path / "plasmon.txt"
    table.write(file)
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    n_density, n_temperature = map(int, lines[0].split())
    columns = np.array([line.split() for line in lines[1:]], dtype=float)
    assert columns.shape == (n_density * n_temperature, 6)
    grid = columns.reshape(n_density, n_temperature, 6)
    assert np.all(np.diff(grid[:, 0, 0]) > 0)
    assert np.all(np.diff(grid[0, :, 1]) > 0)
    row = grid[n_density // 2, n_temperature // 2]
    plasma = Plasma(2 * 10 ** row[0], 0.5, 10 ** row[1] * kelvin)
    for column, channel in ((2, "weak"), (3, "magnetic")):
        exact = emissivity(plasma, moment=1e-12).channel(channel).erg_per_cm3_s
        assert 10 ** row[column] == approx(exact, rel=3e-5)
    for column, process in ((4, pair_annihilation), (5, photoneutrinos)):
        dilute = grid[0, -1]
        hot = Plasma(2 * 10 ** dilute[0], 0.5, 10 ** dilute[1] * kelvin)
        lost = process.emissivity(hot, moment=1e-12).magnetic / erg
        assert 10 ** dilute[column] == approx(lost, rel=1e-4)
    cold = grid[-1, 0]
    assert cold[4:].tolist() == [-300, -300]
    assert np.all(np.isfinite(cold))


@pytest.mark.slow
def test_one_loop_has_a_table_too() -> None:
    small = EmissionTable.build((1e2, 1e3), (1e9 * kelvin, 2e9 * kelvin), points_per_decade=10, treatment="one-loop")
    exact = emissivity(Plasma(1e3, 0.5, 1.5e9 * kelvin), treatment="one-loop").total
    assert small.emissivity(1e3, 0.5, 1.5e9 * kelvin).total == approx(exact, rel=2 * small.error)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1e9, 0.5, 1e8 * kelvin), "density times electron_fraction must lie between 10 and"),
        ((1e6, 0.5, 1e5 * kelvin), "temperature must lie between"),
        ((1e6, 2.0, 1e8 * kelvin), "electron_fraction must lie between 0 and 1"),
        ((float("nan"), 0.5, 1e8 * kelvin), "density must be finite"),
    ],
)
def test_refuses_points_outside(table: EmissionTable, arguments: tuple, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        table.emissivity(*arguments)


def test_refuses_tables_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="density must be a range"):
        EmissionTable.build((1e6, 1e3))
    with pytest.raises(ValueError, match="whole number, 4 or more"):
        EmissionTable.build(points_per_decade=2)
