"""Make ``table.npy``, the energy loss by all processes on a grid, and print its error, which `SHIPPED_ERROR` states rounded up.

python scripts/emission_table.py src/nuem/astro/emission/table.npy
"""

import sys

import numpy as np

from nuem.astro.emission.table import POINTS_PER_DECADE, EmissionTable


def main(target: str) -> None:
    """Build the table and write its coefficients."""
    table = EmissionTable.build(points_per_decade=POINTS_PER_DECADE)
    np.save(target, table.spline.coefficients, allow_pickle=False)
    print(f"largest error {table.error:.2e}; coefficients {table.spline.coefficients.shape}")


if __name__ == "__main__":
    main(*sys.argv[1:])
