"""Long scans over the energy that write what they have, and go on where they were interrupted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.propagation.hamiltonian import Flavours, state_names
from nuem.propagation.medium import Medium
from nuem.propagation.propagate import propagate
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
    **options: Any,
) -> NDArray[np.float64]:
    """Propagate neutrinos of many energies and keep the probabilities in a CSV file.

    A file that is there is gone on with: energies that it has are not computed again.

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
        Is told after every block how many energies are done.

    Returns
    -------
    numpy.ndarray
        Probabilities, (n_energy, 2 n_flavour), in the order of `energy`.

    Raises
    ------
    ValueError
        If the file is of another scan, or broken before its last line; and as `propagate`.
    """
    energies = np.atleast_1d(checks.positive("energy", energy, "MeV"))
    file = Path(path)
    names = [f"P_{name}" for name in state_names(mixing, vertex)]
    head = f"# nuem propagate: {' '.join(settings.split())}\nenergy_MeV,{','.join(names)},error\n"
    done = _read(file, head, len(names))
    if not done:
        file.write_text(head, encoding="utf-8")
    missing = [one for one in dict.fromkeys(energies.tolist()) if one not in done]
    for k in range(0, len(missing), AT_ONCE):
        block = missing[k : k + AT_ONCE]
        result = propagate(block, medium, mixing, vertex, **options)
        with file.open("a", encoding="utf-8") as out:
            for one, row, error in zip(block, result.probabilities, result.errors, strict=True):
                done[one] = row
                out.write(",".join([repr(one), *(repr(float(p)) for p in row), f"{error:.3g}"]) + "\n")
        if progress is not None:
            progress(len(energies) - len(missing) + k + len(block))
    return np.array([done[one] for one in energies.tolist()])


def _read(file: Path, head: str, states: int) -> dict[float, NDArray[np.float64]]:
    """The energies that a file has; a last line that was cut off by an interruption is taken away."""
    if not file.exists():
        return {}
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{file} is not a scan but another kind of file") from None
    if not text.strip() or head.startswith(text):  # cut off before the first energy
        return {}
    if not text.startswith(head):
        raise ValueError(
            f"{file} holds another scan; its first line is {text.splitlines()[0]!r}, not {head.splitlines()[0]!r}"
        )
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        file.write_text(whole, encoding="utf-8")
    done = {}
    for number, line in enumerate(whole.splitlines()[2:], 3):
        try:
            values = [float(word) for word in line.split(",")]
        except ValueError:
            values = []
        if len(values) != states + 2 or not np.all(np.isfinite(values)):
            raise ValueError(f"{file}, line {number}: not a row of the scan: {line!r}")
        done[values[0]] = np.array(values[1:-1])
    return done
