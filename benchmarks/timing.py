"""How long something takes, and how that is printed."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any


@dataclass(frozen=True)
class Row:
    """One comparison."""

    what: str
    fast: float
    """[s]"""
    naive: float | None = None
    """[s]"""
    target: str = ""
    check: str = ""
    """How far the two results are apart."""

    def __str__(self) -> str:
        ratio = f"{self.naive / self.fast:>9.3g} x" if self.naive else f"{'':>11}"
        naive = _time(self.naive) if self.naive else ""
        return f"{self.what:<58}{_time(self.fast):>10}{naive:>12}{ratio}   {self.target:<14}{self.check}"


def best(call: Callable[[], Any], *, repeat: int = 5, number: int = 1) -> float:
    """Shortest time of one call [s]: on a shared machine the shortest is the least disturbed."""
    times = []
    for _ in range(repeat):
        start = perf_counter()
        for _ in range(number):
            call()
        times.append((perf_counter() - start) / number)
    return min(times)


def _time(seconds: float) -> str:
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "us")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"
