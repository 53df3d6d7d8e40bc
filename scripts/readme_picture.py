"""The picture of the README: what the data of XENONnT say about a magnetic moment.

python scripts/readme_picture.py          # writes docs/_static/xenonnt.png
"""

from pathlib import Path

import nuem
from nuem import plots

PLACE = Path(__file__).parents[1] / "docs" / "_static" / "xenonnt.png"


def main() -> None:
    """Fit, draw, save."""
    prediction = nuem.experiment("xenonnt").predict()
    limit = prediction.limit("moment")
    best = prediction.fitted("moment", limit.best_fit)
    excluded = prediction.fitted("moment", limit.value)
    label = rf"$\mu_\nu = {limit.value / 1e-12:.1f}\times10^{{-12}}\,\mu_B$, the limit at 90% CL"
    figure = plots.spectrum(best, {label: excluded}, title="XENONnT, solar neutrinos", merge=2)
    figure.savefig(PLACE, dpi=100)
    print(f"{PLACE}: {PLACE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
