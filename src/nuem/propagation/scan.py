"""Long scans over the energy that write what they have, and go on where they were interrupted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.numerics.text import read_text
from nuem.propagation.flight import Options, propagate
from nuem.propagation.hamiltonian import Flavours, state_names
from nuem.propagation.medium import Medium
from nuem.vertex import Vertex

AT_ONCE = 64  # energies between two writes


def scan(
    path: Path | str,
    energy: ArrayLike,
    medium: Medium,
    mixing: Flavours,
    vertex: Vertex,
    *,
    settings: str = "",
    progress: Callable[[int], None] | None = None,
    **options: Unpack[Options],
) -> NDArray[np.float64]:
    """Propagate neutrinos of many energies and keep the probabilities in a CSV file.

    A file that exists is continued: energies that it has are not computed again, and no row of it is written anew.

    Parameters
    ----------
    path : path
        The CSV file: energy, the probability of each state, the error estimate; one row an energy.
    energy : array_like
        [MeV]
    medium, mixing, vertex
        As in `propagate`; `options` go there, too.
    settings : str, optional
        One line that says what is computed. It stands in the file, and a file with another one is refused.
    progress : callable, optional
        Called after every block with the number of energies done.

    Returns
    -------
    numpy.ndarray
        Probabilities, (n_energy, 2 n_flavour), in the order of `energy`.

    Raises
    ------
    ValueError
        If the file is of another scan, has a row that is not one of it, or is being written by another process; and as `propagate`.
    """
    energies = np.atleast_1d(checks.positive("energy", energy, "MeV"))
    file = Path(path)
    names = [f"P_{name}" for name in state_names(mixing, vertex)]
    head = f"# nuem propagate: {' '.join(settings.split())}\nenergy_MeV,{','.join(names)},error\n"
    completed = _read(file, head, len(names)) if file.exists() else {}
    with file.open("a", encoding="utf-8", newline="\n") as out, _alone(out):
        completed = _continued(file, out, head, len(names)) if file.stat().st_size else completed
        if not file.stat().st_size:
            _append(out, head)
        missing = [energy for energy in dict.fromkeys(energies.tolist()) if energy not in completed]
        for k in range(0, len(missing), AT_ONCE):
            block = missing[k : k + AT_ONCE]
            result = propagate(block, medium, mixing, vertex, **options)
            for value, row, error in zip(block, result.probabilities, result.errors, strict=True):
                completed[value] = row
                _append(out, ",".join([repr(value), *(repr(float(p)) for p in row), f"{error:.3g}"]) + "\n")
            if progress is not None:
                progress(len(energies) - len(missing) + k + len(block))
    return np.array([completed[value] for value in energies.tolist()])


def _append(out: TextIO, line: str) -> None:
    """One line, on the disk before the next begins."""
    out.write(line)
    out.flush()


@contextmanager
def _alone(out: TextIO) -> Iterator[None]:
    """Only one process writes into a file at a time, where the system has locks."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    try:
        fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ValueError(f"{out.name} is being written by another process") from None
    except OSError:  # a file system without locks
        pass
    yield


def _continued(file: Path, out: TextIO, head: str, states: int) -> dict[float, NDArray[np.float64]]:
    """The energies that a file has, once nobody else writes; a last line that was cut off is taken away, and nothing else touched."""
    completed = _read(file, head, states)
    data = file.read_bytes()
    whole = data.rfind(b"\n") + 1 if completed or data.count(b"\n") >= head.count("\n") else 0
    if whole != len(data):
        out.truncate(whole)
    return completed


def _read(file: Path, head: str, states: int) -> dict[float, NDArray[np.float64]]:
    """The energies that a file has, each row seen to be one of probabilities."""
    text = read_text(file, "a scan to continue")
    if not text.strip() or head.startswith(text):  # cut off before the first energy
        return {}
    if not text.startswith(head):
        raise ValueError(
            f"{file} holds another scan; its first line is {text.splitlines()[0][:300]!r}, not {head.splitlines()[0]!r}"
        )
    completed: dict[float, NDArray[np.float64]] = {}
    for number, line in enumerate(text[: text.rfind("\n") + 1].split("\n")[2:-1], 3):
        try:
            energy, *row, error = (float(word) for word in line.split(","))
        except ValueError:
            energy, row, error = 0.0, [], 0.0
        values = np.array(row)
        slack = 1e-6 + 10 * abs(error)
        unfit = len(row) != states or not energy > 0 or not np.all((values > -slack) & (values < 1 + slack))
        if unfit or not abs(values.sum() - 1) < slack:
            raise ValueError(f"{file}, line {number}: not a row of the scan: {line[:300]!r}")
        if energy in completed:
            raise ValueError(f"{file}, line {number}: the energy {energy!r} MeV occurs twice")
        completed[energy] = values
    return completed
