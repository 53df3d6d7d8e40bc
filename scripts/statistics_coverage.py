"""How often the intervals of each statistic contain the true value, on small problems: writes docs/coverage.csv.

    python scripts/statistics_coverage.py [pseudo-experiments, 2000 if not given; ten times as many for the statistics with a fixed threshold]

For each problem and true value pseudo-data are drawn, measurements of nuisances with them. An interval contains the truth if -2 ln L there
rises above its minimum by no more than the threshold; of Feldman and Cousins that is drawn anew for every one of the pseudo-data, at its own
profiled nuisances. Expected is what holds for many counts; discrete counts over-cover.
"""

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nuem.inference import Component, Curve, Dataset, Likelihood, OneSided, Poisson, Signal, TwoSided
from nuem.inference.statistics.feldman_cousins import critical_value, exact_pieces, fitted_rises

CL = 0.90
INNER_TOYS = 1000


@dataclass(frozen=True)
class Problem:
    """A curve of data without fluctuations and without a signal."""

    name: str
    curve: Curve

    @property
    def truths(self) -> tuple[float, float, float]:
        """No signal, the expected limit, and twice that."""
        limit = TwoSided().allowed(self.curve, CL).pieces[-1][1]
        return 0.0, limit, 2 * limit


def problem(name: str, powers: list[list[float]], backgrounds: list[Component], flux: float = 0.0) -> Problem:
    """Counts that are a polynomial of x on some backgrounds; of a square if the polynomial is linear."""
    signal = Signal([np.array(powers, dtype=float)[:, None, None]], 0.0 if len(powers) == 2 else -np.inf)
    mean = np.array(powers[0]) + sum(unit.nominal for unit in backgrounds)
    data = Dataset(name, Poisson(mean), ({"flux": flux} if flux else {},), tuple(backgrounds))
    return Problem(name, Curve(Likelihood([data]), signal, name))


def problems() -> list[Problem]:
    """The problems of the table."""
    falling = np.array([40.0, 30.0, 22.0, 16.0, 12.0, 9.0])
    return [
        problem("one bin, 3 events of known background", [[0], [1]], [Component("b", np.array([3.0]), 0.0)]),
        problem("one bin, 100 events of known background", [[0], [1]], [Component("b", np.array([100.0]), 0.0)]),
        problem(
            "four bins, one event of free background in each", [[0.2] * 4, [3, 1.5, 0.8, 0.4]],
            [Component("b", np.ones(4), None)],
        ),
        problem(
            "interference, two bins with a background known to 10 %", [[12, 6], [10, -2], [6, 3]],
            [Component("b", np.array([20.0, 15.0]), 0.1)],
        ),
        problem(
            "six bins, three backgrounds and a flux", [[1] * 6, [9, 6, 4, 3, 2, 1.5]],
            [Component("free", falling, None), Component("line", np.array([0, 3, 12, 3, 0, 0.0]), None), Component("flat", np.full(6, 5.0), 0.2)],
            0.1,
        ),
    ]  # fmt: skip


def asymptotic(curve: Curve, x: float, number: int) -> dict[str, NDArray[np.bool_]]:
    """Whether x lies in the interval of each of the pseudo-data, for the statistics with a fixed threshold."""
    rises, best = _rises(curve, x, number, 8)[1:]
    contained = {"two-sided": rises <= TwoSided().allowed(curve, CL).threshold}
    if curve.signal.low == 0:
        contained["one-sided"] = (rises <= OneSided().allowed(curve, CL).threshold) | (best >= x)
    return contained


def unified(curve: Curve, x: float, number: int) -> NDArray[np.bool_]:
    """The same for the construction of Feldman and Cousins."""
    seed, inside = 7, []
    drawn, rises, _ = _rises(curve, x, number, seed)
    for k in range(number):
        single = Curve(drawn.likelihood.take(np.array([k])).single(), curve.signal, curve.name)
        exact = exact_pieces(single, CL)
        if exact is not None:
            inside.append(any(low <= x <= high for low, high in exact))
        else:
            inside.append(rises[k] <= critical_value(single, x, cl=CL, number=INNER_TOYS, seed=seed + 1 + k).level)
    return np.array(inside)


def _rises(curve: Curve, x: float, number: int, seed: int) -> tuple[Curve, NDArray[np.float64], NDArray[np.float64]]:
    toys = curve.likelihood.toys(curve.signal.counts(x), np.zeros(len(curve.likelihood.parameters)), number, seed)
    drawn = Curve(toys, curve.signal, curve.name)
    return drawn, *fitted_rises(drawn, curve, x, number)


def expected(curve: Curve, x: float, name: str) -> float:
    """Coverage for many counts."""
    boundary = curve.signal.low == 0 and x == 0
    return {"two-sided": 0.95, "one-sided": 1.0}.get(name, CL) if boundary else CL


def main() -> None:
    """Write the table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    file = Path(__file__).parents[1] / "docs" / "coverage.csv"
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["problem", "true x", "statistic", "covers [%]", "expected [%]"])
        for one in problems():
            for x in one.truths:
                computed = {
                    **asymptotic(one.curve, x, 10 * number),
                    "feldman-cousins": unified(one.curve, x, number),
                }
                for name, contained in computed.items():
                    row = [one.name, f"{x:g}", name]
                    row += [f"{100 * np.mean(contained):.1f}", f"{100 * expected(one.curve, x, name):g}"]
                    writer.writerow(row)
                    print(*row, sep="  ", flush=True)


if __name__ == "__main__":
    main()
