r"""Photons that scatter off electrons and turn into neutrino pairs, e gamma -> e nu nubar, by the weak interaction and by a magnetic moment.

.. math:: Q = \int \frac{2\,d^3p}{(2\pi)^3} \int \frac{2\,d^3k}{(2\pi)^3}\, \big[f(1-f) + \bar f(1-\bar f)\big] B\, n_B(\omega)\,
          \frac{p\cdot k}{E\omega}\, \sum_n c_n \Big[S_k \Big(E - \frac{m^2\omega}{p\cdot k}\Big) + S_p \frac{m^2\omega}{p\cdot k}\Big]

with the functions S of `nuem.astro.emission.virtual_compton`, the coefficients c_n of `nuem.astro.emission.couplings` and Pauli's principle for final electrons
through B of `nuem.astro.emission.photoneutrino_blocking`, which differs from 1 where electrons are degenerate or fast. In dilute matter below 1e8 K it is

.. math:: Q = \frac{4\cdot 120\,\zeta(6)}{5\pi^3}\, n_e \sigma_T\, \frac{\mu_\nu^2}{24\pi}\, T^6

for a moment, sigma_T being Thomson's cross section. Photons propagate as in vacuum: terms of relative order (omega_p/T)^2 are left out, among them
those of pairs whose mass is close to omega_p, which are plasmon decay and are counted there. Where T < omega_p nothing is returned but "not a number";
plasmon decay through a moment is then a thousand times stronger. Charges are left out, since theirs diverges at small masses of the pair, where it is part of
plasmon decay. Derived here; the weak part agrees with the fit of Itoh et al. (1996) to 1 per cent where it rules.
"""

from functools import cache
from typing import TYPE_CHECKING, Final, Unpack

import numpy as np
from numpy.typing import NDArray

from nuem.astro.emission import photoneutrino_blocking, virtual_compton
from nuem.astro.emission.couplings import Couplings, CouplingsLike, CouplingWords, bind
from nuem.astro.emission.loss import PER_VOLUME_AND_TIME, EnergyLoss
from nuem.astro.emission.virtual_compton import KINDS
from nuem.astro.plasma import LARGEST_TEMPERATURE, SMALLEST_TEMPERATURE, Plasma
from nuem.constants import ALPHA, ELECTRON_MASS, FERMI
from nuem.numerics.quadrature import panels

if TYPE_CHECKING:
    from scipy.interpolate import RectBivariateSpline

Real = NDArray[np.float64]

_FREQUENCIES: Final = np.array([0.0, 3.0, 8.0, 18.0, 42.0])  # omega/T
_FASTEST: Final = 11.5  # rapidity asinh(p/m) up to which the loss on one electron is tabulated: 25 GeV
_POINTS: Final = (140, 120)  # in rapidity and in ln T
_MIRRORED: Final = 4  # points at negative rapidity, of which it is an even function
_MASSES: Final = ELECTRON_MASS ** np.array([0.0, 2.0, 2.0])  # m^(2n-4)


def emissivity(plasma: Plasma, couplings: CouplingsLike = None, **words: Unpack[CouplingWords]) -> EnergyLoss:
    """Energy loss by photoneutrinos.

    Parameters
    ----------
    plasma : Plasma
    couplings, **words : optional
        As `nuem.astro.emission.plasmon_decay.emissivity`, with the same errors.

    Returns
    -------
    EnergyLoss
        Not a number where T < omega_p. Charge and interference are zero without charges and not a number with them.

    Examples
    --------
    >>> from nuem.units import erg, kelvin
    >>> lost = emissivity(Plasma(1e4, 0.5, 5e8 * kelvin), moment=1e-12)
    >>> f"{lost.weak / erg:.3e} and {lost.magnetic / erg:.3e} erg/cm^3/s"
    '5.228e+08 and 1.636e+05 erg/cm^3/s'
    """
    bound = bind(couplings, words)
    losses = by_kind(plasma.ravel()).reshape(len(KINDS), *plasma.shape)
    computable = plasma.temperature >= plasma.plasma_frequency
    return from_kinds(np.where(computable, losses, np.nan), bound, plasma.density)


def from_kinds(losses: Real, couplings: Couplings, density: Real) -> EnergyLoss:
    """The energy loss by photoneutrinos whose averages are known, as `by_kind` returns them."""
    moment, vector, axial = losses * PER_VOLUME_AND_TIME
    rows = couplings.coefficients.by_channel()
    channels = {
        name: np.asarray(rows[name][1] * moment + rows[name][2] * vector) for name in ("weak", "magnetic", "radius")
    }
    through_axial = FERMI**2 / (48 * np.pi**2 * ALPHA) * couplings.axial_squared
    channels["weak"] = channels["weak"] + through_axial * axial
    no_charge = np.full(np.shape(density), np.nan if couplings.has_charge else 0.0)
    return EnergyLoss.of_channels({**channels, "charge": no_charge, "interference": no_charge}, density)


def by_kind(plasma: Plasma) -> Real:
    """Energy loss for c_n = 1, by kind of coupling, for photons as in vacuum even where T < omega_p; the plasma is one-dimensional."""
    gas = plasma.electrons()
    electrons = gas.total - gas.positrons
    free = electrons * (1 - electrons) + gas.positrons * (1 - gas.positrons)
    rapidity = np.arcsinh(gas.momentum / ELECTRON_MASS)
    logarithm = np.log(plasma.temperature)[:, None]
    density = gas.momentum**2 / np.pi**2 * gas.weight * free
    left = photoneutrino_blocking.factor(plasma.degeneracy, plasma.temperature)
    rows = []
    for kind, blocked in zip(KINDS, left, strict=True):
        factor = _growth(kind, plasma.temperature)[:, None] * np.exp(_losses()[kind].ev(rapidity, logarithm))
        rows.append(blocked * np.einsum("ij,ij->i", density, factor))
    return np.array(rows)


def loss_of_one(momentum: Real, temperature: Real) -> Real:
    """Energy that photons lose to neutrinos on one electron, by quadrature, for c_n = 1.

    Parameters
    ----------
    momentum, temperature : numpy.ndarray
        p and T [MeV], one-dimensional.

    Returns
    -------
    numpy.ndarray
        By kind, as `nuem.astro.emission.virtual_compton.KINDS`; multiplied with c_n [MeV^2].
    """
    m = ELECTRON_MASS
    energy = np.hypot(momentum, m)[:, None, None]
    v = momentum[:, None, None] / energy
    x, x_weight = (y.ravel()[:, None] for y in panels(_FREQUENCIES, 8))
    unit, unit_weight = (y[0] for y in panels(np.array([0.0, 1.0]), 20))
    # Nodes by the logarithm of 1 - v cos, which photons that follow fast electrons make small.
    lowest, reach = m**2 / (energy**2 * (1 + v)), 2 * np.arctanh(v)
    slant = lowest * np.exp(reach * unit)
    small = v < 1e-6
    weight = slant * unit_weight * np.where(small, 1.0, reach / (2 * np.where(small, 1.0, v)))  # dcos/2
    omega = x * temperature[:, None, None]
    photons = omega**2 / np.pi**2 * temperature[:, None, None] * x_weight / np.expm1(x) * slant * weight
    w = energy * omega * slant / m**2
    along, rest = np.moveaxis(virtual_compton.energy_moments(w), 1, 0)
    pair_energy = along * (energy - omega / w) + rest * omega / w
    return np.asarray(np.einsum("ijk,lijk->li", photons, pair_energy) * _MASSES[:, None])


@cache
def _losses() -> "dict[str, RectBivariateSpline]":
    """ln of `loss_of_one` over its growth with T, by kind, as splines of asinh(p/m) and ln T."""
    from scipy.interpolate import RectBivariateSpline

    step = _FASTEST / (_POINTS[0] - 1)
    rapidity = step * np.arange(-_MIRRORED, _POINTS[0])
    logarithm = np.linspace(np.log(SMALLEST_TEMPERATURE), np.log(LARGEST_TEMPERATURE), _POINTS[1])
    p = ELECTRON_MASS * np.sinh(np.abs(rapidity))
    values = np.stack([loss_of_one(p, np.full_like(p, np.exp(exponent))) for exponent in logarithm], axis=-1)
    return {
        kind: RectBivariateSpline(rapidity, logarithm, np.log(value / _growth(kind, np.exp(logarithm))))
        for kind, value in zip(KINDS, values, strict=True)
    }


def _growth(kind: str, temperature: Real) -> Real:
    """With the temperature, on slow electrons."""
    return np.asarray(temperature ** (6 if kind == "moment" else 8))
