"""Experiments from text: the shipped ones hold together, the user's own work, and every mistake is one clear error."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from tests.experiments.counted import counted

from nuem.detectors import Response
from nuem.experiments import SourceOff, experiment, limit, load, names, spectrum
from nuem.experiments.predicting.derivation import normal_deviation
from nuem.inference import Poisson
from nuem.references import bibtex
from nuem.sources import Reactor
from nuem.units import day, keV, kg, m
from nuem.vertex import Vertex

TOML = """
title = "A germanium detector at a reactor"

[source]
name = "reactor"
flux = "4.8e13 / cm2 / s"
distance = "10.4 m"

[target]
material = "Ge"
exposure = "300 kg day"

[response]
efficiency = "efficiency.csv"
resolution = { constant = "0.06 keV", linear = 0.001 }

[data]
spectrum = "counts.csv"

[nuisance]
background = 0.05
"""
SOURCE = TOML[TOML.index("[source]") : TOML.index("[target]")]
COUNTS = "# bins of 1 keV\nlow_keV,high_keV,observed,background\n1,2,310,300.5\n2,3,260,255.0\n3,4,251,240.1\n4,5,229,236.6\n"
EFFICIENCY = "energy_keV,efficiency\n0.5,0.2\n1,0.7\n2,0.9\n6,0.95\n"


def write(folder: Path, toml: str = TOML, counts: str = COUNTS, efficiency: str = EFFICIENCY) -> Path:
    (folder / "counts.csv").write_text(counts)
    (folder / "efficiency.csv").write_text(efficiency)
    (folder / "mine.toml").write_text(toml)
    return folder / "mine.toml"


@pytest.mark.filterwarnings("ignore:below 0.3 keV:nuem.scattering.atom.ValidityWarning")
@pytest.mark.parametrize("name", names())
def test_shipped_experiments_hold_together(name: str) -> None:
    known = experiment(name)
    assert known.name == name
    assert known.kind in ("recast", "approximate", "surrogate", "projection")
    assert all(published.value > 0 for published in known.published.values())
    assert bibtex(*known.references, *(published.reference for published in known.published.values()))
    assert known.notes
    counts = spectrum(known, vertex=Vertex("dirac", magnetic=1e-10 * np.eye(3)))
    assert counts.total.shape == (known.bins.number,)
    assert np.all(counts.components["magnetic"] >= 0)
    assert counts.components["magnetic"].sum() > 0


def test_own_experiment_goes_through_the_same_door(tmp_path: Path) -> None:
    own = experiment(write(tmp_path))
    assert own.name == "mine"
    assert isinstance(own.data, Poisson)
    assert own.exposure == 300 * kg * day
    assert isinstance(own.source, Reactor)
    assert own.source.distance == 10.4 * m
    np.testing.assert_allclose(own.edges, np.arange(1, 6) * keV)
    computed = limit(str(tmp_path / "mine.toml"))
    assert 1e-12 < computed.value < 1e-9
    assert computed.published is None


def test_own_surrogate_needs_no_spectrum(tmp_path: Path) -> None:
    on_off = '[on_off]\non = "300 day"\noff = "60 day"\nbackground = "10 / kg / day / keV"\nlow = "0.3 keV"\nhigh = "2.3 keV"\nbin_width = "0.5 keV"\n'
    head = TOML[: TOML.index("[response]")].replace('exposure = "300 kg day"', 'mass = "1 kg"')
    own = load(write(tmp_path, 'kind = "surrogate"\n' + head + on_off))
    assert isinstance(own.data, SourceOff)
    np.testing.assert_allclose(own.data.background, 10 * 300 * 0.5)
    assert own.data.off_over_on == pytest.approx(0.2)


def test_a_tighter_background_is_a_stronger_limit(tmp_path: Path) -> None:
    free = limit(write(tmp_path, TOML.replace("background = 0.05", 'background = "free"')))
    assert limit(write(tmp_path)).value < free.value


MISTAKES = {
    "bare number": (TOML.replace('"300 kg day"', "300"), {}, r"\[target\] exposure: 300 has no unit"),
    "no unit": (TOML.replace("300 kg day", "300"), {}, r"'300' has no unit; expected one such as kg day"),
    "wrong unit": (TOML.replace("300 kg day", "300 keV"), {}, r"'300 keV' is an energy; expected an exposure"),
    "unknown unit": (TOML.replace("300 kg day", "300 kg dy"), {}, r"unknown unit 'dy'"),
    "nan": (TOML.replace("300 kg day", "nan kg day"), {}, r"not a finite number"),
    "negative exposure": (TOML.replace("300 kg day", "-300 kg day"), {}, r"exposure must be positive"),
    "unknown key": (TOML + 'colour = "red"\n', {}, r"key of \[nuisance\] = 'colour' is unknown"),
    "misspelt section": (TOML.replace("[response]", "[respnse]"), {}, r"did you mean 'response'"),
    "unknown source": (TOML.replace('"reactor"', '"reaktor"'), {}, r"did you mean 'reactor'"),
    "unknown source key": (TOML.replace("distance", "distence"), {}, r"did you mean 'distance'"),
    "missing section": (
        TOML.replace("[target]", "[targets]"),
        {},
        r"the file lacks 'target', or .*; is it 'targets', misspelt",
    ),
    "misspelt channel": (
        TOML.replace("[target]", "[[channels]]"),
        {},
        r"the file lacks 'target', or \[\[channel\]\].*; is it 'channels', misspelt",
    ),
    "unknown element": (TOML.replace('"Ge"', '"Gx"'), {}, r"\[target\] material: .*Gx"),
    "no material": (TOML.replace('"Ge"', '""'), {}, r"\[target\] material: the formula '' is empty"),
    "no file": (TOML.replace('"counts.csv"', '""'), {}, r"\[data\] spectrum: cannot read '': a file was expected"),
    "not toml": ("[source\n", {}, r"mine.toml is not valid TOML"),
    "infinite error": (TOML.replace("0.05", "inf"), {}, r"must be a finite number"),
    "negative error": (
        TOML.replace("background = 0.05", "background = -0.05"),
        {},
        r"background = -0.05 is a relative error",
    ),
    "per cent": (TOML.replace("background = 0.05", "background = 5"), {}, r"such as 0.05 for 5 per cent"),
    "wide as the energy": (TOML.replace("linear = 0.001", "linear = 1"), {}, r"must be below 1"),
    "misspelt key": (TOML.replace("exposure =", "exposur ="), {}, r"lacks 'exposure'; is it 'exposur', misspelt"),
    "word for an error": (TOML.replace("background = 0.05", 'background = "fixed"'), {}, r"must be a finite number"),
    "missing file": (
        TOML.replace("counts.csv", "nothing.csv"),
        {},
        r"\[data\] spectrum: cannot read .*nothing.csv.*: No such file",
    ),
    "no background": (
        TOML.replace("[nuisance]\nbackground = 0.05\n", ""),
        {"counts": COUNTS.replace("background", "remark")},
        "no column 'background' .* where no background is expected, write zeros into it",
    ),
    "missing column": (TOML, {"counts": COUNTS.replace("observed", "seen")}, r"no column 'observed' in the header"),
    "energies in cm": (TOML, {"counts": COUNTS.replace("low_keV", "low_cm")}, r"'cm' is the unit of a length"),
    "cut row": (TOML, {"counts": COUNTS[:-12]}, r"line 6: 2 entries where the header has 4: .*truncated\?"),
    "no rows": (TOML, {"counts": COUNTS[: COUNTS.index("1,2")]}, r"has a header but no rows"),
    "empty file": (TOML, {"counts": ""}, r"counts.csv is empty"),
    "word": (TOML, {"counts": COUNTS.replace("255.0", "many")}, r"line 4: 'many' is not a finite decimal number"),
    "nan in a table": (
        TOML,
        {"counts": COUNTS.replace("255.0", "nan")},
        r"line 4: 'nan' is not a finite decimal number",
    ),
    "reordered": (
        TOML,
        {"counts": COUNTS.replace("1,2,310,300.5\n2,3,260,255.0", "2,3,260,255.0\n1,2,310,300.5")},
        r"bins 1 and 2 overlap",
    ),
    "overlap": (
        TOML,
        {"counts": COUNTS.replace("2,3,260", "1.5,3,260")},
        r"bins 1 and 2 overlap: one ends at 2 keV, the next begins at 1.5 keV",
    ),
    "gap": (TOML, {"counts": COUNTS.replace("2,3,260", "2.5,3,260")}, r"bins 1 and 2 leave a gap"),
    "inverted bin": (TOML, {"counts": COUNTS.replace("2,3,260", "3,2,260")}, r"bin 2 runs from 3 to 2 keV"),
    "overlap in the last digits": (
        TOML,
        {"counts": COUNTS.replace("2,3,260", "1.99999999,3,260")},
        r"ends at 2 keV, the next begins at 1.99999999 keV",
    ),
    "source without what it needs": (
        TOML.replace(SOURCE, '[source]\nname = "pion_decay"\nprotons = 1e20\n'),
        {},
        r"\[source\] pion_decay lacks distance \[m\], neutrinos_per_proton",
    ),
    "source of metal without its mass": (
        TOML.replace(SOURCE, '[source]\nname = "tritium"\n'),
        {},
        r"tritium lacks mass \[g\], distance",
    ),
    "negative events": (
        TOML,
        {"counts": COUNTS.replace("260", "-260")},
        r"observed counts must not be negative, got -260",
    ),
    "negative background": (
        TOML,
        {"counts": COUNTS.replace("255.0", "-255.0")},
        r"background counts must not be negative",
    ),
    "half an event": (TOML, {"counts": COUNTS.replace("260", "260.5")}, r"260.5 events in bin 2 is not a whole number"),
    "efficiency above one": (
        TOML,
        {"efficiency": EFFICIENCY.replace("0.95", "1.05")},
        r"efficiency must lie between 0 and 1, got 1.05",
    ),
    "efficiency in per cent": (
        TOML,
        {"efficiency": EFFICIENCY.replace("0.95", "95")},
        r"efficiency must lie between 0 and 1, got 95",
    ),
    "efficiency out of range": (
        TOML,
        {"efficiency": EFFICIENCY.replace("6,", "4,")},
        r"covers 0.5 to 4 keV, the bins 1 to 5 keV",
    ),
    "efficiency reordered": (
        TOML,
        {"efficiency": EFFICIENCY.replace("2,0.9\n6,0.95", "6,0.95\n2,0.9")},
        r"must ascend; 2 keV follows 6 keV",
    ),
    "below zero energy": (TOML, {"counts": COUNTS.replace("1,2,310", "-1,2,310")}, r"bin edges must not be negative"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_one_clear_error(tmp_path: Path, mistake: str) -> None:
    toml, tables, complaint = MISTAKES[mistake]
    with pytest.raises(ValueError, match=complaint) as caught:
        limit(write(tmp_path, toml, **tables))
    assert "\n" not in str(caught.value)


def test_a_background_smaller_than_the_weak_rate_it_should_contain_is_refused(tmp_path: Path) -> None:
    toml = TOML.replace('spectrum = "counts.csv"', 'spectrum = "counts.csv"\nbackground_contains_weak = true')
    counts = COUNTS.replace("300.5", "0.001")
    with pytest.raises(ValueError, match=r"less than the .* of weak scattering"):
        limit(write(tmp_path, toml, counts))


def test_digitised_counts_need_not_be_whole(tmp_path: Path) -> None:
    toml = TOML.replace('spectrum = "counts.csv"', 'spectrum = "counts.csv"\ndigitised = true')
    assert limit(write(tmp_path, toml, COUNTS.replace("260", "260.5"))).value > 0


def test_binary_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b"\xff\x00\x80")
    with pytest.raises(ValueError, match=r"mine.toml, line 1: not UTF-8 text"):
        load(tmp_path / "mine.toml")


def test_xenonnt_table_holds_the_published_events(data_release: Path) -> None:
    events = np.loadtxt(data_release / "xenonnt_sr0" / "data_unbinned_1to30kev.txt")
    counts, _ = np.histogram(events, experiment("xenonnt").edges / keV)
    np.testing.assert_array_equal(counts, counted(experiment("xenonnt")))


def test_xenonnt_efficiency_sample_follows_the_published_curve(data_release: Path) -> None:
    energy, fraction = np.loadtxt(data_release / "xenonnt_sr0" / "efficiency.txt").T
    inside = (energy >= 1.0) & (energy <= 30)
    response = experiment("xenonnt").channels[0].target.response
    assert isinstance(response, Response)
    sampled = response.efficiency(energy[inside] * keV)
    np.testing.assert_allclose(sampled, fraction[inside], atol=0.02)  # it steps by 0.017 at 10 keV


def test_a_limit_from_data_that_nothing_fits_says_so(tmp_path: Path) -> None:
    assert "nothing fits" not in " ".join(limit(write(tmp_path)).notes)
    tenfold = COUNTS.replace("1,2,310", "1,2,3100").replace("3,4,251", "3,4,2510")
    assert limit(write(tmp_path, counts=tenfold)).notes[0].startswith("nothing fits")
    assert limit(write(tmp_path, TOML.replace("300 kg day", "300 tonne year"))).notes[0].startswith("nothing fits")


@pytest.mark.parametrize(("number", "chi_squared"), [(4, 50.0), (8, 12.0), (58, 58.0), (160, 172.0), (1000, 1300.0)])
def test_deviations_of_a_fit_are_those_of_chi_squared(number: int, chi_squared: float) -> None:
    expected = stats.norm.isf(stats.chi2.sf(chi_squared, number))
    assert normal_deviation(chi_squared, number) == pytest.approx(expected, rel=0.06, abs=0.02)


def test_no_event_on_no_background_is_a_limit_of_few_events(tmp_path: Path) -> None:
    """-2 ln L = 2 N then: at 90 % the expected number N has risen by 2.706/2 above that of the weak interaction."""
    counts = "low_keV,high_keV,observed,background\n1,2,0,0\n2,3,0,0\n"
    path = write(tmp_path, TOML, counts)
    rise = np.sum(spectrum(path, vertex=Vertex("dirac", magnetic=1e-11 * np.eye(3))).components["magnetic"])
    assert limit(path).value == pytest.approx(1e-11 * np.sqrt(stats.norm.ppf(0.95) ** 2 / 2 / rise), rel=1e-6)


def test_an_experiment_that_cannot_be_computed_says_why() -> None:
    with pytest.raises(ValueError, match=r"borexino_phase2 cannot be computed: .* 85Kr cannot be read"):
        limit("borexino_phase2")
