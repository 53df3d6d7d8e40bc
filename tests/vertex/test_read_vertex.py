"""A vertex in a text file, and what a file that is wrong is told."""

from pathlib import Path

import numpy as np
import pytest

from nuem import Mixing, Vertex
from nuem.vertex import read_vertex

MAJORANA = """
nature = "majorana"
basis = "flavour"
[dipole]
unit = "1e-12 mu_B"
matrix = [["0", "1+2i", "0.5i"], ["-1 - 2i", 0, 0.0], ["-0.5j", "0", "0"]]
"""
DIRAC = """
nature = "dirac"
[magnetic]
unit = "mu_B"
matrix = [[1e-11, 0], [0, 2e-11]]
[charge_radius]
unit = "1e-33 cm2"
matrix = [[-8, "0.1i"], ["-0.1i", -5]]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "vertex.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_a_flavour_dipole(tmp_path: Path) -> None:
    mixing = Mixing.nufit()
    dipole = 1e-12 * np.array([[0, 1 + 2j, 0.5j], [-1 - 2j, 0, 0], [-0.5j, 0, 0]])
    assert read_vertex(written(tmp_path, MAJORANA), mixing) == Vertex.from_flavour("majorana", mixing, dipole=dipole)


def test_reads_several_matrices_in_the_mass_basis(tmp_path: Path) -> None:
    vertex = read_vertex(written(tmp_path, DIRAC))
    assert vertex == Vertex(
        "dirac", magnetic=np.diag([1e-11, 2e-11]), charge_radius=1e-33 * np.array([[-8, 0.1j], [-0.1j, -5]])
    )


def test_reads_a_dipole_beside_a_charge(tmp_path: Path) -> None:
    text = 'nature = "dirac"\n[dipole]\nunit = "1e-11 mu_B"\nmatrix = [["1i"]]\n[charge]\nunit = "1e-13 e"\nmatrix = [[2]]\n'
    vertex = read_vertex(written(tmp_path, text))
    assert vertex.dipole[0, 0] == 1e-11j
    assert vertex.charge[0, 0] == 2e-13


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('nature = "majorana"', 'nature = "weyl"', r"vertex.toml: nature = 'weyl' is unknown"),
        ('nature = "majorana"', "", r"nature = None is unknown; choose one of dirac, majorana"),
        ('"flavour"', '"flavor"', r"basis = 'flavor' is unknown.*did you mean 'flavour'"),
        ("[dipole]", "[dipol]", r"entry = 'dipol' is unknown.*did you mean 'dipole'"),
        ("1e-12 mu_B", "1e-12 e", r"'1e-12 e' is a charge; expected a magnetic moment"),
        ("1e-12 mu_B", "muons", r"unknown unit 'muons'"),
        ('unit = "1e-12 mu_B"', "", r'\[dipole\] needs exactly a unit, such as unit = "1 mu_B", and a matrix'),
        ('"1+2i"', '"one"', r"dipole: 'one' is not a number"),
        ('"1+2i", "0.5i"', '"1+2i"', r"dipole: the matrix must be square"),
        ('"-1 - 2i"', '"1 + 2i"', r"vertex.toml: dipole is not antisymmetric"),
        ('"-0.5j"', '"nan"', r"dipole: 'nan' is not a number"),
        ('basis = "flavour"', "basis = flavour", r"is not valid TOML"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_what_is_wrong(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in MAJORANA
    with pytest.raises(ValueError, match=message):
        read_vertex(written(tmp_path, MAJORANA.replace(old, new)), Mixing.nufit())


def test_refuses_what_is_missing_or_double(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"cannot read .*nowhere.toml: No such file"):
        read_vertex(tmp_path / "nowhere.toml")
    with pytest.raises(ValueError, match=r"a vertex in the flavour basis needs a mixing"):
        read_vertex(written(tmp_path, MAJORANA))
    with pytest.raises(ValueError, match=r"no matrix is given"):
        read_vertex(written(tmp_path, 'nature = "dirac"'))
    both = DIRAC + '[dipole]\nunit = "mu_B"\nmatrix = [[0, 0], [0, 0]]\n'
    with pytest.raises(ValueError, match=r"give either dipole or magnetic and electric"):
        read_vertex(written(tmp_path, both))


@pytest.mark.parametrize("entry", ['"1_0j"', '"inf"', '"(1j)"', '"１j"', '"1+2"', '"1e400j"', "true", "[0, 1]"])
def test_an_element_is_a_decimal_number_and_not_all_that_python_takes_for_one(entry: str, tmp_path: Path) -> None:
    file = tmp_path / "v.toml"
    file.write_text(f'nature = "majorana"\n[magnetic]\nunit = "1 mu_B"\nmatrix = [[0, {entry}], ["-1j", 0]]\n')
    with pytest.raises(ValueError, match=r"is not a (finite )?number"):
        read_vertex(file)
