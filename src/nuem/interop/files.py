"""Exports as text, and files that are written whole or not at all."""

import json
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from nuem.experiments import Combination
from nuem.experiments.predicting.coupling import coupling as read_coupling
from nuem.interop import hs3, pyhf
from nuem.units import parse


def export(form: str, combination: Combination, coupling: str, value: str | None = None) -> str:
    """Experiments in a format that is one text: pyhf, hs3 or csv.

    Parameters
    ----------
    form : {"pyhf", "hs3", "csv"}
    combination : Combination
    coupling : str
        What the signal is.
    value : str, optional
        Of a coupling that interferes, with its unit; for pyhf.

    Raises
    ------
    ValueError
        For what a format cannot express.
    """
    if form == "csv":
        return spectrum_csv(combination)
    if form == "hs3":
        return json.dumps(hs3.workspace(combination, coupling), indent=2) + "\n"
    number = None if value is None else parse(value, read_coupling(coupling).unit)
    return json.dumps(pyhf.workspace(combination, coupling, value=number), indent=2) + "\n"


def write_text(path: Path, text: str) -> None:
    """Write a file through a temporary one next to it, so that what was there is kept if the disk is full.

    A link stays one, and what it names is written; a device or a pipe is refused, since a file would take its place.

    Raises
    ------
    ValueError
        If it cannot be written.
    """
    target, part = path.resolve(), None
    if target.exists() and not target.is_file():
        kind = "a folder" if target.is_dir() else "a pipe or a device"
        raise ValueError(f"{path} cannot be written: it is {kind}")
    try:
        with NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, prefix=".", delete=False) as file:
            part = Path(file.name)
            file.write(text)
        part.chmod(0o666 & ~_umask())
        part.replace(target)
    except OSError as error:
        if part is not None:
            part.unlink(missing_ok=True)
        raise ValueError(f"{path} cannot be written: {error.strerror or error}") from None


def spectrum_csv(combination: Combination) -> str:
    """The spectra of experiments, one after the other, numbers to their last digit.

    Columns are the edges of the bins, if they adjoin, then what was observed and the components that are expected.
    """
    blocks = []
    for prediction in combination.predictions:
        spectrum, bins = prediction.spectrum(), prediction.experiment.bins
        edges = {}
        if bins.plain:
            size, unit = spectrum.axis.size, spectrum.axis.unit
            edges = {f"low_{unit}": spectrum.edges[:-1] / size, f"high_{unit}": spectrum.edges[1:] / size}
        observed = {} if spectrum.observed is None else {"observed": spectrum.observed}
        named = {name.replace(" ", "_"): counts for name, counts in spectrum.components.items()}
        columns = {**edges, **observed, **named, "total": spectrum.total}
        rows = zip(*columns.values(), strict=True)
        lines = [",".join(columns), *(",".join(repr(float(value)) for value in row) for row in rows)]
        blocks.append("\n".join([f"# {prediction.experiment.name}", *lines]) + "\n")
    return "\n".join(blocks)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
