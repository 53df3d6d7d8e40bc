"""The functions of the distance that a Hamiltonian needs of a medium, resolved once for each medium and tolerance."""

from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np

from nuem.propagation.engine.driver import goals
from nuem.propagation.engine.pieces import Pieces
from nuem.propagation.engine.profile import Profile
from nuem.propagation.engine.resolution import SAMPLES, resolve
from nuem.propagation.hamiltonian import functions
from nuem.propagation.medium import Medium
from nuem.typing import FloatArray

MOST_KEPT: Final = 4  # profiles of one medium
_PROBES: Final = 64

Key = tuple[tuple[str, ...], tuple[float, ...], float]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A profile, and values of its functions that tell whether they are still what they were."""

    profile: Profile
    places: FloatArray
    values: FloatArray


_profiles: WeakKeyDictionary[Medium, dict[Key, _Kept]] = WeakKeyDictionary()


def resolved(pieces: Pieces, medium: Medium, tol: float, sin2_theta_w: float) -> Profile:
    """The functions of the distance, resolved so that what they do to a state is far below the tolerance.

    A profile is kept with its medium. A function that has changed since, which none of a frozen medium should, is noticed at some places.
    """
    if not pieces.names:
        return resolve(lambda x: np.zeros((len(x), 1)), medium.length, [], np.ones(1), samples=0)
    goal = goals(pieces, medium.length, tol)
    key: Key = (pieces.names, tuple(goal.tolist()), sin2_theta_w)
    profiles = _profiles.setdefault(medium, {})

    def values(x: FloatArray) -> FloatArray:
        return functions(medium, pieces.names, x, sin2_theta_w=sin2_theta_w)

    stored = profiles.get(key)
    if stored is not None and np.array_equal(values(stored.places), stored.values):
        return stored.profile
    # the components of a magnetic field share the rounding errors of its size and of its angle
    quantity = ["B" if name in ("B_x", "B_y") else name for name in pieces.names]
    samples = 0 if medium.featureless else SAMPLES
    labels = [quantity.index(name) for name in quantity]
    profile = resolve(values, medium.length, medium.breakpoints, goal, quantity=labels, samples=samples)
    places = medium.length * (np.arange(_PROBES) + 0.382) / _PROBES
    while len(profiles) >= MOST_KEPT:
        profiles.pop(next(iter(profiles)))
    profiles[key] = _Kept(profile, places, values(places))
    return profile
