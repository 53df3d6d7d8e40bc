r"""Flips in the outer Sun, where each neutrino and its own flipped partner, of the same mass, become degenerate as the density falls.

Level i of the neutrinos and level i of the other helicity form a pair with

.. math:: w_i - \bar w_i \to 2\sqrt2\, G_F (n_e |U_{ei}|^2 - n_n/2), \qquad
          k_{22} = k_{11} \to \sin 2\theta_{12} \cos^2\theta_{13}\, \frac{\sqrt2 G_F n_e}{\Delta m^2_{21}/2E}\, \mu_{12} B

for Majorana neutrinos and small densities (half the splitting, and k_ii = mu_ii B, for Dirac neutrinos). A field outside about half the radius flips
helicities for good, however weak it is at birth. Each pair is integrated as two levels, to all orders in the field and with the exact levels in matter; what
happens near the birthplace is left to `birth` by switching the field on smoothly between 0.25 and 0.4 R.
"""

import numpy as np
from numpy.typing import NDArray

from nuem.constants import HBAR_C_EXACT
from nuem.conversion.birth import NEUTRAL_CURRENT, PRECESSION
from nuem.conversion.matter_levels import NeutrinosInField
from nuem.sun import electron_density, neutron_density
from nuem.units import solar_radius

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]

INNER, SWITCHED_ON = 0.25 * solar_radius, 0.4 * solar_radius
STEPS = 1600
_TABLE = 400  # strengths of matter at which the levels are computed; splines between them
_NODES = 0.5 - np.sqrt(3) / 6, 0.5 + np.sqrt(3) / 6


def pair_evolution(neutrinos: NeutrinosInField, breaks: tuple[float, ...] = ()) -> Complex:
    """Passage of each pair through the outer Sun.

    Parameters
    ----------
    neutrinos : NeutrinosInField
    breaks : tuple of float, optional
        Radii where the field is not smooth [cm].

    Returns
    -------
    numpy.ndarray
        Unitary S[energy, pair, final, initial] with the neutrino first and its partner second.
    """
    edges = np.unique(np.concatenate([np.linspace(INNER, solar_radius, STEPS + 1), np.asarray(breaks, np.float64)]))
    edges = edges[(edges >= INNER) & (edges <= solar_radius)]
    width = np.diff(edges)
    first, second = (_fields(neutrinos, edges[:-1] + node * width) for node in _NODES)
    h = width[:, None, None, None]
    # fourth order of Magnus: the commutator of two spin matrices is their cross product
    turn = 0.5 * h * (first + second) - np.sqrt(3) / 6 * h**2 * np.cross(first, second, axis=1)
    return _product(*_rotations(turn))


def _fields(neutrinos: NeutrinosInField, radius: Array) -> Array:
    """The pairs as spins: H = b . sigma, shape (radii, 3 components, energies, pairs) [1/cm]."""
    from scipy.interpolate import CubicSpline

    levels, energy, field = neutrinos
    density = electron_density(radius)
    strength = levels.strength(energy, density[:, None])
    nodes = strength.max() * np.linspace(0, 1, _TABLE) ** 2
    table = levels.at(nodes)
    split = CubicSpline(nodes, table.active - table.flipped)(strength)
    moment = CubicSpline(nodes, np.einsum("aii->ai", table.moments))(strength)
    neutral = (2 if levels.majorana else 1) * NEUTRAL_CURRENT * neutron_density(radius)
    gap = split / (2 * HBAR_C_EXACT * energy[:, None]) - neutral[:, None, None]
    local = np.broadcast_to(np.asarray(field(radius), np.complex128), radius.shape)
    coupling = -PRECESSION * (local.conj() * _switch(radius))[:, None, None] * moment
    return np.stack([coupling.real, coupling.imag, gap / 2], axis=1)


def _switch(radius: Array) -> Array:
    """Smooth in all derivatives, from 0 at 0.25 R to 1 at 0.4 R."""
    u = np.clip((radius - INNER) / (SWITCHED_ON - INNER), 1e-9, 1 - 1e-9)
    return np.asarray(1 / (1 + np.exp(np.clip(1 / u - 1 / (1 - u), -700, 700))))


def _rotations(turn: Array) -> tuple[Complex, Complex]:
    """exp(-i turn . sigma) as the first row (alpha, beta) of each matrix, turn of shape (steps, 3 components, ...)."""
    x, y, z = np.moveaxis(turn, 1, 0)
    size = np.sqrt(x**2 + y**2 + z**2)
    sine = np.sinc(size / np.pi)
    return np.cos(size) - 1j * sine * z, sine * (-y - 1j * x)


def _product(alpha: Complex, beta: Complex) -> Complex:
    """Product of SU(2) matrices along the first axis, the later ones to the left, by halving the number of factors."""
    while len(alpha) > 1:
        if len(alpha) % 2:
            alpha = np.concatenate([alpha, np.ones_like(alpha[:1])])
            beta = np.concatenate([beta, np.zeros_like(beta[:1])])
        a1, b1, a2, b2 = alpha[::2], beta[::2], alpha[1::2], beta[1::2]
        alpha, beta = a2 * a1 - b2 * b1.conj(), a2 * b1 + b2 * a1.conj()
    return np.stack([np.stack([alpha[0], beta[0]], -1), np.stack([-beta[0].conj(), alpha[0].conj()], -1)], -2)
