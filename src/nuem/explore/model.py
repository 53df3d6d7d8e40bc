"""The statistical model of an experiment as plain records: what `nuem.inference.Dataset` holds."""

from functools import singledispatch
from math import isfinite
from typing import Final

import numpy as np

from nuem.explore.pool import Pool
from nuem.inference import Dataset
from nuem.inference.data import Covariance, Data, Gaussian, OnOff, Poisson
from nuem.inference.expectations.component import Component
from nuem.inference.expectations.nuisance import Nuisance
from nuem.inference.expectations.shapes import Exponential, Line, Shape
from nuem.typing import Json

_SHAPES: Final = {"Exponential": "exponential", "Line": "line"}


def record(dataset: Dataset, pool: Pool) -> Json:
    """Data, backgrounds, fluxes and nuisances."""
    return {
        "data": _data(dataset.data, pool),
        "fluxes": [dict(flux) for flux in dataset.fluxes],
        "signal": list(dataset.signal_nuisances),
        "backgrounds": [_component(background, pool) for background in dataset.backgrounds],
        "systematics": [
            {
                "nuisance": systematic.nuisance,
                "targets": list(systematic.targets),
                "down": systematic.down,
                "up": systematic.up,
            }
            for systematic in dataset.systematics
        ],
        "nuisances": [_nuisance(nuisance) for nuisance in dataset.nuisances],
    }


@singledispatch
def _data(data: Data, pool: Pool) -> Json:
    raise ValueError(f"data of the kind {type(data).__name__} cannot be shown in a page")


@_data.register
def _(data: Poisson, pool: Pool) -> Json:
    return {"kind": "poisson", "observed": pool.put(data.observed)}


@_data.register
def _(data: Gaussian, pool: Pool) -> Json:
    return {"kind": "gaussian", "observed": pool.put(data.observed), "errors": pool.put(data.errors)}


@_data.register
def _(data: OnOff, pool: Pool) -> Json:
    ratio = np.broadcast_to(data.ratio, data.on.shape)
    return {"kind": "on_off", "on": pool.put(data.on), "off": pool.put(data.off), "ratio": pool.put(ratio)}


@_data.register
def _(data: Covariance, pool: Pool) -> Json:
    return {
        "kind": "covariance",
        "observed": pool.put(data.observed),
        "errors": pool.put(np.sqrt(np.diag(data.covariance))),
        "whitener": pool.put(data.project(np.eye(data.bins))),
    }


def _component(component: Component, pool: Pool) -> Json:
    """A background; a shape without parameters that move is a table."""
    norm, shape = component.norm, component.shape
    table = shape is None or all(parameter.error == 0 for parameter in shape.parameters.values())
    return {
        "name": component.name,
        "step": component.step,
        "norm": None if norm is None else norm.name,
        "table": pool.put(component.nominal) if table else None,
        "shape": None if shape is None or table else _shape(component.name, shape, pool),
        "variations": [
            {"nuisance": parameter.nuisance, "down": pool.put(parameter.down), "up": pool.put(parameter.up)}
            for parameter in component.variations
        ],
    }


def _shape(component: str, shape: Shape, pool: Pool) -> Json:
    """A shape with parameters, each at its nominal value and with its step, if a nuisance moves it."""
    if not isinstance(shape, Exponential | Line):
        raise ValueError(f"a background of the shape {type(shape).__name__} cannot be shown in a page")
    return {
        "kind": _SHAPES[type(shape).__name__],
        "edges": pool.put(shape.edges),
        "total": shape.total,
        "parameters": [
            {
                "value": parameter.value,
                "step": parameter.step,
                "nuisance": f"{component} {name}" if parameter.error != 0 else None,
            }
            for name, parameter in shape.parameters.items()
        ],
    }


def _nuisance(nuisance: Nuisance) -> Json:
    low, high = (end if isfinite(end) else None for end in (nuisance.low, nuisance.high))
    return {"name": nuisance.name, "low": low, "high": high, "pull": nuisance.pull}
