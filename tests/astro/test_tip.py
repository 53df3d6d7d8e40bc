"""The tip of the red-giant branch: the shift fitted to stellar models, the models themselves, quantiles, and published bounds."""

import csv
import math
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import curve_fit

from nuem.astro.stars import bounds, tip
from nuem.astro.stars.settings import read_settings

approx = partial(pytest.approx, rel=1e-6, abs=0)

GRID = Path(__file__).parents[3] / "shared" / "data" / "stellar" / "mesa_trgb_nmm_1296.csv"


def of(name: str, **inputs: float) -> float:
    """The bound of one target."""
    return next(bound.value for bound in bounds(names=["tip"], inputs={name: inputs}) if bound.name == name)


def test_fit_has_the_coefficients_of_the_reference() -> None:
    masses, a, b = tip._fits()
    assert masses.tolist() == [0.70, 1.03]
    assert a == approx([0.1563, 0.1818], rel=2e-3)  # physics reference 5, 7.1
    assert b == approx([1.625, 1.528], rel=2e-3)


def test_fit_is_the_least_squares_of_another_code() -> None:
    points = np.genfromtxt(Path(tip.__file__).with_name("tip_shifts.csv"), delimiter=",", skip_header=3)
    for k, mass in enumerate((0.70, 1.03)):
        chosen = points[points[:, 0] == mass]
        computed, _ = curve_fit(lambda mu, a, b: -a * (np.hypot(mu, b) - b), chosen[:, 1], chosen[:, 2], p0=(0.2, 1.5))
        assert [values[k] for values in tip._fits()[1:]] == approx(computed, rel=1e-5)
        left = chosen[:, 2] - [tip.shift(1e-12 * mu, mass=mass) for mu in chosen[:, 1]]
        assert np.sqrt(np.mean(left**2)) < 0.0025
        assert np.abs(left).max() < 0.005


def test_the_moment_of_a_shift_is_its_inverse() -> None:
    for moment in (1e-13, 1.3e-12, 5e-12):
        for mass in (0.5, 0.7, 0.82, 1.2):
            assert tip.moment_of_shift(tip.shift(moment, mass=mass), mass=mass) == approx(moment, rel=1e-9)
    assert tip.shift(0.0) == 0
    assert tip.shift(2e-12, mass=0.82) < tip.shift(1e-12, mass=0.82) < 0


@pytest.mark.parametrize(
    ("metallicity", "magnitude"),
    [(1.36e-3, -4.09), (5e-4, -4.04), (1.4e-4, -3.94)],  # physics reference 5, 7
)
def test_magnitudes_without_a_moment_are_those_of_the_models(metallicity: float, magnitude: float) -> None:
    assert tip.magnitude(0.82, 0.245, metallicity) == approx(magnitude, abs=0.025)


def test_magnitudes_hit_the_models_and_are_linear_between_them() -> None:
    assert tip.magnitude(1.01, 0.24, 1.44956e-3) == approx(-4.085, abs=1e-6)
    assert tip.magnitude(0.7, 0.24, 1.44956e-3) == approx(-4.091, abs=1e-6)
    assert tip.magnitude(0.855, 0.24, 1.44956e-3) == approx(-4.088, abs=1e-6)
    with pytest.raises(ValueError, match="mass must lie between"):
        tip.magnitude(2.0, 0.24, 1e-3)
    with pytest.raises(ValueError, match="ln of the metallicity must lie between"):
        tip.magnitude(0.82, 0.24, 0.03)


def test_models_older_than_the_universe_only_help_to_interpolate() -> None:
    """By the good models alone, linear from 1.01 and 1.32 solar masses, the magnitude moves by less than its error."""
    for metallicity in (1.36e-3, 4.5e-4):
        high, higher = (tip.magnitude(mass, 0.245, metallicity) for mass in (1.01, 1.32))
        alone = high + (high - higher) / 0.31 * (1.01 - 0.82)
        assert abs(alone - tip.magnitude(0.82, 0.245, metallicity)) < 0.06


@pytest.mark.skipif(not GRID.exists(), reason="needs the grid of models")
def test_shipped_models_are_those_of_the_grid(tmp_path: Path) -> None:
    import subprocess
    import sys

    script = Path(__file__).parents[2] / "scripts" / "tip_models.py"
    subprocess.run([sys.executable, script, GRID, tmp_path / "made.csv"], check=True)
    assert (tmp_path / "made.csv").read_text() == Path(tip.__file__).with_name("tip_models.csv").read_text()
    with GRID.open() as file:  # the moment of that grid does nothing
        magnitudes: dict[tuple[str, ...], set[str]] = {}
        for row in csv.DictReader(file):
            magnitudes.setdefault((row["mass"], row["y"], row["z"]), set()).add(row["M_I"])
    assert len(magnitudes) == 216
    assert all(len(values) == 1 for values in magnitudes.values())


def test_bounds_are_one_sided() -> None:
    """1.6449 standard errors at 95 per cent, 0.4677 at 68."""
    section = read_settings()["tip_ngc4258"]
    predicted = tip.magnitude(section["mass"], section["helium"], section["metallicity"])
    sigma = math.hypot(section["observed_error_mag"], section["predicted_error_mag"])
    for cl, quantile in ((0.95, 1.6448536), (0.68, 0.4676988)):
        brightest = section["observed_mag"] - predicted - quantile * sigma
        if brightest < 0:
            assert of("tip_ngc4258", cl=cl) == approx(tip.moment_of_shift(brightest, mass=section["mass"]))
    assert of("tip_m5", cl=0.95) > 1.5 * of("tip_m5", cl=0.68)


def test_published_bounds_of_m5_come_out_with_its_own_prediction() -> None:
    """-3.99 +- 0.07 against -4.17 +- 0.13: 2.6e-12 at 68 % and 4.5e-12 at 95 % there [arXiv:1308.4627]."""
    sigma = math.hypot(0.13, 0.07)
    for quantile, low, high in ((0.4676988, 2.45e-12, 2.8e-12), (1.6448536, 3.5e-12, 4.05e-12)):
        for mass in (0.70, 0.82, 1.03):
            assert low < tip.moment_of_shift(-0.18 - quantile * sigma, mass=mass) < high
    assert 3.5e-12 < of("tip_m5_own_prediction") < 4.05e-12
    assert 2.45e-12 < of("tip_m5_own_prediction", cl=0.68) < 2.8e-12


def test_expected_bounds_are_those_of_an_observation_as_predicted() -> None:
    computed = {bound.name: bound for bound in bounds(names=["tip"])}
    for name, bound in computed.items():
        assert bound.expected == approx(of(name, observed_mag=bound.inputs["predicted_mag"]))
        assert bound.expected is not None
        fainter = bound.inputs["observed_mag"] > bound.inputs["predicted_mag"]
        assert (bound.value < bound.expected) == fainter
        assert bound.cl == 0.95


def test_an_observation_that_excludes_the_prediction_is_refused() -> None:
    with pytest.raises(ValueError, match="a moment only makes the tip brighter"):
        bounds(names=["tip"], inputs={"tip_m5": {"observed_mag": -3.0}})
