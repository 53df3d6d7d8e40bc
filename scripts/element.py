"""Add an element: shells, isotopes, the atomic response, the photoabsorption and the density, in the order in which they need each other.

    make element SYMBOL=Ag          # or: python scripts/element.py Ag

An element that is not in `nuem.elements` yet needs its first ionisation energy in ``scripts/electron_shells.py`` (and an entry of EXCEPTIONS
there, if its free atom departs from the order of filling), which cannot be computed.
"""

import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).parent
DATA = SCRIPTS.parent / "src" / "nuem"
MATERIALS = DATA / "scattering" / "atom" / "materials.toml"


def has(file: str, first: str) -> bool:
    """Whether a table has a row that begins with a word."""
    text = (DATA / file).read_text(encoding="utf-8")
    return any(line.startswith(f"{first},") for line in text.splitlines())


def run(script: str, *words: str) -> None:
    """Run one of the scripts; its own message says what is missing."""
    print(f"python scripts/{script} {' '.join(words)}".rstrip())
    if subprocess.run([sys.executable, str(SCRIPTS / script), *words], check=False).returncode:
        raise SystemExit(f"scripts/{script} stopped; nothing after it was done")


def with_density(materials: str, symbol: str) -> str:
    """The table of materials with the density of the pure element at room temperature, in the order of the alphabet."""
    from xraydb import atomic_density

    head, title, rest = materials.partition("[density_g_cm3]\n")
    rows, gap, others = rest.partition("\n\n")
    density = atomic_density(symbol)
    row = f"{symbol} = {density:g}{' ' * 8}# of the element, from the tables of xraydb"
    print(
        f"materials.toml: {symbol} has {density:g} g/cm3 at room temperature; write that of your detector, if it is another"
    )
    return head + title + "\n".join(sorted([*rows.splitlines(), row])) + gap + others


def main(symbol: str) -> None:
    """Add one element."""
    if f'"{symbol}": ' not in (SCRIPTS / "electron_shells.py").read_text(encoding="utf-8"):
        raise SystemExit(
            f"{symbol} has no first ionisation energy in scripts/electron_shells.py: add it to IONISATION, "
            "with the value of the NIST Atomic Spectra Database in eV, and call this again"
        )
    if not has("elements/elements.csv", symbol):
        run("electron_shells.py")
    if not has("elements/isotopes.csv", symbol):
        run("isotopes.py")
    run("atomic_response.py", symbol)
    run("photoabsorption.py")
    materials = MATERIALS.read_text(encoding="utf-8")
    if f"\n{symbol} = " not in materials.partition("[valid_from_eV]")[0]:
        materials = with_density(materials, symbol)
        MATERIALS.write_text(materials, encoding="utf-8")
    if f"\n{symbol} = " not in materials.partition("[valid_from_eV]")[2]:
        print(
            f"The response of {symbol} counts as valid from 100 eV; another value goes into [valid_from_eV] of materials.toml."
        )
    print(f"Look at it: nuem atom {symbol}; then run: make test ARGS='tests/scattering tests/elements'")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("give the symbol of one element: make element SYMBOL=Ag")
    main(sys.argv[1])
