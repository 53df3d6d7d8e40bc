"""A digest of all that the rates of an experiment depend on, the same in every process."""

import pickle
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from secrets import token_bytes
from types import FunctionType
from typing import Any, Final

import numpy as np

_OUR_OWN: Final = ("nuem", "numpy", "builtins", "_codecs", "collections", "types", "functools", "copyreg")
_SOURCES: Final = (".py", ".csv", ".toml", ".npy")


class _Writer(pickle.Pickler):
    """Writes an object by value, whatever is shared within it, and notes whether any part is of a class from elsewhere."""

    foreign = False

    def reducer_override(self, value: object) -> Any:
        """Python's own way to write; looks at where a class or a function comes from."""
        module = value.__module__ if isinstance(value, type | FunctionType) else type(value).__module__
        self.foreign |= module is None or module.partition(".")[0] not in _OUR_OWN
        return NotImplemented


def digest(value: object) -> tuple[bytes, bool]:
    """A number for the content of an object, and whether all of it is of this library.

    What cannot be written, such as a source with a function made on the spot, has a new number each time.
    """
    buffer = BytesIO()
    writer = _Writer(buffer, protocol=5)
    writer.fast = True  # without references: equal objects are written alike, whether they are one object or two
    try:
        writer.dump(value)
    except Exception:  # whatever a class of the user's makes of it
        return token_bytes(32), False
    return sha256(buffer.getvalue()).digest(), not writer.foreign


@cache
def library() -> bytes:
    """A number for the code and the tables of this library, and for the version of NumPy."""
    folder = Path(__file__).parents[2]
    total = sha256(np.__version__.encode())
    for file in sorted(path for path in folder.rglob("*") if path.suffix in _SOURCES):
        total.update(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.digest()
