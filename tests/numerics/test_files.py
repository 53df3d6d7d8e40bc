"""Files as users have them: read whatever was meant, or refused in one line that names the file."""

import os
from pathlib import Path

import numpy as np
import pytest

from nuem.numerics.table import read_rows, read_table
from nuem.numerics.text import read_text
from nuem.numerics.toml import load_toml

COLUMNS = {"low": "keV", "high": "keV", "observed": ""}
ROWS = b"low_keV,high_keV,observed\n1,2.5,10\n2.5,3,8\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


@pytest.mark.parametrize(
    "data",
    [
        ROWS,
        b"\xef\xbb\xbf" + ROWS,
        ROWS.replace(b"\n", b"\r\n"),
        ROWS.replace(b"\n", b"\r"),
        ROWS + b",,\n,,\n\n",
        b"# a comment\n\n" + ROWS,
        ROWS.replace(b"\n", b",\n"),
        ROWS.replace(b",", b" , "),
        b'"low_keV","high_keV","observed"\n"1","2.5","10"\n"2.5",3,8\n',
        b"low_eV,high_keV,observed\n1e3,2.5,10\n2.5e3,3,8\n",
        b"comment,low_keV,high_keV,observed,energy_resolution\n,1,2.5,10,nothing\nno number,2.5,3,8,\n",
        ROWS[:-1],
    ],
)
def test_a_table_is_read_however_it_was_written(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    table = read_table(file, COLUMNS)
    assert np.allclose(table["low"], [1e-3, 2.5e-3], rtol=1e-15)
    assert np.array_equal(table["observed"], [10, 8])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "table.csv is empty"),
        (b"\n,,\n# low_keV\n", "table.csv is empty"),
        (ROWS.replace(b",", b";"), "table.csv: semicolons separate the columns .* write a comma"),
        (ROWS.replace(b",", b"\t"), "table.csv: tabs separate the columns"),
        (ROWS.replace(b",", b" "), "table.csv: spaces separate the columns"),
        (ROWS.replace(b",", b"|"), "table.csv: bars separate the columns"),
        (ROWS.replace(b"low_keV", b"low"), "column 'low': a unit is missing; write it after the name, such as _keV"),
        (ROWS.replace(b"low_keV", b"low_km"), "column 'low_km': 'km' is the unit of a length; expected an energy"),
        (ROWS.replace(b"low_keV", b"low_kev"), "column 'low_kev': .* did you mean keV"),
        (ROWS.replace(b"low_keV", b"Low"), "no column 'low_keV' in the header"),
        (ROWS.replace(b"low_keV", b"high_eV"), "column 'high' occurs twice"),
        (ROWS + b"3,4\n", "table.csv, line 4: 2 entries where the header has 3: '3,4'; truncated"),
        (ROWS + b"3,4,\n", "table.csv, line 4: '' is not a finite decimal number"),
        (ROWS + b"3,4,1e\n", "line 4: '1e' is not a finite decimal number"),
        (ROWS + b"3,4,1_0\n", "line 4: '1_0' is not a finite decimal number"),
        (ROWS + b"3,4,nan\n", "line 4: 'nan' is not a finite decimal number"),
        (ROWS + b"3,4,1e999\n", "line 4: '1e999' is not a finite number"),
        (ROWS + "3,4,١\n".encode(), "line 4: '١' is not a finite decimal number"),
        (ROWS + b"3,4," + b"9" * 200_000 + b"\n", "line 4: 200004 characters; not a row of a table"),
        (b"low_keV,high_keV,observed\n", "has a header but no rows"),
        (ROWS.decode().encode("utf-16"), "table.csv is UTF-16 text; save it as UTF-8"),
        (ROWS + b"\x00\x00", "not a text file"),
        (ROWS + b"3,4,\xff\n", "table.csv, line 4: not UTF-8 text"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_the_place(file: Path, data: bytes, message: str) -> None:
    file.write_bytes(data)
    with pytest.raises(ValueError, match=message) as caught:
        read_table(file, COLUMNS)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_column_that_nobody_knows_is_refused_where_all_are_known(file: Path) -> None:
    file.write_text("distance_km,density_g\n1,2\n")
    with pytest.raises(ValueError, match="unknown column 'density_g'; expected distance_km,charge_e"):
        read_table(file, {"distance": "km"}, optional={"charge": "e"})


def test_per_cent_is_a_unit_of_a_column_without_one(file: Path) -> None:
    file.write_text("energy_keV,efficiency_%\n1,50\n")
    assert read_table(file, {"energy": "keV", "efficiency": ""})["efficiency"] == pytest.approx([0.5])


def test_numbers_without_a_header_are_read_with_any_blank_between(file: Path) -> None:
    file.write_text("# r rho\n1 2  # first\n\n3,\t4\n")
    assert read_rows(file, ("radius [cm]", "density [g/cm^3]")).tolist() == [[1, 3], [2, 4]]
    file.write_text("1 2\n3\n")
    with pytest.raises(ValueError, match=r"table.csv, line 2: 1 entries where 2 were expected \(radius"):
        read_rows(file, ("radius [cm]", "density [g/cm^3]"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a=" + "[" * 2000 + "]" * 2000, "x.toml is nested too deeply"),
        ("a=" + "[" * 30 + "]" * 30, "x.toml is nested more than 20 levels deep"),
        (".".join("a" * 25) + "=1", "x.toml is nested more than 20 levels deep"),
        ("a=1" + "0" * 400, "x.toml: a = 10000000000000000000... has 401 digits"),
        ("[b]\na=[[1" + "0" * 30 + "]]", "x.toml: a = 1000.* has 31 digits; an integer has at most 64 bits"),
        ("a=1" + "0" * 5000, "x.toml is not valid TOML: Exceeds the limit"),
        ("a=", "x.toml is not valid TOML: Invalid value"),
        ("a=2020-13-45", "x.toml is not valid TOML"),
        ("a=1\na=2", "x.toml is not valid TOML: Cannot overwrite"),
    ],
)
def test_a_toml_file_with_a_mistake_is_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "x.toml"
    file.write_text(text)
    with pytest.raises(ValueError, match=message) as caught:
        load_toml(file)
    assert "\n" not in str(caught.value)


def test_a_byte_order_mark_is_no_part_of_a_toml_file(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(b"\xef\xbb\xbfa = 1")
    assert load_toml(file) == {"a": 1}


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "endless", "null", "long", "large", "under a file"])
def test_what_is_not_a_file_of_text_neither_blocks_nor_fills_the_memory(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "endless":
        path = Path("/dev/zero")
    elif kind == "null":
        path = Path("a\0b")
    elif kind == "long":
        path = Path("x" * 5000)
    elif kind == "large":
        path.write_bytes(b"x" * 1001)
    elif kind == "under a file":
        path.write_text("")
        path /= "y"
    with pytest.raises(ValueError, match=r"^(cannot read|x has|'a\\x00b' is not the name of a file)"):
        read_text(path, "text", largest=1000)
