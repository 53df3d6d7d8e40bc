"""Models of bound electrons on the command line."""

import json
import subprocess
import sys

import pytest
from click import UsageError
from click.testing import CliRunner

from nuem.cli.app import app
from nuem.cli.limit import command
from nuem.experiments import compare_models, experiment, limit
from nuem.scattering.atom import DEFAULT_MODEL


def run(*words: str) -> str:
    result = CliRunner().invoke(app, words, standalone_mode=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_models_stand_side_by_side() -> None:
    text = run("limit", "gemma", "--compare-electrons")
    rows = {line.split()[0]: line for line in text.splitlines() if line.startswith(("free", "stepping", "hfs", "epa"))}
    assert list(rows) == ["free", "stepping", "hfs", "hfs-vacuum", "epa"]
    assert "screened by the medium" in rows["hfs"]
    computed = json.loads(run("limit", "gemma", "--compare-electrons", "--json"))
    assert [row["coupling"] for row in computed[:3]] == ["moment", "charge", "charge_radius"]
    values = {(row["electrons"], row["coupling"]): row["value"] for row in computed}
    assert values["hfs", "moment"] == pytest.approx(values["stepping", "moment"], rel=0.02)
    assert values["hfs", "charge"] < 0.8 * values["stepping", "charge"]
    assert values["hfs-vacuum", "charge"] < values["hfs", "charge"]


def test_comparison_is_one_limit_after_the_other() -> None:
    known = experiment("gemma")
    computed = compare_models(known, couplings=("charge",), electrons=("hfs", "epa:0.1 eV"))
    for model, limits in computed.items():
        assert limits["charge"] == limit(known, "charge", electrons=model)
        assert limits["charge"].electrons == model


def test_a_limit_says_which_electrons_it_used_and_that_counting_them_understates_a_charge() -> None:
    assert "electrons stepping (each electron free above its binding energy)" in " ".join(
        run("limit", "gemma", "--electrons", "stepping").split()
    )
    charge = " ".join(run("limit", "gemma", "--coupling", "charge", "--electrons", "stepping").split())
    assert "a charge acts on the atom as a whole" in charge
    bound = " ".join(run("limit", "gemma", "--coupling", "charge", "--electrons", "hfs").split())
    assert "hfs (Dirac-Hartree-Fock-Slater atom; a charge screened by the medium)" in bound
    assert "as a whole" not in bound


def test_a_wrong_statistic_or_model_is_refused() -> None:
    for words in (["--compare-electrons", "--statistic", "one-sided"], ["--electrons", "hartree"]):
        result = CliRunner().invoke(app, ["limit", "gemma", *words], standalone_mode=False)
        assert result.exit_code != 0
        assert isinstance(result.exception, ValueError | UsageError)


@pytest.mark.slow
def test_a_warning_is_one_line() -> None:
    words = ["--energy", "0.4 MeV", "--recoil", "0.05 keV", "--target", "Ge", "--electrons", "hfs"]
    program = [sys.executable, "-c", "from nuem.cli import main; main()", "cross-section", *words]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    assert done.stderr.startswith("nuem: warning: below 0.1 keV the atomic response of Ge is uncertain")
    assert done.stderr.count("\n") == 1


def test_commands_and_functions_have_the_same_default() -> None:
    default = next(option.default for option in command.params if option.name == "electrons")
    assert default == DEFAULT_MODEL.name
