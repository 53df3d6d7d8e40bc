"""JSON Schemas of what ``nuem ... --json`` prints, draft 2020-12, one for each kind of output.

Every object that is printed says under ``schema`` by which of them it is written, and in which version: the last number of a version rises with further keys,
the first one when keys go or mean something else.
"""

import json
from functools import cache
from importlib.resources import files

from nuem.numerics.text import read_text
from nuem.typing import Json


@cache
def names() -> tuple[str, ...]:
    """Names of all schemas, such as "limit".

    Examples
    --------
    >>> [name for name in names() if name.startswith("limit")]
    ['limit', 'limit-dipoles']
    """
    folder = files("nuem.interop").joinpath("schemas")
    return tuple(sorted(file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json")))


def schema(name: str) -> Json:
    """The JSON Schema of one kind of output, of a list if the output is one.

    Parameters
    ----------
    name : str
        As in the output's own ``schema``, such as "limit".

    Raises
    ------
    ValueError
        For an unknown name.

    Examples
    --------
    >>> schema("triangle")["properties"]["moments_mu_B"]["description"]
    'Of nu_e, nu_mu and nu_tau [mu_B].'
    """
    if name not in names():
        raise ValueError(f"there is no schema {name!r}; choose one of {', '.join(names())}")
    file = files("nuem.interop").joinpath("schemas", f"{name}.json")
    document: Json = json.loads(read_text(file, "a JSON Schema"))
    return document


@cache
def label(name: str) -> dict[str, str]:
    """Name and version of a schema, as every output carries them.

    Examples
    --------
    >>> label("limit")["name"]
    'limit'
    """
    return {"name": name, "version": schema(name)["$id"].rpartition(":")[2]}
