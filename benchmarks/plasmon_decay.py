"""Plasmon decay at 10^4 points of density and temperature, directly and from a table, beside nested quadrature as one writes it first.

The naive way finds the chemical potential and each frequency by a root and every integral by SciPy's quad. It is timed on a few points and
scaled up; the results are compared there.
"""

import math
from collections.abc import Callable, Iterator

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq

from benchmarks.timing import Row, best
from nuem.astro.emission import photoneutrino_blocking, photoneutrinos, total
from nuem.astro.emission import table as table_module
from nuem.astro.emission.plasmon_decay import emissivity
from nuem.astro.emission.table import EmissionTable
from nuem.astro.plasma import Plasma
from nuem.constants import ALPHA, AVOGADRO, BOHR_MAGNETON_SQUARED, ELECTRON_MASS, HBAR, HBAR_C_EXACT
from nuem.units import kelvin

POINTS = 10_000
SAMPLE = ((1e6, 1e8), (1e4, 1e8), (1e3, 1e9))  # g/cm^3, K
MOMENT = 1e-12


def rows() -> Iterator[Row]:
    """All comparisons of this file."""
    rng = np.random.default_rng(1)
    density = 10 ** rng.uniform(0, 10, POINTS)
    temperature = 10 ** rng.uniform(7, 10, POINTS) * kelvin

    def direct() -> np.ndarray:
        return emissivity(Plasma(density, 0.5, temperature), moment=MOMENT).transverse

    few = emissivity(
        Plasma([rho for rho, _ in SAMPLE], 0.5, np.array([T for _, T in SAMPLE]) * kelvin), moment=MOMENT, weak=False
    ).transverse
    apart = max(abs(nested(*point) / value - 1) for point, value in zip(SAMPLE, few, strict=True))
    naive = best(lambda: [nested(*point) for point in SAMPLE], repeat=1) * POINTS / len(SAMPLE)
    yield Row("plasmon decay at 10^4 points", best(direct, repeat=2), naive, "< 5 s", f"{apart:.0e} apart")

    def loaded() -> np.ndarray:
        table_module._load.cache_clear()
        return EmissionTable.load().at(density, 0.5, temperature).total(moment=MOMENT).total

    computed, table = loaded(), EmissionTable.load()
    exact = total(Plasma(density, 0.5, temperature), moment=MOMENT).total
    seen = exact > 1e-250
    apart = float(np.max(np.abs(computed[seen] / exact[seen] - 1)))
    through = best(loaded, repeat=5)
    yield Row(
        "all processes from the shipped table",
        through,
        fit_of_itoh(),
        "< 15 ms",
        f"{apart:.0e} apart, says {table.error:.0e}; beside sneut5",
    )

    hot = Plasma(density, 0.5, temperature)
    photoneutrinos.emissivity(hot[:2], moment=MOMENT)  # makes its tables, once for a process
    photons = best(lambda: photoneutrinos.emissivity(hot, moment=MOMENT), repeat=2)
    dilute = Plasma([1e2, 1e4, 1e4], 0.5, np.array([1e8, 2e8, 5e8]) * kelvin)
    own = best(lambda: [collisions(dilute[n]) for n in range(3)], repeat=1) * POINTS / 3
    here = photoneutrinos.emissivity(dilute, moment=MOMENT, weak=False).magnetic
    apart = max(abs(collisions(dilute[n]) / here[n] - 1) for n in range(3))
    yield Row("photoneutrinos at 10^4 points", photons, own, "", f"{apart:.0e} apart")


def fit_of_itoh() -> float:
    """Seconds that pynucastro's compiled fit takes for as many points, the weak losses alone; not a number where it is not installed."""
    try:
        from pynucastro.neutrino_cooling import sneut5
    except ImportError:
        return math.nan
    points = [(10.0**n, 10 ** (7 + 0.3 * n)) for n in range(10)]

    def some() -> list[float]:
        return [sneut5(rho, T, abar=4.0, zbar=2.0) for _ in range(100) for rho, T in points]

    some()  # compiles
    return best(some, repeat=3) * POINTS / 1000


def collisions(plasma: Plasma) -> float:
    """Photoneutrinos through a magnetic moment of dilute electrons [MeV/cm^3/s]: quadrature over photons and angles on each electron."""
    gas = plasma.electrons()
    loss = photoneutrinos.loss_of_one(gas.momentum, np.full_like(gas.momentum, float(plasma.temperature)))[0]
    electrons = gas.momentum**2 / np.pi**2 * gas.weight * gas.total * (1 - gas.total)
    coefficient = MOMENT**2 * BOHR_MAGNETON_SQUARED / (24 * math.pi)
    left = photoneutrino_blocking.factor(plasma.degeneracy, plasma.temperature)[0]
    return float(coefficient * np.sum(electrons * loss) * left / HBAR_C_EXACT**3 / HBAR)


def nested(density: float, temperature: float) -> float:
    """Transverse plasmon decay through a magnetic moment [MeV/cm^3/s]: a quadrature over k with a root inside."""
    T, m = temperature * kelvin, ELECTRON_MASS
    net = density * 0.5 * AVOGADRO * HBAR_C_EXACT**3

    def occupied(p: float, mu: float) -> tuple[float, float]:
        E = math.hypot(p, m)
        return 1 / (math.exp(min((E - mu) / T, 700)) + 1), 1 / (math.exp(min((E + mu) / T, 700)) + 1)

    fermi = np.cbrt(3 * math.pi**2 * net)
    end = math.sqrt((math.hypot(fermi, m) + 40 * T) ** 2 - m**2)

    def integral(function: Callable[[float], float], mu: float) -> float:
        edge = math.sqrt(max(mu**2 - m**2, 0)) or None
        return quad(function, 0, end, points=[edge] if edge and edge < end else None, epsrel=1e-9, epsabs=0, limit=400)[
            0
        ]

    def charge(mu: float) -> float:
        return integral(lambda p: p**2 * (occupied(p, mu)[0] - occupied(p, mu)[1]), mu) / math.pi**2 - net

    mu = brentq(charge, 1e-9, math.hypot(fermi, m) + T, xtol=1e-14, rtol=1e-12)

    def oscillators(p: float, first: bool) -> float:
        E = math.hypot(p, m)
        v2 = (p / E) ** 2
        return p**2 / E * (v2 * (5 / 3 - v2) if first else 1 - v2 / 3) * sum(occupied(p, mu))

    wp2 = 4 * ALPHA / math.pi * integral(lambda p: oscillators(p, False), mu)
    v = math.sqrt(4 * ALPHA / math.pi * integral(lambda p: oscillators(p, True), mu) / wp2)

    def pi_T(w: float, k: float) -> float:
        x = v * k / w
        return 1.5 * wp2 / x**2 * (1 - (1 - x**2) * math.atanh(x) / x) if x > 1e-3 else wp2 * (1 + x**2 / 5)

    def lost(k: float) -> float:
        low = math.sqrt(k**2 + wp2)
        w = brentq(
            lambda w: w**2 - k**2 - pi_T(w, k), low * (1 - 1e-12), math.sqrt(k**2 + 1.6 * wp2), xtol=1e-16, rtol=1e-14
        )
        y = w**2 - v**2 * k**2
        Z = 2 * w**2 * y / (3 * wp2 * w**2 + (w**2 + k**2) * y - 2 * w**2 * (w**2 - k**2))
        return k**2 * Z * (w**2 - k**2) ** 2 / math.expm1(w / T)

    mu2 = MOMENT**2 * BOHR_MAGNETON_SQUARED
    computed = quad(lost, 0, 40 * T + 10 * math.sqrt(wp2), points=[T], epsrel=1e-9, epsabs=0, limit=200)[0]
    return mu2 / (24 * math.pi) * computed / math.pi**2 / HBAR_C_EXACT**3 / HBAR
