"""Parameters of a model or a medium, written ``name=value`` and read as the documentation of its function says.

What a function takes is in its signature; what each argument is, in its docstring: a number with a unit, a matrix, a file, a word.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from nuem.typing import Json

Value: TypeAlias = Path | str | complex | list[float | complex] | list[list[float | complex]]
"""What a text can be read as."""

_ENTRY: Final = re.compile(r"^(\w[\w, ]*?) : ([^\n]+)\n((?:[ \t]+[^\n]*\n?)*)", re.MULTILINE)
_UNIT: Final = re.compile(r"\[([^\[\]]+)\]")


def arguments(
    function: Callable[..., object],
    words: Mapping[str, str],
    *,
    further: Callable[..., object] | None = None,
    skip: tuple[str, ...] = ("mixing",),
) -> "Json":
    """Arguments of `function` from words, each read as its documentation says.

    Parameters
    ----------
    function : callable
        With a numpydoc docstring.
    words : mapping
        Name to text.
    further : callable, optional
        Where the function hands on what it does not know itself.
    skip : tuple of str, optional
        Arguments that come from elsewhere.

    Raises
    ------
    ValueError
        For a name that the function does not take, a missing one, or a text that cannot be read.
    """
    accepted = {name: kind for name, kind in _accepted(function, further).items() if name not in skip}
    read = {}
    for name, text in words.items():
        if name in skip:
            continue
        if name not in accepted:
            from difflib import get_close_matches

            close = get_close_matches(name, accepted, n=1)
            hint = f" (did you mean {close[0]!r}?)" if close else ""
            raise ValueError(f"there is no parameter {name!r} here; choose one of {', '.join(accepted)}{hint}")
        try:
            read[name] = _read(text, *accepted[name])
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    missing = [
        name
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.default is parameter.empty
        and parameter.kind is not parameter.VAR_KEYWORD
        and name not in skip
        and name not in words
    ]
    if missing:
        shown = ", ".join(f"{name}{_shown(*accepted[name])}" for name in missing)
        raise ValueError(f"missing: {shown}; give each as --parameter name=value")
    return read


def pairs(words: tuple[str, ...]) -> dict[str, str]:
    """``name=value`` texts as a mapping."""
    split = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise ValueError(f"--parameter {word!r}: write name=value, such as 'scale_height=1e5 km'")
        if name.strip() in split:
            raise ValueError(f"--parameter {name.strip()} is given twice")
        split[name.strip()] = value.strip()
    return split


def _accepted(function: Callable[..., object], further: Callable[..., object] | None) -> dict[str, tuple[str, str]]:
    """Name to type and unit of everything that can be given."""
    signature = inspect.signature(function).parameters
    names = [name for name, parameter in signature.items() if parameter.kind is not parameter.VAR_KEYWORD]
    record = _documented(function)
    if further is not None and len(names) < len(signature):
        record = {
            **_documented(further),
            **{name: kind for name, kind in record.items() if kind[1] or name not in _documented(further)},
        }
        names += [name for name in inspect.signature(further).parameters if name not in names and name != "breaks"]
    return {name: record.get(name, ("float", "")) for name in names}


def _documented(function: Callable[..., object]) -> dict[str, tuple[str, str]]:
    """Type and unit of each parameter, from the docstring."""
    from nuem.units import unit

    section = (inspect.getdoc(function) or "").partition("Parameters\n----------\n")[2].partition("\n\n")[0] + "\n"
    documented = {}
    for names, kind, text in _ENTRY.findall(section):
        stated_unit = ""
        for candidate in _UNIT.findall(text):
            try:
                unit(candidate)
            except ValueError:
                continue
            stated_unit = candidate
        documented.update(dict.fromkeys((name.strip() for name in names.split(",")), (kind, stated_unit)))
    return documented


def _read(text: str, kind: str, unit: str) -> Value:
    """A text as the kind of thing that it should be."""
    from nuem.units import parse

    if kind.startswith("path"):
        return Path(text)
    if kind.startswith(("str", "{")):
        return text
    if ";" in text or (kind.startswith("array") and not unit):
        return [[_number(entry) for entry in row.split(",")] for row in text.split(";")]
    values = [parse(part, unit) if unit else _number(part) for part in text.split(",")]
    if kind.startswith("int"):
        if values[0] != int(values[0].real):
            raise ValueError(f"{text.strip()!r} is not a whole number")
        return int(values[0].real)
    return values[0] if len(values) == 1 else values


def _number(text: str) -> float | complex:
    """A real number, or a complex one such as 1+2i."""
    from nuem.numerics.text import complex_number

    number = complex_number(text)
    return number if number.imag else number.real


def _shown(kind: str, unit: str) -> str:
    return f" [{unit}]" if unit else f" ({kind.partition(',')[0]})"
