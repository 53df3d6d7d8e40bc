"""Make the tables of ``nuem.scattering.atom``: effective electrons and photoabsorption, subshell by subshell.

    python scripts/atomic_response.py            # rewrites all that src/nuem/scattering/atom/tables has
    python scripts/atomic_response.py Xe Ge      # only these

Everything is computed by `nuem.scattering.atom.tabulate`, a few seconds an element; nothing is scaled to anything. What is tabulated
elsewhere, the total photoabsorption above 1 keV, is kept apart: see ``scripts/photoabsorption.py``.
"""

import sys
from pathlib import Path
from time import perf_counter

from nuem.scattering.atom.subshell_table import SubshellTable, tabulated
from nuem.scattering.atom.tabulate import tabulate
from nuem.units import eV

FOLDER = Path(__file__).parents[1] / "src" / "nuem" / "scattering" / "atom" / "tables"
HEADER = """\
# Electrons of {symbol}, per electron of each subshell (n, kappa), at T - B = excess above the threshold; made by scripts/atomic_response.py:
# Dirac-Hartree-Fock-Slater atom, all multipoles; N_w over the free electron's 1 + T/2m; N_q longitudinal; photo: photoabsorption, dipole,
# as computed (totals above 1 keV: see photoabsorption.csv). Thresholds: measured where above 10 eV, else computed.
n,kappa,electrons,threshold_eV,excess_eV,N_w,N_mu,N_q,photo_cm2
"""


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
        start = perf_counter()
        tables = tabulate(symbol)
        text = HEADER.format(symbol=symbol) + "\n".join(rows(tables)) + "\n"
        (FOLDER / f"{symbol}.csv").write_text(text, encoding="utf-8")
        lengths = " ".join(str(len(table.excess)) for table in tables)
        print(f"{symbol}: {perf_counter() - start:.1f} s, nodes of the subshells {lengths}")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or tabulated())
