"""-2 ln L of an experiment's data as a function of the whole vertex."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from nuem.inference import Likelihood
from nuem.inference.data import Data
from nuem.numerics import checks
from nuem.rates import RateTensor
from nuem.vertex import Vertex

_BLOCK = 1024  # vertices at a time


@dataclass(frozen=True, slots=True, eq=False)
class VertexLikelihood:
    """-2 ln L of data against the vertex, microseconds a call with the nuisances at their nominal values.

    Many vertices at once, with leading axes, give as many values.
    """

    tensors: tuple[RateTensor, ...]
    data: Likelihood
    _background: NDArray[np.float64] = field(init=False, repr=False)
    _term: Data = field(init=False, repr=False)
    _rate: RateTensor = field(init=False, repr=False)
    """Of all beams together."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_background", self.data.datasets[0].nominal_background)
        object.__setattr__(self, "_term", self.data.datasets[0].data)
        nominal = self.tensors[0]
        summed = replace(nominal, beams=("all",), errors=({},), numbers=nominal.numbers.sum(axis=0, keepdims=True))
        object.__setattr__(self, "_rate", summed)

    def __call__(self, vertex: Vertex) -> float | NDArray[np.float64]:
        """-2 ln L with the nuisances at their nominal values."""
        data, tensor = self._term, self._rate
        if not vertex.batch:
            return float(data.value(data.project(self._background + tensor.counts(vertex))))
        flat = vertex.flattened()
        blocks = [flat[k : k + _BLOCK] for k in range(0, flat.batch[0], _BLOCK)]
        values = [data.value(data.project(self._background + tensor.counts(block))) for block in blocks]
        return np.concatenate(values).reshape(vertex.batch)

    def signal(self, vertex: Vertex | None) -> NDArray[np.float64]:
        """Counts of a vertex, (..., variants, beams, bins)."""
        return np.stack([tensor.counts_by_beam(vertex) for tensor in self.tensors], axis=-3)

    def profile(self, vertex: Vertex) -> float | NDArray[np.float64]:
        """-2 ln L with the nuisances at their best."""
        values = self.data.profile([self.signal(vertex)])[0]
        return values if vertex.batch else float(values)

    def nuisances(self, vertex: Vertex) -> dict[str, float]:
        """The best nuisances for one vertex, in units of their errors; free normalisations relative to their nominal values."""
        checks.single("vertex", vertex)
        best = self.data.profile([self.signal(vertex)])[1]
        return dict(zip(self.data.nuisances, (float(value) for value in best), strict=True))

    def __repr__(self) -> str:
        bins = sum(tensor.numbers.shape[1] for tensor in self.tensors)
        return f"VertexLikelihood({bins} bins)"
