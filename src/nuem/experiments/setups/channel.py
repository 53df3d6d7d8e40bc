"""One kind of recoil in the bins of an experiment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.setups.bins import Bins
from nuem.experiments.setups.target import Target
from nuem.rates import RateTensor

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """The weak scattering of a channel as its authors computed it; counts for other couplings are scaled with ours.

    Parameters
    ----------
    counts : numpy.ndarray
        (beams, bins), or (1, bins) for all beams together.
    oscillated : bool, optional
        Whether neutrino oscillations are part of it.
    """

    counts: Array
    oscillated: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Channel:
    """A target in the bins of the data.

    Parameters
    ----------
    name : str
    target : Target
    bins : Bins
    fractions : numpy.ndarray or None, optional
        Fraction of the neutrinos of each beam that is counted in each time interval, (beams, intervals).
    efficiency : numpy.ndarray or None, optional
        Fraction of the counts that is kept in each bin, in addition to that in the response; of the expected counts if there are any.
    expected : Expected or None, optional
    """

    name: str
    target: Target
    bins: Bins
    fractions: Array | None = None
    efficiency: Array | None = None
    expected: Expected | None = None

    def __repr__(self) -> str:
        return f"Channel({self.name!r}, {self.target!r}, {self.bins!r})"

    def counts(self, folded: RateTensor, reference: RateTensor) -> RateTensor:
        """The rates of the target in the bins of the data.

        Parameters
        ----------
        folded : RateTensor
            Of the target.
        reference : RateTensor
            What `expected` refers to: `folded`, or the same without oscillations.
        """
        tensor = self._in_bins(folded)
        if self.expected is not None:
            tensor = tensor.times(self._scale(self._in_bins(reference).counts_by_beam(), self.expected))
        return tensor if self.efficiency is None else tensor.times(self.efficiency)

    def _scale(self, computed: Array, expected: Expected) -> Array:
        """What makes our weak counts the expected ones in each bin, (beams, bins)."""
        if len(expected.counts) == 1:
            computed = np.broadcast_to(computed.sum(axis=0), computed.shape)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(computed > 0, expected.counts / computed, 0.0)

    def _in_bins(self, folded: RateTensor) -> RateTensor:
        """Repeated over the time intervals and further axes, each beam with its own fractions."""
        tensor = folded if self.bins.plain or self.bins.axis == "label" else folded.rebinned(self.bins.spread())
        return tensor if self.fractions is None else tensor.times(self.fractions[:, self.bins.time_index])


@dataclass(frozen=True, slots=True, eq=False)
class SignalVariation:
    """A nuisance that changes how recoils are seen: the channels at -1 and at +1 sigma."""

    nuisance: str
    down: tuple[Channel, ...]
    up: tuple[Channel, ...]
