"""Scan of a million mixings for the effective moment of the minimal Majorana model, beside the loop over Python objects.

The array functions and the loop do the same arithmetic; the loop is timed on a sample and scaled up. Both must agree before either is timed.
"""

import time

import numpy as np

from nuem import Mixing, effective_moment
from nuem.flavour import effective_moments, mixing_matrices
from nuem.models import minimal_dipoles, minimal_majorana
from nuem.units import eV

POINTS = 1_000_000
SAMPLE = 1000


def draw(points: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    parameters = {f"sin2_theta{ij}": rng.uniform(0, 1, points) for ij in (12, 13, 23)}
    return parameters | {name: rng.uniform(-np.pi, np.pi, points) for name in ("delta", "alpha21", "alpha31")}


def scan(parameters: dict[str, np.ndarray], masses: np.ndarray) -> np.ndarray:
    unitary = mixing_matrices(**parameters)
    return np.asarray(effective_moments(minimal_dipoles("majorana", unitary, masses), unitary, "e"))


def loop(parameters: dict[str, np.ndarray]) -> np.ndarray:
    moments = []
    for values in zip(*parameters.values(), strict=True):
        mixing = Mixing(**dict(zip(parameters, values, strict=True)), **SPECTRUM)
        moments.append(effective_moment(minimal_majorana(mixing), mixing, "e"))
    return np.array(moments)


SPECTRUM = {"dm2_21": 7.5e-5 * eV**2, "dm2_31": 2.5e-3 * eV**2, "lightest_mass": 0.01 * eV}


def run() -> dict[str, float]:
    """Seconds for a million points either way, and their ratio."""
    parameters = draw(POINTS)
    few = {name: values[:SAMPLE] for name, values in parameters.items()}
    reference = draw(1)
    masses = Mixing(**{name: float(values[0]) for name, values in reference.items()}, **SPECTRUM).masses
    assert np.allclose(scan(few, masses), loop(few), rtol=1e-8, atol=1e-34)
    start = time.perf_counter()
    scan(parameters, masses)
    fast = time.perf_counter() - start
    start = time.perf_counter()
    loop(few)
    slow = (time.perf_counter() - start) * POINTS / SAMPLE
    return {"scan [s]": fast, "loop [s]": slow, "ratio": slow / fast}


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:12s} {value:10.3g}")
