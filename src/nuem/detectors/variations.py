"""What quenching and efficiency leave uncertain in a response."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Varied = TypeVar("Varied", bound="DataclassInstance")


def of_quenching_and_efficiency(response: Varied) -> dict[str, tuple[Varied, Varied]]:
    """Name of each nuisance to the responses at -1 and +1 standard deviation."""
    varied = {}
    for part in ("quenching", "efficiency"):
        for name, (low, high) in getattr(getattr(response, part), "variations", {}).items():
            varied[name] = (replace(response, **{part: low}), replace(response, **{part: high}))
    return varied
