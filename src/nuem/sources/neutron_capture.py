"""Antineutrinos after neutron capture on 238U, one in six of all those of a power reactor.

238U(n, gamma)239U -> 239Np -> 239Pu: two beta decays per capture, all below 1.3 MeV. The branches are those of ENSDF for A = 239 (level and
intensity of each in ``reactor.toml``) with allowed shapes, though the strongest ones are first-forbidden. Each branch ends in a step, as it
does in the reactor spectrum of [Kopeikin:2012zz].
"""

from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nuem.numerics.piecewise import PiecewiseCubic
from nuem.numerics.table import read_toml
from nuem.sources.beta import BetaDecay
from nuem.units import keV

_SAMPLES = 33  # on each piece between two end points: the cubics are then within 1e-6 of the exact sum


def captures_per_fission() -> float:
    """Captures on 238U per fission in a typical pressurised-water reactor."""
    return float(read_toml("nuem.sources", "reactor.toml")["neutron_capture"]["captures_per_fission"])


def branches(parent: str) -> list[tuple[float, BetaDecay]]:
    """Beta branches of 239U or 239Np: intensity (1 in all) and spectrum of each.

    Parameters
    ----------
    parent : {"U239", "Np239"}
    """
    decay = read_toml("nuem.sources", "reactor.toml")["neutron_capture"][parent]
    total = sum(intensity for _, intensity in decay["branches"])
    return [
        (intensity / total, BetaDecay(decay["q_value"] - level * keV, decay["daughter_charge"]))
        for level, intensity in decay["branches"]
    ]


@cache
def capture_spectrum() -> PiecewiseCubic:
    """Antineutrinos per capture: two, from 239U and 239Np in equilibrium [1/MeV/capture]."""
    decays = branches("U239") + branches("Np239")
    ends = np.array(sorted({0.0, *(decay.end_point for _, decay in decays)}))

    def piece(low: float, high: float) -> PiecewiseCubic:
        energy = np.linspace(low, high, _SAMPLES)
        spectrum: NDArray[np.float64] = np.zeros_like(energy)
        for intensity, decay in decays:
            if decay.end_point >= high:
                spectrum += intensity * decay(energy)
        return PiecewiseCubic.smooth(energy, spectrum)

    return PiecewiseCubic.join(piece(low, high) for low, high in pairwise(ends))


@cache
def capture_steps() -> NDArray[np.float64]:
    """Energies at which the spectrum jumps: the end points of the branches [MeV]."""
    return np.array(sorted({0.0, *(d.end_point for name in ("U239", "Np239") for _, d in branches(name))}))
