"""Rates that were folded, kept on disk for the next process.

A file is named by the content of everything that its rates depend on: the experiment, mixing, model of the atom and weak mixing angle, the code and
the tables of this library (see `nuem.experiments.setups.content`). So it is never out of date. What cannot be read or written is folded anew,
and a file that is damaged counts as none. The folder is that of the environment variable NUEM_CACHE_DIR (empty: none), else "nuem" in the
user's folder for caches; the files used longest ago are deleted.
"""

import json
import os
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

import numpy as np

from nuem.numerics.warn import warn_user
from nuem.rates import RateTensor
from nuem.scattering.atom import ValidityWarning
from nuem.typing import Json

VARIABLE: Final = "NUEM_CACHE_DIR"

_MOST = 64  # files
_CHECKSUM = 32  # bytes
_SUFFIX = ".rates"
_Tensors = tuple[RateTensor, ...]


def folder() -> Path | None:
    """Where files are kept; None for nowhere."""
    if VARIABLE in os.environ:
        return Path(os.environ[VARIABLE]) if os.environ[VARIABLE] else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "nuem"
    cache_home = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    return (Path(cache_home) if cache_home else home / ".cache") / "nuem"


def stored_or_folded(name: str, fold: Callable[[], _Tensors]) -> _Tensors:
    """The rates of a file, or those that are folded now, which are then written.

    Parameters
    ----------
    name : str
        Of the file: what the rates depend on, as a number.
    fold : callable
        Its warnings about where the physics holds are kept with the rates, and given again.
    """
    place = folder()
    if place is None:
        return fold()
    file = place / (name + _SUFFIX)
    stored = _read(file)
    if stored is not None:
        tensors, messages = stored
    else:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            tensors = fold()
        messages = [str(warning.message) for warning in caught if warning.category is ValidityWarning]
        for warning in caught:
            if warning.category is not ValidityWarning:
                warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
        if len(messages) == len(caught):
            _write(file, tensors, messages)
    for message in messages:
        warn_user(message, ValidityWarning)
    return tensors


def _read(file: Path) -> tuple[_Tensors, list[str]] | None:
    try:
        whole = file.read_bytes()
        content = memoryview(whole)[_CHECKSUM:]
        if sha256(content).digest() != whole[:_CHECKSUM]:
            return None
        start = whole.index(b"\n", _CHECKSUM) + 1
        head: Json = json.loads(whole[_CHECKSUM:start])
        tensors = []
        for record in head["tensors"]:
            count = int(np.prod(record["shape"]))
            numbers = np.frombuffer(whole, dtype="<f8", count=count, offset=start).astype(np.float64)
            start += 8 * count
            errors = tuple(record["errors"])
            tensors.append(
                RateTensor(tuple(record["beams"]), errors, numbers.reshape(record["shape"]), record["accuracy"])
            )
        with suppress(OSError):
            file.touch()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return tuple(tensors), head["warnings"]


def _write(file: Path, tensors: _Tensors, messages: list[str]) -> None:
    """Write at once or not at all; another process may do the same."""
    head = {
        "warnings": messages,
        "tensors": [
            {
                "beams": tensor.beams,
                "errors": [dict(errors) for errors in tensor.errors],
                "shape": tensor.numbers.shape,
                "accuracy": float(tensor.relative_accuracy),
            }
            for tensor in tensors
        ],
    }
    parts = [json.dumps(head).encode() + b"\n", *(tensor.numbers.astype("<f8").tobytes() for tensor in tensors)]
    content = b"".join(parts)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, suffix=_SUFFIX + ".part", delete=False) as part:
            try:
                part.write(sha256(content).digest() + content)
                part.close()
                os.replace(part.name, file)
            except OSError:
                Path(part.name).unlink(missing_ok=True)
                raise
        _tidy(file.parent)


def _tidy(place: Path) -> None:
    """Delete the files that were used longest ago, also what an interrupted process left."""
    files = sorted(place.glob(f"*{_SUFFIX}*"), key=lambda path: path.stat().st_mtime)
    for file in files[:-_MOST]:
        file.unlink(missing_ok=True)
