r"""The energy moments of a beam: all that a recoil spectrum needs to know of its source.

The neutrino energy enters dsigma/dT only through 1, 1/E and 1/E^2, so three cumulative moments of flux times state,

.. math:: F_n(E_\mathrm{min}) = \int_{E_\mathrm{min}}^\infty dE\, \Phi(E)\, \rho(E)\, E^{-n},

give every recoil spectrum from every vertex, exactly up to the kinematic edge E_min(T). They are made once for a beam and a mixing, as
antiderivatives on panels in 1/E that are halved until they are resolved, and then evaluated anywhere.

Where a coherence of the state turns fast, exp(-i dm^2 L/2E) is taken out and the antiderivative is sought in the form q(1/E) exp(-i dm^2 L/2E) with a
polynomial q [Levin:1982zz], so that any distance costs the same.
"""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.flavour import Mixing
from nuem.rates.altered_beam import LogarithmicBeam
from nuem.rates.beam import Beam
from nuem.rates.panels import Panels, resolve
from nuem.scattering.bilinear import pack

Reals = NDArray[np.float64]

_KEPT = 64
_FLOOR = 1e-6  # MeV: lower moments are made when they are asked for
_cache: OrderedDict[tuple[int, bool, Mixing], tuple[Beam, "Moments"]] = OrderedDict()


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """F_0, F_1 and F_2 of one beam; made by `moments`."""

    size: int
    """Number of neutrinos n."""
    used: NDArray[np.intp]
    """Which of the n^2 real numbers of a hermitian matrix are not zero in this beam."""
    signs: Reals
    """-1 for imaginary parts of an antineutrino's states, which are conjugated (U -> U^*) so that one formula serves both."""
    panels: Panels | None
    """Of the continuum."""
    lines: tuple[tuple[float, Reals], ...]
    """Energy [MeV] and flux times state, packed."""

    def at(self, lowest: Reals, *, average: bool = False) -> Reals:
        """The moments at E_min [MeV]: (3, used, energies).

        With `average`, the end of an integral in the middle of fast oscillations is left out, as it averages to nothing over recoils.
        """
        if np.any(np.diff(lowest) < 0):  # a heavy final neutrino needs more energy for small recoils too
            order = np.argsort(lowest)
            return self.at(lowest[order], average=average)[..., np.argsort(order)]
        shape = (3, len(self.used), len(lowest))
        values = np.zeros(shape) if self.panels is None else self.panels.above(lowest, average=average)
        if self.panels is not None:
            values[..., lowest >= self.panels.top] = 0.0  # exactly: a process may multiply it with large numbers
        for energy, state in self.lines:
            reached = np.searchsorted(lowest, energy, side="right")
            values[..., :reached] += state[:, None] / energy ** np.arange(3.0)[:, None, None]
        return values * self.signs[:, None] if self.signs.min(initial=1.0) < 0 else values


def moments(beam: Beam, mixing: Mixing, lowest: float, *, logarithmic: bool = False) -> Moments:
    """The moments of a beam, or of its flux times ln(E/MeV), from E_min = `lowest` [MeV] upwards.

    They are kept for the next call with the same beam and mixing.
    """
    key = (id(beam), logarithmic, mixing)
    cached = _cache.get(key)
    if cached is not None and cached[0] is beam and (cached[1].panels is None or cached[1].panels.floor <= lowest):
        _cache.move_to_end(key)
        return cached[1]
    computed = _moments(LogarithmicBeam(beam) if logarithmic else beam, mixing, min(lowest, _FLOOR))
    _cache[key] = (beam, computed)
    if len(_cache) > _KEPT:
        _cache.popitem(last=False)
    return computed


def _moments(beam: Beam, mixing: Mixing, floor: float) -> Moments:
    n = mixing.size
    lines = tuple((energy, flux * pack(beam.state(np.array(energy), mixing))) for energy, flux in beam.lines)
    panels = resolve(beam, mixing, floor) if len(beam.breaks) else None
    filled = np.zeros(n * n, dtype=bool)
    for _, state in lines:
        filled |= state != 0
    if panels is not None:
        filled |= panels.filled
        panels = panels.keeping(filled)
    columns = np.flatnonzero(filled)
    imaginary = columns >= n + n * (n - 1) // 2
    signs = np.where(imaginary & beam.antineutrino, -1.0, 1.0)
    return Moments(n, columns, signs, panels, tuple((energy, state[columns]) for energy, state in lines))
