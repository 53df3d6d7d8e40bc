r"""Right-handed neutrinos that a magnetic moment makes in the early universe, and what they add to the effective number of neutrinos.

Left-handed neutrinos flip on the fields of all charged fermions. With one moment for each of three Dirac neutrinos, energy densities rho and the entropy
density s of the standard model,

.. math:: \frac{d}{dt} \frac{\rho_R}{s^{4/3}} = \frac{Q(T)}{s^{4/3}} \Big(1 - \frac{\rho_R}{\rho_R^{eq}}\Big), \qquad
          \Delta N = \frac{\rho_R}{s^{4/3}} \Big/ \frac{\rho_\nu}{s^{4/3}}\Big|_{5\,MeV} .

Q is the energy that `nuem.astro.emission.helicity_flip` gives to flipped neutrinos. The fields are those of massless fermions at one loop, with the recoil of the
fermions and their Fermi distributions,

.. math:: \mathrm{Im}\,\Pi_L = \frac{e^2 \sum Q^2}{4\pi q} \int_{(q-q_0)/2}^\infty dp\, [f(p) - f(p + q_0)]\, [(2p + q_0)^2 - q^2], \qquad
          \mathrm{Im}\,\Pi_T = \frac{Q^2}{2q^2} \Big[\mathrm{Im}\,\Pi_L + \frac{e^2 \sum Q^2 q}{2\pi} \int dp\, [f(p) - f(p + q_0)]\Big] ,

screened by hard thermal loops. Charges count with their share in Debye's screening at their mass, quarks above 155 MeV only. Left out: annihilation of
pairs, 2 per cent; plasmon decay, less; hadrons; W bosons; and any rise of alpha. All of these only add right-handed neutrinos, so that bounds are conservative.
Three right-handed neutrinos that were ever in equilibrium add 0.14 at least, so that an allowance near it makes the bound very sensitive to
what is allowed, and one below it to the temperature at which the universe begins.
"""

from functools import cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.astro.emission.helicity_flip import dipole_rates
from nuem.constants import ALPHA, BOHR_MAGNETON_SQUARED, ELECTRON_MASS, HBAR, MUON_MASS, TAU_MASS
from nuem.numerics import checks
from nuem.numerics.quadrature import panels
from nuem.numerics.table import read_table, shipped
from nuem.typing import FloatArray

if TYPE_CHECKING:
    from scipy.interpolate import PchipInterpolator

Real = NDArray[np.float64]

PLANCK_MASS: Final = 1.220890e22
"""[MeV], CODATA 2018 [Tiesinga:2021myr]."""

HOTTEST: Final = 1e5
"""Where production begins unless said otherwise, before the masses of W and Z vanish [MeV]."""

CONFINEMENT: Final = 155.0
"""Temperature above which quarks are free [MeV]."""

# Mass [MeV] and colours times charge squared; quarks as in the Review of Particle Physics, to the precision that matters here [ParticleDataGroup:2022pth].
_LEPTONS: Final = ((ELECTRON_MASS, 1.0), (MUON_MASS, 1.0), (TAU_MASS, 1.0))
_QUARKS: Final = ((2.2, 4 / 3), (4.7, 1 / 3), (93.0, 1 / 3), (1270.0, 4 / 3), (4180.0, 1 / 3), (172.7e3, 4 / 3))

_COLDEST: Final = 5.0  # MeV, where the left-handed neutrinos are about to decouple
_STEPS: Final = 1200
_ENERGIES: Final = np.array([1e-3, 0.5, 2, 4, 8, 16, 30])  # of neutrinos, in temperatures


def extra_neutrinos(moment: ArrayLike, *, start: float = HOTTEST) -> FloatArray:
    """Contribution of three right-handed Dirac neutrinos to the effective number of neutrinos.

    Parameters
    ----------
    moment : array_like
        One for each neutrino [mu_B].
    start : float, optional
        Temperature before which there are no right-handed neutrinos [MeV], up to 280 GeV.

    Returns
    -------
    float or numpy.ndarray
        Between 0 and 3.

    Raises
    ------
    ValueError
        For a temperature out of range.

    Examples
    --------
    >>> print(f"{extra_neutrinos(1e-11):.2f}")
    0.34
    """
    first = float(checks.within("start", checks.number("start", start, "MeV"), 2 * _COLDEST, 2.8e5, "MeV"))
    squares = np.abs(checks.real("moment", moment, "mu_B")) ** 2
    T = np.geomspace(first, _COLDEST, _STEPS)
    entropy = _densities(T)[1]
    age = -np.diff(np.log(entropy)) / 3  # d ln a
    mean = np.sqrt(T[1:] * T[:-1])
    density, s = _densities(mean)
    expansion = np.sqrt(8 * np.pi * density / 3) / PLANCK_MASS
    equilibrium = 3 * 7 * np.pi**2 / 120 * mean**4 / s ** (4 / 3)
    rate = (
        production(mean) / (3 * 7 * np.pi**2 / 120 * mean**4) / expansion * age
    )  # of approach to equilibrium, for 1 mu_B
    relic_density = np.zeros_like(squares)
    for step_rate, level in zip(rate, equilibrium, strict=True):
        left = np.exp(-squares * step_rate)
        relic_density = relic_density * left + level * (1 - left)
    last = 7 * np.pi**2 / 120 * _COLDEST**4 / entropy[-1] ** (4 / 3)
    return np.asarray(relic_density / last)[()]


def allowed_moment(allowed: float, *, start: float = HOTTEST) -> float:
    """Moment [mu_B] that adds as much to the effective number of neutrinos as is allowed.

    Parameters
    ----------
    allowed : float
        Between 0.001 and 2.5.
    start : float, optional
        As `extra_neutrinos`.

    Raises
    ------
    ValueError
        For values out of range.
    """
    from scipy.optimize import brentq

    target = float(checks.within("allowed", checks.number("allowed", allowed), 1e-3, 2.5))

    def excess(logarithm: float) -> float:
        return float(np.log(extra_neutrinos(10**logarithm, start=start) / target))

    return float(10 ** brentq(excess, -15.0, -8.0, xtol=1e-9))


def production(temperature: Real) -> Real:
    """Energy that goes into three right-handed neutrinos of a moment of one mu_B if there are none yet, and their antineutrinos [MeV^5]."""
    strength = charges(temperature)
    grid, values = _per_charge()
    scaled = np.exp(np.interp(np.log(strength), np.log(grid), np.log(values)))
    return np.asarray(BOHR_MAGNETON_SQUARED * strength * scaled * temperature**7)


def charges(temperature: Real) -> Real:
    """Sum over charged fermions of colours times charge squared, each with its share in Debye's screening at its mass."""
    total = np.zeros_like(temperature)
    for particles, present in ((_LEPTONS, True), (_QUARKS, temperature > CONFINEMENT)):
        for mass, square in particles:
            total = total + np.where(present, square * _thermal_fraction(mass / temperature), 0.0)
    return total


def _thermal_fraction(ratio: Real) -> Real:
    """(6/pi^2) int dp (E + p^2/E)/(e^E + 1), one for a massless fermion; in temperatures."""
    p, weight = (a.ravel() for a in panels(np.array([0.0, 2, 5, 10, 20, 40]), 12))
    E = np.hypot(p, ratio[..., None])
    return np.asarray(np.sum(weight * (E + p**2 / E) / (np.exp(np.minimum(E, 700)) + 1), axis=-1) * 6 / np.pi**2)


@cache
def _per_charge() -> tuple[Real, Real]:
    """Production over T^7, mu^2 and the charges, for sums of charges from 0.3 to 9."""
    grid = np.geomspace(0.3, 9, 6)
    energy, weight = (a.ravel() for a in panels(_ENERGIES, 5))
    occupied = weight * energy**2 / (2 * np.pi**2) / (np.exp(energy) + 1)
    values = []
    for strength in grid:
        loss_rate = dipole_rates(energy, partial(spectral, strength=float(strength)), 1.0)[1] * HBAR
        values.append(3 * 2 * np.sum(occupied * loss_rate) / strength)
    return grid, np.array(values)


def spectral(x: Real, q: Real, strength: float, *, screened: bool = True) -> tuple[Real, Real]:
    """(1 + f_B) rho_L and (1 + f_B) rho_T of massless fermions with a sum of charges squared, at q_0 = x q; in temperatures.

    Parameters
    ----------
    x, q : numpy.ndarray
        q_0/q between -1 and 1, and q.
    strength : float
        Sum of colours times charge squared.
    screened : bool, optional
        With hard thermal loops in the propagators, or bare ones.
    """
    coupling = 4 * np.pi * ALPHA * strength
    u = np.clip(x * q, -700.0, 700.0)
    bose = np.where(np.abs(u) < 1e-8, 1.0, u / -np.expm1(-np.where(u == 0, 1.0, u))) / q  # x (1 + f_B)
    y, weight = _laguerre()
    low, high = (np.minimum(q * (1 + sign * np.abs(x)) / 2, 700.0) for sign in (-1, 1))
    sums = np.zeros((2, *np.broadcast_shapes(x.shape, q.shape)))
    for node, node_weight in zip(y, weight, strict=True):
        filled = node_weight * (1 / (np.exp(low) + np.exp(-node)) - 1 / (np.exp(high) + np.exp(-node)))
        sums += np.stack([filled, filled * 4 * node * (q + node)])
    flat, curved = sums / np.abs(x)
    loss = coupling / (4 * np.pi * q) * curved  # Im Pi_L / x
    drag = (1 - x**2) / 2 * (loss + coupling * q / (2 * np.pi) * flat)  # |Im Pi_T| / x
    if not screened:
        return 2 * bose * loss / q**4, 2 * bose * drag / (q**2 * (1 - x**2)) ** 2
    k2 = coupling / 3
    log = np.log((1 + x) / (1 - x))
    real = k2 * (1 - x / 2 * log)
    magnetic = k2 / 2 * (x**2 + x * (1 - x**2) / 2 * log)
    rho_L = 2 * bose * loss / ((q**2 + real) ** 2 + (x * loss) ** 2)
    rho_T = 2 * bose * drag / ((q**2 * (1 - x**2) + magnetic) ** 2 + (x * drag) ** 2)
    return rho_L, rho_T


@cache
def _laguerre() -> tuple[Real, Real]:
    nodes, weights = np.polynomial.laguerre.laggauss(16)
    return nodes, weights


@cache
def _freedom() -> "tuple[PchipInterpolator, PchipInterpolator]":
    """Splines of g of the energy and of the entropy against log10 of T/MeV."""
    from scipy.interpolate import PchipInterpolator

    table = read_table(shipped("nuem.astro.stars", "freedom.csv"), {"log10_temperature": "", "energy": "", "ratio": ""})
    where = table["log10_temperature"]
    return PchipInterpolator(where, table["energy"]), PchipInterpolator(where, table["energy"] / table["ratio"])


def _densities(temperature: Real) -> tuple[Real, Real]:
    """Energy density [MeV^4] and entropy density [MeV^3] of the standard model."""
    energy, entropy = (spline(np.log10(temperature)) for spline in _freedom())
    return np.asarray(np.pi**2 / 30 * energy * temperature**4), np.asarray(2 * np.pi**2 / 45 * entropy * temperature**3)
