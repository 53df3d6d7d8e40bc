"""Make the tables of ``xenon1t_s2only``: one region of S2, its two neighbours, and the response of each to electronic recoils.

    python scripts/experiments/xenon1t_s2only.py RELEASE

RELEASE is the folder of the data release. The region was fixed before the events were looked at, from the signal and the published
backgrounds alone: it begins at the analysis threshold of 150 photo-electrons and ends where the limit on a millicharge (its square) that is expected
from the published electronic and CEvNS background is smallest; the minimum is flat, 1400 to 2000 photo-electrons change it by 3 %. The
neighbours, all that lies below and all that lies above, are shown with the result and are not fitted.
"""

import sys
from pathlib import Path

import numpy as np
from tables import read, write

SOURCE = "XENON Collaboration, PRL 123, 251801 (2019), arXiv:1907.11485, S2-only data release; no licence is stated: counts in bins are facts; cite the paper"
REGION = (150.0, 1737.4)  # photo-electrons; to the edges of the release's bins


def main(release: Path) -> None:
    """Group the bins of the release."""
    binning = read(release / "s2_binning_info.csv")
    background = read(release / "er_and_cevns_background.csv")
    response = read(release / "s2_response_er.csv")
    group = np.where(binning["start_pe"] < REGION[0], 0, np.where(binning["end_pe"] < REGION[1] + 0.1, 1, 2))
    low = [binning["start_pe"][group == k][0] for k in range(3)]
    high = [binning["end_pe"][group == k][-1] for k in range(3)]
    area = np.loadtxt(release / "events_after_cuts.csv", delimiter=",", skiprows=1, usecols=0)
    observed = np.array([np.sum((area >= a) & (area < b)) for a, b in zip(low, high, strict=True)])
    columns = {"low_PE": np.array(low), "high_PE": np.array(high), "observed": observed.astype(np.float64)}
    for name in ("er", "cevns"):
        events = background[f"{name}_background_events"]
        columns[name] = np.array([events[group == k].sum() for k in range(3)])
    made = "Made by scripts/experiments/xenon1t_s2only.py, which says how the region was chosen."
    write("xenon1t_s2only", "regions.csv", columns, [SOURCE, f"The region and its neighbours. {made}"])
    single = {column: values[1:2] for column, values in columns.items()}
    comments = [SOURCE, f"S2 area in photo-electrons; er, cevns: the published backgrounds, a lower bound. {made}"]
    write("xenon1t_s2only", "xenon1t_s2only.csv", single, comments)
    matrix = np.array([response[f"s2_bin_{b:03d}"] for b in range(len(group))])
    rows = {"energy_keV": response["energy_kev"], "bin0": matrix[group == 1].sum(axis=0)}
    comments = [SOURCE, f"Probability that an electronic recoil in the whole exposure is counted in the region. {made}"]
    write("xenon1t_s2only", "response.csv", rows, comments)
    rows = {"energy_keV": response["energy_kev"]} | {f"bin{k}": matrix[group == k].sum(axis=0) for k in range(3)}
    comments = [SOURCE, f"Probability that an electronic recoil is counted below, in or above the region. {made}"]
    write("xenon1t_s2only", "regions_response.csv", rows, comments)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
