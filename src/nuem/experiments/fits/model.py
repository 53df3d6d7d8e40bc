"""Experiments and parameters of the vertex as one model: folded rates, data, nuisances shared by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.fits.mixing_errors import nuisance
from nuem.experiments.fits.parametrisation import Parametrisation
from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.predicting.prediction import Prediction
from nuem.experiments.predictions import predict
from nuem.flavour import Mixing
from nuem.inference import Dataset, Likelihood
from nuem.inference.many_parameters.features import Features, Quadratic
from nuem.inference.many_parameters.parametric import Parametric
from nuem.scattering.atom import ElectronModel
from nuem.scattering.polarised import turned
from nuem.vertex import Vertex

Array = NDArray[np.float64]
Model = Callable[[Array], Vertex]


@dataclass(frozen=True, slots=True)
class Options:
    """What every prediction of a fit is made with."""

    mixing: Mixing
    electrons: ElectronModel | str | None
    sin2_theta_w: float


def parametric(
    experiments: Sequence[Experiment],
    options: Options,
    mixings: Mapping[str, tuple[Mixing, Mixing]],
    features: Features,
    directions: Parametrisation | None,
) -> tuple[Parametric, tuple[Prediction, ...]]:
    """The model of a fit, its parameters unbounded and without terms of their own, and the predictions it was made of.

    Parameters
    ----------
    experiments : sequence of Experiment
    options : Options
    mixings : mapping
        Name of a mixing parameter to the mixings at -1 and +1 sigma.
    features : Features
    directions : Parametrisation or None
        None for a model of the user's.
    """
    predictions, datasets, numbers = [], [], []
    for experiment in experiments:
        central = _predict(experiment, options, options.mixing)
        binding = central.binding.grouped
        variants = [tensor.numbers for tensor in binding.tensors]
        for pair in mixings.values():
            for mixing in pair:
                varied = _predict(experiment, options, mixing).binding.grouped.tensors[0].numbers
                if directions is None or directions.basis == "flavour":
                    varied = turned(varied, options.mixing.matrix.conj().T @ mixing.matrix)
                variants.append(varied)
        data = binding.dataset
        added = tuple(nuisance(name) for name in mixings)
        names = (*data.signal_nuisances, *added)
        datasets.append(Dataset(data.name, data.data, data.fluxes, data.backgrounds, names, data.systematics))
        predictions.append(central)
        numbers.append(np.stack(variants))
    if isinstance(features, Quadratic):
        features, matrix = features.compact()
        numbers = [number @ matrix.T for number in numbers]
    p = features.parameters
    labels = directions.names if directions else tuple(f"theta{k + 1}" for k in range(p))
    infinite = np.full(p, np.inf)
    model = Parametric(Likelihood(datasets), numbers, features, labels, -infinite, infinite, np.zeros(p), np.zeros(p))
    return model, tuple(predictions)


def bounded(
    model: Parametric,
    low: Array,
    high: Array,
    terms: Mapping[int, tuple[float, float]],
    names: tuple[str, ...] | None = None,
) -> Parametric:
    """The model with bounds, names, and a Gaussian term (value, error) for some parameters."""
    centres, weights = np.zeros(len(low)), np.zeros(len(low))
    for place, (value, error) in terms.items():
        centres[place], weights[place] = value, 1 / error**2
    return replace(model, low=low, high=high, centres=centres, weights=weights, names=names or model.names)


def _predict(experiment: Experiment, options: Options, mixing: Mixing) -> Prediction:
    return predict(experiment, mixing=mixing, electrons=options.electrons, sin2_theta_w=options.sin2_theta_w)
