"""Traps of the command line: each is one clear line and exit code 2, or the right answer, and never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.arguments import Run

from nuem.cli import main

TABLE = "distance_km,electron_density_cm^-3\n0,1e24\n10,1e24\n"
SETUP = """[source]
name = "reactor"
power = "3 GW"
distance = "20 m"
[target]
material = "Ge"
exposure = "1 kg day"
[data]
spectrum = "s.csv"
"""
FIT = 'experiments = ["own.toml"]\nparameters = ["magnetic[1,1]"]\nnature = "dirac"\n'


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run `nuem` in this process and an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["nuem", *words])
        with pytest.raises(SystemExit) as stop:
            main()
        streams = capsys.readouterr()
        return int(stop.value.code or 0), streams.out, streams.err

    return call


ENERGY = ("--energy", "5 MeV")
VACUUM = ("propagate", *ENERGY, "--medium", "vacuum", "--length", "1 km")
RANDOM = ("propagate", *ENERGY, "--medium", "random", "--length", "1 km", "-p", "field=1 gauss")
RECOIL = ("cross-section", *ENERGY, "--recoil", "2 keV")
WRONG = [
    (("limit", "gemma", "--cl", "0.9"), "--cl: 0.9 is taken as per cent; for 90 per cent write 90"),
    (("limit", "gemma", "--cl", "1"), "write 100"),
    (("limit", "gemma", "--cl", "-5"), "is not a confidence level"),
    (("limit", "gemma", "--cl", "100"), "is not a confidence level"),
    (("limit", "gemma", "--cl", "high"), "is not a number; give per cent"),
    (("limit", "gemma", "--nature", "x"), "--nature: 'x' is unknown"),
    (("limit", "gemma", "--nature", "majorana"), "--nature is the symmetry of an element"),
    (("limit", "gemma", "--toys", "100"), "--toys is for --statistic feldman-cousins"),
    (("limit", "gemma", "--seed", "2"), "--seed is for --statistic feldman-cousins"),
    (("limit", "gemma", "--compare-electrons", "--coupling", "charge"), "--coupling has no use with --compare-electrons"),
    (("limit", "gemma", "--as", "mass"), "--as: 'mass' is unknown"),
    (("limit", "gemma", "munu", "--as", "lambda"), "are for one experiment"),
    (("limit", "list"), "'list' is unknown; choose one of"),
    (("limit", "GEMMA"), "did you mean 'gemma'"),
    (("limit", "gemma", "--coupling", "charge_radius[e,mu"), "charge_radius[e,mu"),
    (("limit", "gemma", "--coupling", "magnetic[1,9]"), "magnetic[1,9]"),
    (("limit", "gemma", "--sin2-theta-w", "nan"), "--sin2-theta-w: 'nan' is not a finite number"),
    (("limit", "gemma", "--sin2-theta-w", "0_2"), "is not a finite number"),
    (("limit", "pipe.toml"), "it is a pipe or a device"),
    (("limit", "/dev/zero.toml"), "cannot read /dev/zero.toml"),
    (("limit", "."), "'.' is unknown"),
    ((*RECOIL, "--electrons", "nonsense"), "--electrons: 'nonsense' is unknown"),
    ((*RECOIL, "--electrons", "stepping"), "--electrons has no use with --target free-electron"),
    ((*RECOIL, "--model", "hfs"), "--model belongs to moments, not to cross-section"),
    (("limit", "gemma", "--medium", "sun"), "--medium belongs to propagate, not to limit"),
    (("limit", "gemma", "--bogus"), "No such option"),
    (("limit", "gemma", "--coupling", "charge-radius"), "(did you mean 'charge_radius'?)"),
    (("limit", "gemma", "--coupling", "Charge  Radius"), "(did you mean 'charge_radius'?)"),
    (("limit", "gemma", "--coupling", "mu"), "(did you mean 'moment'?)"),
    (("limit", "gemma", "--coupling", "Magnetic moment"), "(did you mean 'moment'?)"),
    (("supernova", "--coherence", "1e-15 pc"), "makes 1e+19 cells of a distance of 10 kpc; at most 200000 are followed"),
    (("spectrum", "gemma", "--csv", "set-up.TOML"), "ends in .toml, as set-ups and vertices that are read do"),
    (("triangle", "3", "3", "3"), "write '3.0e-11 +- 0.2e-11 mu_B'"),
    (("export", "csv", "gemma", "--out", "nowhere/x"), "there is no folder 'nowhere' to write 'x' into"),
    ((*RECOIL, "--target", "Ge76"), "for the isotope of mass number 76 write Ge"),
    ((*RECOIL, "--target", "76Ge"), "did you mean 'Ge'"),
    ((*RECOIL, "--target", "LAr"), "did you mean 'Ar'"),
    ((*RECOIL, "--target", "xenon"), "did you mean 'Xe'"),
    ((*RECOIL, "--target", "ge"), "did you mean 'Ge'"),
    ((*RECOIL, "--target", "nucleus:ge"), "did you mean 'Ge'"),
    ((*RECOIL, "--target", "nucleus:"), "unknown element ''"),
    ((*RECOIL, "--target", ""), "is empty"),
    ((*RECOIL, "--csv", "."), "is a folder; give the name of a file"),
    ((*RECOIL, "--csv", "nowhere/x.csv"), "there is no folder 'nowhere'"),
    ((*RECOIL, "--plot", "x.docx"), "must end in .png or .pdf or .svg"),
    (("moments", "--alpha21", "90"), "--alpha21: '90' has no unit; expected one such as rad"),
    (("moments", "--delta", "200"), "--delta: '200' has no unit"),
    (("moments", "--model", "zee", "-p", "mixing_angle=45"), "mixing_angle: '45' has no unit"),
    (("atom", "Ge", "--energy", "1 MeV", "--neutrino-mass", "2 MeV"), "neutrino_mass = 2000 keV is not below the energy"),
    (("catalogue", "--since", "2010", "--until", "2000"), "--since 2010 is later than --until 2000"),
    (("spectrum", "kamland_antinu"), "kamland_antinu has no spectrum"),
    (("review", "--figures", "/proc/nowhere"), "/proc/nowhere"),
    ((*RANDOM, "-p", "domains=2.5"), "domains: '2.5' is not a whole number"),
    ((*RANDOM, "-p", "domains=1_0"), "domains: '1_0' is not a number"),
    ((*RANDOM, "-p", "domains=inf"), "domains: 'inf' is not a number"),
    ((*RANDOM, "-p", "domains=3", "-p", "seed=1.5"), "seed: '1.5' is not a whole number"),
    ((*RANDOM, "-p", "domains=999999999999"), "not enough memory"),
    (("moments", "--w2-mass", "--"), "--w2-mass: '--' does not begin with a number"),
    (("moments", "--w2-mass", "5 TeV"), "--w2-mass is of the left-right model"),
    (("moments", "--model", "zee"), "missing: antisymmetric"),
    (("moments", "--model", "zee", "-p", "yukawa"), "write name=value"),
    (("moments", "--model", "left-right", "-p", "mass=3"), "there is no parameter 'mass'"),
    (("moments", "--model", "left-right", "--leading"), "--leading is of the minimal models"),
    (("moments", "--vertex", "absent.toml", "--model", "zee"), "--model belongs to a model and cannot be combined with --vertex"),
    (("moments", "--vertex", "/dev/zero"), "it is a pipe or a device"),
    (("moments", "--vertex", "nested.toml"), "nested.toml is nested"),
    (("moments", "--vertex", "big.toml"), "has 401 digits"),
    (("moments", "--lightest-mass", "1e400 eV"), "is not a finite number"),
    (("cite", "("), "'(' is not a citation key"),
    (("cite", "charge_radius[e,mu"), "is not a citation key"),
    (("cite", "limit"), "Missing argument"),
    (("cite", "limit", "gema"), "did you mean 'gemma'"),
    (("atom", "Ge", "--transfer", "5 keV", "--energy", "1e-9 MeV"), "above the energy of the neutrino"),
    (("atom", "Ge", "--plot", "."), "is a folder"),
    (("atom", "Ge", "--draw", "."), "is a folder"),
    (("atom", "list", "--transfer", "2 keV"), "--transfer has no use with `nuem atom list`"),
    (("atom", "Xe", "--shells", "--transfer", "2 keV"), "--transfer has no use with --shells"),
    (("atom", "Xe", "--transfer", "0 keV:1 keV:3"), "must begin above zero"),
    (("atom", "Xe", "--transfer", "1 keV:2 keV:٣"), "needs a count"),
    (("stars", "--density", "1e6 g/cm3", "--nature", "dirac"), "--nature has no use with --density"),
    (("stars", "--treatment", "one-loop"), "--treatment is of a plasma"),
    (("spectrum", "gemma", "--electrons", "hfs:0.1 eV"), "--electrons: 'hfs:0.1 eV' is unknown"),
    (("experiments", "gema"), "did you mean 'gemma'"),
    (("experiments", "--kind", "x"), "no experiment is of this kind"),
    (("experiments", "gemma", "--kind", "recast"), "--kind has no use"),
    (("catalogue", "--since", "soon"), "--since"),
    (("catalogue", "--quantity", "mass"), "--quantity: 'mass' is unknown"),
    (("triangle", "1 mu_B", "2 mu_B", "3 mu_B"), "is not a value with an error"),
    (("propagate", *ENERGY, "--medium", "long.csv"), "long.csv, line 2: 200002 characters"),
    (("propagate", *ENERGY, "--medium", "nowhere.csv"), "cannot read nowhere.csv"),
    (("propagate", *ENERGY, "--medium", "grams.csv"), "expected a number density"),
    (("propagate", *ENERGY, "--medium", "exponential", "--length", "1 km"), "missing: electron_density"),
    (("propagate", *ENERGY, "--medium", "random", "--length", "1 km", "--field", "1 G"), "missing: domains"),
    (("propagate", *ENERGY, "--length", "1 km"), "--length has no use with --medium sun"),
    ((*VACUUM, "-p", "length=2 km"), "length is given twice"),
    ((*VACUUM, "--tol", "2"), "tol = 2 is no tolerance"),
    (("propagate", *ENERGY, "--tol", "2"), "tol = 2 is no tolerance"),
    ((*VACUUM, "--length", "2 km"), "--length is given 2 times; give it once"),
    ((*VACUUM, "--csv", "a.csv", "--out", "b.csv"), "--csv is given 2 times; give it once"),
    (("limit", "gemma", "--cl", "90", "--cl=95"), "--cl is given 2 times; give it once"),
    (("moments", "--model", "zee", "--model", "zee"), "--model is given 2 times"),
    (("propagate", *ENERGY, "--medium", "constant", "--length", "1 km"), "a path without any is --medium vacuum"),
    (("limit", "material.toml"), "material.toml: [target] material: cannot read the formula 'Foo'"),
    ((*VACUUM, "-p", "colour=2"), "colour has no use with --medium vacuum"),
    ((*VACUUM, "--csv", "/dev/full"), "it is a pipe or a device"),
    ((*VACUUM, "--tol", "inf"), "--tol: 'inf' is not a finite number"),
    ((*VACUUM, "--method", "euler"), "--method: 'euler' is unknown"),
    (("review", "--figures", "s.csv"), "is a file"),
    (("limmit", "gemma"), "unknown command 'limmit'; did you mean 'limit'"),
    (("tea",), "unknown command 'tea'; choose one of moments"),
    (("limit", "gemma", "--colour", "red"), "--colour"),
]  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Files with which a reader could fail."""
    (tmp_path / "nested.toml").write_text("a=" + "[" * 2000 + "]" * 2000)
    (tmp_path / "big.toml").write_text(f'nature="dirac"\n[magnetic]\nunit="mu_B"\nmatrix=[[1{"0" * 400},0],[0,0]]\n')
    (tmp_path / "long.csv").write_text("distance_km,electron_density_cm^-3\n1," + "9" * 200_000)
    (tmp_path / "grams.csv").write_text(TABLE.replace("cm^-3", "g/cm^3"))
    (tmp_path / "s.csv").write_text("low_keV,high_keV,observed,background\n1,2,10,9\n2,3,8,9\n")
    (tmp_path / "MY.TOML").write_text(SETUP)
    (tmp_path / "material.toml").write_text(SETUP.replace("Ge", "Foo"))
    (tmp_path / "MED.CSV").write_text(TABLE)
    os.mkfifo(tmp_path / "pipe.toml")
    return tmp_path


@pytest.mark.parametrize(("words", "complaint"), WRONG, ids=[" ".join(words)[:60] for words, _ in WRONG])
def test_a_trap_is_one_clear_line(run: Run, files: Path, words: tuple[str, ...], complaint: str) -> None:
    code, out, err = run(*words)
    assert code == 2, out + err
    assert complaint in err
    assert err.startswith("nuem: ")
    assert err.count("\n") == 1
    assert not out


def test_endings_in_capitals_are_files(run: Run, files: Path) -> None:
    assert run("limit", "MY.TOML")[0] == 0
    assert run("propagate", *ENERGY, "--medium", "MED.CSV")[0] == 0
    assert run("cross-section", *ENERGY, "--recoil", "1 keV:9 keV:3", "--plot", "X.PNG")[0] == 0
    assert (files / "X.PNG").read_bytes().startswith(b"\x89PNG")


def test_curves_go_into_a_file(run: Run, files: Path) -> None:
    code, out, _ = run("cross-section", *ENERGY, "--recoil", "1 keV:9 keV:3", "--csv", "x.csv")
    assert code == 0
    assert out.splitlines()[-1] == "written: x.csv"
    rows = (files / "x.csv").read_text().splitlines()
    assert rows[0].startswith("recoil_keV,weak_cm2/MeV")
    assert len(rows) == 4
    assert float(rows[1].split(",")[0]) == pytest.approx(1.0)
    assert not any("float64" in row for row in rows)


def test_help_keeps_its_brackets(run: Run) -> None:
    code, out, _ = run("limit", "--help")
    assert code == 0
    assert "charge_radius[e,mu]" in out


def program(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    code = "from nuem.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, check=False, env={**os.environ, **environment}
    )


def test_a_pipe_of_few_signs_is_written_to() -> None:
    done = program("cite", "Vogel:1989iv", "Ayala:1998qz", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    done = program("triangle", *["1e-11 ± 2e-12 mu_B"] * 3, PYTHONIOENCODING="cp1252")
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("words", [("spectrum", "gemma"), (*RECOIL,), ("atom", "Ge", "--transfer", "5 keV"), VACUUM])
def test_a_file_on_a_full_disk_is_named(run: Run, words: tuple[str, ...]) -> None:
    Path("full.png").symlink_to("/dev/full")
    for option, file in (("--csv", "/dev/full"), ("--plot", "full.png")):
        code, _, said = run(*words, option, file)
        if words == VACUUM and option == "--csv":  # a scan is continued, which a device cannot be
            assert said.startswith("nuem: cannot read /dev/full: it is a pipe or a device")
        else:
            assert (code, said) == (2, f"nuem: {file} cannot be written: No space left on device\n")


def test_a_full_disk_is_one_line() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    with Path("/dev/full").open("w") as full:
        code = "from nuem.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, "cite"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr == "nuem: [Errno 28] No space left on device\n"


def test_warnings_as_errors_do_not_stop_the_program() -> None:
    words = ("cross-section", "--energy", "3 MeV", "--recoil", "2 keV", "--target", "He")
    done = program(*words, PYTHONWARNINGS="error")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(b"nuem: warning: no table of the atomic response of He")


def test_an_interruption_is_one_line_even_during_an_import() -> None:
    code = "import sys; sys.modules['nuem.cli.app'] = None\nimport nuem.cli, builtins\nreal = builtins.__import__\n"
    code += "def stop(name, *a, **k):\n    if name == 'nuem.cli.app': raise KeyboardInterrupt\n    return real(name, *a, **k)\n"
    done = subprocess.run(
        [sys.executable, "-c", code + "builtins.__import__ = stop\nnuem.cli.main()"], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (130, b"nuem: interrupted\n")


def test_a_field_without_a_moment_is_not_passed_over_in_silence(run: Run) -> None:
    path = ("propagate", *ENERGY, "--medium", "constant", "--length", "1 km", "--field", "1e6 gauss")
    code, _, said = run(*path)
    assert code == 0
    assert "give one in a file with --vertex" in said
    Path("v.toml").write_text(
        'nature = "dirac"\n[magnetic]\nunit = "1e-11 mu_B"\nmatrix = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]\n'
    )
    code, _, said = run(*path, "--vertex", "v.toml")
    assert code == 0
    assert "--vertex" not in said


def test_a_file_that_is_read_is_not_overwritten(run: Run) -> None:
    """Neither one of the command line nor one that a file of it names, under whatever path."""
    texts = {
        "own.toml": SETUP,
        "s.csv": "low_keV,high_keV,observed,background\n3,4,10,11\n4,5,9,8\n",
        "m.csv": TABLE,
        "fit.toml": FIT,
    }
    for name, text in texts.items():
        Path(name).write_text(text)
    Path("link.csv").symlink_to("s.csv")
    for words, option in (
        (("spectrum", "own.toml", "--csv", "s.csv"), "--csv"),
        (("spectrum", "own.toml", "--csv", "./link.csv"), "--csv"),
        (("fit", "fit.toml", "--csv", str(Path.cwd() / "s.csv")), "--csv"),
        (("export", "pyhf", "own.toml", "--out", "own.toml"), "--out"),
        (("propagate", *ENERGY, "--medium", "m.csv", "--csv", "m.csv"), "--csv"),
    ):
        code, out, error = run(*words)
        assert (code, out) == (2, "")
        assert error.startswith(f"nuem: {option}: ")
        assert "is read by this command; write into another file" in error
    for name, text in texts.items():
        assert Path(name).read_text() == text
    assert run("spectrum", "own.toml", "--csv", "new.csv")[0] == 0
    assert run("spectrum", "own.toml", "--csv", "new.csv")[0] == 0


def test_recoils_above_the_end_point_are_said_to_be(run: Run) -> None:
    code, out, _ = run("cross-section", "--energy", "3 MeV", "--recoil", "2 MeV, 5 MeV")
    assert code == 0
    assert "1 of 2 recoils are above the end point of 2764.55 keV, where the cross section is zero" in out
    assert (
        "-0.0"
        not in run("cross-section", "--energy", "3 MeV", "--recoil", "1 keV", "--target", "nucleus:Ge", "--json")[1]
    )


def test_a_burst_too_faint_for_a_reach_says_so_in_words(run: Run) -> None:
    code, out, _ = run("supernova", "--detector", "dune", "--distance", "1e30 kpc")
    assert code == 0
    assert "not seen" in out
    assert "nan" not in out
    assert "inf" not in out
