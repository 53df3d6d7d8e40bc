"""Write the photoabsorption that the computed atoms are compared with: ``src/nuem/scattering/atom/photoabsorption.csv``.

    python scripts/photoabsorption.py

Elam, Ravel and Sieber, Radiat. Phys. Chem. 63 (2002) 121, through xraydb (a development dependency).
"""

from pathlib import Path

import numpy as np
import xraydb

from nuem.elements import element
from nuem.units import eV

FILE = Path(__file__).parents[1] / "src" / "nuem" / "scattering" / "atom" / "photoabsorption.csv"
ELEMENTS = ("Ar", "Ge", "Xe")
HEADER = """\
# Photoabsorption per atom, to compare with: Elam, Ravel and Sieber, Radiat. Phys. Chem. 63 (2002) 121 (Scofield's calculations), through
# xraydb 4.5; made by scripts/photoabsorption.py. The tables of the atom are scaled to it above 2 to 4 keV, not below.
Z,energy_eV,sigma_cm2
"""


def main() -> None:
    """Energies at equal ratios, and both sides of every edge."""
    lines = []
    for symbol in ELEMENTS:
        edges = np.array([shell.binding for shell in element(symbol).shells if shell.binding > 110 * eV]) / eV
        energies = np.union1d(np.geomspace(105, 60e3, 50), np.concatenate([0.985 * edges, 1.015 * edges]))
        sigma = xraydb.mu_elam(symbol, energies, kind="photo") / element(symbol).atoms_per_gram
        lines += [
            f"{element(symbol).Z},{energy:.6g},{value:.4e}" for energy, value in zip(energies, sigma, strict=True)
        ]
    FILE.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
