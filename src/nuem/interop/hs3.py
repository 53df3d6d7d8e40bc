r"""HS3, the HEP Statistics Serialization Standard: experiments and their combinations as ``histfactory_dist``.

The format has functions of parameters, so that more is exact than in pyhf: a linear factor beside changes of shape is a ``normfactor`` with
1 + e eta as its parameter, and a coupling that interferes is one parameter, the square of which multiplies templates of its own. Names are
identifiers here: ``solar.B8`` is ``solar_B8``.
"""

import re
from collections.abc import Iterable
from importlib import metadata
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.predicting.coupling import Nature
from nuem.experiments.predicting.coupling import coupling as read_coupling
from nuem.interop.templates import Channel, Experiments, Sample, Templates, templates
from nuem.typing import Json
from nuem.vertex import Vertex

Array = NDArray[np.float64]

VERSION: Final = "0.2"
"""Of the standard."""

_FARTHEST: Final = 10.0


def workspace(experiment: Experiments, coupling: str | Vertex = "moment", *, nature: Nature = "dirac") -> Json:
    """The workspace of one or more experiments; no other package is needed for it.

    Parameters
    ----------
    experiment : name, path, Experiment, Prediction, Combination, or a sequence of names
        Several are one combination.
    coupling : str or Vertex, optional
        As in `nuem.limit`. Of a dipole the square is the parameter of interest.
    nature : {"dirac", "majorana"}, optional
        Symmetry of an element.

    Returns
    -------
    dict
        Distributions, functions, data, domains, parameter points, one likelihood and one analysis; ``misc`` says what the parameter means.

    Raises
    ------
    ValueError
        For data that are no counts, or backgrounds whose shape has free parameters.

    Examples
    --------
    >>> made = workspace("xenonnt", "charge")
    >>> made["analyses"][0]["parameters_of_interest"], made["functions"][0]["expression"]
    (['charge'], 'charge*charge')
    """
    model = templates(experiment, read_coupling(coupling, nature=nature))
    functions = _Functions(model)
    distributions: list[Json] = [
        {
            "name": _name(channel.name),
            "type": "histfactory_dist",
            "axes": [_axis(channel)],
            "samples": [_sample(sample, functions) for sample in channel.samples],
        }
        for channel in model.channels
    ]
    constrained = {
        modifier["parameter"] for modifier in _modifiers(distributions) if modifier["type"] in ("histosys", "normsys")
    }
    alone = [_name(nuisance.name) for nuisance in model.nuisances if _name(nuisance.name) not in constrained]
    terms = [
        {"name": f"{entry}_term", "type": "gaussian_dist", "x": 0.0, "mean": entry, "sigma": 1.0} for entry in alone
    ]
    ranges = _ranges(model)
    data = [_data(channel) for channel in model.channels]
    likelihood = {
        "name": "likelihood",
        "distributions": [_name(channel.name) for channel in model.channels],
        "data": [entry["name"] for entry in data],
        **({"aux_distributions": [term["name"] for term in terms]} if terms else {}),
    }
    return {
        "metadata": {"hs3_version": VERSION, "packages": [{"name": "nuem", "version": metadata.version("nuem")}]},
        "distributions": [*distributions, *terms],
        "functions": functions.made,
        "data": data,
        "likelihoods": [likelihood],
        "domains": [
            {
                "name": "default_domain",
                "type": "product_domain",
                "axes": [{"name": name, "min": low, "max": high} for name, (_, low, high) in ranges.items()],
            }
        ],
        "parameter_points": [
            {
                "name": "nominal",
                "parameters": [{"name": name, "value": start} for name, (start, _, _) in ranges.items()],
            }
        ],
        "analyses": [
            {
                "name": "limit",
                "likelihood": "likelihood",
                "parameters_of_interest": [_name(model.parameter)],
                "domains": ["default_domain"],
                "init": "nominal",
            }
        ],
        "misc": {"meaning": model.meaning},
    }


class _Functions:
    """Functions of parameters, each written once."""

    def __init__(self, model: Templates) -> None:
        self.parameter = _name(model.parameter)
        self.made: list[Json] = []

    def power(self, power: int) -> str:
        """The name of a power of the coupling's parameter."""
        if power == 1:
            return self.parameter
        return self._add(f"{self.parameter}_power_{power}", "*".join([self.parameter] * power))

    def linear(self, errors: dict[str, float]) -> str:
        """The name of a factor 1 + sum of errors times nuisances."""
        terms = [f"{error!r}*{name}" for name, error in errors.items()]
        name = "_".join(["factor", *(f"{name}_{error:g}" for name, error in errors.items())])
        return self._add(_name(name), " + ".join(["1.0", *terms]))

    def _add(self, name: str, expression: str) -> str:
        function = {"name": name, "type": "generic_function", "expression": expression}
        if function not in self.made:
            self.made.append(function)
        return name


def _name(text: str) -> str:
    """An identifier."""
    return re.sub(r"\W", "_", text)


def _axis(channel: Channel) -> Json:
    """Bins of a channel: its edges, or numbers."""
    name = f"{_name(channel.name)}_bin" if not len(channel.edges) else f"{_name(channel.name)}_energy"
    edges = channel.edges if len(channel.edges) else np.arange(len(channel.observed) + 1.0)
    return {"name": name, "edges": edges.tolist()}


def _sample(sample: Sample, functions: _Functions) -> Json:
    """A sample with its modifiers."""
    modifiers: list[Json] = []

    def add(kind: str, parameter: str, **data: object) -> None:
        modifiers.append({"name": f"{parameter}_{kind}", "type": kind, "parameter": parameter, **data})

    if sample.power:
        add("normfactor", functions.power(sample.power))
    for name in sample.free:
        if name.endswith("[]"):
            parameters = _each_bin(name, len(sample.counts))
            modifiers.append({"name": _name(name[:-2]), "type": "shapefactor", "parameters": parameters})
        else:
            add("normfactor", _name(name))
    for name, low, high in sample.shapes:
        add("histosys", _name(name), constraint="Gauss", data=_shape(low, high))
    for name, down, up in sample.factors:
        add("normsys", _name(name), constraint="Gauss", data={"lo": down, "hi": up, "interpolation": "code4"})
    if sample.shapes and sample.linear:
        add("normfactor", functions.linear({_name(name): error for name, error in sample.linear.items()}))
    else:
        for name, error in sample.linear.items():
            shape = _shape((1 - error) * sample.counts, (1 + error) * sample.counts)
            add("histosys", _name(name), constraint="Gauss", data=shape)
    counts = {"contents": sample.counts.tolist(), "errors": [0.0] * len(sample.counts)}
    return {"name": _name(sample.name), "data": counts, "modifiers": modifiers}


def _shape(low: Array, high: Array) -> Json:
    return {"lo": {"contents": low.tolist()}, "hi": {"contents": high.tolist()}, "interpolation": "code4p"}


def _each_bin(name: str, bins: int) -> list[str]:
    return [f"{_name(name[:-2])}_{b + 1}" for b in range(bins)]


def _data(channel: Channel) -> Json:
    """What was observed in one channel."""
    contents = channel.observed.tolist()
    return {"name": f"{_name(channel.name)}_data", "type": "binned", "axes": [_axis(channel)], "contents": contents}


def _modifiers(distributions: Iterable[Json]) -> list[Json]:
    return [
        modifier
        for distribution in distributions
        for sample in distribution["samples"]
        for modifier in sample["modifiers"]
    ]


def _ranges(model: Templates) -> dict[str, tuple[float, float, float]]:
    """Where each parameter starts, and its range."""
    low, high = model.range
    ranges = {_name(model.parameter): (min(1.0, high / 10), low, high)}
    for channel in model.channels:
        for sample in channel.samples:
            for name in sample.free:
                many = _each_bin(name, len(sample.counts)) if name.endswith("[]") else [_name(name)]
                most = max(10.0, 10 * float(channel.observed.sum() / max(sample.counts.sum(), 1e-300)))
                ranges |= dict.fromkeys(many, (1.0, 0.0, most))
    for nuisance in model.nuisances:
        ranges[_name(nuisance.name)] = (0.0, max(nuisance.low, -_FARTHEST), min(nuisance.high, _FARTHEST))
    return ranges
