"""Make the tables of ``xenonnt_cevns``: three runs of 81 bins in one spectrum, and the response of each bin to nuclear recoils.

    python scripts/experiments/xenonnt_cevns.py FACTS

FACTS is a folder with sr0.csv, sr1.csv, sr2.csv and the three ``*_response.csv`` of the release. A bin stands for one run, so that the
probability that a recoil anywhere in the total exposure is counted in it is the release's, times the run's fraction of the exposure.
"""

import sys
from pathlib import Path

import numpy as np
from tables import read, write

SOURCE = "XENON Collaboration, PRL 133, 191002 (2024) and arXiv:2604.06002; release Zenodo 10.5281/zenodo.20576156, CC-BY-4.0"
BINS = "Bins 0-80: SR0, 81-161: SR1, 162-242: SR2; in each 3 x 3 x 3 x 3 of (cS2, S2 shadow, S1 score, S2 score), last index fastest."
MADE = "Made by scripts/experiments/xenonnt_cevns.py."
EXPOSURES = {"sr0": 1.174398, "sr1": 2.342593, "sr2": 3.249665}  # tonne year
TEMPLATES = {
    "response": (0, 0),
    "response_light_yield_down": (-1, 0),
    "response_light_yield_up": (1, 0),
    "response_charge_yield_down": (0, -1),
    "response_charge_yield_up": (0, 1),
}


def spectrum(facts: Path) -> None:
    """Events and backgrounds; the accidental coincidences of each run have a column of their own."""
    runs = {run: read(facts / f"{run}.csv") for run in EXPOSURES}
    columns = {"bin": np.arange(243.0), "observed": np.concatenate([table["observed"] for table in runs.values()])}
    for run in runs:
        columns[f"accidental_{run}"] = np.concatenate(
            [exposure * runs[other]["accidental"] * (other == run) for other, exposure in EXPOSURES.items()]
        )
    for name in ("electronic_recoil", "neutron"):
        columns[name] = np.concatenate([exposure * runs[run][name] for run, exposure in EXPOSURES.items()])
    write("xenonnt_cevns", "xenonnt_cevns.csv", columns, [SOURCE, BINS, f"Events in each bin. {MADE}"])


def responses(facts: Path) -> None:
    """The nominal response and those with a yield shifted by one standard deviation."""
    tables = {run: read(facts / f"{run}_response.csv") for run in EXPOSURES}
    total = sum(EXPOSURES.values())
    for name, (light, charge) in TEMPLATES.items():
        rows = {run: (table["t_ly"] == light) & (table["t_qy"] == charge) for run, table in tables.items()}
        energies = [tables[run]["energy_keV"][rows[run]] for run in EXPOSURES]
        if not all(np.array_equal(energies[0], other) for other in energies):
            raise SystemExit(f"{name}: the runs have different energies")
        columns = {"energy_keV": energies[0]}
        for k, (run, exposure) in enumerate(EXPOSURES.items()):
            for b in range(81):
                columns[f"bin{81 * k + b}"] = tables[run][f"bin{b}"][rows[run]] * exposure / total
        comments = [
            SOURCE,
            f"Probability that a nuclear recoil anywhere in {total:.6f} t yr is counted in each bin; yields shifted by ({light}, {charge}) sigma. {MADE}",
        ]
        write("xenonnt_cevns", f"{name}.csv", columns, comments, digits=5)


if __name__ == "__main__":
    spectrum(Path(sys.argv[1]))
    responses(Path(sys.argv[1]))
