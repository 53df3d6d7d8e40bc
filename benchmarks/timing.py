"""How long something takes, and how that is printed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from time import perf_counter
from typing import Any

import numpy as np


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
    floor: float | None = None
    """What no program could beat on this machine [s]."""
    counted: str = ""
    """What the floor counts."""

    def __str__(self) -> str:
        ratio = f"{self.naive / self.fast:>9.3g} x" if self.naive else f"{'':>11}"
        naive = _time(self.naive) if self.naive else ""
        row = f"{self.what:<76}{_time(self.fast):>10}{naive:>12}{ratio}   {self.target:<15}{self.check}"
        if not self.floor:
            return row
        return f"{row}\n{'':<76}{_time(self.floor):>10}{'floor':>12}{self.fast / self.floor:>9.3g} x   {self.counted}"


def best(call: Callable[[], Any], *, repeat: int = 5, number: int = 1) -> float:
    """Shortest time of one call [s]: on a shared machine the shortest is the least disturbed."""
    times = []
    for _ in range(repeat):
        start = perf_counter()
        for _ in range(number):
            call()
        times.append((perf_counter() - start) / number)
    return min(times)


@cache
def per_flop() -> float:
    """Seconds of one operation in double precision on one core, as NumPy multiplies matrices that fit into the cache."""
    n = 192
    a = np.random.default_rng(1).normal(size=(n, n))
    return best(lambda: a @ a, repeat=20, number=20) / (2 * n**3)


@cache
def per_byte() -> float:
    """Seconds of reading or writing one byte of main memory on one core."""
    a = np.ones(16_000_000)
    b = np.empty_like(a)
    return best(lambda: np.copyto(b, a), repeat=8) / (2 * a.nbytes)


def _time(seconds: float) -> str:
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "us")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"
