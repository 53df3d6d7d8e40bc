"""Experiment files damaged at random: either a limit or one clear error, never anything else."""

import random
import warnings
from pathlib import Path

import pytest
from tests.experiments.test_load import COUNTS, EFFICIENCY, TOML, write

from nuem.experiments import limit

VALUES = (
    '"x"', "-1", "0", "nan", "inf", "true", "[]", "{}", "[1,2]", '""', '"1 keV"', '"-5 kg day"', "1.5", '"nan keV"', '"1e308 kg day"',
    '"reactor"', "2020-01-01", '"counts.csv"', '"."',
)  # fmt: skip
CELLS = ("", "nan", "-1", "1e308", "inf", "abc", "0", "1e-300", '"', "1,2", "0x10", "#", "\x00", "-0.0", "5.5")
LINES = (
    "x = 1",
    "[nuisance]",
    "[data]",
    "[on_off]",
    "[[source]]",
    "published = 3",
    "kind = 3",
    "notes = 3",
    "references = [1]",
    "title = 5",
)


def damaged(text: str, dice: random.Random, *, table: bool) -> str:
    """One mistake: a value or a line of a TOML file, a cell or a row of a table."""
    lines = text.split("\n")
    k = dice.randrange(len(lines))
    if table:
        cells = lines[k].split(",")
        cells[dice.randrange(len(cells))] = dice.choice(CELLS)
        lines[k] = ",".join(cells if dice.random() < 0.7 else cells[:-1])
    elif "=" in lines[k] and dice.random() < 0.7:
        lines[k] = lines[k].split("=")[0] + "= " + dice.choice(VALUES)
    elif dice.random() < 0.5:
        del lines[k]
    else:
        lines.insert(k, dice.choice(LINES))
    return "\n".join(lines)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300))
def test_a_damaged_file_gives_a_limit_or_one_clear_error(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    texts = [TOML, COUNTS, EFFICIENCY]
    for _ in range(dice.choice((1, 1, 2, 3))):
        k = dice.choice((0, 0, 1, 2))
        texts[k] = damaged(texts[k], dice, table=k > 0)
    coupling = dice.choice(("moment", "charge", "charge_radius"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message=".*no newline follows")  # a line may have been lost at the end
        try:
            outcome: float | str = limit(write(tmp_path, *texts), coupling).value
        except ValueError as error:
            outcome = str(error)
    if isinstance(outcome, str):
        assert outcome
        assert "\n" not in outcome
    else:
        assert 0 < outcome < 1e300
