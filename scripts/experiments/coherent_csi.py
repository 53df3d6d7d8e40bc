"""Make the tables of ``coherent_csi``: events and backgrounds in bins of photo-electrons and time.

    python scripts/experiments/coherent_csi.py RELEASE

RELEASE is the folder of the data release (dataBeamOnC.txt, dataBeamOnAC.txt, brnPE.txt, brnTrec.txt, and the two files of the neutrons that neutrinos make).
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tables import write

SOURCE = "COHERENT Collaboration, PRL 129, 081801 (2022), arXiv:2110.07730 and its data release; no licence is stated: counts in bins are facts; cite the paper"
PE = np.linspace(8.0, 60.0, 11)
TIME = np.concatenate(
    [np.arange(0, 1, 0.125), np.linspace(1.0, 6.0, 9)]
)  # us; eight bins in the first microsecond, eight after it
REGION_PE, REGION_TIME = 60.0, 6.0
EVENTS = {
    "beam": 18.4,
    "neutrino": 5.6,
}  # neutrons of the beam, and those that neutrinos make, in the region PE < 60, t < 6 us
FLAT_UNTIL, DECAY = 0.52, 0.0494  # the efficiency in time [us, 1/us]


def time_efficiency(time: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fraction of the events kept at a time [us]."""
    return np.where(time < FLAT_UNTIL, 1.0, np.exp(-DECAY * (time - FLAT_UNTIL)))


def neutrons(release: Path, name: str) -> NDArray[np.float64]:
    """Events of a neutron background; its photo-electrons contain the efficiency, its times do not."""
    pe_file, time_file = (
        sorted(release.glob(f"*{what}.txt"))[("beam", "neutrino").index(name)] for what in ("PE", "Trec")
    )
    pe, time = np.loadtxt(pe_file), np.loadtxt(time_file)
    energies = np.histogram(pe[:, 0], PE, weights=pe[:, 1])[0] / pe[pe[:, 0] < REGION_PE, 1].sum()
    kept = time[:, 1] * time_efficiency(time[:, 0])
    inside = (time[:, 0] > 0) & (time[:, 0] < REGION_TIME)
    times = np.histogram(time[:, 0], TIME, weights=kept)[0] / kept[inside].sum()
    return EVENTS[name] * np.outer(energies, times)


def steady_state(release: Path) -> NDArray[np.float64]:
    """Events of the steady-state background: energies of all anti-coincident events, times an exponential, as independent."""
    events = np.loadtxt(release / "dataBeamOnAC.txt")
    in_time = events[(events[:, 1] > 0) & (events[:, 1] < REGION_TIME)]
    energies = np.histogram(in_time[:, 0], PE)[0]
    times = -np.diff(np.exp(-DECAY * TIME)) / (1 - np.exp(-DECAY * REGION_TIME))
    return np.outer(energies, times)


def main(release: Path) -> None:
    """One row for each bin, time fastest."""
    events = np.loadtxt(release / "dataBeamOnC.txt")
    observed = np.histogram2d(events[:, 0], events[:, 1], [PE, TIME])[0]
    rows = (len(PE) - 1, len(TIME) - 1)
    columns = {
        "low_PE": np.repeat(PE[:-1], rows[1]),
        "high_PE": np.repeat(PE[1:], rows[1]),
        "start_us": np.tile(TIME[:-1], rows[0]),
        "end_us": np.tile(TIME[1:], rows[0]),
        "observed": observed.ravel(),
        "steady_state": steady_state(release).ravel(),
        "beam_neutrons": neutrons(release, "beam").ravel(),
        "neutrino_induced_neutrons": neutrons(release, "neutrino").ravel(),
    }
    comments = [
        SOURCE,
        "observed: beam-on coincidence events. steady_state: anti-coincidence events, energy spectrum of all of them times exp(-0.0494 t/us).",
        "beam_neutrons, neutrino_induced_neutrons: 18.4 and 5.6 events below 60 photo-electrons and 6 us. Made by scripts/experiments/coherent_csi.py.",
    ]
    write("coherent_csi", "coherent_csi.csv", columns, comments)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
