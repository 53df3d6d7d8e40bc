"""Names that end up in the names of nuisances."""

import re

from nuem.numerics import checks


def lower_case(argument: str, name: object, example: str) -> str:
    """A name in lower case without blanks or dots; the refusal shows an example."""
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9_-]+", name):
        raise ValueError(f"{argument} = {checks.shown(name)} must be a name in lower case, such as {example!r}")
    return name
