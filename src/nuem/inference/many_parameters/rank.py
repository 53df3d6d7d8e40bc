"""How many combinations of the parameters the expected counts depend on: the rank of their Jacobian at generic points."""

import numpy as np

from nuem.inference.many_parameters.minima import random_starts
from nuem.inference.many_parameters.parametric import Parametric

_POINTS = 3


def sensitive_directions(model: Parametric, *, relative: float = 1e-3, seed: int = 7) -> int:
    """Number of combinations that change expected counts.

    Parameters
    ----------
    model : Parametric
    relative : float, optional
        Change of the counts, in their errors and relative to that by the best seen combination, below which one is not counted; 1e-9 counts
        all that change anything but rounding.
    seed : int, optional
        Of the points, at which the counts differ visibly from those without the parameters.
    """
    theta = random_starts(model, _POINTS, np.random.default_rng(seed))
    jacobian = model.jacobian(theta, np.zeros((_POINTS, len(model.likelihood.parameters))))
    weighted = jacobian / np.sqrt(model.likelihood.data.variance) * np.abs(theta)[..., None]
    values = np.linalg.svd(weighted, compute_uv=False)
    return int(np.max(np.sum(values > relative * np.maximum(values[:, :1], 1e-300), axis=1)))
