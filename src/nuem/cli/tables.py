"""Tables for a terminal and for a pipe.

On a terminal a table fits the width: long words are wrapped, then columns go into a second block. In a pipe each row is one line.
"""

import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill, wrap
from typing import Final

_GAP: Final = 2
_NARROWEST: Final = 12  # a column of words is not wrapped below this
TOGETHER: Final = "\N{NO-BREAK SPACE}"
"""A blank in a cell at which no line is broken, such as between a number and its unit."""


@dataclass(frozen=True)
class Table:
    """Words in rows; columns of numbers are set to the right."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""

    def render(self, width: int | None = None) -> str:
        """The table as text, in at most `width` columns; by default those of the terminal, and without a limit in a pipe."""
        if width is None and sys.stdout.isatty():
            width = shutil.get_terminal_size((80, 24)).columns
        columns = [[name, *(row[k] for row in self.rows)] for k, name in enumerate(self.header)]
        right = [bool(self.rows) and all(_is_number(cell) for cell in column[1:] if cell) for column in columns]
        least = [max(len(word) for cell in column for word in cell.split(" ")) for column in columns]
        natural = [max(map(len, column)) for column in columns]

        def fitted(block: list[int]) -> list[int]:
            return _fitted([natural[k] for k in block], [least[k] for k in block], [right[k] for k in block], width)

        blocks = _blocks(fitted(list(range(len(columns)))), width)
        text = "\n\n".join(
            _block([columns[k] for k in block], fitted(block), [right[k] for k in block]) for block in blocks
        )
        text = text.replace(TOGETHER, " ")
        return f"{prose(self.title, width)}\n{text}" if self.title else text


def prose(text: str, width: int | None = None) -> str:
    """Text with long lines broken at the width of a terminal, continued below their first word or entry; as it is in a pipe."""
    if width is None:
        if not sys.stdout.isatty():
            return text
        width = shutil.get_terminal_size((80, 24)).columns
    return "\n".join(_broken(line, width) for line in text.split("\n"))


def _broken(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    entry = re.search(r"\S {2,}(?=\S)", line)
    indent = entry.end() if entry and entry.end() < width // 2 else len(line) - len(line.lstrip()) + 2
    return fill(line, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)


def _is_number(cell: str) -> bool:
    return cell[:1].isdigit() or cell[:1] in "+-<>" or cell in ("inf", "nan")


def _fitted(widths: list[int], least: list[int], right: list[bool], width: int | None) -> list[int]:
    """Widths of the columns, those of words narrowed, the widest first, until the table fits; no word is broken."""
    fitted = list(widths)
    while width is not None and sum(fitted) + _GAP * (len(fitted) - 1) > width:
        words = [k for k in range(len(fitted)) if not right[k] and fitted[k] > max(least[k], _NARROWEST)]
        if not words:
            break
        fitted[max(words, key=lambda k: fitted[k])] -= 1
    return fitted


def _blocks(widths: list[int], width: int | None) -> list[list[int]]:
    """Columns that stand side by side; the first column begins each block."""
    blocks: list[list[int]] = [[0]]
    for k in range(1, len(widths)):
        if width is not None and len(blocks[-1]) > 1 and sum(widths[j] + _GAP for j in [*blocks[-1], k]) - _GAP > width:
            blocks.append([0])
        blocks[-1].append(k)
    return blocks


def _block(columns: list[list[str]], widths: list[int], right: list[bool]) -> str:
    lines = []
    for row in zip(*columns, strict=True):
        cells = [wrap(cell, width, break_on_hyphens=False) or [""] for cell, width in zip(row, widths, strict=True)]
        for k in range(max(map(len, cells))):
            parts = [cell[k] if k < len(cell) else "" for cell in cells]
            line = (" " * _GAP).join(
                part.rjust(width) if to_right else part.ljust(width)
                for part, width, to_right in zip(parts, widths, right, strict=True)
            )
            lines.append(line.rstrip())
    return "\n".join(lines)
