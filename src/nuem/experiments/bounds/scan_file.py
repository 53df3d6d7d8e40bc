"""A CSV file to which a scan adds whole rows, and from which it goes on where it was interrupted."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nuem.numerics.text import read_text

Array = NDArray[np.float64]


class ScanFile:
    """Rows of numbers under a head that says of which scan they are; a last line that was cut off is dropped.

    Parameters
    ----------
    path : path or None
        None keeps the rows in memory alone.
    settings : str
        One line; a file of other settings is refused.
    columns : sequence of str
        The first is the number of the point.
    """

    def __init__(self, path: Path | str | None, settings: str, columns: Sequence[str]) -> None:
        self._head = f"# nuem scan: {' '.join(settings.split())}\n{','.join(columns)}\n"
        self._columns = len(columns)
        self.rows: dict[int, Array] = {}
        """Number of a point to its row, without that number."""
        self.path = None if path is None else Path(path)
        if self.path is not None:
            self._open(self.path)

    def add(self, rows: Iterable[tuple[int, Array]]) -> None:
        """Rows that are new, on the disk before this returns."""
        text = ""
        for number, row in rows:
            self.rows[number] = row
            text += ",".join([str(number), *(repr(float(cell)) for cell in row)]) + "\n"
        if self.path is not None:
            with self.path.open("a", encoding="utf-8", newline="\n") as out:
                out.write(text)

    def _open(self, path: Path) -> None:
        text = read_text(path, "a scan to continue") if path.exists() else ""
        if not text or self._head.startswith(text):
            path.write_text(self._head, encoding="utf-8", newline="\n")
            return
        if not text.startswith(self._head):
            raise ValueError(f"{path} holds another scan; its first line is {text.splitlines()[0][:300]!r}")
        whole = text[: text.rfind("\n") + 1]
        for number, line in enumerate(whole[len(self._head) :].splitlines(), 3):
            try:
                point, *row = line.split(",")
                self.rows[int(point)] = np.array([float(cell) for cell in row])
            except ValueError:
                raise ValueError(f"{path}, line {number}: not a row of the scan: {line[:300]!r}") from None
            if len(row) != self._columns - 1:
                raise ValueError(f"{path}, line {number}: {len(row) + 1} numbers, not {self._columns}: {line[:300]!r}")
        if len(whole) != len(text):
            with path.open("r+b") as out:
                out.truncate(len(whole.encode("utf-8")))
