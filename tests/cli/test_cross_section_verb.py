import json
from collections.abc import Sequence
from functools import partial

import numpy as np
import pytest
from click import UsageError
from click.testing import CliRunner
from tests.arguments import Keywords

from nuem.cli.app import app
from nuem.cli.options.words import grid
from nuem.scattering import Couplings, nucleus, portal
from nuem.scattering.atom import elastic
from nuem.scattering.electron import dsigma_dT, parts
from nuem.units import keV, parse

# Cross sections are far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

REACTOR = ["cross-section", "--energy", "3 MeV", "--antineutrino"]


def run(*words: str, common: Sequence[str] = REACTOR) -> str:
    result = CliRunner().invoke(app, [*common, *words], standalone_mode=False)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_json_has_every_part_and_the_total() -> None:
    couplings = ["--moment", "1e-11 mu_B", "--charge", "-1e-12 e", "--charge-radius", "1e-33 cm2"]
    computed = json.loads(run("--recoil", "2.8 keV", *couplings, "--json"))
    expected = parts(
        2.8 * keV, 3.0, antineutrino=True, couplings=Couplings(moment=1e-11, charge=-1e-12, charge_radius=1e-33)
    )
    for name in ("weak", "radius", "interference", "charge", "magnetic", "total"):
        assert computed[name] == [approx(float(getattr(expected, name)), rel=1e-12)]
    assert computed["unit"] == "cm^2/MeV per electron"
    assert computed["recoil_keV"] == [approx(2.8)]
    assert computed["end_point_keV"] == approx(2764.55274194)


def test_the_table_names_its_unit_and_leaves_out_what_is_not_there() -> None:
    text = run("--recoil", "2.8 keV", "--moment", "1e-11 mu_B")
    assert "cm^2/MeV per electron" in text
    assert "magnetic" in text
    assert "interference" not in text
    assert f"{dsigma_dT(2.8 * keV, 3.0, antineutrino=True, moment=1e-11):.5e}" in text


def test_an_atom_answers_with_the_electrons_that_can_be_freed() -> None:
    free = json.loads(run("--recoil", "2.8 keV", "--json"))
    atom = json.loads(run("--recoil", "2.8 keV", "--target", "Ge", "--electrons", "stepping", "--json"))
    assert atom["total"][0] == approx(30 * free["total"][0])
    assert atom["unit"].endswith("per atom")
    assert json.loads(run("--recoil", "2.8 keV", "--target", "NaI", "--json"))["unit"].endswith("per formula unit")


def test_a_charge_on_a_stepping_atom_comes_with_a_warning() -> None:
    words = ["--recoil", "2.8 keV", "--target", "Ge", "--charge", "1e-12 e"]
    assert "too small a charge part" in run(*words, "--electrons", "stepping")
    assert "too small a charge part" not in run(*words, "--electrons", "hfs")


def test_a_nucleus_scatters_coherently() -> None:
    computed = json.loads(run("--recoil", "0.1 keV", "--target", "nucleus:Ge", "--moment", "1e-10 mu_B", "--json"))
    assert computed["charge"] == computed["radius"] == computed["interference"] == [0]
    assert computed["total"][0] > 0
    assert computed["magnetic"] == [
        approx(float(nucleus.dsigma_dT_magnetic(0.1 * keV, 3.0, Z=32, A=72.63, moment=1e-10)), rel=1e-6)
    ]
    expected = nucleus.dsigma_dT(0.1 * keV, 3.0, Z=32, A=72.63, moment=1e-10)
    assert computed["total"] == [approx(float(expected), rel=1e-12)]


def test_the_weak_angle_and_the_corrections_are_passed_on() -> None:
    plain, other, corrected = (
        json.loads(run("--recoil", "100 keV", *words, "--json"))["total"][0]
        for words in ([], ["--sin2-theta-w", "0.2312"], ["--radiative"])
    )
    assert other == approx(float(dsigma_dT(0.1, 3.0, antineutrino=True, sin2_theta_w=0.2312)))
    assert corrected == approx(float(dsigma_dT(0.1, 3.0, antineutrino=True, radiative=True)))
    assert len({plain, other, corrected}) == 3


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--recoil", "2.8"], "has no unit"),
        (["--recoil", "2.8 cm"], "is a length; expected an energy"),
        (["--recoil", "2.8 keV", "--flavour", "electron"], "--flavour: 'electron' is unknown"),
        (["--recoil", "2.8 keV", "--target", "Xy"], "unknown element 'Xy'"),
        (["--recoil", "2.8 keV", "--target", "nucleus:CF4"], "unknown element 'CF4'"),
        (["--recoil", "0 keV", "--moment", "1e-11 mu_B"], "recoil must be positive"),
        (["--recoil", "1 keV:2 keV"], "low:high:count"),
    ],
)
def test_wrong_words_are_refused_with_a_reason(words: list[str], message: str) -> None:
    with pytest.raises((ValueError, UsageError), match=message):
        run(*words)


def test_a_grid_is_one_value_several_or_a_range() -> None:
    assert grid("2.8 keV", "keV").tolist() == [parse("2.8 keV", "keV")]
    assert allclose(grid("1 keV, 2 keV,0.5 MeV", "keV"), [1e-3, 2e-3, 0.5])
    assert allclose(grid("1 keV:100 keV:3", "keV"), [1e-3, 1e-2, 1e-1])
    assert allclose(grid("0 keV:1 MeV:3:linear", "keV"), [0, 0.5, 1])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 keV:100 keV:1", "count from 2"),
        ("1 keV:100 keV:many", "count from 2"),
        ("100 keV:1 keV:5", "must ascend"),
        ("0 keV:1 keV:5", "begin above zero"),
        ("1:100 keV:5", "has no unit"),
        ("1 keV:100 keV:5:cubic", "cannot read the range"),
        ("1 keV,", "does not begin with a number"),
    ],
)
def test_a_grid_that_cannot_be_read_is_refused(text: str, message: str) -> None:
    with pytest.raises((ValueError, UsageError), match=message):
        grid(text, "keV")


def test_a_moment_may_lead_to_a_heavy_neutral_lepton() -> None:
    words = ["--recoil", "2.8 keV", "--moment", "1e-11 mu_B", "--portal-mass", "0.5 MeV"]
    heavy: Keywords = {"mass": 0.5, "moment": 1e-11}
    free, light = json.loads(run(*words, "--json")), json.loads(run(*words[:4], "--json"))
    assert free["magnetic"][0] == approx(float(portal.dsigma_dT(2.8 * keV, 3.0, target="electron", **heavy)))
    assert free["weak"] == light["weak"]
    atom = json.loads(run(*words, "--target", "Ge", "--electrons", "stepping", "--json"))
    assert atom["magnetic"][0] == approx(30 * free["magnetic"][0])
    nucleus_words = ["--recoil", "0.1 keV", *words[2:], "--target", "nucleus:Ge"]
    computed = json.loads(run(*nucleus_words, "--json"))["magnetic"][0]
    expected = portal.dsigma_dT(0.1 * keV, 3.0, target=(32, 72.63), spin=0, **heavy)
    assert computed == approx(float(expected), rel=1e-4)
    assert "heavy neutral lepton of 0.5 MeV" in run(*words)


def test_a_whole_atom_is_a_target() -> None:
    words = [
        "--recoil",
        "2 meV:30 meV:3",
        "--charge",
        "1e-14 e",
        "--charge-radius",
        "1e-32 cm2",
        "--moment",
        "1e-12 mu_B",
    ]
    computed = json.loads(
        run(*words, "--target", "atom:He4", "--json", common=["cross-section", "--energy", "15 keV", "--antineutrino"])
    )
    recoil = np.array(computed["recoil_keV"]) * keV
    couplings: Keywords = {"charge": 1e-14, "charge_radius": 1e-32, "moment": 1e-12}
    expected = elastic.dsigma_dT(recoil, 15 * keV, atom=elastic.NeutralAtom("He", 4), **couplings)
    assert computed["total"] == approx(expected.tolist(), rel=1e-9)
    names = ("weak", "radius", "interference", "charge", "magnetic")
    assert np.sum([computed[name] for name in names], axis=0) == approx(expected)
    assert computed["unit"].endswith("per atom")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--portal-mass", "0.1 MeV"], "needs the moment that leads to it"),
        (["--target", "atom:He"], "needs a mass number, such as He4"),
        (["--target", "atom:He4", "--radiative"], "radiative corrections are not known for a whole atom"),
        (["--target", "atom:He4", "--electrons", "hfs"], "its electrons are not bound"),
    ],
)
def test_what_a_heavy_lepton_or_an_atom_cannot_have_is_one_line(words: list[str], message: str) -> None:
    with pytest.raises((ValueError, UsageError), match=message):
        run("--recoil", "1 keV", *words)


def test_a_lepton_too_heavy_for_the_neutrino_is_named() -> None:
    words = ["--recoil", "1 keV", "--moment", "1e-11 mu_B", "--portal-mass"]
    assert "none is made" not in run(*words, "1 MeV")  # 3 MeV on an electron: up to 1.3 MeV
    assert "a heavy neutral lepton of 2 MeV, which takes neutrinos of 5.9139 MeV: none is made" in run(*words, "2 MeV")
