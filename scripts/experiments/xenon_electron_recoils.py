"""Make the spectra of ``lz_ws2022``, ``lz_ws2024``, ``pandax4t_run1`` and ``xenon1t_sr1``.

    python scripts/experiments/xenon_electron_recoils.py FACTS

FACTS is a folder with the published columns lz_ws2022.csv, lz_ws2024.csv, pandax4t_run1.csv and xenon1t_sr1.csv: events, expected
background and efficiency in bins of 1 keV. The first bin of three of them, below 1 keV, is left out: its efficiency rises from nothing to a few
per cent within the bin, and the mean of it says nothing of a signal that falls as steeply there.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from tables import read, write

LZ = "LZ Collaboration, PRL 131, 041002 (2023), arXiv:2207.03764 and PRL 135, 011802 (2025), arXiv:2410.17036, as tabulated with arXiv:2511.17350"
DIGITISED = "observed: events; background: the collaboration's fit, digitised from a figure by a third party"
EFFICIENCY = "efficiency: averaged over the bin, applied after the energy resolution"
LICENCE = "No licence is stated: counts in bins are facts; cite the papers. Made by scripts/experiments/xenon_electron_recoils.py."

ARGON_LINE = 2.82  # keV, K capture of 37Ar
ARGON_EVENTS = 52.5  # of the fit of arXiv:2207.03764
LZ_RESOLUTION = 0.323  # keV at 1 keV, grows like the root of the energy


def above_threshold(table: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """The rows whose efficiency is above a tenth."""
    return {column: values[table["efficiency"] > 0.1] for column, values in table.items()}


def lz(facts: Path, name: str, *, argon: bool) -> None:
    """A run of LZ; the 37Ar line of 2022 becomes a column of its own."""
    table = read(facts / f"{name}.csv")
    table = above_threshold(table)
    comments = [f"{LZ}; {DIGITISED}", EFFICIENCY, LICENCE]
    if argon:
        edges = np.append(table["low_keV"], table["high_keV"][-1])
        line = np.diff(ndtr((edges - ARGON_LINE) / (LZ_RESOLUTION * np.sqrt(ARGON_LINE)))) * table["efficiency"]
        table["argon37"] = ARGON_EVENTS * line / line.sum()
        table["background"] = table["background"] - table["argon37"]
        if table["background"].min() < 0:
            raise SystemExit(f"{name}: the 37Ar line has more events than the published background")
        comments.insert(
            1,
            f"argon37: line of 37Ar at {ARGON_LINE} keV, {ARGON_EVENTS} events of the published fit, smeared with {LZ_RESOLUTION} sqrt(E keV) keV; "
            "it is taken out of the background",
        )
    write(name, f"{name}.csv", table, comments)


def pandax(facts: Path) -> None:
    """PandaX-4T Run1 as digitised."""
    comments = [
        "PandaX-4T Run1, PRL 134, 041001 (2025), arXiv:2408.07641; all columns digitised from figures, so that counts are not whole numbers",
        EFFICIENCY,
        LICENCE,
    ]
    write("pandax4t_run1", "pandax4t_run1.csv", above_threshold(read(facts / "pandax4t_run1.csv")), comments)


def xenon1t(facts: Path) -> None:
    """XENON1T SR1: digitised rates of 1 keV bins times the exposure of 0.65 t yr, events rounded to whole numbers."""
    table, exposure = read(facts / "xenon1t_sr1.csv"), 0.65
    low = np.floor(table["energy_keV"])
    columns = {
        "low_keV": low,
        "high_keV": low + 1,
        "observed": np.round(exposure * table["observed_rate"]),
        "background": exposure * table["background_rate"],
        "efficiency": table["efficiency"],
    }
    comments = [
        "XENON1T SR1, 0.65 t yr, PRD 102, 072004 (2020), arXiv:2006.09721; rates digitised from a figure, times exposure and width, observed events rounded",
        EFFICIENCY,
        LICENCE,
    ]
    write("xenon1t_sr1", "xenon1t_sr1.csv", columns, comments)


if __name__ == "__main__":
    source = Path(sys.argv[1])
    lz(source, "lz_ws2022", argon=True)
    lz(source, "lz_ws2024", argon=False)
    pandax(source)
    xenon1t(source)
