"""An experiment with the options that are chosen for it: its rates and its data set."""

from dataclasses import dataclass

import numpy as np

from nuem.experiments.expected import folded
from nuem.experiments.setup import Counts, Experiment
from nuem.flavour import Mixing
from nuem.inference import Component, Dataset, OnOff, Poisson
from nuem.rates import RateTensor
from nuem.scattering.atom import ElectronModel


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """Rates and data of an experiment."""

    tensors: tuple[RateTensor, ...]
    """Nominal, then at -1 and +1 sigma of each nuisance that changes the signal."""
    dataset: Dataset


def bind(experiment: Experiment, mixing: Mixing, electrons: ElectronModel, sin2_theta_w: float) -> Binding:
    """Fold the rates of an experiment and lay out its data.

    Raises
    ------
    ValueError
        If the published background is said to contain the weak scattering but is smaller than it.
    """
    tensor = folded(experiment, mixing=mixing, electrons=electrons, sin2_theta_w=sin2_theta_w)
    fluxes = tensor.errors if experiment.flux_errors else tuple({} for _ in tensor.beams)
    data = experiment.data
    if isinstance(data, Counts):
        background = Component("background", background_without_weak(experiment, tensor), data.background_error)
        return Binding((tensor,), Dataset(experiment.name, Poisson(data.observed), fluxes, (background,)))
    weak = tensor.counts()
    on_off = OnOff(data.background + weak, data.off_over_on * data.background, data.off_over_on)
    return Binding((tensor,), Dataset(experiment.name, on_off, tuple({} for _ in tensor.beams)))


def background_without_weak(experiment: Experiment, tensor: RateTensor) -> np.ndarray:
    """Expected background in each bin, without the neutrinos' own weak scattering.

    Raises
    ------
    ValueError
        If the published background is said to contain the weak scattering but is smaller than it.
    """
    data = experiment.data
    if not isinstance(data, Counts) or not data.contains_weak:
        return data.background
    weak = tensor.counts()
    remainder = data.background - weak
    if np.any(remainder < 0):
        b = int(np.argmin(remainder))
        raise ValueError(
            f"{experiment.name}: the background of bin {b + 1} is {data.background[b]:.3g} events, less than the {weak[b]:.3g} of "
            "weak scattering that it is said to contain; set background_contains_weak = false"
        )
    return remainder
