r"""The statistical model of experiments as templates, which formats of the HistFactory family share [Cranmer:2012sba].

.. math:: \mu_b = \sum_s x^{p_s} \Big(1 + \sum_j e_{sj}\eta_j\Big) \prod_k f_{sk}(\eta) \big(T_{sb} + \Delta_{sb}(\eta)\big)

Counts are polynomials of x, so every power of every beam is one sample. What differs between formats is which factors they know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite, log10
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nuem.experiments import Combination, Experiment, Prediction, combine
from nuem.experiments.predicting.binding import curve
from nuem.experiments.predicting.coupling import Coupling
from nuem.inference import Component, Dataset, OnOff, Poisson
from nuem.inference.expectations.morphing import shape_weights
from nuem.inference.expectations.nuisance import Nuisance
from nuem.numerics.warn import warn_user

Array = NDArray[np.float64]
Experiments = Experiment | Prediction | Combination | str | Path | Sequence[Experiment | str | Path]
"""One or more experiments, by name, path or object; or predictions, with their options bound."""

_BOUND_AT = 9.0  # rise of -2 ln L at which the coupling is far enough out for a tenth of its range


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Counts in bins and what multiplies or moves them."""

    name: str
    counts: Array
    power: int = 0
    """Of the parameter of the coupling."""
    free: tuple[str, ...] = ()
    """Free normalisations; a name that ends with "[]" is one for each bin."""
    linear: Mapping[str, float] = field(default_factory=dict)
    """Nuisance to its relative error: one factor 1 + sum of errors times nuisances."""
    shapes: tuple[tuple[str, Array, Array], ...] = ()
    """Nuisance, and the counts at -1 and at +1 sigma (code 4p)."""
    factors: tuple[tuple[str, float, float], ...] = ()
    """Nuisance, and the factor at -1 and at +1 sigma (code 4)."""


@dataclass(frozen=True, slots=True, eq=False)
class Channel:
    """Poisson counts in bins and the samples that are expected in them."""

    name: str
    observed: Array
    samples: tuple[Sample, ...]
    edges: Array
    """Edges of the bins, if they adjoin; otherwise empty."""


@dataclass(frozen=True, slots=True, eq=False)
class Templates:
    """All channels, and the parameters that they share."""

    channels: tuple[Channel, ...]
    nuisances: tuple[Nuisance, ...]
    """With a Gaussian term; free normalisations are listed in the samples."""
    coupling: Coupling
    parameter: str
    """Name of x."""
    unit: float
    """The coupling where x = 1 [base units]: a power of ten near the limit, so that fits see numbers of order one."""
    meaning: str
    """What x is, in words."""
    range: tuple[float, float]
    """Of x."""


def predictions(experiments: Experiments) -> tuple[Prediction, ...]:
    """Predictions of what was given, options at their defaults unless bound."""
    if isinstance(experiments, Prediction):
        return (experiments,)
    if isinstance(experiments, Combination):
        return experiments.predictions
    return combine(experiments).predictions


def templates(experiments: Experiments, coupling: Coupling, value: float | None = None) -> Templates:
    """The model of experiments along a coupling.

    Parameters
    ----------
    experiments : experiments
    coupling : Coupling
    value : float or None, optional
        Instead of a polynomial of the coupling, one sample with what this value of it adds, times a signal strength [base units].

    Raises
    ------
    ValueError
        For data that are not counts, or backgrounds whose shape has free parameters.
    """
    members = predictions(experiments)
    combined = len({prediction.experiment.name for prediction in members}) > 1
    unit, span = _scale(members, coupling) if value is None else (value, (0.0, 10.0))
    channels: list[Channel] = []
    nuisances: dict[str, Nuisance] = {}
    at = _without_coupling(members, coupling)
    for prediction in members:
        data = prediction.dataset
        names = {
            nuisance.name: data.private(nuisance.name) if combined else nuisance.name for nuisance in data.nuisances
        }
        signal = prediction.binding.signal(coupling)
        powers = coupling.x(unit) ** np.arange(len(signal))
        signal = signal * powers[:, None, None, None]
        if value is not None:
            signal = np.stack([signal[0], signal[1:].sum(axis=0)])
        samples = [
            *_signal(prediction, coupling, signal, names),
            *(_background(component, data, names, at) for component in data.backgrounds),
        ]
        channels += _channels(prediction, tuple(samples))
        for nuisance in data.nuisances:
            if nuisance.pull:
                name = names[nuisance.name]
                other = nuisances.get(name, nuisance)
                nuisances[name] = Nuisance(name, max(nuisance.low, other.low), min(nuisance.high, other.high))
    name, meaning = _parameter(coupling, unit, strength=value is not None)
    return Templates(tuple(channels), tuple(nuisances.values()), coupling, name, unit, meaning, span)


def _parameter(coupling: Coupling, unit: float, *, strength: bool) -> tuple[str, str]:
    """Name and meaning of x."""
    if strength:
        return "signal", f"signal = 1 is {coupling.name} = {unit!r} {coupling.unit}, signal = 0 is none"
    if coupling.interferes:
        return coupling.name, f"{coupling.name} in {unit!r} {coupling.unit}"
    return f"{coupling.name}_squared", f"{coupling.name}_squared = ({coupling.name} / {unit!r} {coupling.unit})^2"


def _scale(members: tuple[Prediction, ...], coupling: Coupling) -> tuple[float, tuple[float, float]]:
    """A unit of the coupling, and where a fit may look for x in it: ten times as far as the data allow."""
    along = curve([prediction.binding for prediction in members], coupling)
    pieces = along.below(_BOUND_AT)
    far = max(abs(pieces[0][0]), abs(pieces[-1][1]))
    far = far if isfinite(far) and far > 0 else along.reach
    unit = float(f"1e{round(log10(abs(coupling.value(far))))}")
    most = 10 * far / coupling.x(unit)
    return unit, (-most if coupling.interferes else 0.0, most)


def _signal(prediction: Prediction, coupling: Coupling, signal: Array, names: Mapping[str, str]) -> list[Sample]:
    """A sample for each beam and power of x, from coefficients (powers, variants, beams, bins)."""
    data = prediction.dataset
    samples = []
    for power, variants in enumerate(signal):
        title = "weak" if power == 0 else coupling.name if power == 1 else f"{coupling.name}^{power}"
        beams = _unique([f"{title} {beam}" for beam in prediction.tensors[0].beams])
        for k, name in enumerate(beams):
            counts = variants[:, k]
            if not np.any(counts):
                continue
            shapes = tuple(
                (names[nuisance], counts[1 + 2 * j], counts[2 + 2 * j])
                for j, nuisance in enumerate(data.signal_nuisances)
                if np.any(counts[1 + 2 * j : 3 + 2 * j] != counts[0])
            )
            linear = {names[nuisance]: error for nuisance, error in data.fluxes[k].items() if error}
            factors = _factors(data, "signal", names)
            samples.append(Sample(name, counts[0], power, linear=linear, shapes=shapes, factors=factors))
    return samples


def _without_coupling(members: tuple[Prediction, ...], coupling: Coupling) -> dict[str, float]:
    """Nuisances at their best without the coupling, if there are backgrounds whose templates they change."""
    if not any(component.variations for prediction in members for component in prediction.dataset.backgrounds):
        return {}
    along = curve([prediction.binding for prediction in members], coupling)
    return dict(zip(along.likelihood.nuisances, along.profile(np.zeros(1))[1][0].tolist(), strict=True))


def _clipped(sample: Sample, at: Mapping[str, float], experiment: str) -> Sample:
    """A sample without the bins in which changes of shape make it negative at given nuisances, where it is clipped here."""
    changes = [(at[name], low - sample.counts, high - sample.counts) for name, low, high in sample.shapes]
    weights = [shape_weights(np.array(size))[:2] for size, _, _ in changes]
    moved = [up * high + down * low for (up, down), (_, low, high) in zip(weights, changes, strict=True)]
    counts = sample.counts + np.sum(moved, axis=0)
    negative = counts < 0
    if not np.any(negative):
        return sample
    warn_user(
        f"{experiment}: changes of shape make {sample.name!r} negative in {np.count_nonzero(negative)} of {len(counts)} bins ({counts[negative].sum():.1g} "
        "counts in all), where it is clipped at zero here, which templates of HistFactory cannot do; in these bins the workspace has none of it, as "
        "at the best fit without the coupling"
    )
    shapes = tuple(
        (name, np.where(negative, 0.0, low), np.where(negative, 0.0, high)) for name, low, high in sample.shapes
    )
    return replace(sample, counts=np.where(negative, 0.0, sample.counts), shapes=shapes)


def _background(component: Component, data: Dataset, names: Mapping[str, str], at: Mapping[str, float]) -> Sample:
    """A background component, as it is near given nuisances."""
    moving = (
        []
        if component.shape is None
        else [name for name, parameter in component.shape.parameters.items() if parameter.error != 0]
    )
    if moving:
        raise ValueError(
            f"{data.name}: the shape of the background {component.name!r} has a parameter {moving[0]!r}, which templates of "
            "HistFactory cannot express"
        )
    sample = Sample(
        component.name,
        component.nominal,
        shapes=tuple((names[parameter.nuisance], parameter.down, parameter.up) for parameter in component.variations),
        factors=_factors(data, component.name, names),
    )
    if sample.shapes:
        sample = _clipped(sample, at, data.name)
    if component.norm is None:
        return sample
    name = names[component.norm.name]
    return replace(sample, free=(name,)) if component.error is None else replace(sample, linear={name: component.error})


def _factors(data: Dataset, target: str, names: Mapping[str, str]) -> tuple[tuple[str, float, float], ...]:
    return tuple(
        (names[systematic.nuisance], systematic.down, systematic.up)
        for systematic in data.systematics
        if target in systematic.targets
    )


def _channels(prediction: Prediction, samples: tuple[Sample, ...]) -> list[Channel]:
    """Channels of an experiment: one, or two for counts with the source on and off, which have a free background in each bin."""
    data, name = prediction.dataset.data, prediction.experiment.name
    bins = prediction.experiment.bins
    edges = bins.edges if bins.plain else np.empty(0)
    if isinstance(data, Poisson):
        return [Channel(name, data.observed, samples, edges)]
    if not isinstance(data, OnOff):
        raise ValueError(
            f"{name} has {type(data).__name__} data, measurements with errors; HistFactory knows Poisson counts alone"
        )
    scale = np.maximum(np.maximum(data.on, data.off / data.ratio), 1.0)
    free = (f"{name}.background[]",)
    on = Sample("background", scale, free=free)
    off = Sample("background", scale * data.ratio, free=free)
    return [Channel(f"{name} on", data.on, (*samples, on), edges), Channel(f"{name} off", data.off, (off,), edges)]


def _unique(names: Sequence[str]) -> list[str]:
    """Names with a number behind those that occur before."""
    return [name if name not in names[:k] else f"{name} {names[:k].count(name) + 1}" for k, name in enumerate(names)]
