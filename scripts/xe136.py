"""Tables of two-neutrino double beta decays of 136Xe for the projections of xenon detectors.

python scripts/xe136.py
"""

from itertools import pairwise
from math import log
from pathlib import Path

import numpy as np

from nuem.constants import ELECTRON_MASS
from nuem.elements import compound, isotopes
from nuem.units import keV

FOLDER = Path(__file__).parents[1] / "src" / "nuem" / "experiments" / "xlzd"
END_POINT = 2457.83 * keV  # of 136Xe -> 136Ba
HALF_LIFE = 2.165e21  # years, EXO-200, arXiv:1306.6106
HEAD = """# Two-neutrino double beta decays of 136Xe in each tonne year of natural xenon, made by scripts/xe136.py: half-life 2.165e21 years (EXO-200, Phys. Rev. C 89,
# 015502, arXiv:1306.6106), end point 2457.83 keV, sum spectrum K (Q - K)^5 (1 + 2K + 4K^2/3 + K^3/3 + K^4/30) with K and Q in units of the electron mass (the
# Coulomb factor of the electrons taken as E/p). From 1 to 140 keV this is 1596 events in 1.16 tonne years; XENONnT found 1550 +- 50.
low_keV,high_keV,xe136
"""


def spectrum(energy: np.ndarray) -> np.ndarray:
    """Spectrum of the sum of both kinetic energies [MeV], not normalised."""
    k, q = energy / ELECTRON_MASS, END_POINT / ELECTRON_MASS
    return np.asarray(k * (q - k) ** 5 * (1 + 2 * k + 4 * k**2 / 3 + k**3 / 3 + k**4 / 30))


def integral(low: float, high: float) -> float:
    """Of the spectrum."""
    nodes, weights = np.polynomial.legendre.leggauss(20)
    return float((high - low) / 2 * weights @ spectrum((low + high) / 2 + (high - low) / 2 * nodes))


def main() -> None:
    """Write both tables."""
    abundance = next(isotope.abundance for isotope in isotopes("Xe") if isotope.A == 136)
    decays = 1e6 * compound("Xe").units_per_gram * abundance * log(2) / HALF_LIFE
    fine = list(range(1, 31))
    for name, edges in (("xe136.csv", fine), ("xe136_wide.csv", [*fine, *range(35, 141, 5)])):
        rows = [
            f"{low},{high},{decays * integral(low * keV, high * keV) / integral(0.0, END_POINT):.5f}"
            for low, high in pairwise(edges)
        ]
        (FOLDER / name).write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
        print(name, sum(float(row.rpartition(",")[2]) for row in rows), "events in a tonne year")


if __name__ == "__main__":
    main()
