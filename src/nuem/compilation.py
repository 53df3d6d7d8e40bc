"""What is said while kernels are compiled: one line, which counts down on a terminal.

A folder of kernels has functions that are linked, and entry points into which they are linked and optimised. The time that is left is in proportion to
what is not done yet.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Final

SECONDS: Final = 15
"""About how long the largest folder takes to compile on a slow machine [s]."""

# Time of an entry point that others are linked into, per time of these: 3.0 s and 10.5 s for the propagation.
_OPTIMISING: Final = 0.3
_TRUSTED: Final = 0.3  # fraction of the work from which on the time so far says how long it all takes


@dataclass(slots=True)
class Compilation:
    """How far the kernels of one folder are."""

    linked: int = 0
    """Functions that are linked into others."""
    entries: int = 0
    """Entry points."""
    done: float = 0.0
    """Of the work, in functions that are linked."""
    seconds: float = 0.0
    """What it has taken [s]."""
    _running: list[float] = field(default_factory=list)
    """When each entry point that is being compiled was begun: one may call another."""
    _cached: bool = True

    def begins(self, *, cached: bool) -> None:
        """An entry point is compiled, and kept or not."""
        self._cached = cached
        self._running.append(time.monotonic())
        announce(cached=cached)
        self._count_down()

    def links(self) -> None:
        """A function is ready to be linked."""
        if self._running:
            self.done += 1.0
            self._count_down()

    def ends(self) -> None:
        """An entry point is ready."""
        if not self._running:  # read from the disk
            return
        self.done += self._entry
        begun = self._running.pop()
        if self._running:
            self._count_down()
            return
        self.seconds += time.monotonic() - begun
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    @property
    def left(self) -> float:
        """About how long it still takes [s]."""
        fraction = min(self.done / max(self.linked + self.entries * self._entry, 1.0), 1.0)
        elapsed = self.seconds + (time.monotonic() - self._running[0] if self._running else 0.0)
        trust = min(fraction / _TRUSTED, 1.0)
        measured = elapsed * (1 - fraction) / fraction if fraction else 0.0
        return trust * measured + (1 - trust) * SECONDS * (1 - fraction)

    @property
    def _entry(self) -> float:
        """The work of an entry point, in functions that are linked."""
        return max(_OPTIMISING * self.linked / max(self.entries, 1), 1.0)

    def _count_down(self) -> None:
        if sys.stderr.isatty():
            lasting = _lasting(cached=self._cached)
            sys.stderr.write(f"\r\033[Knuem: compiling numerical kernels, {lasting}: about {self.left:.0f} s left ")
            sys.stderr.flush()


@cache
def announce(*, cached: bool) -> None:
    """Say once in a process that kernels are being compiled; a terminal sees the time that is left instead."""
    if not sys.stderr.isatty():
        sys.stderr.write(
            f"nuem: compiling numerical kernels, {_lasting(cached=cached)} (about {SECONDS} s, longer on a busy machine) ...\n"
        )
        sys.stderr.flush()


def _lasting(*, cached: bool) -> str:
    return "once for this installation" if cached else "in every process, as no cache folder can be written"


@cache
def compilation(folder: str) -> Compilation:
    """That of a folder."""
    del folder
    return Compilation()
