"""Words of the command line and what they are: quantities with units, grids of them, names out of a list, files."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from nuem.typing import FloatArray

    ParamType = click.ParamType[Any]
else:
    ParamType = click.ParamType


class Quantity(ParamType):
    """A number with its unit, converted to base units; `unit` is one of the kind that is expected."""

    name = "quantity"

    def __init__(self, unit: str) -> None:
        self.unit = unit

    def convert(self, value: str | float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number in base units."""
        if not isinstance(value, str):
            return float(value)
        from nuem.units import parse

        try:
            return parse(value, self.unit)
        except ValueError as error:
            raise _refusal(error, param) from None


class Grid(ParamType):
    """One quantity, several with commas between, or a range ``low:high:count``, in base units."""

    name = "grid"

    def __init__(self, unit: str) -> None:
        self.unit = unit

    def convert(
        self, value: "str | FloatArray", param: click.Parameter | None, ctx: click.Context | None
    ) -> "FloatArray":
        """An array in base units."""
        try:
            return grid(value, self.unit) if isinstance(value, str) else value
        except ValueError as error:
            raise _refusal(error, param) from None


class Word(ParamType):
    """One word of a list that is made when it is needed; `more` says in words what else is allowed, such as a path."""

    name = "word"

    def __init__(
        self,
        words: Callable[[], Collection[str]] | Collection[str],
        *,
        more: str = "",
        allow: Callable[[str], bool] | None = None,
    ) -> None:
        self._words, self._more, self._allow = words, more, allow

    @property
    def words(self) -> Collection[str]:
        """The words that are allowed."""
        return self._words() if callable(self._words) else self._words

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, if it is in the list."""
        from difflib import get_close_matches

        text = str(value)
        if text in self.words or (self._allow is not None and self._allow(text)):
            return text
        close = get_close_matches(text, list(self.words), n=1) or [
            word for word in self.words if word.lower() == text.lower()
        ]
        hint = f" (did you mean {close[0]!r}?)" if close else ""
        allowed = ", ".join([*self.words, self._more] if self._more else self.words)
        raise _refusal(f"{text!r} is unknown; choose one of {allowed}{hint}", param)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words that begin like what is there."""
        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]


class ConfidenceLevel(ParamType):
    """Per cent on the command line, a fraction in the library."""

    name = "per cent"

    def convert(self, value: str | float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The level as a fraction."""
        text = str(value).strip().removesuffix("%").strip()
        try:
            level = float(text)
        except ValueError:
            raise _refusal(f"{value!r} is not a number; give per cent, such as 90", param) from None
        if 0 < level <= 1:
            raise _refusal(f"{value} is taken as per cent; for {100 * level:g} per cent write {100 * level:g}", param)
        if not 0 < level < 100:
            raise _refusal(f"{value} is not a confidence level; give per cent between 1 and 100, such as 90", param)
        return level / 100


class Number(ParamType):
    """A finite decimal number."""

    name = "number"

    def convert(self, value: str | float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        from math import isfinite

        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not isfinite(number) or "_" in str(value):
            raise _refusal(f"{value!r} is not a finite number", param)
        return number


class NewFile(ParamType):
    """A file to be written, with one of the endings given."""

    name = "file"

    def __init__(self, *endings: str) -> None:
        self.endings = endings

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, in a folder that is there."""
        path = Path(value)
        if path.is_dir():
            raise _refusal(f"{str(path)!r} is a folder; give the name of a file", param)
        if self.endings and path.suffix.lower() not in self.endings:
            raise _refusal(f"{str(path)!r} must end in {' or '.join(self.endings)}", param)
        if path.suffix.lower() == ".toml":
            raise _refusal(f"{str(path)!r} ends in .toml, as set-ups and vertices that are read do", param)
        if not path.parent.is_dir():
            raise _refusal(f"there is no folder {str(path.parent)!r} to write {path.name!r} into", param)
        return path


def new_file(path: Path, name: str) -> None:
    """Refuse a path that `NewFile` refuses, for a parameter that may as well be a folder."""
    context = click.get_current_context()
    NewFile().convert(path, next(param for param in context.command.params if param.name == name), context)


def grid(text: str, unit: str) -> "FloatArray":
    """One quantity, several, or a range of them, in base units.

    ``"2.8 keV"``; ``"1 keV, 2 keV, 5 keV"``; ``"1 keV:100 keV:50"`` for 50 values at equal ratios, and ``"1 keV:100 keV:50:linear"`` at
    equal distances.

    Raises
    ------
    ValueError
        For a quantity without a unit, a range that does not ascend, or a count below two.
    """
    import numpy as np

    from nuem.units import parse

    if ":" not in text:
        return np.array([parse(part, unit) for part in text.split(",")])
    words = [word.strip() for word in text.split(":")]
    if len(words) not in (3, 4) or (len(words) == 4 and words[3] not in ("linear", "log")):
        raise ValueError(f"cannot read the range {text!r}; write 'low:high:count', such as '1 {unit}:100 {unit}:50'")
    low, high = parse(words[0], unit), parse(words[1], unit)
    if not (words[2].isascii() and words[2].isdigit()) or not 2 <= int(words[2][:8]) <= 1_000_000:
        raise ValueError(f"the range {text!r} needs a count from 2 to 1000000, not {words[2][:20]!r}")
    if high <= low:
        raise ValueError(f"the range {text!r} must ascend")
    if words[3:] == ["linear"]:
        return np.linspace(low, high, int(words[2]))
    if low <= 0:
        raise ValueError(f"the range {text!r} is logarithmic and must begin above zero; add ':linear'")
    return np.geomspace(low, high, int(words[2]))


def _refusal(problem: ValueError | str, param: click.Parameter | None) -> click.UsageError:
    """A refusal that names the option, or the argument, and what is wrong with its word."""
    name = "" if param is None else param.opts[0] if param.param_type_name == "option" else param.human_readable_name
    return click.UsageError(f"{name}: {problem}" if name else str(problem))
