"""Make the tables of ``coherent_lar``: events, expected components and their variations in 12 x 8 x 10 bins of energy, F90 and time.

    python scripts/experiments/coherent_lar.py RELEASE

RELEASE is the folder of the data release (analysis A). Its files list bin centres and contents, time fastest, then F90. The order is checked
against the one-dimensional projections that the release also has. A variation that is given for one side only is mirrored, and no bin of a mirrored one is
negative.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tables import write

SOURCE = "COHERENT Collaboration, PRL 126, 012002 (2021), arXiv:2003.10630, release arXiv:2006.12659 (analysis A); no licence is stated: counts in bins are facts"
SHAPE = (12, 8, 10)
STEADY_STATE = 3154.0  # events of the parameter file; the table sums to 3152.0
LARGEST_RECOIL = 200.0  # keV; neutrinos of muons at rest give recoils of argon up to 148 keV
FILES = {
    "observed": "datanobkgsub",
    "steady_state": "bkgpdf",
    "beam_neutrons": "brnpdf",
    "delayed_neutrons": "delbrnpdf",
    "beam_neutrons_energy_down": "brnpdf-1sigEnergy",
    "beam_neutrons_energy_up": "brnpdf+1sigEnergy",
    "beam_neutrons_time_down": "brnpdf-1sigBRNTimingMean",
    "beam_neutrons_time_up": "brnpdf+1sigBRNTimingMean",
    "beam_neutrons_width_up": "brnpdfBRNTimingWidthSyst",
    "cevns": "cevnspdf",
    "cevns_f90_down": "cevnspdf-1sigF90",
    "cevns_f90_up": "cevnspdf+1sigF90",
    "cevns_time_up": "cevnspdfCEvNSTimingMeanSyst",
}
MIRRORED = {"beam_neutrons_width": "beam_neutrons", "cevns_time": "cevns"}


def content(release: Path, name: str) -> NDArray[np.float64]:
    """Contents of the bins of one file."""
    rows = np.loadtxt(release / f"{name}.txt")
    energy, f90, time = (np.unique(rows[:, k]) for k in range(3))
    expected = np.stack([axis.ravel() for axis in np.meshgrid(energy, f90, time, indexing="ij")], axis=1)
    if not np.allclose(rows[:, :3], expected):
        raise SystemExit(f"{name}: the rows are not in the order energy, F90, time")
    return rows[:, 3]


def check(release: Path, columns: dict[str, NDArray[np.float64]]) -> None:
    """The projections that the release itself gives."""
    neutrinos = columns["cevns"].reshape(SHAPE)
    for axis, name in enumerate(("energydata1d", "f90data1d", "timingdata1d")):
        published = np.loadtxt(release / f"{name}.txt", skiprows=1)[:, 3]
        projected = neutrinos.sum(axis=tuple({0, 1, 2} - {axis}))
        # The published projections are those of the fit, so only their shapes are compared.
        if not np.allclose(projected / projected.sum(), published / published.sum(), atol=2e-3):
            raise SystemExit(f"{name}: the projection of the neutrinos differs from the release's")


def main(release: Path) -> None:
    """One row for each bin."""
    columns = {name: content(release, file) for name, file in FILES.items()}
    columns["steady_state"] *= STEADY_STATE / columns["steady_state"].sum()
    check(release, columns)
    for variation, nominal in MIRRORED.items():
        mirrored = np.maximum(2 * columns[nominal] - columns[f"{variation}_up"], 0.0)
        columns[f"{variation}_down"] = mirrored
    energy, time = np.arange(0.0, 130.0, 10.0), np.arange(-0.1, 5.0, 0.5)
    e, f, t = (index.ravel() for index in np.indices(SHAPE))
    bins = {
        "low_keV": energy[e],
        "high_keV": energy[e + 1],
        "f90": 0.525 + 0.05 * f,
        "start_us": time[t],
        "end_us": time[t + 1],
    }
    comments = [
        SOURCE,
        "Energies in keVee. Events in each bin, as released; *_down and *_up: expectations with one parameter shifted by one standard deviation;",
        "beam_neutrons_width_down and cevns_time_down are mirrored (2 x nominal - up, not below zero). Made by scripts/experiments/coherent_lar.py.",
    ]
    write("coherent_lar", "coherent_lar.csv", bins | columns, comments, digits=5)
    table = np.loadtxt(release / "CENNS10AnlAEfficiency.txt")
    curve = {"energy_keV": np.append(table[:, 1], LARGEST_RECOIL), "efficiency": np.append(table[:, 2], table[-1, 2])}
    comments = [
        SOURCE,
        "Efficiency of analysis A against the nuclear recoil; the table of the release ends at 117.5 keV, beyond it the last value is kept.",
        "Made by scripts/experiments/coherent_lar.py.",
    ]
    write("coherent_lar", "efficiency.csv", curve, comments)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
