"""Make the tables of ``nuem.elements``: binding energy and occupation of every electron shell.

    python scripts/electron_shells.py            # rewrites src/nuem/elements/{shells,elements}.csv

Needs xraydb (a development dependency). Binding energies are those of xraydb (Elam, Ravel and Sieber, Radiat. Phys. Chem. 63 (2002) 121,
with the measured values of the X-ray Data Booklet). They are measured in solids for most elements, so outer levels lie near the Fermi
edge; no electron of a free atom is bound by less than the first ionisation energy (NIST Atomic Spectra Database), which therefore
replaces every smaller or missing value, to 0.1 eV. Occupations are those of the ground-state configuration of the free atom, an open
subshell filled from its lower j.
"""

import csv
from pathlib import Path

import xraydb

FOLDER = Path(__file__).parents[1] / "src" / "nuem" / "elements"

# First ionisation energy [eV], NIST Atomic Spectra Database (Kramida, Ralchenko, Reader and the NIST ASD Team).
IONISATION = {
    "H": 13.598, "He": 24.587, "Li": 5.392, "Be": 9.323, "B": 8.298, "C": 11.260, "N": 14.534, "O": 13.618, "F": 17.423,
    "Ne": 21.565, "Na": 5.139, "Mg": 7.646, "Al": 5.986, "Si": 8.152, "P": 10.487, "S": 10.360, "Cl": 12.968, "Ar": 15.760,
    "K": 4.341, "Ca": 6.113, "Ti": 6.828, "Cr": 6.767, "Fe": 7.902, "Ni": 7.640, "Cu": 7.726, "Zn": 9.394, "Ga": 5.999,
    "Ge": 7.899, "As": 9.789, "Se": 9.752, "Br": 11.814, "Kr": 14.000, "Sr": 5.695, "Y": 6.217, "Mo": 7.092, "Ag": 7.576,
    "Cd": 8.994, "In": 5.786, "Sn": 7.344, "Sb": 8.608, "Te": 9.010, "I": 10.451, "Xe": 12.130, "Cs": 3.894, "Ba": 5.212,
    "La": 5.577, "Gd": 6.150, "W": 7.864, "Tl": 6.108, "Pb": 7.417, "Bi": 7.286,
}  # fmt: skip

# Order of filling, and the atoms of this table that depart from it: the subshells (n, l) that differ.
FILLING = (
    (1, 0),
    (2, 0),
    (2, 1),
    (3, 0),
    (3, 1),
    (4, 0),
    (3, 2),
    (4, 1),
    (5, 0),
    (4, 2),
    (5, 1),
    (6, 0),
    (4, 3),
    (5, 2),
    (6, 1),
)
EXCEPTIONS = {
    "Cr": {(4, 0): 1, (3, 2): 5}, "Cu": {(4, 0): 1, (3, 2): 10}, "Mo": {(5, 0): 1, (4, 2): 5}, "Ag": {(5, 0): 1, (4, 2): 10},
    "La": {(4, 3): 0, (5, 2): 1}, "Gd": {(4, 3): 7, (5, 2): 1},
}  # fmt: skip

# xraydb has the mass of the isotope 1H; the standard atomic weight is that of hydrogen as found (IUPAC 2021, abridged).
WEIGHTS = {"H": 1.008}


def configuration(symbol: str) -> dict[tuple[int, int], int]:
    """Electrons in each subshell (n, l) of the neutral atom."""
    left, computed = xraydb.atomic_number(symbol), {}
    for subshell in FILLING:
        computed[subshell] = min(left, 4 * subshell[1] + 2)
        left -= computed[subshell]
    if left:
        raise ValueError(f"{symbol} has more electrons than the filling order here knows")
    computed.update(EXCEPTIONS.get(symbol, {}))
    return {subshell: electrons for subshell, electrons in computed.items() if electrons}


def shells(symbol: str) -> list[tuple[str, float, int]]:
    """Name, binding energy [eV] and electrons of each shell that the free atom occupies."""
    edges = xraydb.xray_edges(symbol)
    least = round(IONISATION[symbol], 1)
    rows = []
    for (n, orbital), electrons in sorted(configuration(symbol).items()):
        lower = min(electrons, 2 * orbital)  # j = l - 1/2 holds 2l electrons, none for l = 0; j = l + 1/2 the others
        for index, occupied in ((2 * orbital, lower), (2 * orbital + 1, electrons - lower)):
            if occupied:
                name = "K" if n == 1 else f"{'KLMNOP'[n - 1]}{index}"
                binding = float(edges[name].energy) if name in edges else 0.0
                rows.append((name, max(binding, least), occupied))
    assert sum(row[2] for row in rows) == xraydb.atomic_number(symbol), symbol
    return rows


def main() -> None:
    """Write both tables."""
    with (FOLDER / "shells.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("# Electron shells of free atoms; made by scripts/electron_shells.py, which says from what.\n")
        file.write(
            "# Binding energies: xraydb 4.5 (Elam et al. 2002; X-ray Data Booklet); never below the first ionisation energy\n"
        )
        file.write("# (NIST Atomic Spectra Database). Occupations: ground-state configuration, lower j first.\n")
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("element", "shell", "binding_eV", "electrons"))
        for symbol in IONISATION:
            table.writerows((symbol, name, f"{binding:g}", electrons) for name, binding, electrons in shells(symbol))
    with (FOLDER / "elements.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# Atomic number and standard atomic weight [g/mol]; made by scripts/electron_shells.py from xraydb 4.5.\n"
        )
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("element", "Z", "weight"))
        for symbol in IONISATION:
            weight = WEIGHTS.get(symbol, xraydb.atomic_mass(symbol))
            table.writerow((symbol, xraydb.atomic_number(symbol), f"{weight:g}"))


if __name__ == "__main__":
    main()
