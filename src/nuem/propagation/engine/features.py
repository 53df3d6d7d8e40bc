"""Narrow features on a smooth background, looked for where the pieces of a profile did not look.

A function is sampled at many places, evenly but for a random shift of each. A value that stands out against its neighbours, where the
function is not just as rough some places away, and that the profile does not have, is a feature which the pieces missed.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from nuem.propagation.engine.profile import Profile
from nuem.typing import BoolArray, FloatArray

AT_ONCE: Final = 1 << 14  # places in one call of the function
_MOST: Final = 4096  # places that stand out and are compared with the profile
_ASIDE: Final = (3, 7)  # places away; both edges of a feature may be as far apart as one of them


def evaluated(function: Callable[[FloatArray], FloatArray], x: FloatArray) -> FloatArray:
    """All values, in calls of a bounded size."""
    return np.concatenate([function(x[k : k + AT_ONCE]) for k in range(0, len(x), AT_ONCE)])


def missed(
    function: Callable[[FloatArray], FloatArray], profile: Profile, goal: FloatArray, samples: int
) -> FloatArray:
    """Places around features that the profile does not have; between them it is to be resolved anew."""
    length = float(profile.breakpoints[-1])
    shift = np.random.default_rng(2).random(samples)
    x = (np.arange(samples) + shift) * (length / samples)
    outstanding, values = [], []
    # each call of the function sees the last places of the one before, so that no neighbours are parted
    for k in range(0, samples, AT_ONCE):
        part = slice(max(0, k - 2 * max(_ASIDE)), min(samples, k + AT_ONCE))
        f = function(x[part])
        outstanding_places = np.flatnonzero(_stand_out(f, profile.largest, goal * samples))
        outstanding.append(outstanding_places + part.start)
        values.append(f[outstanding_places])
    places, first = np.unique(np.concatenate(outstanding), return_index=True)
    at = np.concatenate(values)[first]
    if len(places) > _MOST:
        # rough everywhere: what the profile made of that is checked here and there
        spread = np.linspace(0, len(places) - 1, _MOST).astype(np.int64)
        places, at = places[spread], at[spread]
    piece = np.clip(np.searchsorted(profile.edges, x[places], side="right") - 1, 0, len(profile.edges) - 2)
    allowed = 8 * np.maximum(profile.error[piece], goal) + 1e-13 * profile.largest
    new = places[np.any(np.abs(at - profile(x[places])) > allowed, axis=1)]
    around = np.unique(np.concatenate([new - 1, new, new + 1]))
    return np.asarray(x[around[(around >= 0) & (around < samples)]])


def _stand_out(f: FloatArray, largest: FloatArray, matters: FloatArray) -> BoolArray:
    """Whether each value departs from the line through its neighbours far more than the values a few places aside do."""
    bend = np.zeros_like(f)
    bend[1:-1] = np.abs(f[1:-1] - 0.5 * (f[:-2] + f[2:]))
    usual = np.full_like(f, np.inf)
    for aside in _ASIDE:
        around = np.zeros_like(f)
        around[aside:] = bend[:-aside]
        around[:-aside] = np.maximum(around[:-aside], bend[aside:])
        usual = np.minimum(usual, around)
    return np.asarray(np.any(bend > 8 * usual + np.maximum(1e-12 * largest, matters / 32), axis=1))
