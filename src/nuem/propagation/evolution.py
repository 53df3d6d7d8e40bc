"""What `propagate` returns."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from nuem.propagation.engine.passage import Method
from nuem.typing import ComplexArray, FloatArray


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Evolution:
    """States after a medium; two of them are equal if every number in them is."""

    energy: FloatArray
    """Neutrino energies [MeV]."""
    states: tuple[str, ...]
    """Names of the states, in the order of the other arrays."""
    probabilities: FloatArray
    """Probability of each state at the end, (n_energy, 2 n_flavour)."""
    amplitudes: ComplexArray | None
    """Amplitude of each state at the end, (n_energy, 2 n_flavour); None for a mixed or averaged state."""
    density_matrix: ComplexArray
    """Density matrix at the end, (n_energy, 2 n_flavour, 2 n_flavour)."""
    distance: FloatArray
    """Positions of the path that were asked for [cm]."""
    path: FloatArray
    """Probability of each state there, (n_energy, n_distance, 2 n_flavour)."""
    method: Method
    """"magnus", "cf4", "cells" or "sad"."""
    error_estimate: float
    """Largest error of a state over the energies."""
    rounding_floor: float
    """What rounding may do to the state of the lowest energy, whatever the tolerance."""
    norm_defect: float
    """Largest departure of a norm from one."""
    errors: FloatArray
    """Error estimate for each energy."""

    def __eq__(self, other: object) -> bool:
        """Whether all numbers and names agree."""
        return isinstance(other, Evolution) and self._content() == other._content()

    def __hash__(self) -> int:
        """By what is compared."""
        return hash(self._content())

    def __repr__(self) -> str:
        """In one line."""
        low, high = float(self.energy.min()), float(self.energy.max())
        span = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        return f"Evolution({len(self.energy)} energies, {span} MeV; {', '.join(self.states)}; by {self.method})"

    def _content(self) -> tuple[object, ...]:
        values = (getattr(self, field.name) for field in fields(self))
        return tuple(
            (value.shape, (value + 0).tobytes()) if isinstance(value, np.ndarray) else value for value in values
        )
