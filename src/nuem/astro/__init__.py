"""What a vertex does in vacuum, in a plasma and in stars. Submodules load on first use."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


def __getattr__(name: str) -> ModuleType:
    if not name.startswith("_") and find_spec(f"nuem.astro.{name}") is not None:
        return import_module(f"nuem.astro.{name}")
    raise AttributeError(f"module 'nuem.astro' has no attribute {name!r}")
