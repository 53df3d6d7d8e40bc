"""Table of what JUNO counts beside solar neutrinos between 0.45 and 0.95 MeV, for its projection.

python scripts/juno.py
"""

from itertools import pairwise
from math import erf, sqrt
from pathlib import Path

import numpy as np

from nuem.constants import ELECTRON_MASS
from nuem.sources.beta import momentum_times_fermi

TARGET = Path(__file__).parents[1] / "src" / "nuem" / "experiments" / "juno_solar" / "juno_solar.csv"
EDGES = range(450, 951, 10)  # keV
RESOLUTION = 34.4e-3  # of the root of the energy in MeV: 3.4 % for two photons of 0.511 MeV, arXiv:2511.14590
RATES = {"bi210": 250.7, "kr85": 97.0, "po210": 240.1}  # in a kiloton and a day, all energies
POLONIUM = 0.51  # MeV, of quenched alphas: 0.93 MeV for those of 214Po (arXiv:2511.14590), scaled as in Borexino
HEAD = """# Events in a kiloton year between 0.45 and 0.95 MeV that are not solar neutrinos, made by scripts/juno.py. Rates (210Bi 250.7, 85Kr 97.0, 210Po 240.1 in a day
# and kiloton at all energies) are those of the example of JUST, the public tool of JUNO's sensitivity studies (github.com/AlexandreGoettel/JUST, test/reference/out.txt).
# Shapes: 210Bi, 1162.1 keV, allowed times 1 - 0.46 W + 0.0586 W^2 (factor recalled); 85Kr, 687.1 keV, unique first forbidden, p^2 + q^2; 210Po at 0.51 MeV. Resolution 3.44 % at 1 MeV.
low_keV,high_keV,bi210,kr85,po210
"""


def beta(energy: np.ndarray, end_point: float, charge: int, *, unique: bool) -> np.ndarray:
    """Electron spectrum against the kinetic energy [MeV], not normalised."""
    kinetic, rest = energy / ELECTRON_MASS, np.maximum(end_point - energy, 0.0) / ELECTRON_MASS
    total = 1 + kinetic
    p = np.sqrt(kinetic * (kinetic + 2))
    factor = p**2 + rest**2 if unique else 1 - 0.46 * total + 0.0586 * total**2
    return np.asarray(total * rest**2 * momentum_times_fermi(p, charge) * factor)


def counted(end_point: float, charge: int, *, unique: bool) -> np.ndarray:
    """Share of all decays in each bin, with the resolution."""
    nodes, weights = np.polynomial.legendre.leggauss(400)
    energy, weight = end_point * (nodes + 1) / 2, weights * end_point / 2
    density = weight * beta(energy, end_point, charge, unique=unique)
    return np.array([density @ seen(energy, low, high) for low, high in pairwise(EDGES)]) / density.sum()


def seen(energy: np.ndarray, low: float, high: float) -> np.ndarray:
    """Probability that an energy [MeV] is measured in a bin [keV]."""
    width = RESOLUTION * np.sqrt(energy) * sqrt(2)
    edges = [np.array([erf(one) for one in np.atleast_1d((edge * 1e-3 - energy) / width)]) for edge in (low, high)]
    return np.asarray((edges[1] - edges[0]) / 2)


def main() -> None:
    """Write the table."""
    line = np.array([float(seen(np.array([POLONIUM]), low, high)[0]) for low, high in pairwise(EDGES)])
    shares = {"bi210": counted(1.1621, 84, unique=False), "kr85": counted(0.6871, 37, unique=True), "po210": line}
    columns = [RATES[name] * 365.25 * share for name, share in shares.items()]
    rows = [
        f"{low},{high}," + ",".join(f"{one:.6g}" for one in row)
        for (low, high), *row in zip(pairwise(EDGES), *columns, strict=True)
    ]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    for name, column in zip(shares, columns, strict=True):
        print(f"{name}: {column.sum():.6g} in a kiloton year, {shares[name].sum():.3f} of all")


if __name__ == "__main__":
    main()
