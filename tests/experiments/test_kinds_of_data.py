"""Every kind of data, background and response in a file of one's own, each against an independent route."""

from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq

from nuem.experiments import experiment, limit, predict
from nuem.units import keV
from nuem.vertex import Vertex

HEAD = """
[source]
name = "reactor"
flux = "4.8e13 / cm2 / s"
distance = "10.4 m"

[target]
material = "Ge"
exposure = "300 kg day"

[response]
resolution = { constant = "0.06 keV" }

[data]
spectrum = "data.csv"
"""
DIFFERENCE = "low_keV,high_keV,observed,background,error\n1,2,4.1,0,12.0\n2,3,-3.2,0,11.1\n3,4,1.7,0,10.4\n"
MOMENT = Vertex("dirac", magnetic=1e-10 * np.eye(3))


def write(folder: Path, toml: str, **tables: str) -> Path:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
    (folder / "own.toml").write_text(toml)
    return folder / "own.toml"


def closed_form(observed: np.ndarray, covariance: np.ndarray, weak: np.ndarray, signal: np.ndarray) -> float:
    """Upper end of mu^2/1e-20 at 90 % for a linear chi squared with mu^2 >= 0."""
    inverse = np.linalg.inv(covariance)
    best = max(signal @ inverse @ (observed - weak) / (signal @ inverse @ signal), 0.0)

    def rise(x: float) -> float:
        chi2 = [(r := observed - weak - y * signal) @ inverse @ r for y in (x, best)]
        return float(chi2[0] - chi2[1] - 2.7055434540954)

    return float(brentq(rise, best, best + 1e4))


def rates(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Weak and magnetic counts at 1e-10 mu_B."""
    tensor = predict(path).tensors[0]
    return tensor.counts(), tensor.parts(MOMENT)["magnetic"].sum(axis=0)


def test_a_difference_with_errors_is_a_linear_chi_squared(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD, data=DIFFERENCE)
    upper = closed_form(np.array([4.1, -3.2, 1.7]), np.diag([12.0, 11.1, 10.4]) ** 2, *rates(path))
    assert limit(path).value == pytest.approx(1e-10 * np.sqrt(upper), rel=1e-6)


@pytest.mark.parametrize("kind", ["gaussian", "difference"])
def test_the_kind_may_be_stated(tmp_path: Path, kind: str) -> None:
    without = limit(write(tmp_path, HEAD, data=DIFFERENCE)).value
    assert limit(write(tmp_path, f'{HEAD}kind = "{kind}"\n', data=DIFFERENCE)).value == without


def test_spectra_with_the_source_on_and_off_that_have_errors_are_their_difference(tmp_path: Path) -> None:
    both = "low_keV,high_keV,on,on_error,off,off_error\n1,2,104.1,9,100,7.9373\n2,3,96.8,9,100,6.4969\n3,4,101.7,8,100,6.6453\n"
    path = write(tmp_path, HEAD, data=both)
    assert limit(path).value == pytest.approx(limit(write(tmp_path, HEAD, data=DIFFERENCE)).value, rel=1e-4)


def test_counts_with_the_source_on_and_off(tmp_path: Path) -> None:
    counts = "low_keV,high_keV,on,off\n1,2,300,31\n2,3,240,22\n3,4,250,26\n"
    path = write(tmp_path, f"{HEAD}off_over_on = 0.1\n", data=counts)
    weak, signal = rates(path)
    on, off = np.array([300.0, 240, 250]), np.array([31.0, 22, 26])

    def deviance(x: float) -> float:
        total = 0.0
        for n, m, s in zip(on, off, weak + x * signal, strict=True):
            b = np.linspace(0.5, 1.5, 20001) * (n + m) / 1.1
            terms = n * np.log(s + b) - s - b + m * np.log(0.1 * b) - 0.1 * b
            total -= 2 * terms.max()
        return total

    grid = np.linspace(0, 0.3, 301)
    values = [deviance(x) for x in grid]
    start = grid[int(np.argmin(values))]
    upper = brentq(lambda x: deviance(x) - min(values) - 2.7055434540954, start, 30)
    assert limit(path).value == pytest.approx(1e-10 * np.sqrt(upper), rel=1e-3)


def test_a_covariance_matrix(tmp_path: Path) -> None:
    table = "low_keV,high_keV,observed\n1,2,4.1\n2,3,-3.2\n3,4,1.7\n"
    matrix = np.array([[150.0, 60, 20], [60, 130, 40], [20, 40, 110]])
    text = "\n".join(" ".join(map(str, row)) for row in matrix) + "\n"
    path = write(tmp_path, f'{HEAD}covariance = "matrix.csv"\n', data=table, matrix=text)
    upper = closed_form(np.array([4.1, -3.2, 1.7]), matrix, *rates(path))
    assert limit(path).value == pytest.approx(1e-10 * np.sqrt(upper), rel=1e-6)


def test_a_ratio_to_the_weak_rate(tmp_path: Path) -> None:
    head = HEAD[: HEAD.index("[data]")]
    data = '[data]\nkind = "ratio"\nlow = "1 keV"\nhigh = "4 keV"\nvalue = 1.1\nerror = 0.2\n'
    path = write(tmp_path, head + data)
    assert predict(path).counts() == pytest.approx([1.0], rel=1e-12)
    upper = closed_form(np.array([1.1]), np.array([[0.04]]), *rates(path))
    assert limit(path).value == pytest.approx(1e-10 * np.sqrt(upper), rel=1e-6)


NUCLEI = """
[source]
name = "pion_decay"
distance = "20 m"
protons = 1e23
neutrinos_per_proton = 0.09
pulse_mean = "0.5 us"
pulse_width = "0.15 us"
flux_error = 0.1

[[channel]]
kind = "nucleus"
material = "Ar"
exposure = "100 kg s"

[response]
quenching = { coefficients = [0.25, 0.8] }
resolution = { sqrt_at_1keV = "0.58 keV" }
lowest = "1 keV"

[data]
spectrum = "data.csv"

[[background]]
name = "flat"
error = 0.1
"""


def test_time_bins_add_up_to_the_rate_without_time(tmp_path: Path) -> None:
    rows = [
        f"{low},{low + 10},{start},{end},5,4"
        for low in (5, 15)
        for start, end in ((-1, 0.4), (0.4, 1), (1, 6), (6, 60))
    ]
    timed = write(tmp_path, NUCLEI, data="low_keV,high_keV,start_us,end_us,observed,flat\n" + "\n".join(rows) + "\n")
    with_time = predict(timed).tensors[0].counts_by_beam().reshape(3, 2, 4)
    steady = NUCLEI.replace('pulse_mean = "0.5 us"\npulse_width = "0.15 us"\n', "")
    plain = write(tmp_path, steady, data="low_keV,high_keV,observed,flat\n5,15,5,4\n15,25,5,4\n")
    without = predict(plain).tensors[0].counts_by_beam()
    np.testing.assert_allclose(with_time.sum(axis=2), without, rtol=1e-6)
    assert with_time[0, 0, 3] < 1e-9 * with_time[0, 0].sum()  # the prompt neutrinos are over after 6 us


def test_rows_may_have_a_further_axis_in_any_order(tmp_path: Path) -> None:
    rows = "5,15,0,1,7,4\n15,25,0,1,5,4\n5,15,1,2,3,4\n15,25,1,2,5,4\n5,15,0,1,2,4\n"
    counts = predict(write(tmp_path, NUCLEI, data="low_keV,high_keV,start_us,end_us,observed,flat\n" + rows)).counts()
    assert counts[0] == counts[4]
    assert counts[0] != counts[1] != counts[2]


def test_a_steady_source_has_no_time_bins(tmp_path: Path) -> None:
    steady = NUCLEI.replace('pulse_mean = "0.5 us"\npulse_width = "0.15 us"\n', "")
    with pytest.raises(ValueError, match="the source is steady"):
        experiment(write(tmp_path, steady, data="low_keV,high_keV,start_us,end_us,observed,flat\n5,15,0,1,7,4\n"))


def test_a_response_matrix_from_a_file_gives_the_rate_of_the_response_that_it_tabulates(tmp_path: Path) -> None:
    table = "low_keV,high_keV,observed,background\n1,2,300,280\n2,3,260,250\n3,4,250,240\n"
    path = write(tmp_path, HEAD, data=table)
    direct = predict(path).counts()
    recoils = np.geomspace(0.4, 6, 4000) * keV
    matrix = experiment(path).channels[0].target.response.matrix(recoils)
    rows = [",".join(f"{value:.10g}" for value in row) for row in np.column_stack([recoils / keV, matrix.T])]
    text = "energy_keV,bin0,bin1,bin2\n" + "\n".join(rows) + "\n"
    toml = HEAD.replace('resolution = { constant = "0.06 keV" }', 'kind = "matrix"\nmatrix = "matrix.csv"')
    tabulated = predict(write(tmp_path, toml, data=table, matrix=text)).counts()
    np.testing.assert_allclose(tabulated, direct, rtol=2e-5)


def test_an_energy_dependent_width_from_a_file(tmp_path: Path) -> None:
    toml = HEAD.replace('{ constant = "0.06 keV" }', '"width.csv"')
    table = "low_keV,high_keV,observed,background\n1,2,300,280\n2,3,260,250\n"
    given = predict(write(tmp_path, toml, data=table, width="energy_keV,width_eV\n0.1,60\n10,60\n")).counts()
    np.testing.assert_allclose(given, predict(write(tmp_path, HEAD, data=table)).counts(), rtol=1e-9)


def test_electrons_and_nuclei_add_up(tmp_path: Path) -> None:
    channel = '[[channel]]\nkind = "{}"\nmaterial = "Ge"\nexposure = "300 kg day"\n\n'
    data = DIFFERENCE.replace("1,2", "0.3,0.5").replace("2,3,", "0.5,1.0,").replace("3,4,", "1.0,2.0,")
    start, end = HEAD.index("[target]"), HEAD.index("[response]")
    response = HEAD[end:].replace("[data]", 'quenching = { lindhard = "Ge", k = 0.16 }\nlowest = "0.1 keV"\n\n[data]')

    def counts(*kinds: str) -> np.ndarray:
        toml = HEAD[:start] + "".join(channel.format(kind) for kind in kinds) + response
        return predict(write(tmp_path, toml, data=data)).counts(MOMENT)

    np.testing.assert_allclose(counts("electron", "nucleus"), counts("electron") + counts("nucleus"), rtol=1e-9)


def test_backgrounds_of_a_shape_are_fitted(tmp_path: Path) -> None:
    edges = np.linspace(1, 5, 41)
    centres = (edges[1:] + edges[:-1]) / 2
    truth = 100 + 400 * np.exp(-(centres - 1) / 0.7) + 300 * np.exp(-(((centres - 3) / 0.1) ** 2) / 2)
    table = "low_keV,high_keV,observed,error\n" + "".join(
        f"{low:.3f},{high:.3f},{n:.3f},{np.sqrt(n):.3f}\n"
        for low, high, n in zip(edges, edges[1:], truth, strict=False)
    )
    shapes = """
[[background]]
name = "flat"
shape = "constant"
events = 3000
[[background]]
name = "falling"
shape = "exponential"
events = 3000
scale = { value = "0.5 keV", error = "free", low = "0.1 keV", high = "3 keV" }
[[background]]
name = "line"
shape = "line"
events = 500
energy = { value = "2.95 keV", error = "free", low = "2.5 keV", high = "3.5 keV" }
width = { value = "0.12 keV", error = "free", low = "0.03 keV", high = "0.4 keV" }
"""
    likelihood = predict(write(tmp_path, HEAD.replace("300 kg day", "0.001 kg day") + shapes, data=table)).likelihood
    assert likelihood.profile(Vertex("dirac")) < 1.0  # the truth is of this form, up to the integral over bins
    computed = likelihood.nuisances(Vertex("dirac"))
    assert 2.95 + 2.95 * computed["line energy"] == pytest.approx(3.0, abs=1e-2)


SYSTEMATICS = {
    "normalisation": ('applies_to = ["signal"]\nrelative_error = 0.3', 1),
    "factors": ('down = "low"\nup = "high"', 1),
    "channel": (
        'down = { response = { resolution = { constant = "0.03 keV" } } }\nup = { response = { resolution = { constant = "0.6 keV" } } }',
        1,
    ),
    "background": ('applies_to = ["background"]\ndown = "low_background"\nup = "high_background"', 1),
}


@pytest.mark.parametrize("kind", SYSTEMATICS)
def test_every_systematic_is_one_nuisance_that_loosens_the_limit(tmp_path: Path, kind: str) -> None:
    table = (
        "low_keV,high_keV,observed,background,low,high,low_background,high_background\n"
        "1,2,300,280,0.8,1.3,250,310\n2,3,260,250,0.9,1.1,250,250\n3,4,250,240,1,1,260,220\n"
    )
    head = HEAD.replace("[data]", 'lowest = "0.3 keV"\n\n[data]')
    plain = write(tmp_path, head + "[nuisance]\nbackground = 0.05\n", data=table)
    tight = limit(plain).value
    section, number = SYSTEMATICS[kind]
    path = write(
        tmp_path, f'{head}[nuisance]\nbackground = 0.05\n\n[[systematic]]\nname = "one"\n{section}\n', data=table
    )
    assert len(predict(path).dataset.nuisances) == 1 + number
    assert limit(path).value > tight * (1 + 1e-4)


def test_a_table_of_flux_errors_replaces_those_of_the_source(tmp_path: Path) -> None:
    table = "low_keV,high_keV,observed,background\n1,2,300,280\n"
    sun = HEAD.replace('name = "reactor"\nflux = "4.8e13 / cm2 / s"\ndistance = "10.4 m"', 'name = "sun"')
    path = write(tmp_path, sun + '[nuisance]\nflux = { "solar.pp" = 0.5 }\n', data=table)
    errors = dict(item for beam in predict(path).dataset.fluxes for item in beam.items())
    assert errors["solar.pp"] == 0.5
    assert errors["solar.Be7"] == 0.06
    per_cent = write(tmp_path, sun + '[nuisance]\nflux = { "solar.pp" = 5 }\n', data=table)
    with pytest.raises(
        ValueError,
        match=r"flux solar.pp = 5 is a relative error and must lie between 0 and 3, such as 0.05 for 5 per cent",
    ):
        predict(per_cent)
    fixed = write(tmp_path, sun + "[nuisance]\nflux = false\n", data=table)
    assert not any(predict(fixed).dataset.fluxes)


MISTAKES = {
    "counts with an error and a fraction": ('kind = "counts"\n', DIFFERENCE, "observed counts must not be negative, got -3.2"),
    "unknown kind": ('kind = "gaussiann"\n', DIFFERENCE, r"\[data\] kind = 'gaussiann' is unknown.*did you mean 'gaussian'"),
    "no error": ('kind = "gaussian"\n', DIFFERENCE.replace("error", "sigma"), "no column 'error'"),
    "zero error": ("", DIFFERENCE.replace("12.0", "0"), "error must be positive, got 0"),
    "off without on": ('kind = "on_off"\n', DIFFERENCE, "no column 'on'"),
    "no ratio": ("", "low_keV,high_keV,on,off\n1,2,3,4\n", r"\[data\] lacks 'off_over_on'"),
    "background of no column": ('[[background]]\nname = "muons"\n', DIFFERENCE, r"\[background 1\].*'muons' is not one of"),
    "unknown shape": ('[[background]]\nname = "x"\nshape = "flat"\n', DIFFERENCE, r"shape = 'flat' is unknown"),
    "shape without scale": ('[[background]]\nname = "x"\nshape = "exponential"\n', DIFFERENCE, r"\[background 1\] lacks 'scale'"),
    "unknown key": ('[[background]]\nname = "x"\nshape = "constant"\nerrors = 0.1\n', DIFFERENCE, r"did you mean 'error'"),
    "systematic of nothing": ('[[systematic]]\nname = "x"\napplies_to = ["muons"]\nrelative_error = 0.1\n', DIFFERENCE, "'muons'"),
    "systematic without size": ('[[systematic]]\nname = "x"\n', DIFFERENCE, r"\[systematic 1\] lacks 'down'"),
    "key of a varied channel": (
        '[[systematic]]\nname = "x"\ndown = { resp = 1 }\nup = { resp = 1 }\n', DIFFERENCE, r"\[systematic 1.down\].*'resp' is unknown",
    ),
    "background of no name": ('[[background]]\nname = ""\nshape = "constant"\n', DIFFERENCE, r"\[background 1\] name = '' is empty"),
    "systematic of no name": ('[[systematic]]\nname = " "\nrelative_error = 0.1\n', DIFFERENCE, r"\[systematic 1\] name = ' ' is empty"),
    "events as factors": (
        '[[systematic]]\nname = "x"\ndown = "observed_down"\nup = "observed_up"\n',
        DIFFERENCE.replace("error", "error,observed_down,observed_up").replace("12.0", "12.0,1,1").replace("11.1", "11.1,2,14").replace("10.4", "10.4,1,1"),
        r"\[systematic 1\] multiplies the signal of a bin by 14; if these are events of a background, name it in applies_to",
    ),
    "background of a projection without a number": (
        'kind = "expected"\n[[background]]\nname = "flat"\nshape = "constant"\n', DIFFERENCE, r"\[background 1\] flat: nothing is measured that says how many",
    ),
    "covariance of no file": ('kind = "covariance"\ncovariance = "no.csv"\n', DIFFERENCE, r"\[data\] covariance: cannot read 'no.csv': No such file"),
    "second channel of a name": (
        '[[channel]]\nmaterial = "Ge"\nexposure = "1 kg day"\n[[channel]]\nmaterial = "Ge"\nexposure = "1 kg day"\n',
        DIFFERENCE,
        r"second channel 'electron'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_one_line_that_says_where(tmp_path: Path, mistake: str) -> None:
    more, table, complaint = MISTAKES[mistake]
    head = (
        HEAD.replace("[target]", "[target]")
        if "[[channel]]" not in more
        else HEAD[: HEAD.index("[target]")] + HEAD[HEAD.index("[response]") :]
    )
    with pytest.raises(ValueError, match=complaint) as caught:
        limit(write(tmp_path, head + more, data=table))
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("own")


@pytest.mark.parametrize(
    ("response", "complaint"),
    [
        ('quenching = { lindhard = "Gx" }', r"\[response\] quenching: unknown element 'Gx'"),
        ("quenching = { coefficients = [5] }", r"\[response\] quenching: c_1 = 5"),
        ('quenching = "no.csv"', r"\[response\] quenching: cannot read 'no.csv'"),
        (
            'kind = "photoelectrons"\nlight_yield = 9\nsmearing = { gamma = -9.56 }',
            r"\[response.smearing\] gamma must be positive",
        ),
    ],
)
def test_a_mistake_in_a_response_names_its_key(tmp_path: Path, response: str, complaint: str) -> None:
    nucleus = HEAD.replace("[target]", '[target]\nkind = "nucleus"')
    toml = nucleus.replace('resolution = { constant = "0.06 keV" }', response)
    table = DIFFERENCE.replace("keV", "PE") if "photo" in response else DIFFERENCE
    with pytest.raises(ValueError, match=complaint):
        limit(write(tmp_path, toml, data=table))


def test_a_row_of_energy_and_time_that_stands_twice_is_refused(tmp_path: Path) -> None:
    rows = "5,15,0,1,7,4\n5,15,1,2,3,4\n5,15,0,1,7,4\n"
    toml = write(tmp_path, NUCLEI, data="low_keV,high_keV,start_us,end_us,observed,flat\n" + rows)
    with pytest.raises(ValueError, match=r"\[data\] spectrum: data.csv, line 4: the same as line 2: '5,15,0,1,7,4'"):
        experiment(toml)


@pytest.mark.parametrize("labels", [(1, 0), (0, 2), (3, 4)])
def test_numbers_of_bins_count_as_the_matrix_does(tmp_path: Path, labels: tuple[int, int]) -> None:
    toml = HEAD.replace('resolution = { constant = "0.06 keV" }', 'kind = "matrix"\nmatrix = "matrix.csv"')
    tables = {
        "matrix": "energy_keV,bin0,bin1\n0.5,0,0\n5,0.1,0.6\n",
        "data": f"bin,observed,background\n{labels[0]},3,1\n{labels[1]},4,1\n",
    }
    with pytest.raises(ValueError, match=r"\[data\] spectrum: data.csv: the column 'bin' must count from 0 or 1"):
        experiment(write(tmp_path, toml, **tables))


def test_a_wrong_number_in_a_table_of_the_response_names_its_key_and_row(tmp_path: Path) -> None:
    toml = HEAD.replace('{ constant = "0.06 keV" }', '"width.csv"')
    tables = {"width": "energy_keV,width_keV\n0.5,0.1\n20,-0.2\n", "data": DIFFERENCE}
    with pytest.raises(ValueError, match=r"\[response\] resolution: width .* got -0.0002 MeV at position 1"):
        experiment(write(tmp_path, toml, **tables))
