r"""Flips at the place of birth: the admixture of the other helicity in a nu_e that is produced inside a field.

.. math:: p_j = \Big| \sum_i a_i \frac{k_{ji}}{\bar w_j - w_i} \Big|^2, \qquad k_{ji} = \langle \bar\nu_j | -B^* \lambda | \nu_i \rangle

First order in the moment: the overlap of nu_e with the dressed level of the other helicity, which leaves the Sun adiabatically if the field
fades slowly enough (compare [Akhmedov:2022txm]). The levels of one birthplace add coherently. A field that turns with the azimuth phi adds phi' to w_i - \bar w_j.
"""

import numpy as np
from numpy.typing import NDArray

from nuem.constants import BOHR_MAGNETON, FERMI, HBAR_C_EXACT
from nuem.conversion.fields import Profile
from nuem.conversion.matter_levels import LocalLevels, MatterLevels, NeutrinosInField
from nuem.sun import electron_density, neutron_density
from nuem.units import solar_radius

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]

PRECESSION = BOHR_MAGNETON / HBAR_C_EXACT
"""mu_B per hbar c [1/(cm gauss)]."""
NEUTRAL_CURRENT = FERMI / np.sqrt(2) * HBAR_C_EXACT**2
"""G_F/sqrt2 per hbar c: minus the neutral-current potential per neutron [cm^2]."""


def gaps(levels: MatterLevels, local: LocalLevels, energy: Array, radius: Array) -> Array:
    """w_j of the flipped level minus w_i of the active level, shape (energies, radii, flipped, active) [1/cm]."""
    neutral = (2 if levels.majorana else 1) * NEUTRAL_CURRENT * neutron_density(radius)
    difference = local.flipped[..., :, None] - local.active[..., None, :]
    return np.asarray(difference / (2 * HBAR_C_EXACT * energy[:, None, None, None]) + neutral[:, None, None])


def birth_probabilities(neutrinos: NeutrinosInField, radius: Array) -> Array:
    """Probability of each flipped level for a nu_e produced at a radius, shape (energies, radii, 3).

    Parameters
    ----------
    neutrinos : NeutrinosInField
    radius : numpy.ndarray
        Places of birth [cm].

    Returns
    -------
    numpy.ndarray
    """
    levels, energy, field = neutrinos
    local = levels.at(levels.strength(energy[:, None], electron_density(radius)))
    strength, turn = field_and_twist(field, radius)
    coupling = -PRECESSION * strength.conj()[:, None, None] * local.moments
    # the phase of b_j grows as wbar_j - w_i - phi', that of h as -phi'
    mixing = coupling / (gaps(levels, local, energy, radius) - turn[:, None, None])
    return np.asarray(np.abs(np.einsum("erji,eri->erj", mixing, local.amplitudes)) ** 2)


def field_and_twist(field: Profile, radius: Array) -> tuple[Complex, Array]:
    """A field [gauss] and the rate at which its azimuth turns [rad/cm] at distances from the centre."""
    step = 1e-5 * solar_radius
    outer, inner = (np.asarray(field(np.clip(radius + side, 0, solar_radius)), np.complex128) for side in (step, -step))
    local = np.broadcast_to(np.asarray(field(radius), np.complex128), radius.shape)
    width = np.minimum(radius + step, solar_radius) - np.maximum(radius - step, 0)
    return local, np.broadcast_to(np.angle(outer * inner.conj()) / width, radius.shape)
