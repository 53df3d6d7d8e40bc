"""Make the spectra of ``dresden2`` and ``conusplus_c3``.

    python scripts/experiments/reactor_germanium.py FACTS

FACTS is a folder with the published columns dresden2.csv and conusplus_c3.csv.
"""

import sys
from pathlib import Path

import numpy as np
from tables import read, write

MADE = (
    "No licence is stated: counts in bins are facts; cite the paper. Made by scripts/experiments/reactor_germanium.py."
)
WIDTH = 0.010  # keV, of the bins of Dresden-II, which are listed by their centres


def dresden(facts: Path) -> None:
    """The reactor-on spectrum of Dresden-II with its errors; the reactor-off one is kept for reference."""
    table = read(facts / "dresden2.csv")
    columns = {
        "low_keV": np.round(table["energy_keVee"] - WIDTH / 2, 6),
        "high_keV": np.round(table["energy_keVee"] + WIDTH / 2, 6),
        "observed": table["on"],
        "error": table["on_error"],
    }
    comments = [
        "Dresden-II, Colaresi et al., PRL 129, 211802 (2022), arXiv:2202.09672 and its data release: reactor on, 96.4 days",
        f"Counts in bins of 10 eVee per day in the detector of 2.924 kg. {MADE}",
    ]
    write("dresden2", "dresden2.csv", columns, comments)


def conus(facts: Path) -> None:
    """The excess of CONUS+ over its background model."""
    table = read(facts / "conusplus_c3.csv")
    columns = {
        "low_keV": table["low_eVee"] / 1000,
        "high_keV": table["high_eVee"] / 1000,
        "observed": table["excess"],
        "error": table["error"],
    }
    comments = [
        "CONUS+ detector C3, arXiv:2501.05206, Fig. 1, digitised: reactor on minus the background model, in 119 days",
        f"Events per kg in bins of 10 eVee; a difference, so that it can be negative. {MADE}",
    ]
    write("conusplus_c3", "conusplus_c3.csv", columns, comments)


if __name__ == "__main__":
    dresden(Path(sys.argv[1]))
    conus(Path(sys.argv[1]))
