"""Public names of a package: names and modules that are loaded on first use, and a complete `dir()`.

A package says, at its end, ``if not TYPE_CHECKING: __getattr__, __dir__ = door(__name__)``; with a mapping, names that are costly to load wait
until they are asked for (Scientific Python SPEC 1).
"""

import sys
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


@cache
def modules(package: str) -> tuple[str, ...]:
    """Names of the modules in a package, without private ones."""
    submodules = iter_modules(getattr(sys.modules[package], "__path__", ()))
    return tuple(module.name for module in submodules if not module.name.startswith("_"))


def door(package: str, names: Mapping[str, str] | None = None) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """What a package needs as its ``__getattr__`` and ``__dir__``.

    Parameters
    ----------
    package : str
        Its ``__name__``.
    names : mapping, optional
        Name to the module that defines it, for names that are loaded on first use.

    Returns
    -------
    callable, callable

    Examples
    --------
    >>> attribute, listing = door("nuem.numerics")
    >>> attribute("checks").__name__
    'nuem.numerics.checks'
    """
    lazy = dict(names or {})

    def attribute(name: str) -> Any:
        if name in lazy:
            value = getattr(import_module(lazy[name]), name)
            setattr(sys.modules[package], name, value)
            return value
        if not name.startswith("_") and name in modules(package):
            return import_module(f"{package}.{name}")
        close = [] if name.startswith("_") else get_close_matches(name, listing(), n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        raise AttributeError(f"module {package!r} has no attribute {name!r}{hint}", name=name, obj=sys.modules[package])

    def listing() -> list[str]:
        return sorted({*getattr(sys.modules[package], "__all__", ()), *lazy, *modules(package)})

    return attribute, listing
