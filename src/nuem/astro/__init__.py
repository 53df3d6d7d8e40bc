"""What a vertex does in vacuum, in a plasma and in stars: the rooms plasma, emission, radiation and stars. They load on first use."""

from importlib import import_module
from types import ModuleType

__all__ = ["cherenkov", "emission", "plasma", "plasmon_decay", "radiation", "radiative_decay", "spin_light", "stars"]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"nuem.astro.{name}")
    raise AttributeError(f"module 'nuem.astro' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
