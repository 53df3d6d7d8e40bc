"""TOML files: the user's own and the shipped ones, with what is wrong in them said in one line."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from nuem.numerics.text import LARGEST_SETUP, read_text, require_end
from nuem.typing import Json

DEEPEST: Final = 20
"""Levels of tables and arrays within each other that a file may have."""


_LAST_NUMBER: Final = re.compile(r"^[^#\n]*=[ \t]*([-+]?\d[-+\w.]*)\Z", re.MULTILINE)


def load_toml(source: Path | Traversable, expected: str = "a TOML file") -> Json:
    """Read a TOML file of the user.

    Parameters
    ----------
    source : path
        The file.
    expected : str, optional
        What should be in it, for the error messages.

    Raises
    ------
    ValueError
        For a file that cannot be read (see `nuem.numerics.text.read_text`), that is not valid TOML, that is nested more deeply than
        `DEEPEST` levels, or with an integer of more than 64 bits; the message names the file.

    Warns
    -----
    UserWarning
        For a number that no newline follows, since the beginning of a number is one too.
    """
    text = read_text(source, expected, largest=LARGEST_SETUP)
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise ValueError(f"{source.name} is nested too deeply; {expected} was expected") from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{source.name} is not valid TOML: {error}") from None
    except ValueError as error:  # an integer of thousands of digits, a date that does not exist
        raise ValueError(f"{source.name} is not valid TOML: {str(error).partition(';')[0]}") from None
    _require_plain(data, source.name)
    if last := _LAST_NUMBER.search(text):
        place = f"{source.name}, line {text.count(chr(10)) + 1}"
        require_end(place, [last[1]])
    return data


@cache
def read_toml(package: str, name: str) -> Json:
    """A TOML file that is part of the package; callers must not change what they get."""
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))


def _require_plain(data: Json, name: str) -> None:
    """Refuse what no set-up has: levels without end, and integers that are not numbers of 64 bits, as TOML has them."""
    level: list[tuple[str, object]] = list(data.items())
    for _ in range(DEEPEST):
        for key, value in level:
            if isinstance(value, int) and not -(2**63) <= value < 2**63:
                raise ValueError(
                    f"{name}: {key} = {str(value)[:20]}... has {len(str(abs(value)))} digits; an integer has at most 64 bits"
                )
        level = [
            pair
            for key, value in level
            for pair in (value.items() if isinstance(value, dict) else [(key, entry) for entry in value] if isinstance(value, list) else ())
        ]  # fmt: skip
        if not level:
            return
    raise ValueError(f"{name} is nested more than {DEEPEST} levels deep")
