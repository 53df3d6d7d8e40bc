"""Types of arguments that tests hand on."""

from collections.abc import Callable
from typing import Any

Keywords = dict[str, Any]
"""Arguments that are handed on with ``**``: what each of them must be, the function that takes them says when it runs."""

Positional = tuple[Any, ...]
"""Arguments that are handed on with ``*``, likewise."""

Run = Callable[..., tuple[int, str, str]]
"""The words of a command line -> exit code, standard output, standard error."""
