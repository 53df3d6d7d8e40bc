"""Expected counts against one coupling: a polynomial, because a rate is bilinear in the couplings."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nuem.flavour import Mixing
from nuem.inference.coupling import Coupling
from nuem.rates.tensor import RateTensor

_ROUNDING = 1e-12


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
        """From contractions of the folded rate, linear and quadratic ones apart.

        What is below 1e-12 of the same coupling of every flavour is rounding of a change of basis, and zero.
        """
        changes = _changes(tensor, coupling, mixing)
        size = np.abs(_changes(tensor, replace(coupling, element=None, nature="dirac"), mixing)).sum(axis=(1, 2))
        felt = np.abs(changes).sum(axis=(1, 2)) > _ROUNDING * size
        return cls(
            coupling, np.concatenate([tensor.counts_by_beam()[None], np.where(felt[:, None, None], changes, 0.0)])
        )

    def counts(self, x: float | NDArray[np.float64]) -> NDArray[np.float64]:
        """Counts at fitted parameters, (*x.shape, beams, bins)."""
        at = x if isinstance(x, float) else np.asarray(x)[..., None, None]
        total = self.coefficients[-1]
        for coefficient in self.coefficients[-2::-1]:
            total = coefficient + at * total
        return np.asarray(total)

    def slope(self, x: float) -> NDArray[np.float64]:
        """Derivative of `counts` by x, (beams, bins)."""
        first, *second = self.coefficients[1:]
        return np.asarray(first + 2 * x * second[0] if second else first)

    def value(self, x: float) -> float:
        """The coupling at a fitted parameter, in base units."""
        scaled = x if self.coupling.interferes else np.sqrt(max(x, 0.0))
        return float(scaled * self.coupling.scale)

    def x(self, value: float) -> float:
        """The fitted parameter of a coupling."""
        scaled = value / self.coupling.scale
        return scaled if self.coupling.interferes else scaled**2


def _changes(tensor: RateTensor, coupling: Coupling, mixing: Mixing) -> NDArray[np.float64]:
    """Coefficients of the powers of x from the first on."""
    linear, quadratic = tensor.polynomial(coupling.vertex(coupling.scale, mixing))[1:]
    return np.stack([linear, quadratic]) if coupling.interferes else quadratic[None]
