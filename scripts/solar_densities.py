"""Write ``src/nuem/sun/polynomials.csv``: Chebyshev series through the logarithms of the tabulated densities of the Sun.

Where the table is smooth, four series follow it to a few 1e-5, the last digits of its rows. Least squares, with continuous values, slopes and
second derivatives where two series meet, the value and slope of the cubic spline where one meets that, no slope in the centre, and in each of a few shells as many
particles along the radius as the cubic spline has, for these are the phases of neutrinos.
"""

import csv
from itertools import pairwise, product
from pathlib import Path

import numpy as np
from numpy.polynomial import chebyshev

from nuem.numerics.piecewise import PiecewiseCubic, spline_slopes
from nuem.numerics.quadrature import panels
from nuem.numerics.table import read_table, shipped
from nuem.sun.density import COLUMNS, SMOOTH, argument

DEGREES = (14, 20, 20, 16)
SHELLS = ((0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.69), (0.72, 0.8, 0.9, 0.97))
STEP = 1e-6  # of the radius, for derivatives of the argument of a series
TARGET = Path(__file__).parent.parent / "src" / "nuem" / "sun" / "polynomials.csv"


def row(segment: int, x: float, order: int) -> np.ndarray:
    """A derivative of every Chebyshev polynomial of a segment at a radius, among the coefficients of all segments."""
    sizes = [degree + 1 for degree in DEGREES]
    result = np.zeros(sum(sizes))
    identity = np.eye(sizes[segment])
    u = float(argument(segment, np.array(x)))
    slope = float((argument(segment, np.array(x + STEP)) - argument(segment, np.array(x - STEP))) / (2 * STEP))
    derivative = chebyshev.chebder(identity, order) if order else identity
    start = sum(sizes[:segment])
    result[start : start + sizes[segment]] = chebyshev.chebval(u, derivative) * slope**order
    return result


def fit(r: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Coefficients of all segments for one logarithm of a density."""
    spline, slopes = PiecewiseCubic.spline(r, y), spline_slopes(r, y)
    rows, values = [], []
    for segment, (low, high) in enumerate(SMOOTH):
        inside = (r >= low - 1e-9) & (r <= high + 1e-9)
        rows += [row(segment, x, 0) for x in r[inside]]
        values += list(y[inside])
    joints = [row(0, 0.0, 1)]
    wanted = [0.0]
    for segment, order in product((0, 1), (0, 1, 2)):
        joints.append(row(segment, SMOOTH[segment][1], order) - row(segment + 1, SMOOTH[segment][1], order))
        wanted.append(0.0)
    for segment, x in ((2, SMOOTH[2][1]), (3, SMOOTH[3][0]), (3, SMOOTH[3][1])):
        joints += [row(segment, x, 0), row(segment, x, 1)]
        wanted += [float(spline(x)), float(slopes[np.argmin(np.abs(r - x))])]
    for low, high in (shell for shells in SHELLS for shell in pairwise(shells)):
        nodes, weight = (part.ravel() for part in panels(np.linspace(low, high, 20), 6))
        weight = weight * np.exp(spline(nodes))
        segment = sum(high > end for _, end in SMOOTH)
        weighted = (w * row(segment, at, 0) for at, w in zip(nodes, weight, strict=True))
        joints.append(sum(weighted, np.zeros_like(joints[0])))
        wanted.append(float(weight @ spline(nodes)))
    matrix, target = np.array(joints), np.array(wanted)
    scale = np.abs(matrix).max(axis=1)
    matrix, target = matrix / scale[:, None], target / scale
    exact = np.linalg.lstsq(matrix, target)[0]
    free = np.linalg.svd(matrix)[2][len(target) :].T
    a = np.array(rows)
    return exact + free @ np.linalg.lstsq(a @ free, np.array(values) - a @ exact)[0]


def main() -> None:
    """Fit all columns and write them."""
    table = read_table(shipped("nuem.sun", "structure.csv"), {"radius": "", **dict.fromkeys(COLUMNS, "")})
    series = [fit(table["radius"], np.log(table[column])) for column in COLUMNS]
    places = [(segment, power) for segment, degree in enumerate(DEGREES) for power in range(degree + 1)]
    with TARGET.open("w", newline="") as file:
        file.write(
            "# Chebyshev series of the logarithms of the columns of structure.csv, written by scripts/solar_densities.py\n"
        )
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["segment", "power", *COLUMNS])
        writer.writerows(
            [*place, *map(repr, map(float, values))]
            for place, values in zip(places, zip(*series, strict=True), strict=True)
        )


if __name__ == "__main__":
    main()
