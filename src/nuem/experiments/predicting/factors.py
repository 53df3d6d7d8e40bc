"""Limits on the factors of many vertices at once: a scan of thousands of patterns in seconds."""

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.predicting.binding import Binding
from nuem.experiments.predicting.coupling import coupling
from nuem.experiments.predicting.statistic import checked, read_statistic
from nuem.inference import Likelihood
from nuem.inference.one_coupling.many import hulls
from nuem.inference.statistics import Statistic
from nuem.inference.statistics.statistic import fixed_threshold
from nuem.vertex import Vertex
from nuem.vertex.form_factors import FORM_FACTORS

_BLOCK = 1024


def factors(binding: Binding, vertices: Vertex, *, cl: float, statistic: Statistic | str) -> NDArray[np.float64]:
    """Hull of the allowed factor of each vertex; see `Prediction.factors`."""
    rule, likelihood = read_statistic(statistic), Likelihood([binding.dataset])
    if not vertices.batch:
        raise ValueError("factors needs many vertices (matrices with leading axes); for a single one use limit")
    if not likelihood.linear:
        raise ValueError(f"{binding.experiment.name} has nuisances that change shapes; take its limits one by one")
    flat = vertices.flattened()
    first = coupling(flat[0])
    level = checked(first, cl, rule)
    threshold = fixed_threshold(rule, level)
    if threshold is None:
        raise ValueError(f"statistic = {rule.name!r} has no fixed threshold; choose two-sided or one-sided")
    scales = _scales(flat)
    result = np.empty((len(scales), 2))
    for k in range(0, len(scales), _BLOCK):
        block, scale = flat[k : k + _BLOCK], scales[k : k + _BLOCK, None, None]
        weak, linear, quadratic = binding.tensors[0].polynomial(block)
        changes = [linear * scale, quadratic * scale**2] if first.interferes else [quadratic * scale**2]
        low = -np.inf if first.interferes else 0.0
        result[k : k + _BLOCK] = hulls(likelihood, np.stack([weak, *changes], axis=1), threshold, low=low)
    ends = result if first.interferes else np.sqrt(result)
    if not rule.signed:
        ends[:, 0] = 0.0
    return (ends * scales[:, None]).reshape(*vertices.batch, 2)


def _scales(flat: Vertex) -> NDArray[np.float64]:
    """A typical factor of each vertex, at which counts change visibly."""
    sizes = {name: np.abs(getattr(flat, name)).max(axis=(-1, -2)) for name in FORM_FACTORS}
    with np.errstate(divide="ignore"):
        scales = np.min([FORM_FACTORS[name].scale / size for name, size in sizes.items()], axis=0)
    if not np.all(np.isfinite(scales)):
        raise ValueError("every matrix of a vertex vanishes, so there is no factor to put a limit on")
    return np.asarray(scales)
