r"""Conversion of a burst: mass states out of flavours, in the star and on the way to the Earth.

A conversion is a matrix of probabilities P[mass state, flavour] with the neutrinos nu_1, nu_2, nu_3, then the antineutrinos in the rows, and nu_e, nu_mu, nu_tau and
their antineutrinos in the columns. Columns sum to one, or to one minus what has become sterile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.propagation import Medium
from nuem.propagation.passages import passages
from nuem.vertex import Vertex

Array = NDArray[np.float64]

ENERGIES = np.geomspace(1.0, 100.0, 61)
"""Energies at which a conversion in a star is computed if none are given [MeV]."""


@dataclass(frozen=True, slots=True, eq=False)
class Conversion:
    """Probabilities from flavours at the neutrino sphere to mass states at the Earth.

    Parameters
    ----------
    name : str
        What was assumed.
    matrix : callable
        Energies [MeV], a 1-D array, to P of shape (energies, 6, 6).
    """

    name: str
    matrix: Callable[[Array], Array]

    __repr__ = brief

    def __call__(self, energy: ArrayLike) -> Array:
        """P[energy, mass state, flavour]."""
        return np.asarray(self.matrix(np.atleast_1d(checks.positive("energy", energy, "MeV"))))

    def flipped_fraction(self, energy: ArrayLike) -> Array:
        """Probability of each flavour to have become sterile, (energies, 6)."""
        return np.asarray(1 - self(energy).sum(axis=1))

    def then(self, survival: ArrayLike, name: str) -> Conversion:
        """The same conversion, with each mass state and its antineutrino surviving the way with a probability, one number or three."""
        unflipped = checks.one_or("survival", checks.within("survival", survival, 0, 1), 3)
        factors = np.concatenate([unflipped, unflipped])[:, None]
        return Conversion(f"{self.name}, {name}", lambda energy: factors * self.matrix(energy))


def adiabatic(mixing: Mixing) -> Conversion:
    """Adiabatic conversion without moments: each flavour leaves as the mass state of its level in dense matter.

    P(nu_e -> nu_e) = |U_e3|^2 for normal, |U_e2|^2 for inverted ordering; antineutrinos |U_e1|^2 and |U_e3|^2. The mixing must be that of the ordering.
    """
    checks.known("mixing", mixing, checks.MIXING)
    normal = mixing.dm2_31 > 0
    block = np.zeros((6, 6))
    for offset, electron in ((0, 2 if normal else 1), (3, 0 if normal else 2)):
        block[offset + electron, offset] = 1.0
        for mass in {0, 1, 2} - {electron}:
            block[offset + mass, offset + 1 : offset + 3] = 0.5  # nu_mu and nu_tau have the same fluxes
    name = f"adiabatic, {'normal' if normal else 'inverted'} ordering"
    return Conversion(name, lambda energy: np.broadcast_to(block, (len(energy), 6, 6)))


def in_star(
    medium: Medium, mixing: Mixing, vertex: Vertex, *, energy: ArrayLike | None = None, tol: float = 1e-6
) -> Conversion:
    """Conversion along a radius of a star with a field, by integration of all six states.

    Neutrino-neutrino potentials are left out; they matter with moments, least for the neutronisation burst.

    Parameters
    ----------
    medium : Medium
        From deep inside to the surface, such as `nuem.propagation.media.supernova` with ``magnetic_field=media.power_law_field(B_0, r_0, n, start=start)``.
    mixing : Mixing
    vertex : Vertex
    energy : array_like, optional
        Where it is computed [MeV]; straight lines between, constant outside. From 1 to 100 MeV if missing.
    tol : float, optional
        Of the integration.

    Returns
    -------
    Conversion
    """
    checks.in_order(
        "in_star", "", medium=(medium, checks.MEDIUM), mixing=(mixing, checks.MIXING), vertex=(vertex, checks.VERTEX)
    )
    checks.single("vertex", vertex)
    nodes = np.atleast_1d(checks.positive("energy", ENERGIES if energy is None else energy, "MeV"))
    if np.any(np.diff(nodes) <= 0):
        raise ValueError("energies of a conversion must rise")
    probability = transition_matrix(nodes, medium, mixing, vertex, tol=tol)

    def between(at: Array) -> Array:
        if len(nodes) == 1:
            return np.broadcast_to(probability, (len(at), 6, 6))
        k = np.clip(np.searchsorted(nodes, at) - 1, 0, len(nodes) - 2)
        fraction = np.clip((at - nodes[k]) / (nodes[k + 1] - nodes[k]), 0, 1)[:, None, None]
        return np.asarray(probability[k] * (1 - fraction) + probability[k + 1] * fraction)

    return Conversion(f"in the star, {vertex.nature}", between)


def transition_matrix(energy: Array, medium: Medium, mixing: Mixing, vertex: Vertex, *, tol: float = 1e-6) -> Array:
    """P[energy, mass state, flavour] after a medium; for Dirac neutrinos the right-handed states are left out, so columns sum to less than one."""
    n = mixing.size
    if n != 3 or vertex.size != 3:
        raise ValueError(
            f"conversion in a supernova is implemented for three neutrinos only; the mixing has {n}, the vertex {vertex.size}"
        )
    u = mixing.matrix
    zero = np.zeros((3, 3))
    if vertex.nature == "majorana":
        operator = passages(energy, medium, mixing, vertex, tol=tol)[0][:, -1]
        flavours = np.block([[u.conj().T, zero], [zero, u.T]])  # a flavour in the mass basis is a column of U^dagger
        return np.asarray(np.abs(operator @ flavours) ** 2)
    probability = np.zeros((len(energy), 6, 6))
    for k, (anti, flavours) in enumerate(((False, u.conj().T), (True, u.T))):
        operator = passages(energy, medium, mixing, vertex, tol=tol, antineutrino=anti)[0][:, -1]
        half = slice(3 * k, 3 * k + 3)
        probability[:, half, half] = np.abs(operator[:, :3, :3] @ flavours) ** 2
    return probability
