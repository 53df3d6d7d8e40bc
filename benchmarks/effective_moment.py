"""Effective moments of a million mixings, and a million exact loop functions, beside the loop over Python objects.

The naive way is timed on a sample and scaled up; both results are compared first.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad

from benchmarks.timing import Row, best
from nuem import Mixing, effective_moment
from nuem.flavour import effective_moments, mixing_matrices
from nuem.models import loop_function_exact, minimal_dipoles, minimal_majorana
from nuem.units import eV

POINTS = 1_000_000
SAMPLE = 400
SPECTRUM = {"dm2_21": 7.5e-5 * eV**2, "dm2_31": 2.5e-3 * eV**2, "lightest_mass": 0.01 * eV}


def rows() -> Iterator[Row]:
    """All comparisons of this file."""
    rng = np.random.default_rng(1)
    drawn = {f"sin2_theta{ij}": rng.uniform(0, 1, POINTS) for ij in (12, 13, 23)}
    drawn |= {name: rng.uniform(-np.pi, np.pi, POINTS) for name in ("delta", "alpha21", "alpha31")}
    few = {name: values[:SAMPLE] for name, values in drawn.items()}
    apart = float(np.max(np.abs(scan(few) / loop(few) - 1)))
    naive = best(lambda: loop(few), repeat=2) * POINTS / SAMPLE
    yield Row(
        "mu_eff, minimal Majorana model, 10^6 mixings",
        best(lambda: scan(drawn), repeat=3),
        naive,
        "< 2 s",
        f"{apart:.0e} apart",
    )

    a, b = 10 ** rng.uniform(-14, 3, POINTS), 10 ** rng.uniform(-12, -1, POINTS)
    sample = slice(0, SAMPLE)
    exact, slow = loop_function_exact(a[sample], b[sample]).real, integrals(a[sample], b[sample])
    naive = best(lambda: integrals(a[sample], b[sample]), repeat=2) * POINTS / SAMPLE
    yield Row(
        "I(a, b) below the threshold, 10^6 points", best(lambda: loop_function_exact(a, b), repeat=3), naive, "",
        f"{np.max(np.abs(slow / exact - 1)):.0e} apart",
    )  # fmt: skip


def scan(parameters: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Arrays in, arrays out."""
    unitary = mixing_matrices(**parameters)
    first: dict[str, Any] = {name: float(values[0]) for name, values in parameters.items()}
    masses = Mixing(**first, **SPECTRUM).masses  # type: ignore[arg-type]
    return np.asarray(effective_moments(minimal_dipoles("majorana", unitary, masses), unitary, "e"))


def loop(parameters: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """One mixing at a time."""
    moments = []
    for values in zip(*parameters.values(), strict=True):
        vertex: dict[str, Any] = dict(zip(parameters, values, strict=True))
        mixing = Mixing(**vertex, **SPECTRUM)  # type: ignore[arg-type]
        moments.append(effective_moment(minimal_majorana(mixing), mixing, "e"))
    return np.array(moments)


def integrals(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """The Feynman integral by adaptive quadrature, point by point."""

    def integrand(x: float, a: float, b: float) -> float:
        return (x / 2 + x**2 + a / 2 * (1 - x) ** 2) / (x + a * (1 - x) - b * x * (1 - x))

    return np.array(
        [0.5 + quad(integrand, 0, 1, args=pair, epsabs=0, epsrel=1e-8, limit=200)[0] for pair in zip(a, b, strict=True)]
    )
