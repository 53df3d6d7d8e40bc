"""Rates kept on disk: the same numbers, never those of other inputs, and never a reason to fail."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import nuem
from nuem.experiments import experiment
from nuem.experiments.predicting import predictable, tensor_files
from nuem.experiments.predicting.binding import Folding
from nuem.experiments.setups import content
from nuem.flavour import Mixing
from nuem.rates import RateTensor
from nuem.scattering.atom import Stepping, ValidityWarning
from nuem.sources import PionDecay

NAME = "coherent_ge"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(tensor_files.VARIABLE, str(tmp_path / "nuem"))
    monkeypatch.setattr(tensor_files, "_MOST", 4)
    return tmp_path / "nuem"


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*")) if folder.is_dir() else []


def anew(name: str = NAME, **options: object) -> tuple[RateTensor, ...]:
    """As a new process has it."""
    predictable._predicted.cache_clear()
    return nuem.experiments.predict(name, **options).tensors  # type: ignore[arg-type]


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    def fold(*_: object) -> None:
        raise AssertionError("folded again")

    monkeypatch.setattr(Folding, "fold", fold)


def test_the_next_process_reads_the_same_rates(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = anew()
    assert len(files(folder)) == 1
    forbid(monkeypatch)
    again = anew()
    for left, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(left.numbers, other.numbers)
        assert (left.beams, left.errors, left.relative_accuracy) == (other.beams, other.errors, other.relative_accuracy)


@pytest.mark.parametrize(
    "options", [{"sin2_theta_w": 0.23}, {"mixing": Mixing.nufit(ordering="inverted")}, {"electrons": Stepping()}]
)
def test_other_options_have_files_of_their_own(folder: Path, options: dict[str, object]) -> None:
    anew()
    anew(NAME, **options)
    assert len(files(folder)) == 2


def test_another_exposure_or_other_code_is_folded_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = experiment(NAME)
    target = replace(original.channels[0].target, exposure=2 * original.channels[0].target.exposure)
    first = anew()[0].counts()
    predictable._predicted.cache_clear()
    other = replace(original, channels=(replace(original.channels[0], target=target),)).predict().tensors[0].counts()
    if original.channels[0].expected is None:
        np.testing.assert_allclose(other, 2 * first)
    assert len(files(folder)) == 2
    monkeypatch.setattr(content, "library", lambda: b"changed")
    anew()
    assert len(files(folder)) == 3


@pytest.mark.parametrize(
    "damage", [lambda whole: whole[:-8], lambda whole: whole[:40] + b"x" + whole[41:], lambda _: b""]
)
def test_a_damaged_file_is_replaced(folder: Path, damage: object) -> None:
    right = anew()[0].numbers
    (file,) = files(folder)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))  # type: ignore[operator]
    np.testing.assert_array_equal(anew()[0].numbers, right)
    assert file.read_bytes() == whole


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(tensor_files.VARIABLE, str(tmp_path / "file" / "nuem"))
    assert np.all(anew()[0].counts() > 0)


def test_nothing_is_written_where_the_variable_is_empty(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(tensor_files.VARIABLE, "")
    anew()
    assert tensor_files.folder() is None
    assert not files(folder)


def test_warnings_about_validity_are_given_again(folder: Path) -> None:
    for _ in range(2):
        with pytest.warns(ValidityWarning, match=r"0\.3 keV"):
            anew("xenon1t_s2only")
    assert len(files(folder)) == 1


def test_sources_from_outside_the_library_are_not_kept(folder: Path) -> None:
    class Mine(PionDecay):
        """A user's source, whose code may change between two runs."""

    mine = Mine(distance=2e3, neutrinos_per_proton=0.08, protons=1e23)
    assert np.all(experiment(NAME).with_source(mine).predict().counts() > 0)
    assert not files(folder)


def test_the_files_used_longest_ago_are_deleted(folder: Path) -> None:
    for k in range(6):
        anew(sin2_theta_w=0.23 + 1e-3 * k)
    assert len(files(folder)) == 4


def test_equal_experiments_have_equal_numbers_and_are_folded_once() -> None:
    first = experiment("coherent_csi")
    before = content.digest(first)
    assert first.predict() is experiment("coherent_csi").predict()
    assert content.digest(first) == before == content.digest(experiment("coherent_csi"))
