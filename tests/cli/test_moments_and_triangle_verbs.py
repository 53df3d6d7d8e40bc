"""`nuem moments` and `nuem triangle`: what they print is what the library computes, and wrong words are told so."""

import json
import math
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click import UsageError
from click.testing import CliRunner

from nuem import Mixing, effective_moment
from nuem.astro.radiation.radiative_decay import rate
from nuem.cli.app import app
from nuem.flavour import triangle_test
from nuem.models import left_right, minimal_dirac, minimal_majorana
from nuem.units import TeV, eV

approx = partial(pytest.approx, rel=1e-9, abs=0)


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), standalone_mode=False)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0
    return result.output


def matrix(entries: Any) -> np.ndarray:
    parts = np.array(entries)
    return np.asarray(parts[..., 0] + 1j * parts[..., 1])


def test_json_is_the_model_and_what_follows_from_it() -> None:
    computed = json.loads(run("moments", "--lightest-mass", "0.01 eV", "--alpha21", "40 deg", "--json"))
    mixing = replace(Mixing.nufit(), lightest_mass=0.01 * eV, alpha21=math.radians(40))
    vertex = minimal_majorana(mixing)
    assert np.allclose(matrix(computed["magnetic_mu_B"]), vertex.magnetic, rtol=1e-12, atol=0)
    assert np.allclose(matrix(computed["electric_mu_B"]), vertex.electric, rtol=1e-12, atol=0)
    by_name = {entry["experiment"]: entry["value"] for entry in computed["effective_moments"]}
    assert by_name["reactor, short baseline: antinu_e"] == approx(effective_moment(vertex, mixing, "e"))
    decays = {entry["decay"]: entry["rate_per_s"] for entry in computed["decays"]}
    assert decays["nu_3 -> nu_1 gamma"] == approx(rate(vertex, mixing, 2, 0))
    assert not any(entry["verified"] for entry in computed["naturalness"]["natural_moments"])
    assert "Lee:1977tib" in computed["references"]


def test_both_orderings_and_the_leading_form() -> None:
    computed = json.loads(run("moments", "--model", "minimal-dirac", "--ordering", "inverted", "--leading", "--json"))
    vertex = minimal_dirac(Mixing.nufit("inverted"), leading=True)
    assert np.allclose(matrix(computed["magnetic_mu_B"]), vertex.magnetic, rtol=1e-12, atol=0)
    assert computed["loop_function"] == "leading"
    assert computed["lambda_mu_B"] is None
    assert {entry["decay"] for entry in computed["decays"]} == {
        "nu_1 -> nu_3 gamma",
        "nu_2 -> nu_1 gamma",
        "nu_2 -> nu_3 gamma",
    }


def test_the_left_right_model_with_a_mixing_of_ones_own() -> None:
    words = ["--sin2-theta13", "0.03", "--delta", "90 deg", "--w-mixing", "0.01 rad", "--w2-mass", "3 TeV"]
    computed = json.loads(run("moments", "--model", "left-right", *words, "--json"))
    mixing = replace(Mixing.nufit(), sin2_theta13=0.03, delta=math.pi / 2)
    assert np.allclose(
        matrix(computed["magnetic_mu_B"]),
        left_right(mixing, mixing_angle=0.01, w2_mass=3 * TeV).magnetic,
        rtol=1e-12,
        atol=0,
    )
    assert computed["loop_function"] is None
    assert "Kim:1976gk" in computed["references"]


def test_a_matrix_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('nature = "dirac"\n[magnetic]\nunit = "1e-11 mu_B"\nmatrix = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]\n')
    computed = json.loads(run("moments", "--vertex", str(file), "--json"))
    assert all(entry["value"] == approx(1e-11) for entry in computed["effective_moments"])
    assert all(entry["rate_per_s"] == 0 for entry in computed["decays"])
    text = run("moments", "--vertex", str(file))
    assert "1.0000e-11" in text
    assert "electric moments" not in text


def test_text_says_what_is_not_verified() -> None:
    text = run("moments", "--model", "minimal-dirac")
    assert "magnetic moments [mu_B]" in text
    assert "coefficient not verified" in text
    assert "Bell et al." in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--model", "minimal"],
            r"--model: 'minimal' is unknown; choose one of minimal-dirac, minimal-majorana, left-right, zee, leptoquark",
        ),
        (["--ordering", "normalized"], r"did you mean 'normal'"),
        (["--lightest-mass", "0.01"], r"'0.01' has no unit; expected one such as eV"),
        (["--lightest-mass", "0.01 cm"], r"'0.01 cm' is a length; expected an energy"),
        (["--alpha21", "40 eV"], r"expected a pure number"),
        (["--vertex", "nowhere.toml"], r"cannot read nowhere.toml"),
    ],
)
def test_moments_refuses_wrong_words(words: list[str], message: str) -> None:
    with pytest.raises((ValueError, UsageError), match=message):
        run("moments", *words)


def test_triangle_prints_what_the_library_finds() -> None:
    words = ["3e-11 +- 0.2e-11 mu_B", "1e-11 mu_B +- 2e-12 mu_B", "1e-11+-2e-12 mu_B"]
    computed = json.loads(run("triangle", *words, "--json"))
    expected = triangle_test([3e-11, 1e-11, 1e-11], [2e-12] * 3)
    assert computed["majorana_excluded_sigma"] == approx(expected.significance)
    assert computed["nearest_mu_B"] == approx(list(expected.nearest))
    assert f"excluded by {expected.significance:.2f} sigma" in run("triangle", *words)
    assert "allow these moments" in run("triangle", *["1e-11 ± 2e-12 mu_B"] * 3)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("3e-11 mu_B", r"is not a value with an error; write '3.0e-11 \+- 0.2e-11 mu_B'"),
        ("3e-11 +- 1e-12", r"has no unit"),
        ("3e-11 +- 1e-12 keV", r"is an energy; expected a magnetic moment"),
        ("3e-11 +- 0 mu_B", r"errors must be positive"),
    ],
)
def test_triangle_refuses_wrong_words(word: str, message: str) -> None:
    with pytest.raises((ValueError, UsageError), match=message):
        run("triangle", word, "1e-11 +- 1e-12 mu_B", "1e-11 +- 1e-12 mu_B")
