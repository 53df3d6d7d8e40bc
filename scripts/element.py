"""Add an element: shells, isotopes, the atomic response and the photoabsorption, in the order in which they need each other.

    make element SYMBOL=Ag          # or: python scripts/element.py Ag

An element that is not in `nuem.elements` yet needs its first ionisation energy in ``scripts/electron_shells.py`` (and an entry of EXCEPTIONS
there, if its free atom departs from the order of filling), which cannot be computed.
"""

import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).parent
DATA = SCRIPTS.parent / "src" / "nuem"


def has(file: str, first: str) -> bool:
    """Whether a table has a row that begins with a word."""
    text = (DATA / file).read_text(encoding="utf-8")
    return any(line.startswith(f"{first},") for line in text.splitlines())


def run(script: str, *words: str) -> None:
    """Run one of the scripts; its own message says what is missing."""
    print(f"python scripts/{script} {' '.join(words)}".rstrip())
    if subprocess.run([sys.executable, str(SCRIPTS / script), *words], check=False).returncode:
        raise SystemExit(f"scripts/{script} stopped; nothing after it was done")


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
    materials = (DATA / "scattering" / "atom" / "materials.toml").read_text(encoding="utf-8")
    if f"\n{symbol} = " not in materials.partition("[valid_from_eV]")[0]:
        print(
            f"Add the density of {symbol} to [density_g_cm3] of materials.toml; without it, 1 g/cm3 is assumed, with a warning."
        )
    if f"\n{symbol} = " not in materials.partition("[valid_from_eV]")[2]:
        print(
            f"The response of {symbol} counts as valid from 100 eV; another value goes into [valid_from_eV] of materials.toml."
        )
    print(f"Look at it: nuem atom {symbol}; then run: make test ARGS='tests/scattering tests/elements'")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("give the symbol of one element: make element SYMBOL=Ag")
    main(sys.argv[1])
