r"""Levels of neutrinos and antineutrinos in the Sun, which depend on energy and place by the product E n_e alone.

With the potential of the charged current, and the phases of U_ei taken out of the mass states,

.. math:: 2E H = \mathrm{diag}(\Delta m^2_{i1}) \pm a\, w w^T, \qquad a = 2\sqrt2\, G_F E n_e, \quad w_i = |U_{ei}|

is real, with + for neutrinos and - for antineutrinos. The neutral current shifts all active states alike.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuem.constants import FERMI, HBAR_C
from nuem.conversion.fields import Profile
from nuem.flavour import Mixing
from nuem.vertex import Vertex

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]


@dataclass(frozen=True)
class MatterLevels:
    """Levels of active neutrinos, of the states that they flip to, and the moments between them.

    Parameters
    ----------
    mixing : Mixing
        Of three neutrinos.
    vertex : Vertex
        Its nature says what the other helicity is: antineutrinos that feel matter, or sterile right-handed mass states.
    """

    mixing: Mixing
    vertex: Vertex

    def __post_init__(self) -> None:
        if self.mixing.size != 3 or self.vertex.size != 3:
            raise ValueError(
                f"conversion in the Sun is implemented for three neutrinos only; the mixing has {self.mixing.size}, the vertex {self.vertex.size}"
            )

    @property
    def majorana(self) -> bool:
        """Whether the other helicity is the antineutrino."""
        return self.vertex.nature == "majorana"

    @cached_property
    def phases(self) -> Complex:
        """Phases of the six mass states in the basis of `nuem.propagation` against those used here."""
        neutrinos = np.exp(-1j * np.angle(self.mixing.matrix[0]))
        return np.concatenate([neutrinos, neutrinos.conj() if self.majorana else np.ones(3)])

    @cached_property
    def dipole(self) -> Complex:
        """lambda [mu_B] between mass states without the phases of U_ei."""
        phase = self.phases[:3]
        turned = self.vertex.dipole * phase
        return np.asarray(phase[:, None] * turned if self.majorana else turned)

    def strength(self, energy: Array, density: Array) -> Array:
        """a = 2 sqrt2 G_F E n_e [MeV^2] for an energy [MeV] and an electron density [cm^-3]."""
        return np.asarray(2 * np.sqrt(2) * FERMI * HBAR_C**3 * energy * density)

    def active(self, strength: Array) -> tuple[Array, Array]:
        """Squared masses [MeV^2] and real vectors [..., mass state, level]; level i becomes mass state i in vacuum."""
        squared = np.diag(self.mixing.splittings) + strength[..., None, None] * np.outer(self._electron, self._electron)
        scale = np.abs(self.mixing.splittings).max()
        values, vectors = np.linalg.eigh(squared / scale)
        order = np.argsort(np.argsort(self.mixing.splittings))
        values, vectors = values[..., order] * scale, vectors[..., order]
        # the sign by the largest element in vacuum; levels do not cross, so it is continuous as long as the overlap is not zero
        sign = np.sign(np.einsum("...ii->...i", vectors))
        return values, vectors * np.where(sign == 0, 1.0, sign)[..., None, :]

    def flipped(self, strength: Array) -> tuple[Array, Array]:
        """The same of the other helicity."""
        if self.majorana:
            return self.active(-strength)
        shape = np.shape(strength)
        return np.broadcast_to(self.mixing.splittings, (*shape, 3)), np.broadcast_to(np.eye(3), (*shape, 3, 3))

    def at(self, strength: Array) -> "LocalLevels":
        """Everything at a strength of matter, with two diagonalisations."""
        (active, vectors), (flipped, other) = self.active(strength), self.flipped(strength)
        moments = np.einsum("...ij,ik,...kl->...jl", other, self.dipole, vectors)
        return LocalLevels(active, flipped, np.asarray(moments), np.einsum("i,...ik->...k", self._electron, vectors))

    @property
    def _electron(self) -> Array:
        return np.asarray(np.abs(self.mixing.matrix[0]))


@dataclass(frozen=True, slots=True)
class LocalLevels:
    """Levels where the matter has one strength, or many."""

    active: Array
    """Squared masses of the neutrinos [MeV^2]."""
    flipped: Array
    """Those of the other helicity [MeV^2]."""
    moments: Complex
    """lambda between levels [..., flipped, active] [mu_B]."""
    amplitudes: Array
    """Amplitude of each level in a nu_e."""


class NeutrinosInField(NamedTuple):
    """Neutrinos of some energies in the magnetic field of the Sun."""

    levels: MatterLevels
    energy: Array
    """[MeV]"""
    field: Profile
    """B_x + i B_y [gauss] at a distance from the centre [cm]."""
