"""What `propagate` returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nuem import notebook
from nuem.numerics.content import ByContent
from nuem.propagation.engine.passage import Method
from nuem.results import Tabular, draw
from nuem.typing import ComplexArray, FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Evolution(ByContent, Tabular):
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

    def __repr__(self) -> str:
        """In one line."""
        low, high = float(self.energy.min()), float(self.energy.max())
        span = f"{low:g} MeV" if len(self.energy) == 1 else f"{len(self.energy)} energies, {low:g} to {high:g} MeV"
        return f"Evolution({span}; {', '.join(self.states)}; by {self.method})"

    def columns(self) -> dict[str, FloatArray]:
        """Energy, and the probability of each state at the end."""
        return {"energy [MeV]": self.energy} | {name: self.probabilities[:, k] for k, name in enumerate(self.states)}

    def plot(self, **options: object) -> Axes:
        """Draw probabilities along the path of a single energy, or else against the energy; options as in `nuem.plots.propagation_figures`.

        The figure is `.figure` of what is returned.
        """
        along = len(self.energy) == 1 and len(self.distance) > 1
        return draw(f"nuem.plots.propagation_figures.against_{'distance' if along else 'energy'}", self, **options)

    def _repr_html_(self) -> str:
        low, high = float(self.energy.min()), float(self.energy.max())
        span = f"{low:g} MeV" if low == high else f"{low:g} to {high:g} MeV, {len(self.energy)} energies"
        last = {name: f"{self.probabilities[-1, k]:.4g}" for k, name in enumerate(self.states)}
        numbers = {
            "largest error": f"{self.error_estimate:.1e}",
            "departure of the norm from one": f"{self.norm_defect:.1e}",
        }
        probabilities = notebook.table({name: [value] for name, value in last.items()})
        title = f"Evolution, {span}, by {self.method}"
        return notebook.card(
            title, f"<div><small>probabilities at {high:g} MeV</small></div>", probabilities, notebook.pairs(numbers)
        )
