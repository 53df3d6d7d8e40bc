"""Make ``tip_models.csv``: magnitudes of the red-giant tip from the grid of stellar models of Franz, Dennis and Sakstein.

Source: the 1296 models of arXiv:2307.13050 (repository noahfranz13/NMDinStars, MIT licence, commit e5b2624). Their magnetic moment had no effect
on the models: magnitudes at equal mass, helium and metallicity are the same for all six moments, which this script checks, so that they are models
without a moment. Kept are masses and metallicities of old, metal-poor stars. Flag 0 is a good model; flag 3 is one that is older than the universe, kept
for the interpolation in mass alone.

    python scripts/tip_models.py mesa_trgb_nmm_1296.csv src/nuem/astro/stars/tip_models.csv
"""

import csv
import sys
from pathlib import Path

LARGEST_MASS, LARGEST_METALLICITY = 1.4, 0.01


def main(source: str, target: str) -> None:
    """Read the grid, check it and write what is kept of it."""
    computed: dict[tuple[float, float, float], set[tuple[float, int]]] = {}
    with open(source, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            place = (float(row["mass"]), float(row["y"]), float(row["z"]))
            computed.setdefault(place, set()).add((float(row["M_I"]), int(row["flag"])))
    if any(len(values) != 1 for values in computed.values()):
        raise SystemExit("the magnitudes depend on the moment: this is another grid")
    lines = [
        "# I-band magnitude of the red-giant tip of stellar models without a magnetic moment; written by scripts/tip_models.py.",
        "# Source: arXiv:2307.13050, repository noahfranz13/NMDinStars (MIT licence), commit e5b2624. Flag 3: older than the universe.",
        "mass,helium,metallicity,magnitude,flag",
    ]
    for (mass, helium, metallicity), ((magnitude, flag),) in sorted((k, tuple(v)) for k, v in computed.items()):
        if mass < LARGEST_MASS and metallicity < LARGEST_METALLICITY:
            lines.append(f"{mass:g},{helium:g},{metallicity:.6g},{magnitude:g},{flag}")
    Path(target).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
