"""Bound electrons: the shipped tables against computing the atom."""

from collections.abc import Iterator
from time import perf_counter

import numpy as np

from benchmarks.timing import Row, best
from nuem.scattering.atom import response
from nuem.scattering.atom.subshell_table import tables, total
from nuem.scattering.atom.tabulate import tabulate
from nuem.units import keV


def rows() -> Iterator[Row]:
    """All comparisons of this file."""
    tabulate("H")  # compiles
    T = np.geomspace(0.3, 50, 1000) * keV
    start = perf_counter()
    computed = tabulate("Xe")
    slow = perf_counter() - start

    def from_files() -> None:
        tables.cache_clear()
        response("Xe", "hfs").at(T)

    kept, anew = total(tables("Xe"), T)[:3], total(computed, T)[:3]
    off = f"differ by {np.max(np.abs(anew / kept - 1)):.0e}"
    yield Row(
        "electrons of Xe at 1000 energies (naive: compute the atom)",
        best(lambda: response("Xe", "hfs").at(T)),
        slow,
        "< 20 ms",
        off,
    )
    yield Row("the same, tables read first", best(from_files), slow, "< 20 ms", off)
    yield Row("compute xenon: 17 subshells, 113 energies each", slow, None, "< 8 s")


if __name__ == "__main__":
    for row in rows():
        print(row)
