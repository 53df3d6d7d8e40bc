"""Write the tabulated photoabsorption of atoms: ``src/nuem/scattering/atom/photoabsorption.csv``.

    python scripts/photoabsorption.py

Elam, Ravel and Sieber, Radiat. Phys. Chem. 63 (2002) 121, through xraydb (a development dependency), at as many points as a power of the
energy between them needs to follow it to 1e-3. The edges of those tables lie up to 5e-5 E (1e-5 E below 10 keV) beside the
binding energies of `nuem.elements`; both sides of an edge are taken 6e-5 E away from it and moved to the binding energy.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import xraydb

from nuem.elements import element
from nuem.scattering.atom import tabulated
from nuem.units import eV

FILE = Path(__file__).parents[1] / "src" / "nuem" / "scattering" / "atom" / "photoabsorption.csv"
FIRST, LAST = 105.0, 790e3  # eV: xraydb calls its tables unreliable outside 100 eV to 800 keV
BESIDE = 6e-5
FOLLOWED = 1e-3
HEADER = """\
# Photoabsorption per atom: Elam, Ravel and Sieber, Radiat. Phys. Chem. 63 (2002) 121, through xraydb 4.5; made by
# scripts/photoabsorption.py. A power of the energy between points; an edge is two points at one energy.
Z,energy_eV,sigma_cm2
"""


def logarithm(symbol: str, log_energy: np.ndarray) -> np.ndarray:
    """ln of the cross section [cm^2] at ln of the energy [eV]."""
    return np.log(xraydb.mu_elam(symbol, np.exp(log_energy), kind="photo") / element(symbol).atoms_per_gram)


def between(symbol: str, low: float, high: float) -> list[float]:
    """Points from low up to high, but not high itself, in ln of the energy."""
    inner = np.linspace(low, high, 5)
    value = logarithm(symbol, inner)
    if np.max(np.abs(value - np.linspace(value[0], value[-1], 5))) < FOLLOWED:
        return [low]
    return between(symbol, low, inner[2]) + between(symbol, inner[2], high)


def points(symbol: str) -> tuple[np.ndarray, np.ndarray]:
    """Energies [eV] and cross sections [cm^2], ascending."""
    edges = sorted({shell.binding / eV for shell in element(symbol).shells if FIRST < shell.binding / eV < LAST})
    energies, sigma = [], []
    for low, high in pairwise([FIRST, *edges, LAST]):
        inside = np.log(low) + BESIDE * (low in edges), np.log(high) - BESIDE * (high in edges)
        at = np.array([*between(symbol, *inside), inside[1]])
        sigma.append(np.exp(logarithm(symbol, at)))
        energies.append(np.array([low, *np.exp(at[1:-1]), high]))
    return np.concatenate(energies), np.concatenate(sigma)


def main() -> None:
    """Write all elements that have tables."""
    lines = []
    for symbol in tabulated():
        at, sigma = points(symbol)
        lines += [f"{element(symbol).Z},{energy:.8g},{value:.5g}" for energy, value in zip(at, sigma, strict=True)]
        print(symbol, len(at), "points")
    FILE.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
