"""Submissions to HEPData, read back, and its tables as an experiment's."""

from pathlib import Path

import numpy as np
import pytest

import nuem
from nuem.interop import hepdata

COLUMNS = """#: table_doi: 10.17182/hepdata.1.v1/t1
#: name: Table 1
E [MeV],E [MeV] LOW,E [MeV] HIGH,Events,stat +,stat -
0.0015,0.001,0.002,12,3.5,-3.5
0.0025,0.002,0.003,7,2.6,-2.6
"""


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # theirs
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_submission_is_accepted_and_loses_no_digit(tmp_path: Path) -> None:
    pytest.importorskip("hepdata_validator")
    yaml = pytest.importorskip("yaml")
    written = hepdata.write(tmp_path / "new" / "submission", "xenonnt", ["moment", "charge"])
    assert [path.name for path in written] == ["submission.yaml", *(f"table_{k}.yaml" for k in range(1, 6))]
    limits = yaml.safe_load(written[1].read_text())
    upper = limits["dependent_variables"][1]
    assert upper["header"]["units"] == "mu_B"
    assert {"name": "STATISTIC", "value": "two-sided"} in upper["qualifiers"]
    assert upper["values"][1]["value"] == nuem.limit("xenonnt", "moment").value
    spectrum, table = nuem.spectrum("xenonnt"), yaml.safe_load(written[5].read_text())
    weak = next(value for value in table["dependent_variables"] if value["header"]["name"] == "weak")
    np.testing.assert_array_equal([value["value"] for value in weak["values"]], spectrum.components["weak"])
    edges = [value["low"] for value in table["independent_variables"][0]["values"]]
    np.testing.assert_allclose(edges, spectrum.edges[:-1] / nuem.units.keV, rtol=1e-15)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # theirs
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_shorter_submission_replaces_a_longer_one(tmp_path: Path) -> None:
    pytest.importorskip("hepdata_validator")
    longer = hepdata.write(tmp_path, "munu", ["moment", "charge"])
    shorter = hepdata.write(tmp_path, "munu", ["moment"])
    assert len(longer) == 6
    assert sorted(tmp_path.iterdir()) == sorted(shorter)


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("hepdata_validator")
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="file/here cannot be made"):
        hepdata.write(tmp_path / "file" / "here", "xenonnt")


def test_a_table_of_hepdata_is_a_spectrum(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(COLUMNS)
    columns = hepdata.read_csv(tmp_path / "t.csv")
    text = hepdata.experiment_table(columns, energy="E [MeV]", observed="Events", error="stat +")
    assert text.splitlines() == ["low_keV,high_keV,observed,error", "1.0,2.0,12.0,3.5", "2.0,3.0,7.0,2.6"]
    with pytest.raises(ValueError, match="no column 'Counts'"):
        hepdata.experiment_table(columns, energy="E [MeV]", observed="Counts")
    (tmp_path / "t.csv").write_text("E [keV],N\n1,many\n")
    with pytest.raises(ValueError, match="'N' has an entry that is no number"):
        hepdata.read_csv(tmp_path / "t.csv")


BLOCKS = """E [keV],E [keV] LOW,E [keV] HIGH,A,stat +,stat -
1.5,1,2,200,10%,-10%
2.5,2,3,100,7,-7

E [keV],E [keV] LOW,E [keV] HIGH,B,stat +,stat -
1.5,1,2,50,5,-5
2.5,2,3,40,4,-4

E [keV],E [keV] LOW,E [keV] HIGH,C
15,10,20,3
25,20,30,4

F [keV],D
1.5,3
"""


def test_errors_in_per_cent_are_those_of_the_values_and_each_variable_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(BLOCKS)
    columns = hepdata.read_csv(tmp_path / "t.csv")
    first = hepdata.experiment_table(columns, energy="E [keV]", observed="A", error="stat +")
    assert first.splitlines()[1:] == ["1.0,2.0,200.0,20.0", "2.0,3.0,100.0,7.0"]
    second = hepdata.experiment_table(columns, energy="E [keV]", observed="B", error="stat +")
    assert second.splitlines()[1:] == ["1.0,2.0,50.0,5.0", "2.0,3.0,40.0,4.0"]
    third = hepdata.experiment_table(columns, energy="E [keV]", observed="C")
    assert third.splitlines()[1:] == ["10.0,20.0,3.0", "20.0,30.0,4.0"]
    with pytest.raises(ValueError, match=r"columns have different lengths: 2 'E \[keV\] LOW', .*, 1 'D'"):
        hepdata.experiment_table(columns, energy="E [keV]", observed="D")
    for entry in ("nan", "-", ""):
        (tmp_path / "t.csv").write_text(f"E [keV],N,M\n1,{entry},2\n")
        with pytest.raises(ValueError, match="'N' has an entry that is no number"):
            hepdata.read_csv(tmp_path / "t.csv")
