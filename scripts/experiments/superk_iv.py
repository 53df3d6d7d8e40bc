"""Make the spectrum of ``superk_iv``.

    python scripts/experiments/superk_iv.py FACTS

FACTS is a folder with superk4_spectrum.csv: the published table with the correlated errors in the same bins.
"""

import sys
from pathlib import Path

from tables import read, write


def main(facts: Path) -> None:
    """Observed and expected rates; the asymmetric errors are averaged."""
    table = read(facts / "superk4_spectrum.csv")
    columns = {
        "low_MeV": table["low_MeV"],
        "high_MeV": table["high_MeV"],
        "observed": table["observed"],
        "error": (table["error_up"] + table["error_down"]) / 2,
        "expected_B8": table["expected_B8"],
        "expected_hep": table["expected_hep"],
    }
    for name in ("scale", "resolution", "shape"):
        shift = table[f"{name}_percent"] / 100
        columns |= {f"{name}_down": 1 / (1 - shift), f"{name}_up": 1 / (1 + shift)}
    comments = [
        "Super-Kamiokande IV, 2970 days, arXiv:2312.12907: events per (kt yr); expected without oscillation for 5.25e6 (8B) and 8e3 (hep) /cm2/s",
        "scale, resolution, shape: factors 1/(1 -+ f) of the expectation at -1 and +1 sigma, f of arXiv:1606.07538 (earlier data of SK-IV, same bins)",
        "No licence is stated: counts in bins are facts; cite the papers. Made by scripts/experiments/superk_iv.py.",
    ]
    write("superk_iv", "superk_iv.csv", columns, comments)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
