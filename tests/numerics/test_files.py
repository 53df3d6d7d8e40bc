"""Files as users have them: read whatever was meant, or refused in one line that names the file."""

import os
import re
import warnings
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
        ROWS[:-1] + b" ",
        ROWS[:-2] + b'"8"',
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


@pytest.mark.parametrize("numbers", ["12", "0.9", "0.25 0.75 0.5", "1e-4 3.2e-44", "5. 7.", "+3 -12"])
def test_a_last_number_is_never_cut_short_in_silence(tmp_path: Path, numbers: str) -> None:
    """Cut anywhere, a file is read with the numbers that the whole one has, or refused, or a warning names file and line."""
    column = numbers.split()
    table, rows, toml = tmp_path / "t.csv", tmp_path / "r.dat", tmp_path / "s.toml"
    whole = "energy_keV,efficiency\n" + "".join(f"{k},{text}\n" for k, text in enumerate(column, 1))
    lines = "".join(f"{k} {text}\n" for k, text in enumerate(column, 1))
    right, refused = [float(text) for text in column], []
    for cut in range(1, len(column[-1]) + 2):
        table.write_text(whole[:-cut])
        rows.write_text(lines[:-cut])
        toml.write_text(f"a = {column[-1].lstrip('+').rstrip('.')}\n"[:-cut])
        for read in (
            lambda: read_table(table, {"efficiency": ""})["efficiency"].tolist(),
            lambda: read_rows(rows, ("x", "y"))[1].tolist(),
            lambda: [*right[:-1], load_toml(toml)["a"]],
        ):
            try:
                with warnings.catch_warnings(record=True) as said:
                    warnings.simplefilter("always")
                    values = read()
            except ValueError as error:
                refused.append(str(error))
                continue
            assert values == right[: len(values)] or [
                caught for caught in said if "add a newline if it is whole" in str(caught)
            ]
    assert all(re.match(r"(t\.csv|r\.dat|s\.toml)( is not valid|, line| has)", text) for text in refused)


@pytest.mark.parametrize(
    ("data", "shown"),
    [(b"1,0.9\n3,0.", "'0.'"), (b"1,1.25\n3,0.", "'0.'"), (b"1,0.10\n3,0.2", "'0.2'"), (b"1,3e-44\n3,3e-4", "'3e-4'"), (b"1,3e-44\n3,3", "'3'")],
)  # fmt: skip
def test_a_last_number_shorter_than_all_above_is_refused_at_the_end_of_a_file(
    file: Path, data: bytes, shown: str
) -> None:
    file.write_bytes(b"energy_keV,efficiency\n" + data)
    line = data.count(b"\n") + 2
    with pytest.raises(
        ValueError, match=rf"^table.csv, line {line}: {re.escape(shown)} ends the file .* add a newline"
    ):
        read_table(file, {"efficiency": ""})
    file.write_bytes(b"energy_keV,efficiency\n" + data + b"\n")
    assert len(read_table(file, {"efficiency": ""})["efficiency"]) == 2


def test_a_whole_file_without_a_last_newline_is_read_with_a_warning(file: Path) -> None:
    file.write_bytes(ROWS[:-1])
    with pytest.warns(UserWarning, match=r"^table.csv, line 3: no newline follows '8'; .* if the file was cut short"):
        assert read_table(file, COLUMNS)["observed"].tolist() == [10, 8]
    assert read_table(file, {"low": "keV"})["low"] == pytest.approx([1e-3, 2.5e-3])  # what is not read cannot be wrong
    for text in (ROWS[:-1] + b"\n# 8", ROWS[:-1] + b"\n,,"):
        file.write_bytes(text)
        assert read_table(file, COLUMNS)["observed"].tolist() == [10, 8]


@pytest.mark.parametrize("end", ['"1 kg"', "[1, 2]", "{ a = 1 }", "true", "1 # = 2"])
def test_what_ends_by_itself_needs_no_newline(tmp_path: Path, end: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(f"a = {end}")
    assert "a" in load_toml(path)


def test_every_shipped_text_file_ends_with_a_newline() -> None:
    root = Path(__file__).parents[2]
    files = [path for folder in ("src", "docs") for path in (root / folder).rglob("*") if "_build" not in path.parts]
    texts = [path for path in files if path.suffix in (".csv", ".toml", ".dat", ".bib")]
    assert len(texts) > 50
    assert not [path.name for path in texts if path.stat().st_size and not path.read_bytes().endswith(b"\n")]


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
    file.write_bytes(b"\xef\xbb\xbfa = 1\n")
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
