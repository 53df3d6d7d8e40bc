"""Text files as users have them: read whole, or refused in one line that names the file.

Only regular files are opened, so that a pipe, a terminal or a device can neither block nor fill the memory.
"""

import re
import stat
from collections.abc import Sequence
from importlib.resources.abc import Traversable
from math import isfinite
from pathlib import Path
from typing import Final

from nuem.numerics.warn import warn_user

LARGEST_TABLE: Final = 256 * 2**20
"""Bytes of the largest table that is read."""

LARGEST_SETUP: Final = 4 * 2**20
"""Bytes of the largest TOML file that is read."""

_COMPLEX: Final = re.compile(
    r"[-+]?[\d.]+(?:e[-+]?\d+)?[ij]?(?:[-+](?:[\d.]+(?:e[-+]?\d+)?)?[ij])?|[-+]?[ij]", re.ASCII | re.IGNORECASE
)

_BYTE_ORDER_MARKS: Final = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def read_text(source: Path | Traversable, expected: str, *, largest: int = LARGEST_TABLE) -> str:
    """The text of a file, without a byte order mark and with ``\\n`` at the end of each line.

    Parameters
    ----------
    source : path
        The file: one of the user's, or one that is shipped with the package.
    expected : str
        What should be in it, such as ``"a CSV table"``; part of the error messages.
    largest : int, optional
        Size above which a file is refused [bytes].

    Raises
    ------
    ValueError
        For a file that does not exist or cannot be read, is not a regular file, is too large, or is not UTF-8 text; the message
        names the file.
    """
    try:
        data = _bytes(source, expected, largest) if isinstance(source, Path) else source.read_bytes()
    except OSError as error:
        raise ValueError(f"cannot read {str(source)[:300]}: {error.strerror or error}") from None
    except ValueError as error:  # a null character in the name
        if "null" not in str(error):
            raise
        raise ValueError(f"{str(source)!r} is not the name of a file: {error}") from None
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            raise ValueError(f"{source.name} is {encoding} text; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{source.name}, line {line}: not UTF-8 text; {expected} was expected") from None
    if "\0" in text:
        raise ValueError(f"{source.name} is not a text file; {expected} was expected")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def path_of(file: str | Path | Traversable) -> Path | Traversable:
    """A file as it is, or by its name."""
    return Path(file) if isinstance(file, str) else file


def _bytes(path: Path, expected: str, largest: int) -> bytes:
    """The content of a regular file."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise ValueError(f"cannot read {path}: it is a folder; {expected} was expected")
    if not stat.S_ISREG(status.st_mode):
        raise ValueError(f"cannot read {path}: it is a pipe or a device; save its content in a file and give that")
    if status.st_size > largest:
        raise ValueError(
            f"{path.name} has {status.st_size / 2**20:.0f} MiB; files of up to {largest / 2**20:.0f} MiB are read"
        )
    with path.open("rb") as file:
        data = file.read(largest + 1)
    if len(data) > largest:
        raise ValueError(f"{path.name} grows while it is read, beyond {largest / 2**20:.0f} MiB")
    return data


def ends_in_number(text: str, line: int) -> bool:
    """Whether a file ends within its line `line`, counted from 1, after a digit or a point, so that more may have followed."""
    return text[-1:] in tuple("0123456789.") and line == text.count("\n") + 1


def require_end(place: str, column: Sequence[str]) -> None:
    """Decide on the last number of a file that ends without a newline: files that were cut short end like that, and some that are whole.

    Parameters
    ----------
    place : str
        File and line, for the message.
    column : sequence of str
        The numbers of the last column as they are written; the last one ends the file.

    Raises
    ------
    ValueError
        Where the last number has fewer decimals or a shorter exponent than every number above it. Otherwise there is a warning: without
        the end of the line, 1 and the beginning of 12 look the same.
    """
    *above, last = column
    shapes = [_shape(text) for text in above]
    shorter = any(now < min(before) for now, before in zip(_shape(last), zip(*shapes, strict=True), strict=False))
    if shorter:
        raise ValueError(
            f"{place}: {last!r} ends the file without a newline and is shorter than all numbers above it; cut short? add a newline if it is whole"
        )
    warn_user(
        f"{place}: no newline follows {last!r}; the number is wrong if the file was cut short; add a newline if it is whole"
    )


def _shape(text: str) -> tuple[int, int]:
    """Digits after the point of a number, -1 without a point, and signs of its exponent."""
    mantissa, _, exponent = text.lower().partition("e")
    return (len(mantissa.partition(".")[2]) if "." in mantissa else -1), len(exponent)


def complex_number(text: str) -> complex:
    """A real or complex number as people write it, such as ``"1.2e-3 - 0.3i"``; nothing else that Python would read as one.

    Raises
    ------
    ValueError
        For any other text, and for a number that is not finite.

    Examples
    --------
    >>> complex_number("1+2i")
    (1+2j)
    """
    plain = text.replace(" ", "")
    if _COMPLEX.fullmatch(plain) is None:
        raise ValueError(f"{text.strip()[:80]!r} is not a number; write 0.3 or 1.2-0.3i")
    try:
        number = complex(plain.lower().replace("i", "j"))
    except ValueError:
        raise ValueError(f"{text.strip()[:80]!r} is not a number; write 0.3 or 1.2-0.3i") from None
    if not isfinite(abs(number)):
        raise ValueError(f"{text.strip()[:80]!r} is not a finite number")
    return number
