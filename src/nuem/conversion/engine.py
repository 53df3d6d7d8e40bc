"""Solar conversion by integration of all six states, averaged over the birthplaces."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nuem.conversion.birth import field_and_twist
from nuem.conversion.fields import Profile
from nuem.conversion.undress import dressed_mass_states
from nuem.flavour import Mixing
from nuem.propagation import media
from nuem.propagation.passages import local_hamiltonian, passages
from nuem.units import solar_radius
from nuem.vertex import Vertex

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]


def engine_arrivals(
    energy: Array,
    mixing: Mixing,
    vertex: Vertex,
    field: Profile,
    breaks: tuple[float, ...],
    births: tuple[Array, Array],
    tol: float,
) -> tuple[Complex, float]:
    """Density matrices at the surface in the dressed mass basis, and the largest error of a state.

    A shell of births is wider than the length over which the levels of the Hamiltonian beat, so a nu_e counts as the mixture of the levels that it is made of.
    All birthplaces share one passage: S(surface, r) = S(surface, r_0) S(r, r_0)^dagger. An integral over coherent nu_e, produced at 60 000 places of a smooth
    profile, differs by up to 3e-4 of the flips, and by 1e-3 of them in a field that turns by 100 rad per solar radius where they are produced.
    """
    radius, fraction = births
    start = float(radius[0])
    inside = tuple(place - start for place in breaks if start < place < solar_radius)

    def along(x: Array) -> Complex:
        return np.broadcast_to(np.asarray(field(np.minimum(start + x, solar_radius)), np.complex128), np.shape(x))

    medium = media.sun(start=start, magnetic_field=along, breaks=inside)
    places = radius - start
    operators, errors = passages(energy, medium, mixing, vertex, at=tuple(places[1:]), tol=tol)
    produced = np.concatenate(
        [np.broadcast_to(np.eye(operators.shape[-1]), operators[:, :1].shape), operators[:, :-1]], 1
    )
    h = local_hamiltonian(energy, medium, mixing, vertex, at=np.append(places, medium.length))
    # levels that a turning field follows are those in the frame that turns with it
    turn = field_and_twist(field, np.append(radius, solar_radius))[1]
    flipped = np.arange(mixing.size, h.shape[-1])
    h[:, :, flipped, flipped] -= turn[:, None]
    levels = np.linalg.eigh(h[:, :-1])[1]
    electron = np.concatenate([mixing.matrix[0].conj(), np.zeros(mixing.size)])
    population = np.abs(np.einsum("ersm,s->erm", levels.conj(), electron)) ** 2
    out = operators[:, -1:] @ np.conj(np.swapaxes(produced, -1, -2)) @ levels
    arrived = np.einsum("r,erm,eram,erbm->eab", fraction, population, out, out.conj(), optimize=True)
    dressed = dressed_mass_states(h[:, -1])
    return np.conj(np.swapaxes(dressed, -1, -2)) @ arrived @ dressed, float(errors.max())
