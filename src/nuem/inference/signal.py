"""Expected counts against one coupling: a polynomial, because a rate is bilinear in the couplings."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.flavour import Mixing
from nuem.inference.coupling import Coupling
from nuem.rates.tensor import RateTensor


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """Counts of every beam in every bin as a polynomial of the fitted parameter x, in units of the coupling's scale.

    For couplings that interfere x = theta/scale; for dipoles, of which only the square enters, x = (theta/scale)^2.
    """

    coupling: Coupling
    coefficients: NDArray[np.float64]
    """(powers of x, beams, bins); the first is the weak interaction alone."""

    @classmethod
    def of(cls, tensor: RateTensor, coupling: Coupling, mixing: Mixing) -> "Signal":
        """From three contractions of the folded rate, at theta = 0 and +- the scale."""
        weak = tensor.counts_by_beam()
        up = tensor.counts_by_beam(coupling.vertex(coupling.scale, mixing)) - weak
        if not coupling.interferes:
            return cls(coupling, np.stack([weak, up]))
        down = tensor.counts_by_beam(coupling.vertex(-coupling.scale, mixing)) - weak
        return cls(coupling, np.stack([weak, (up - down) / 2, (up + down) / 2]))

    def counts(self, x: ArrayLike) -> NDArray[np.float64]:
        """Counts at fitted parameters, (*x.shape, beams, bins)."""
        powers = np.asarray(x, dtype=np.float64)[..., None] ** np.arange(len(self.coefficients))
        return np.tensordot(powers, self.coefficients, axes=1)

    def value(self, x: float) -> float:
        """The coupling at a fitted parameter, in base units."""
        scaled = x if self.coupling.interferes else np.sqrt(max(x, 0.0))
        return float(scaled * self.coupling.scale)

    def x(self, value: float) -> float:
        """The fitted parameter of a coupling."""
        scaled = value / self.coupling.scale
        return scaled if self.coupling.interferes else scaled**2
