"""Make src/nuem/elements/isotopes.csv: abundances and masses of the natural isotopes of every element in elements.csv.

pip install periodictable==2.1.0
python scripts/isotopes.py
"""

from pathlib import Path

import periodictable

from nuem.elements import elements

HEADER = """\
# Natural isotopes: abundance by number [per cent] and mass of the neutral atom [u]: IUPAC abundances and AME masses, made by
# scripts/isotopes.py from the Python package periodictable 2.1.0.
element,A,abundance_percent,mass_u
"""


def main() -> None:
    """Write the table."""
    rows = []
    for symbol in elements():
        element = periodictable.elements.symbol(symbol)
        natural = [element[number] for number in element.isotopes if element[number].abundance > 0]
        rows += [f"{symbol},{isotope.isotope},{isotope.abundance:.8g},{isotope.mass:.10g}\n" for isotope in natural]
    path = Path(__file__).parents[1] / "src/nuem/elements/isotopes.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
