r"""A heavy partner N in hot matter: how fast a plasma turns it into a light neutrino, and so how fast the plasma makes it.

Summed over the spins of the neutrino, the dipole's tensor between N of momentum p' and helicity h and a neutrino of momentum p is, with q = p' - p,

.. math:: T^{\alpha\beta} = 4\,\big[-q^2 (v^\alpha p^\beta + p^\alpha v^\beta) + p{\cdot}q\,(v^\alpha q^\beta + q^\alpha v^\beta)
          + v{\cdot}q\,(p^\alpha q^\beta + q^\alpha p^\beta) - v{\cdot}p\, q^\alpha q^\beta - g^{\alpha\beta}\,(2\,p{\cdot}q\, v{\cdot}q - q^2 v{\cdot}p)\big]

with :math:`v = (p' + h m_4 s)/2 = \tfrac12 (E' + h|p'|)(1, h\hat p')`; both helicities together have v = p'. Contracted with the fields of the plasma,

.. math:: \Gamma_h(E') = \frac{\mu^2}{16\pi^2 E'|p'|} \int dq_0 \int q\, dq\, (1 + f_B(q_0))\, [1 - f_\nu(E' - q_0)]\,
          \tfrac12 \big[T^{00} \rho_L + T^{ij} (\delta_{ij} - \hat q_i \hat q_j) \rho_T\big] .

Below the light cone this is scattering on electrons and protons, as in `nuem.astro.emission.helicity_flip`, whose rate is that of m_4 = 0; on the poles
above it N decays to a neutrino and a photon or plasmon, or annihilates with an antineutrino to one that is heavier. In equilibrium the plasma makes N at
the rate :math:`\Gamma_h e^{-(E' - \mu_\nu)/T}` for each state. Left out: annihilation of N and an antineutrino to pairs of electrons, which makes less than
0.2 per cent of all N in a supernova up to 400 MeV; muons; and the protons' part in the dispersion of plasmons. Derived here.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.astro.emission.helicity_flip import spectral_functions
from nuem.astro.plasma import Plasma
from nuem.constants import ALPHA, BOHR_MAGNETON_SQUARED, HBAR, HBAR_C_EXACT
from nuem.numerics import checks
from nuem.numerics.quadrature import panels

Real = NDArray[np.float64]

HELICITIES: Final = (1, -1)
PROCESSES: Final = ("scattering", "photons")

_VELOCITIES: Final = np.array([-1, -0.99, -0.9, -0.6, -0.3, -0.1, -0.03, 0, 0.03, 0.1, 0.3, 0.6, 0.9, 0.99, 1.0])
_FRACTIONS: Final = np.array([0, 1e-3, 1e-2, 0.05, 0.15, 0.35, 0.65, 1.0])  # of the range of q
_HOTTEST: Final = 40.0  # temperatures of energy beyond which the plasma has no quanta
_WAVENUMBERS: Final = 400
_BLOCK: Final = 4  # energies at a time, whose arrays stay in the processor's cache


def absorption_rate(
    energy: ArrayLike, plasma: Plasma, *, mass: float, neutrino_potential: ArrayLike = 0.0, moment: float = 1e-12
) -> Real:
    """Rate at which a plasma turns heavy partners into light neutrinos in equilibrium.

    Parameters
    ----------
    energy : array_like
        Total energy E' of N [MeV], (n,).
    plasma : Plasma
        At one place; protons are as many as electrons, and a classical gas.
    mass : float
        m_4 [MeV].
    neutrino_potential : array_like, optional
        Chemical potentials of the neutrinos [MeV], (s,); with the other sign for antineutrinos.
    moment : float, optional
        Transition moment [mu_B].

    Returns
    -------
    numpy.ndarray
        Potential, process of `PROCESSES`, helicity of `HELICITIES`, energy [1/s].

    Raises
    ------
    ValueError
        For a mass that is not positive, energies that are not above it, or a plasma at several places.
    """
    m2 = float(checks.positive("mass", checks.number("mass", mass, "MeV"), "MeV")) ** 2
    e = np.atleast_1d(checks.positive("energy", energy, "MeV"))
    if np.any(e**2 <= m2):
        raise ValueError(f"energy must be above the mass {mass:g} MeV, got {float(np.min(e)):g} MeV")
    if np.size(plasma.density) != 1:
        raise ValueError(f"plasma must be at one place, got {np.size(plasma.density)}")
    potentials = np.atleast_1d(checks.real("neutrino_potential", neutrino_potential, "MeV"))
    squared = BOHR_MAGNETON_SQUARED * checks.number("moment", moment, "mu_B") ** 2
    partner = _Partner(e, m2, potentials)
    blocks = [partner._replace(energy=block) for block in np.split(e, range(_BLOCK, len(e), _BLOCK))]
    scattering = np.concatenate([_scattering(block, plasma) for block in blocks], axis=-1)
    parts = np.stack([scattering, _photons(partner, plasma)], axis=1)
    return np.asarray(parts * squared / (16 * np.pi**2 * e * np.sqrt(e**2 - m2)) / HBAR)


def production_rate(absorption: Real, energy: Real, temperature: float, neutrino_potential: Real) -> Real:
    """Rate [1/s] at which N are made for each state, from the rate of the reverse processes [1/s] with potentials [MeV] along the first axis."""
    potential = neutrino_potential[:, None, None, None]
    return np.asarray(absorption * np.exp(np.minimum((potential - energy) / temperature, 700.0)))


class _Partner(NamedTuple):
    """The heavy partner, and the light neutrinos that it turns into."""

    energy: Real
    """[MeV]"""
    mass_squared: float
    """[MeV^2]"""
    neutrino_potentials: Real
    """[MeV]"""


def _scattering(partner: _Partner, plasma: Plasma) -> Real:
    """Integral over fields below the light cone: potential, helicity, energy."""
    (e, m2, potentials), T = partner, float(plasma.temperature)
    x, x_weights = (a.ravel()[:, None] for a in panels(_VELOCITIES, 10))
    fraction, q_weights = (a.ravel() for a in panels(_FRACTIONS, 6))
    at = e[:, None, None]
    momentum = np.sqrt(at**2 - m2)
    low, high = _wavenumbers(at * x, momentum, m2, x)
    coldest = _HOTTEST * T / np.maximum(-x, 1e-9)
    high = np.where(x < 0, np.minimum(high, low + coldest), high)
    q = low + (high - low) * fraction
    q0 = x * q
    longitudinal, transverse = spectral_functions(
        x, q, T, float(plasma.debye_wavenumber) ** 2, _proton_screening_squared(plasma)
    )
    weight = x_weights * q_weights * (high - low) * q**2
    tensor = _tensor(at, momentum, m2, q0, q**2)
    longitudinal, transverse = weight * longitudinal, weight * transverse
    fields = [
        (tensor.time[parity] * longitudinal + tensor.across[parity] * transverse).reshape(len(e), -1)
        for parity in (0, 1)
    ]
    neutrino = (at - q0).reshape(len(e), -1)
    by_parity = np.array(
        [[np.einsum("es,es->e", field, _free((neutrino - mu) / T)) for field in fields] for mu in potentials]
    )
    return _of_helicities(partner, by_parity)


def _wavenumbers(ex: Real, momentum: Real, m2: float, x: Real) -> tuple[Real, Real]:
    """Smallest and largest q at q_0 = x q, where the neutrino goes along and against N."""
    slope = 1 - x**2
    forward, backward = momentum - ex, momentum + ex
    root, other = np.sqrt(forward**2 + m2 * slope), np.sqrt(backward**2 + m2 * slope)
    high = np.where(forward > 0, (forward + root) / slope, m2 / np.where(forward > 0, 1.0, root - forward))
    low = np.where(backward > 0, m2 / np.where(backward > 0, backward + other, 1.0), (other - backward) / slope)
    return low, high


def _photons(partner: _Partner, plasma: Plasma) -> Real:
    """Sum over photons and longitudinal plasmons: potential, helicity, energy."""
    (e, m2, potentials), T = partner, float(plasma.temperature)
    total = np.zeros((len(potentials), 2, len(e)))
    at = e[:, None]
    momentum = np.sqrt(at**2 - m2)
    for branch, (k, frequency, residue) in enumerate(_modes(plasma, float(e[-1]) + _HOTTEST * T)):
        inside = 1 - np.abs(2 * at * frequency - m2 - frequency**2 + k**2) / (2 * momentum * k)  # 1 - |cos(N, photon)|
        width, middle = _covered(inside, k)
        omega, strength = np.interp(middle, k, frequency), np.interp(middle, k, residue)
        neutrino = at - omega
        weight = width * middle * np.pi * strength / omega / -np.expm1(-omega / T) * np.sign(neutrino)
        tensor = _tensor(at, momentum, m2, omega, middle**2)
        for place, mu in enumerate(potentials):
            filled = weight * _free((neutrino - mu) / T)
            for parity, term in enumerate(tensor.time if branch else tensor.across):
                total[place, parity] += np.einsum("ek,ek->e", term, filled)
    return _of_helicities(partner, total)


def _of_helicities(partner: _Partner, by_parity: Real) -> Real:
    """Integrals for each helicity from their even and odd parts for v^0 = 1: potential, helicity, energy."""
    e, m2, _ = partner
    total = e + np.sqrt(e**2 - m2)
    even, odd = by_parity[:, 0], by_parity[:, 1]
    return np.stack([total / 2 * (even + odd), m2 / (2 * total) * (even - odd)], axis=1)


def _modes(plasma: Plasma, largest: float) -> tuple[tuple[Real, Real, Real], tuple[Real, Real, Real]]:
    """Wave numbers, frequencies and residues of the transverse and of the longitudinal branch, up to a wave number."""
    k = np.geomspace(1e-3 * float(plasma.plasma_frequency), largest, _WAVENUMBERS)
    transverse = plasma.transverse(k)
    k_long = np.geomspace(k[0], k[k <= plasma.largest_wavenumber][-1], _WAVENUMBERS)
    plasmons = plasma.longitudinal(k_long)
    return (
        (k, transverse.frequency, transverse.residue),
        (k_long, plasmons.frequency, plasmons.residue * plasmons.frequency**2 / k_long**2),
    )


def _covered(inside: Real, k: Real) -> tuple[Real, Real]:
    """Width and middle of the part of each interval of k in which a function, linear there, is positive."""
    start, end = inside[..., :-1], inside[..., 1:]
    edge = np.clip(start / np.where(start == end, 1.0, start - end), 0.0, 1.0)
    first = np.where(start > 0, 0.0, np.where(end > 0, edge, 1.0))
    last = np.where(end > 0, 1.0, np.where(start > 0, edge, 1.0))
    step = np.diff(k)
    return np.maximum(last - first, 0.0) * step, k[:-1] + (first + last) / 2 * step


class _Tensor(NamedTuple):
    """The dipole's tensor for v^0 = 1: what helicities have in common, and what changes its sign with them."""

    time: tuple[Real, Real]
    """T^00/2."""
    across: tuple[Real, Real]
    """Half the sum over both transverse directions."""


def _tensor(energy: Real, momentum: Real, m2: float, q0: Real, q2: Real) -> _Tensor:
    """The tensor contracted; with v^0 = (E' + h|p'|)/2 that of helicity h is v^0 (even + h odd)."""
    square = q0**2 - q2
    neutrino = energy - q0
    along = (energy * q0 - (m2 + square) / 2) / momentum  # of q along N
    forward = momentum - along  # the neutrino's momentum along N
    twice_pq = m2 - square
    trace = twice_pq * q0 - square * neutrino, square * forward - twice_pq * along
    time = (
        2 * (twice_pq * q0 - 2 * square * neutrino + neutrino * q0**2 - trace[0]),
        2 * (forward * q0**2 - 2 * neutrino * q0 * along - trace[1]),
    )
    return _Tensor(time, (4 * trace[0], 4 * (trace[1] - square * momentum * (1 - along**2 / q2))))


def _free(x: Real) -> Real:
    """1 - f of a fermion whose energy above the chemical potential is x temperatures."""
    from scipy.special import expit

    return np.asarray(expit(x))


def _proton_screening_squared(plasma: Plasma) -> float:
    """Square of Debye's wave number of as many protons as electrons [MeV^2]."""
    return float(4 * np.pi * ALPHA * plasma.electron_density * HBAR_C_EXACT**3 / plasma.temperature)
