"""Detectors of a burst: how many targets of each kind, and from which energy on they are seen."""

from dataclasses import dataclass
from typing import Final

from nuem.numerics import checks


@dataclass(frozen=True, slots=True)
class BurstDetector:
    """A detector of supernova neutrinos.

    Parameters
    ----------
    name, title : str
    mass : float
        [kt]
    protons, electrons, argon : float
        Free protons, electrons and 40Ar nuclei that count; zero for a channel that is not seen.
    recoil_threshold : float
        Least kinetic energy of a scattered electron [MeV].
    least_energy : float
        Least neutrino energy on argon [MeV], about the threshold on the visible energy and 1.5 MeV.
    """

    name: str
    title: str
    mass: float
    protons: float = 0.0
    electrons: float = 0.0
    argon: float = 0.0
    recoil_threshold: float = 5.0
    least_energy: float = 5.5

    def __post_init__(self) -> None:
        for name, unit in (("mass", ""), ("recoil_threshold", "MeV"), ("least_energy", "MeV")):
            value = checks.positive(name, checks.number(name, getattr(self, name), unit), unit)
            object.__setattr__(self, name, float(value))
        for name in ("protons", "electrons", "argon"):
            object.__setattr__(self, name, float(checks.not_negative(name, checks.number(name, getattr(self, name)))))


DETECTORS: Final = {
    detector.name: detector
    for detector in (
        BurstDetector("dune", "DUNE, 40 kt of argon", 40.0, electrons=1.0854e34, argon=6.030e32),
        BurstDetector("hyperk", "Hyper-Kamiokande, 187 kt of water", 187.0, 1.2502e34, 6.251e34, recoil_threshold=7.0),
        BurstDetector("juno", "JUNO, 20 kt of scintillator", 20.0, 1.435e33, 6.73e33, recoil_threshold=0.2),
    )
}
"""DUNE sees 5 MeV; Hyper-Kamiokande's inner volume is 217 kt, 16 % more; JUNO has 12.01 % of hydrogen."""


def detector(name: BurstDetector | str) -> BurstDetector:
    """A detector by its name."""
    return name if isinstance(name, BurstDetector) else DETECTORS[checks.choice("detector", name, DETECTORS)]
