"""Make the tables of ``nuem.scattering.atom``: effective electrons and photoabsorption, subshell by subshell.

    python scripts/atomic_response.py            # rewrites all of src/nuem/scattering/atom/tables
    python scripts/atomic_response.py Xe Ge      # only these

Everything is computed by `nuem.scattering.atom.tabulate`, a few seconds an element, except that the photoabsorption goes over between 2 and
4 keV to that of Elam, Ravel and Sieber, Radiat. Phys. Chem. 63 (2002) 121 (of Scofield's calculations with all multipoles and
retardation, which the dipole approximation lacks: 4 % at 15 keV, 10 % at 30 keV in xenon). That needs xraydb, a development dependency.
"""

import sys
from pathlib import Path

import numpy as np
import xraydb

from nuem.elements import element
from nuem.scattering.atom.subshell_table import SubshellTable, total
from nuem.scattering.atom.tabulate import tabulate
from nuem.units import eV, keV

FOLDER = Path(__file__).parents[1] / "src" / "nuem" / "scattering" / "atom" / "tables"
ELEMENTS = ("H", "C", "N", "O", "F", "Na", "Al", "Si", "Ar", "Ca", "Ge", "Kr", "I", "Xe", "Cs", "W")
HEADER = """\
# Electrons of {symbol}, per electron of each subshell (n, kappa), at T - B = excess above the threshold; made by scripts/atomic_response.py:
# Dirac-Hartree-Fock-Slater atom, all multipoles; N_w over the free electron's 1 + T/2m; N_q longitudinal; photo: photoabsorption,
# dipole, above 2 to 4 keV scaled to Elam, Ravel and Sieber (2002) through xraydb. Thresholds: measured where above 10 eV, else computed.
n,kappa,electrons,threshold_eV,excess_eV,N_w,N_mu,N_q,photo_cm2
"""


def measured_photoabsorption(symbol: str, tables: tuple[SubshellTable, ...]) -> tuple[SubshellTable, ...]:
    """The tables with the photoabsorption above 2 to 4 keV scaled to Elam's."""
    scaled = []
    for table in tables:
        transfer = table.threshold + table.excess * (1 + 1e-9) + 1e-3 * eV
        share = np.clip(np.log(transfer / (2 * keV)) / np.log(2), 0, 1)
        energy = np.clip(transfer / eV, 1000, 900e3)
        elam = xraydb.mu_elam(symbol, energy, kind="photo") / element(symbol).atoms_per_gram
        ratio = (elam / total(tables, energy * eV)[3]) ** share
        values = table.values * np.stack([np.ones_like(ratio)] * 3 + [ratio])
        scaled.append(SubshellTable(table.n, table.kappa, table.electrons, table.threshold, table.excess, values))
    return tuple(scaled)


def rows(tables: tuple[SubshellTable, ...]) -> list[str]:
    """Lines of the file."""
    return [
        f"{table.n},{table.kappa},{table.electrons:.6g},{table.threshold / eV:.8g},{excess / eV:.7g},"
        + ",".join(f"{value:.5g}" for value in values)
        for table in tables
        for excess, values in zip(table.excess, table.values.T, strict=True)
    ]


def main(symbols: tuple[str, ...]) -> None:
    """Write the tables of some elements."""
    FOLDER.mkdir(exist_ok=True)
    for symbol in symbols:
        tables = measured_photoabsorption(symbol, tabulate(symbol))
        text = HEADER.format(symbol=symbol) + "\n".join(rows(tables)) + "\n"
        (FOLDER / f"{symbol}.csv").write_text(text, encoding="utf-8")
        print(symbol, len(tables), "subshells")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or ELEMENTS)
