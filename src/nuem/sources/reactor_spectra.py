"""The spectra of antineutrinos per fission that a reactor can be given, each with what it leaves to choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from nuem.numerics.piecewise import PiecewiseCubic
from nuem.numerics.table import read_table, shipped
from nuem.sources import fission

Fractions = Mapping[str, float]
Part = PiecewiseCubic | fission.HuberMueller


@dataclass(frozen=True, slots=True)
class ReactorSpectrum:
    """Antineutrinos per fission of a mixture of isotopes."""

    parts: Callable[[Fractions], tuple[Part, ...]]
    """Spectra that are added, for given fission fractions."""
    whole: bool = False
    """Whether it is that of a whole typical reactor, whose fractions and neutron captures are in it."""
    within: tuple[float, float] | None = None
    """Energies outside which it is refused [MeV], and without a flux of all antineutrinos; None for a spectrum of all energies."""

    @property
    def takes_captures(self) -> bool:
        """Whether the antineutrinos after neutron capture are to be added."""
        return not self.whole and self.within is None


def _by_isotope(fractions: Fractions) -> tuple[Part, ...]:
    low = fission.mixture({name: fission.vogel_engel(name) for name in fractions}, fractions)
    return low, fission.HuberMueller(fractions)


def _kopeikin(fractions: Fractions) -> tuple[Part, ...]:
    """From zero at E = 0 to the last point of the table."""
    del fractions
    table = read_table(shipped("nuem.sources", "kopeikin2012.csv"), {"energy": "MeV", "spectrum": ""})
    energy, spectrum = (np.concatenate([[0.0], table[name]]) for name in ("energy", "spectrum"))
    return (PiecewiseCubic.monotone(energy, spectrum),)


SPECTRA: Final[dict[str, ReactorSpectrum]] = {
    "huber-mueller+vogel-engel": ReactorSpectrum(_by_isotope),
    "sm2018": ReactorSpectrum(
        lambda fractions: (fission.mixture({name: fission.summation(name) for name in fractions}, fractions),)
    ),
    "kopeikin2012": ReactorSpectrum(_kopeikin, whole=True),
    "huber-mueller": ReactorSpectrum(
        lambda fractions: (fission.HuberMueller(fractions),), within=fission.HUBER_MUELLER_RANGE
    ),
}
"""By name, the default first."""
