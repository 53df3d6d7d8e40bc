"""HEPData: submissions with limits, profiles and spectra, and its CSV files as tables of an experiment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.experiments import Combination, Limit, Prediction
from nuem.experiments.predicting.coupling import Nature, coupling
from nuem.interop.extra import extra
from nuem.interop.files import write_text
from nuem.interop.templates import Experiments, predictions
from nuem.typing import Json
from nuem.units import keV, parse

Array = NDArray[np.float64]

LEVELS: Final = (0.6827, 0.90, 0.95)
"""Confidence levels of the tables of limits."""

_ENDINGS: Final = (" LOW", " HIGH", "+", "-")
"""Of the headers of bins and errors in HEPData's CSV."""

_POINTS: Final = 41
_RISE: Final = 9.0  # of -2 ln L, up to which a profile is written


def write(
    folder: Path | str, experiment: Experiments, couplings: Sequence[str] = ("moment",), *, nature: Nature = "dirac"
) -> tuple[Path, ...]:
    """Write a submission, and check it with HEPData's own validator.

    Parameters
    ----------
    folder : path
        Made if it does not exist; files of an earlier submission are replaced.
    experiment : name, path, Experiment, Prediction, Combination, or a sequence of names
    couplings : sequence of str, optional
        Each has a table of limits and one of -2 ln L; every experiment has one of its spectrum.
    nature : {"dirac", "majorana"}, optional
        Symmetry of an element.

    Returns
    -------
    tuple of path
        ``submission.yaml`` and the tables.

    Raises
    ------
    ValueError
        Without the extra ``hepdata``, for a folder that cannot be written, or if the validator refuses something.
    """
    validator = extra("hepdata-validator", "hepdata", "0.3", module="hepdata_validator.full_submission_validator")
    combination = Combination(predictions(experiment))
    tables = [
        table
        for name in couplings
        for table in (_limits(combination, name, nature), _profile(combination, name, nature))
    ]
    tables += [_spectrum(prediction) for prediction in combination.predictions]
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"{folder} cannot be made: {error.strerror}") from None
    yaml = extra("PyYAML", "hepdata", module="yaml")
    head = {
        "comment": f"Recast by nuem: {combination.limit(couplings[0], nature=nature).experiment}",
        "license": _LICENCE,
    }
    documents = [head, *(entry.entry(f"table_{k}.yaml") for k, entry in enumerate(tables, 1))]
    written = [folder / "submission.yaml", *(folder / f"table_{k}.yaml" for k in range(1, len(tables) + 1))]
    left = _earlier(yaml, written[0]) - set(written)
    write_text(written[0], yaml.safe_dump_all(documents, sort_keys=False, allow_unicode=True))
    for path, entry in zip(written[1:], tables, strict=True):
        write_text(path, yaml.safe_dump(entry.data, sort_keys=False, allow_unicode=True))
    for path in left:
        path.unlink(missing_ok=True)
    check = validator.FullSubmissionValidator()
    if not check.validate(directory=str(folder)):
        messages = [str(entry.message) for many in check.get_messages().values() for entry in many]
        raise ValueError(f"HEPData's validator refuses {folder}: {'; '.join(messages)}")
    return tuple(written)


def _earlier(yaml: ModuleType, submission: Path) -> set[Path]:
    """Tables of an earlier submission, which the validator would find without an entry."""
    try:
        documents = list(yaml.safe_load_all(submission.read_text(encoding="utf-8")))
    except (OSError, ValueError, yaml.YAMLError):
        return set()
    names = {str(entry.get("data_file", "")) for entry in documents if isinstance(entry, dict)}
    return {submission.with_name(name) for name in names if re.fullmatch(r"table_\d+\.yaml", name)}


_LICENCE: Final = {
    "name": "CC0-1.0",
    "url": "https://creativecommons.org/publicdomain/zero/1.0/",
    "description": "Numbers computed with nuem",
}


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """A table of a submission."""

    name: str
    description: str
    observable: str
    data: Json

    def entry(self, file: str) -> Json:
        """What submission.yaml says of it."""
        keywords = [{"name": "observables", "values": [self.observable]}, {"name": "phrases", "values": ["Neutrino"]}]
        return {"name": self.name, "description": self.description, "keywords": keywords, "data_file": file}


def _variable(name: str, units: str, values: Sequence[Json], qualifiers: Sequence[Json] = ()) -> Json:
    header = {"name": name, **({"units": units} if units else {})}
    return {"header": header, **({"qualifiers": list(qualifiers)} if qualifiers else {}), "values": list(values)}


def _numbers(values: Array | Sequence[float]) -> list[Json]:
    return [{"value": float(value)} for value in values]


def _qualifiers(limit: Limit) -> list[Json]:
    """What every number rests on."""
    named = {
        "EXPERIMENT": limit.experiment,
        "STATISTIC": limit.statistic,
        "ELECTRONS": limit.electrons,
        "KIND": limit.kind,
    }
    return [{"name": name, "value": value} for name, value in named.items()] + [
        {"name": "SIN2THETAW", "value": limit.sin2_theta_w}
    ]


def _limits(combination: Combination, name: str, nature: Nature) -> _Table:
    limits = [combination.limit(name, cl=cl, nature=nature) for cl in LEVELS]
    first = limits[0]
    levels = _variable("Confidence level", "%", _numbers([100 * limit.cl for limit in limits]))
    ends = [
        _variable(
            f"{end} end of the {name}",
            first.unit,
            _numbers([limit.interval[k] for limit in limits]),
            _qualifiers(first),
        )
        for k, end in enumerate(("Lower", "Upper"))
    ]
    text = "Ends of the allowed values; separate pieces are spanned."
    return _Table(f"Limits on {name}", text, name, {"independent_variables": [levels], "dependent_variables": ends})


def _profile(combination: Combination, name: str, nature: Nature) -> _Table:
    parameter, curve = coupling(name, nature=nature), combination.curve(name, nature=nature)
    pieces = curve.below(_RISE)
    low, high = (
        parameter.value(float(end)) for end in np.clip([pieces[0][0], pieces[-1][1]], -curve.reach, curve.reach)
    )
    values = np.linspace(low, high, _POINTS)
    rise = curve.profile(np.array([parameter.x(value) for value in values]))[0] - curve.best.minimum
    first = combination.limit(name, nature=nature)
    along = _variable(name, first.unit, _numbers(values))
    above = _variable("-2 ln L above its minimum", "", _numbers(rise), _qualifiers(first))
    text = "Profile likelihood with all nuisances at their best."
    return _Table(f"Profile of {name}", text, name, {"independent_variables": [along], "dependent_variables": [above]})


def _spectrum(prediction: Prediction) -> _Table:
    spectrum, bins, experiment = prediction.spectrum(), prediction.experiment.bins, prediction.experiment
    if bins.plain:
        edges = spectrum.edges / spectrum.axis.size
        rows = [{"low": float(low), "high": float(high)} for low, high in pairwise(edges)]
        axis = _variable(spectrum.axis.quantity.capitalize(), spectrum.axis.unit, rows)
    else:
        axis = _variable("Bin", "", _numbers(np.arange(1.0, bins.number + 1)))
    qualifiers = [
        {"name": "EXPERIMENT", "value": experiment.name},
        {"name": "ELECTRONS", "value": prediction.electrons.name},
    ]
    columns = [_variable(name, "counts", _numbers(counts), qualifiers) for name, counts in spectrum.components.items()]
    if spectrum.observed is not None:
        columns.insert(0, _variable("Observed", "counts", _numbers(spectrum.observed), qualifiers))
    text = f"{experiment.title}: what was observed, and what is expected without new couplings, nuisances at nominal."
    data = {"independent_variables": [axis], "dependent_variables": columns}
    return _Table(f"Spectrum of {experiment.name}", text, "counts", data)


def read_csv(path: Path | str) -> dict[str, Array]:
    """Columns of a table that was downloaded from HEPData as CSV; of several blocks, all columns together.

    Parameters
    ----------
    path : path

    Returns
    -------
    dict
        Header of each column, such as "E [keV] LOW" or "stat +", to its numbers. Errors in per cent are made those of the values; where a later block
        has a column of the same name with other numbers, it is "stat + of N", N being the values that it belongs to; likewise the ends of bins.

    Raises
    ------
    ValueError
        For a file that is no such table, entries that are no numbers, or a last one that is cut short.
    """
    from csv import reader

    from nuem.numerics.text import ends_in_number, read_text, require_end

    path = Path(path)
    text = read_text(path, "a CSV table of HEPData")
    lines = [line for line in text.split("\n") if not line.startswith("#")]
    columns: dict[str, Array] = {}
    for block in re.split(r"\n\s*\n", "\n".join(lines).strip()):
        rows = list(reader(block.split("\n")))
        plain = [name for name in rows[0] if not name.endswith(_ENDINGS)]
        values, numbers = plain[-1] if plain else "", np.empty(0)  # of the variable that errors and bins belong to
        for k, name in enumerate(rows[0]):
            try:
                column = np.array([float(row[k].removesuffix("%")) for row in rows[1:]])
                shares = np.array([row[k].endswith("%") for row in rows[1:]], dtype=bool)
            except (ValueError, IndexError):
                column, shares = np.array([np.nan]), np.zeros(1, dtype=bool)
            if not np.all(np.isfinite(column)):
                raise ValueError(f"{path}: column {name!r} has an entry that is no number")
            if not name.endswith(_ENDINGS):
                numbers = column
                values = values if f"{name} LOW" in rows[0] else name
            if shares.any():
                column = np.where(shares, column / 100 * np.abs(numbers), column)
            known = columns.get(name)
            if known is None:
                columns[name] = column
            elif not np.array_equal(known, column):
                columns[f"{name} of {values}"] = column
    if rows[1:] and ends_in_number(text, text.count("\n") + 1):
        require_end(f"{path.name}, line {text.count(chr(10)) + 1}", [row[-1] for row in rows[1:]])
    return columns


def experiment_table(columns: Mapping[str, Array], *, energy: str, observed: str, error: str | None = None) -> str:
    """The spectrum of an experiment's TOML file, from columns of HEPData.

    Parameters
    ----------
    columns : mapping
        Of `read_csv`.
    energy : str
        Header of the energy with its unit, such as "E [keV]"; columns of the same name with LOW and HIGH are its bins.
    observed : str
        Header of the counts or measurements.
    error : str, optional
        Header of the (upper) error, for measurements.

    Returns
    -------
    str
        CSV with the columns ``low_keV``, ``high_keV``, ``observed`` and ``error``.

    Raises
    ------
    ValueError
        For a missing column, columns of different lengths, or an energy without a unit.
    """
    unit = re.search(r"\[(.+)\]", energy)
    if unit is None:
        raise ValueError(f"energy = {energy!r} has no unit in brackets, such as 'E [keV]'")
    asked = [f"{energy} LOW", f"{energy} HIGH", observed, *([error] if error else [])]
    needed = [f"{name} of {observed}" if f"{name} of {observed}" in columns else name for name in asked]
    missing = [name for name in needed if name not in columns]
    if missing:
        raise ValueError(f"no column {missing[0]!r} among {', '.join(map(repr, columns))}")
    lengths = {name: len(columns[name]) for name in needed}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"columns have different lengths: {', '.join(f'{n} {k!r}' for k, n in lengths.items())}")
    size = 1.0 if unit[1] == "keV" else parse(f"1 {unit[1]}", "keV") / keV
    values = [columns[needed[0]] * size, columns[needed[1]] * size, *(columns[name] for name in needed[2:])]
    header = ["low_keV", "high_keV", "observed", *(["error"] if error else [])]
    rows = [",".join(repr(float(cell)) for cell in row) for row in zip(*values, strict=True)]
    return "\n".join([",".join(header), *rows]) + "\n"
