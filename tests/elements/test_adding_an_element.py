"""What belongs to an element is there for all of them; one that is half added says what is missing."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.modules import module_at

from nuem.elements import elements
from nuem.elements.natural_isotopes import isotopes
from nuem.scattering.atom import absorption, tabulated

SCRIPT = Path(__file__).parents[2] / "scripts" / "element.py"


@pytest.mark.parametrize("symbol", tabulated())
def test_a_tabulated_element_is_whole(symbol: str) -> None:
    assert symbol in elements()
    assert isotopes(symbol)
    assert len(absorption.knots(symbol)) > 2


def test_a_half_added_element_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = absorption._file()
    others = rows["Z"] != 32
    absorption._points.cache_clear()
    monkeypatch.setattr(absorption, "_file", lambda: {name: column[others] for name, column in rows.items()})
    with pytest.raises(ValueError, match=r"Ge is half added: .* run make element SYMBOL=Ge"):
        absorption.knots("Ge")
    monkeypatch.undo()
    assert len(absorption.knots("Ge")) > 2


@pytest.mark.parametrize(
    ("words", "complaint"), [((), "give the symbol of one element"), (("Zr",), "add it to IONISATION")]
)
def test_the_command_says_what_it_needs(words: tuple[str, ...], complaint: str) -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert complaint in done.stderr


def test_its_density_is_written_among_the_others() -> None:
    pytest.importorskip("xraydb")
    script = module_at(SCRIPT)
    before = script.MATERIALS.read_text(encoding="utf-8")
    after = tomllib.loads(script.with_density(before, "Ag"))
    assert after["density_g_cm3"].pop("Ag") == pytest.approx(10.49)
    assert list(after["density_g_cm3"]) == sorted(after["density_g_cm3"])
    assert after == tomllib.loads(before)
