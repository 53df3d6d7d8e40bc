"""Read the tables of the releases and write those of the shipped experiments."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

EXPERIMENTS = Path(__file__).parents[2] / "src" / "nuem" / "experiments"


def read(path: Path) -> dict[str, NDArray[np.float64]]:
    """Columns of a CSV file with ``#`` comments and a header, those that are numbers."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    header, *rows = csv.reader(lines)
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    return {name: np.array(entries, dtype=np.float64) for name, entries in columns.items() if _numbers(entries)}


def write(
    folder: str, name: str, columns: dict[str, NDArray[np.float64]], comments: Sequence[str], digits: int = 6
) -> None:
    """A CSV file of an experiment: comments that say source, licence and script, a header, the rows."""
    target = EXPERIMENTS / folder
    target.mkdir(exist_ok=True)
    lines = [f"# {comment}" for comment in comments]
    lines.append(",".join(columns))
    rows = zip(*columns.values(), strict=True)
    lines += [",".join(f"{value:.{digits}g}" for value in row) for row in rows]
    (target / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{folder}/{name}: {len(lines) - len(comments) - 1} rows, {(target / name).stat().st_size / 1024:.0f} kB")


def _numbers(entries: Sequence[str]) -> bool:
    try:
        [float(entry) for entry in entries]
    except ValueError:
        return False
    return True
