r"""pyhf: workspaces of experiments and their combinations [Cranmer:2012sba].

A free normalisation is a ``normfactor``. A relative error e is linear in this library, 1 + e eta, so it becomes a ``histosys`` with the
templates (1 -+ e) T, which code 4p interpolates exactly linearly. A systematic with factors is a ``normsys``, a change of shape a
``histosys``, counts with the source off a second channel with a common ``shapefactor``. Nuisances keep their names.

Where a linear factor multiplies changes of shape, its product with the nominal counts is a ``histosys`` as well, and its product with the
changes is the difference of two samples with a ``normsys`` each, since

.. math:: e\eta = \frac{e}{2\epsilon} \big(\mathrm{e}^{\epsilon\eta} - \mathrm{e}^{-\epsilon\eta}\big)
    \Big(1 + \mathcal{O}\big(\tfrac{1}{6}\epsilon^2\eta^2\big)\Big), \qquad \epsilon = 10^{-4}.

Two things have no exact form. Templates that changes of shape make negative are clipped at zero here: bins of a background in which this happens
at the best fit are left out of it, with a warning. And a coupling that interferes is no ``normfactor``, since counts contain its square as
well: it has one workspace for each value. (A patchset would hold them together, but its schema asks for the number of a HEPData record.)
"""

from collections.abc import Sequence
from logging import getLogger
from math import exp
from types import ModuleType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import toms748

from nuem.experiments.predicting.coupling import Nature
from nuem.experiments.predicting.coupling import coupling as read_coupling
from nuem.inference.expectations.nuisance import Nuisance
from nuem.interop.extra import extra
from nuem.interop.templates import Experiments, Sample, Templates, templates
from nuem.typing import Json
from nuem.vertex import Vertex

Array = NDArray[np.float64]

_OLDEST: Final = "0.7"
_FARTHEST: Final = 10.0  # sigma
_SMALL: Final = 1e-4  # exponent whose hyperbolic sine is linear to 1e-9
_NEAR: Final = 1e-4  # estimated distance of -2 ln L from its minimum


def workspace(
    experiment: Experiments,
    coupling: str | Vertex = "moment",
    *,
    value: float | None = None,
    nature: Nature = "dirac",
) -> Json:
    """The workspace of one or more experiments; pyhf itself is not needed for it.

    Parameters
    ----------
    experiment : name, path, Experiment, Prediction, Combination, or a sequence of names
        Several are one combination, with channels side by side and nuisances of the same name shared.
    coupling : str or Vertex, optional
        As in `nuem.limit`. Of a dipole the square is the parameter of interest.
    value : float, optional
        Of the coupling [mu_B, e or cm^2]. The parameter of interest is then a signal strength: 1 is this value, 0 is no coupling.
        Needed for couplings that interfere.
    nature : {"dirac", "majorana"}, optional
        Symmetry of an element.

    Returns
    -------
    dict
        Channels, observations and one measurement, whose name says what the parameters mean.

    Raises
    ------
    ValueError
        For data or backgrounds that pyhf cannot express, or a coupling that interferes, without a value.

    Examples
    --------
    >>> made = workspace("xenonnt", "moment")
    >>> [sample["name"] for sample in made["channels"][0]["samples"]][-2:]
    ['moment F17', 'background']
    >>> made["measurements"][0]["name"]
    'moment_squared = (moment / 1e-11 mu_B)^2'
    """
    parameter = read_coupling(coupling, nature=nature)
    if parameter.interferes and value is None:
        raise ValueError(
            f"{parameter.name} interferes with the weak interaction, so counts contain it and its square, and pyhf has no such parameter: "
            "give a value, for a workspace of its own"
        )
    model = templates(experiment, parameter, value)
    channels = [
        {
            "name": channel.name,
            "samples": [part for sample in channel.samples for part in _parts(sample, model)],
        }
        for channel in model.channels
    ]
    parameters = [_poi(model), *_free(model), *(_bounds(nuisance) for nuisance in model.nuisances)]
    return {
        "channels": channels,
        "observations": [{"name": channel.name, "data": channel.observed.tolist()} for channel in model.channels],
        "measurements": [{"name": model.meaning, "config": {"poi": model.parameter, "parameters": parameters}}],
        "version": "1.0.0",
    }


def deviance(workspace: Json, values: Sequence[float] | Array) -> Array:
    """-2 ln L of a workspace with all nuisances at their best, as pyhf and Minuit compute it, up to a constant.

    Parameters
    ----------
    workspace : dict
    values : array_like
        Of the parameter of interest.

    Raises
    ------
    ValueError
        Without pyhf (extra ``pyhf``), or where Minuit finds no minimum.
    """
    pyhf, model, data = _model(workspace)
    if model.config.npars == 1:  # nothing to fit, which pyhf's Minuit cannot do
        return np.array([-2 * float(model.logpdf([float(point)], data)[0]) for point in np.atleast_1d(values)])
    return np.array([_fitted(pyhf, model, data, float(point)) for point in np.atleast_1d(values)])


def _fitted(pyhf: ModuleType, model: Any, data: list[float], point: float) -> float:
    """-2 ln L at a value of the parameter of interest.

    Minuit gives up where rounding keeps its estimate of the distance from the minimum above a goal; a fit with another goal or strategy often succeeds, and the
    lowest of those that are near enough is taken.
    """
    values = []
    log = getLogger("pyhf.optimize.mixins")
    before, log.disabled = log.disabled, True  # it prints every failed fit in full
    try:
        for tolerance, strategy in ((1e-6, 2), (1e-6, 1), (1e-4, 2), (1e-4, 1)):
            pyhf.set_backend("numpy", pyhf.optimize.minuit_optimizer(tolerance=tolerance, strategy=strategy))
            try:
                return float(pyhf.infer.mle.fixed_poi_fit(point, data, model, return_fitted_val=True)[1])
            except pyhf.exceptions.FailedMinimization as failure:
                if failure.result.minuit.fmin.edm < _NEAR:
                    values.append(float(failure.result.fun))
    finally:
        log.disabled = before
    if not values:
        raise ValueError(f"pyhf's fit at {model.config.poi_name} = {point:g} finds no minimum")
    return min(values)


def cls_limit(workspace: Json, cl: float = 0.90) -> float:
    """pyhf's own upper limit on the parameter of interest: CLs with asymptotic formulae, weaker than a likelihood ratio by construction.

    Parameters
    ----------
    workspace : dict
    cl : float, optional

    Raises
    ------
    ValueError
        Without pyhf (extra ``pyhf``).
    """
    pyhf, model, data = _model(workspace)
    pyhf.set_backend("numpy", "scipy")
    high = model.config.suggested_bounds()[model.config.poi_index][1]

    def excess(value: float) -> float:
        return float(pyhf.infer.hypotest(value, data, model)) - (1 - cl)

    # pyhf's toms748_scan looks for five expected limits as well
    return float(toms748(excess, high / 1000, high, xtol=2e-12, rtol=1e-4))


def _model(workspace: Json) -> tuple[ModuleType, Any, list[float]]:
    """pyhf, the model of a workspace and its data."""
    pyhf = extra("pyhf", "pyhf", _OLDEST)
    read = pyhf.Workspace(workspace)
    return pyhf, read.model(), read.data(read.model())


def _parts(sample: Sample, model: Templates) -> list[Json]:
    """A sample with its modifiers, and for each linear factor, which in it multiplies the nominal counts alone, the product with the changes of shape."""
    parts = [_sample(sample, model)]
    if not sample.shapes:
        return parts
    for name, error in sample.linear.items():
        for sign in (1, -1):
            weight = sign * error / (2 * _SMALL)
            shapes = tuple(
                (each, weight * (low - sample.counts), weight * (high - sample.counts))
                for each, low, high in sample.shapes
            )
            factors = (*sample.factors, (name, exp(-sign * _SMALL), exp(sign * _SMALL)))
            title = f"{sample.name}, {name} x change of shape, {'+' if sign > 0 else '-'}"
            product = Sample(title, 0 * sample.counts, sample.power, sample.free, shapes=shapes, factors=factors)
            parts.append(_sample(product, model))
    return parts


def _sample(sample: Sample, model: Templates) -> Json:
    """A sample with its modifiers."""
    modifiers = [_modifier(model.parameter, "normfactor")] if sample.power else []
    modifiers += [_modifier(name, "shapefactor" if name.endswith("[]") else "normfactor") for name in sample.free]
    modifiers += [_shape(name, low, high) for name, low, high in sample.shapes]
    modifiers += [_modifier(name, "normsys", {"lo": low, "hi": high}) for name, low, high in sample.factors]
    modifiers += [
        _shape(name, (1 - error) * sample.counts, (1 + error) * sample.counts) for name, error in sample.linear.items()
    ]
    kinds = [(modifier["name"], modifier["type"]) for modifier in modifiers]
    if len(set(kinds)) < len(kinds):
        raise ValueError(f"a nuisance changes {sample.name!r} in two ways of the same kind, which pyhf cannot express")
    return {"name": sample.name, "data": sample.counts.tolist(), "modifiers": modifiers}


def _modifier(name: str, kind: str, data: Json | None = None) -> Json:
    return {"name": name, "type": kind, "data": data}


def _shape(name: str, low: Array, high: Array) -> Json:
    return _modifier(name, "histosys", {"lo_data": low.tolist(), "hi_data": high.tolist()})


def _poi(model: Templates) -> Json:
    low, high = model.range
    return {"name": model.parameter, "inits": [min(1.0, high / 10)], "bounds": [[low, high]]}


def _free(model: Templates) -> list[Json]:
    """Free normalisations, never negative; those of single bins keep pyhf's own range."""
    most: dict[str, float] = {}
    for channel in model.channels:
        for sample in channel.samples:
            enough = max(10.0, 10 * float(channel.observed.sum() / max(sample.counts.sum(), 1e-300)))
            most |= {name: max(enough, most.get(name, 0.0)) for name in sample.free if not name.endswith("[]")}
    return [{"name": name, "inits": [1.0], "bounds": [[0.0, upper]]} for name, upper in most.items()]


def _bounds(nuisance: Nuisance) -> Json:
    """The range of a nuisance, in which no factor is negative."""
    low, high = max(nuisance.low, -_FARTHEST), min(nuisance.high, _FARTHEST)
    return {"name": nuisance.name, "inits": [0.0], "bounds": [[low, high]]}
