"""The promise |state - exact| <= max(tol, rounding_floor) on random problems: writes the table of the documentation.

``python scripts/propagation_errors.py [problems]``; the problems and their reference are those of the tests.
"""

import csv
import sys
import warnings
from collections import defaultdict
from pathlib import Path

import numpy as np

from nuem.propagation import ToleranceWarning, evolve

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

TOLERANCES = (1e-6, 1e-9, 1e-11)


def main() -> None:
    """Evolve every problem to every tolerance and write the largest errors of each kind."""
    from tests.propagation.random_problems import problem, reference

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 504
    computed: dict[tuple[str, float], list[tuple[float, ...]]] = defaultdict(list)
    warnings.simplefilter("ignore", ToleranceWarning)
    for seed in range(10_000, 10_000 + count):
        kind, h, psi, jumps, care = problem(seed)
        exact, resolution = reference(h, psi, jumps + care)
        for tol in TOLERANCES:
            result = evolve(h, 1.0, psi, tol=tol, breaks=jumps if seed % 16 < 8 else ())
            error = float(np.linalg.norm(result.state - exact))
            computed[kind, tol].append(
                (error, max(tol, result.rounding_floor), result.norm_defect, max(0.0, error - resolution))
            )
        if seed % 8 == 7:
            write(computed)


def write(computed: dict[tuple[str, float], list[tuple[float, ...]]]) -> None:
    """The table so far: an interrupted run leaves a shorter one."""
    with (HERE.parent / "docs" / "propagation_errors.csv").open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow(
            [
                "kind",
                "tolerance",
                "problems",
                "median error",
                "largest error",
                "largest error/promise",
                "largest norm defect",
            ]
        )
        for (kind, tol), rows in computed.items():
            error, promise, defect, beyond = np.array(rows).T
            table.writerow(
                [
                    kind,
                    f"{tol:.0e}",
                    len(rows),
                    f"{np.median(error):.1e}",
                    f"{error.max():.1e}",
                    f"{(beyond / promise).max():.2g}",
                    f"{defect.max():.0e}",
                ]
            )


if __name__ == "__main__":
    main()
