"""Projections: what is expected stands for the data; an independent table, published expectations, and mistakes."""

from dataclasses import replace
from math import pi, sqrt
from pathlib import Path

import numpy as np
import pytest

import nuem
from nuem.experiments import combine, experiment, load, predict
from nuem.experiments.setups.setup import SourceOff
from nuem.inference import Poisson
from nuem.inference.expectations.shapes import Constant
from nuem.models import charge_radius
from nuem.rates import fold
from nuem.scattering import Atoms, Nuclei

XENON = """
kind = "projection"

[source]
name = "sun"
model = "b16-gs98"

[target]
material = "Xe"
exposure = "EXPOSURE tonne year"

[data]
kind = "expected"
low = "1 keV"
high = "30 keV"
bin_width = "1 keV"
"""
FLAT = """
[[background]]
name = "flat"
shape = "constant"
rate = "RATE / tonne / year / keV"
error = "free"
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "own.toml"
    file.write_text(text)
    return file


@pytest.mark.parametrize(
    ("exposure", "rate", "expected"),
    [(1.16, 1.0, 6.8e-12), (40, None, 2.1e-12), (40, 1.0, 2.7e-12), (40, 15.8, 3.9e-12), (200, 1.0, 1.8e-12), (2000, 15.8, 1.5e-12)],
)  # fmt: skip
def test_xenon_agrees_with_an_independent_calculation(
    tmp_path: Path, exposure: float, rate: float | None, expected: float
) -> None:
    text = XENON.replace("EXPOSURE", str(exposure)) + (FLAT.replace("RATE", str(rate)) if rate else "")
    computed = nuem.limit(write(tmp_path, text), "moment", electrons="stepping")
    assert computed.kind == "projection"
    assert computed.value == pytest.approx(expected, rel=0.035, abs=0)


def test_the_data_are_the_expectation_and_not_rounded(tmp_path: Path) -> None:
    prediction = predict(load(write(tmp_path, XENON.replace("EXPOSURE", "0.01") + FLAT.replace("RATE", "3"))))
    assert isinstance(prediction.dataset.data, Poisson)
    flat = 3 * 0.01 * np.ones(29)
    np.testing.assert_allclose(prediction.dataset.data.observed, prediction.counts() + flat, rtol=1e-12)
    assert prediction.limit("moment").best_fit == pytest.approx(0, abs=1e-14)


def test_the_limit_of_a_projection_is_the_median(tmp_path: Path) -> None:
    expected = combine(write(tmp_path, XENON.replace("EXPOSURE", "40") + FLAT.replace("RATE", "1"))).expected("moment")
    assert expected.observed == pytest.approx(expected.median, rel=1e-6)
    ratios = [expected.bands[k] / expected.median for k in (-2, -1, 1, 2)]
    assert ratios == pytest.approx([sqrt(x / 1.645) for x in (0.590, 0.925, 2.645, 3.645)], rel=1e-3)


def test_xlzd_has_the_published_expectation_with_the_background_of_xenonnt() -> None:
    known = experiment("xlzd_40")
    flat, xe136 = known.backgrounds
    assert isinstance(flat.counts, Constant)
    high = replace(flat, counts=replace(flat.counts, total=15.8 * 40 * 29))
    computed = nuem.limit(replace(known, backgrounds=(high, xe136)))
    assert computed.value == pytest.approx(known.published["moment"].value, rel=0.05)


def test_the_136xe_of_the_tables_is_what_xenonnt_found() -> None:
    (xe136,) = (background for background in experiment("xlzd_cr51").backgrounds if background.name == "xe136")
    assert 1.16 * xe136.nominal.sum() / (6000 / 365.25) == pytest.approx(1550, abs=100)


def test_chromium_sees_the_radius_of_the_standard_model() -> None:
    ((low, high),) = predict("xlzd_cr51").limit("charge_radius[e,e]", cl=0.6827).pieces
    assert 1 < -charge_radius("e") / ((high - low) / 2) < 3  # published: 1 to 2 standard deviations


def test_the_distance_of_chromium_is_the_mean_over_the_cylinder() -> None:
    radius, height, gap = 149.0, 298.0, 100.0
    z = gap + height * (np.arange(20000) + 0.5) / 20000
    path = height * np.mean(np.log1p((radius / z) ** 2)) / 4
    distance = sqrt(pi * radius**2 * height / (4 * pi * path))
    assert experiment("xlzd_cr51").source.beams[0].distance == pytest.approx(distance, rel=1e-3)
    assert pi * radius**2 * height * 2.86 == pytest.approx(60e6, rel=0.02)


def test_nuclei_of_xenon_reach_the_published_moment_if_the_flux_is_known() -> None:
    """arXiv:2008.05080, abstract: 8.0e-11 from 40 tonne years."""
    known = experiment("xlzd_nr_40")
    assert 1.9e-10 < nuem.limit(known).value < 2.5e-10
    exact = replace(known, flux_errors={"solar.B8": 1e-3, "solar.hep": 0.3})
    assert nuem.limit(exact, statistic="one-sided").value == pytest.approx(8.0e-11, rel=0.25)
    assert nuem.limit("xlzd_nr_200").value < nuem.limit(known).value


def test_juno_counts_what_its_example_counts() -> None:
    """Beryllium neutrinos between 0.45 and 0.95 MeV, a third of the 492 in a day and kiloton that the public tool fits at all energies."""
    known = experiment("juno_solar")
    beryllium = known.with_source(nuem.sources.Sun(components=("Be7",)))
    rate = predict(beryllium).counts().sum() / 60 / 365.25
    assert 0.25 < rate / 492 < 0.42
    free = {one.name: one.nominal.sum() / 60 / 365.25 for one in known.backgrounds}
    assert free["po210"] == pytest.approx(0.993 * 240.1, rel=2e-3)
    assert free["bi210"] == pytest.approx(0.255 * 250.7, rel=3e-3)
    assert nuem.limit(
        replace(known, backgrounds=tuple(replace(one, error=0.01) for one in known.backgrounds))
    ).value == pytest.approx(1.5e-11, rel=0.05)


def test_nugen_reaches_the_published_moment_with_a_fifth_of_the_background_of_gemma() -> None:
    known = experiment("nugen")
    assert isinstance(known.data, SourceOff)
    quiet = replace(known, data=replace(known.data, background=known.data.background / 5))
    assert nuem.limit(quiet, statistic="one-sided").value == pytest.approx(9e-12, rel=0.05)


def test_dune_sees_the_published_moment_of_muon_neutrinos() -> None:
    prediction = predict("dune_nd")
    assert prediction.limit("magnetic[mu,mu]").value == pytest.approx(3.4e-10, rel=0.1)
    assert 5e3 < prediction.counts().sum() / 3.5 < 1e4


def test_tritium_in_helium_gives_what_was_published() -> None:
    prediction = predict("tritium_helium")
    one_sided, two_sided = (prediction.limit("moment", statistic=name).value for name in ("one-sided", "two-sided"))
    assert one_sided < 7e-13 < two_sided
    decays, density, path = 2.938e24, 0.125 / 4.002602 * 6.02214076e23, 97.5
    assert prediction.counts().sum() == pytest.approx(decays * density * path * 1.28871e-48, rel=0.03)
    known = experiment("tritium_helium")
    bare = fold(
        known.source, prediction.mixing, Nuclei("He"), known.channels[0].target.response, exposure=known.exposure
    )
    atomic = prediction.counts().sum()
    assert (bare.counts().sum() - atomic) / sqrt(atomic) == pytest.approx(3.0, rel=0.1)


def test_half_a_kilogramme_of_tritium_fixes_the_weak_mixing_angle_as_published() -> None:
    low, middle, high = (
        predict("tritium_helium", sin2_theta_w=angle).counts().sum() for angle in (0.22857, 0.23857, 0.24857)
    )
    error = sqrt(middle) / abs(high - low) * 0.02 * sqrt(60 / 500)
    assert error == pytest.approx(0.0155, rel=0.1)  # published: +0.015 -0.016


def test_neutral_atoms_take_part_in_the_portal() -> None:
    light = nuem.limit("tritium_helium", "portal", mass=0.0).value
    assert light == pytest.approx(nuem.limit("tritium_helium").value, rel=1e-6)
    assert nuem.limit("tritium_helium", "portal", mass=0.005).value > light
    assert Atoms("He").name == "atoms"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('bin_width = "1 keV"', 'bin_width = "40 keV"'), r"\[data\] range 1 to 30 keV in bins of 40 keV"),
        (('low = "1 keV"', ""), r"\[data\] lacks 'low'"),
        (('rate = "1 / tonne / year / keV"', 'rate = "1 / tonne / year / keV"\nevents = 3'), "rate belongs to shape"),
        (('rate = "1 / tonne / year / keV"', 'rate = "1 / tonne / year"'), "rate"),
    ],
)
def test_mistakes_are_one_line(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    text = XENON.replace("EXPOSURE", "1") + FLAT.replace("RATE", "1")
    with pytest.raises(ValueError, match=message):
        load(write(tmp_path, text.replace(*change)))
