"""Expected counts as a function of the nuisances, with their derivatives, for one signal or many at once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from nuem.inference.component import Component
from nuem.inference.data.term import Array
from nuem.inference.dataset import Dataset
from nuem.inference.morphing import clipped, factor, shape_change, shape_weights


class Expectation(Protocol):
    """What the minimiser calls: expectations and their derivatives at parameters (batch, parameters)."""

    def __call__(self, parameters: Array) -> tuple[Array, Array]:
        """Expectations (batch, bins) and derivatives (batch or 1, parameters, bins)."""

    def bending(self, parameters: Array, outer: Array) -> Array | None:
        """Second derivatives weighted with one factor a bin: by the first parameter (batch), or by the leading ones (batch, m, m); None if there are none."""

    def take(self, index: NDArray[np.intp]) -> Self:
        """Some of a batch."""


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """mu = base + nuisances . design."""

    base: Array
    """(batch or 1, bins)"""
    design: Array
    """(batch or 1, nuisances, bins)"""

    def __call__(self, parameters: Array) -> tuple[Array, Array]:
        """Expectations and the design."""
        if len(self.design) == 1:
            return self.base + np.matmul(parameters[:, None], self.design[0])[:, 0], self.design
        return self.base + np.matmul(parameters[:, None], self.design)[:, 0], self.design

    def bending(self, parameters: Array, outer: Array) -> None:
        """None: the signal is fixed, and what nuisances bend is small."""

    def take(self, index: NDArray[np.intp]) -> "Linear":
        """Some of a batch."""
        base = self.base if len(self.base) == 1 else self.base[index]
        return Linear(base, self.design if len(self.design) == 1 else self.design[index])


@dataclass(frozen=True, eq=False)
class Model:
    """How the expectation of one data set depends on nuisances, which are counted as in a combination of data sets."""

    dataset: Dataset
    places: tuple[int, ...]
    """Where each nuisance of the data set stands among all."""
    total: int
    """Number of all nuisances."""

    @cached_property
    def index(self) -> dict[str, int]:
        """Name of a nuisance of the data set to its place."""
        return dict(zip((nuisance.name for nuisance in self.dataset.nuisances), self.places, strict=True))

    @cached_property
    def _flux(self) -> Array:
        """Errors of the fluxes, (nuisances, beams)."""
        errors = np.zeros((self.total, len(self.dataset.fluxes)))
        for k, beam in enumerate(self.dataset.fluxes):
            for name, error in beam.items():
                if error:
                    errors[self.index[name], k] = error
        return errors

    @cached_property
    def _background(self) -> tuple[Array, Array]:
        """Nominal background and its derivatives by the normalisations, projected."""
        design = np.zeros((self.total, self.dataset.raw_bins))
        for background in self.dataset.backgrounds:
            if background.norm is not None:
                design[self.index[background.norm.name]] += background.step * background.nominal
        project = self.dataset.data.project
        return project(self.dataset.nominal_background), project(design)

    @cached_property
    def _differences(self) -> dict[tuple[str, str], Array]:
        """Templates at -1 and +1 sigma minus the nominal one, (2, bins), by background and nuisance."""
        return {
            (background.name, variation.nuisance): np.stack(
                [variation.down - background.table, variation.up - background.table]
            )
            for background in self.dataset.backgrounds
            if background.table is not None
            for variation in background.variations
        }

    def linear(self, signal: Array) -> tuple[Array, Array]:
        """Base (batch, bins) and design (batch, nuisances, bins) of signals (batch, variants, beams, bins)."""
        base, design = self._background
        alone, by_flux = self.linear_signal(signal)
        if np.any(self._flux):
            return base + alone, design + by_flux
        return base + alone, np.broadcast_to(design, (len(signal), *design.shape))

    def linear_signal(self, signal: Array) -> tuple[Array, Array]:
        """The part of `linear` that the signals make, without the background, in whose sum a weak signal loses its digits."""
        beams = self.dataset.data.project(signal[:, 0])
        return beams.sum(axis=1), self._flux @ beams

    def __call__(self, signal: Array, slope: Array | None, parameters: Array) -> tuple[Array, Array, Array | None]:
        """Expectations, derivatives by the nuisances, and the change with the signal's slope, of any model."""
        data = self.dataset
        size = np.broadcast_shapes(signal.shape[:1], parameters.shape[:1])[0]
        jacobian = np.zeros((size, self.total, data.raw_bins))
        norms = _Norms(self, parameters)
        flux = (1 + parameters @ self._flux) * norms.value("signal")[:, None]
        counts, moved, _ = self._morphed_signal(signal, parameters)
        expected = np.matmul(flux[:, None], counts)[:, 0]
        jacobian += self._flux @ counts * norms.value("signal")[:, None, None]
        for name, change in moved.items():
            jacobian[:, self.index[name]] += np.einsum("nk,nkb->nb", flux, change)
        signal_alone = expected
        for place, log_slope in norms.log_slopes("signal"):
            jacobian[:, place] += log_slope[:, None] * signal_alone
        along = None if slope is None else self.along(slope[:, None], signal, parameters)[:, 0]
        for background in data.backgrounds:
            expected = expected + self._add(background, parameters, norms, jacobian)
        project = data.data.project
        return project(expected), project(jacobian), along

    def along(self, slopes: Array, signal: Array, parameters: Array) -> Array:
        """Change of the expectation with each of many changes of the signal (batch, many, variants, beams, bins), as (batch, many, bins)."""
        weights, clip = self._weights(signal, parameters)
        change = (
            np.einsum("nvk,npvkb->npkb", weights, slopes, optimize=True)
            if slopes.shape[2] > 1
            else (weights[:, None, 0, :, None] * slopes[:, :, 0])
        )
        if clip is not None:
            by_nominal = weights.sum(axis=1)[:, None, :, None] * slopes[:, :, 0]
            change = clip[0][:, None] * change + clip[1][:, None] * by_nominal
        return self.dataset.data.project(change.sum(axis=2))

    def adjoint(self, signal: Array, parameters: Array, outer: Array) -> Array:
        """What multiplies the signal in a sum of expectations weighted with `outer` (batch, bins), (batch, variants, beams, bins)."""
        weights, clip = self._weights(signal, parameters)
        matrix = self._projection
        gradient = (outer if matrix is None else outer @ matrix.T)[:, None, :]
        gradient = np.broadcast_to(gradient, (len(outer), weights.shape[2], gradient.shape[-1]))
        if clip is None:
            return np.asarray(weights[..., None] * gradient[:, None])
        result = weights[..., None] * (clip[0] * gradient)[:, None]
        result[:, 0] += weights.sum(axis=1)[..., None] * clip[1] * gradient
        return np.asarray(result)

    @cached_property
    def _projection(self) -> Array | None:
        """The projection of the data term as a matrix, None for the identity."""
        unit = np.eye(self.dataset.raw_bins)
        matrix = self.dataset.data.project(unit)
        return None if matrix is unit else matrix

    def _weights(self, signal: Array, parameters: Array) -> tuple[Array, tuple[Array, Array] | None]:
        """Factor of each template of each beam (batch, variants, beams), and how much of a change of the signal is not clipped."""
        flux = (1 + parameters @ self._flux) * _Norms(self, parameters).value("signal")[:, None]
        names = self.dataset.signal_nuisances
        if not names:
            return flux[:, None], None
        unit, zero = np.ones(1), np.zeros(1)
        variant_weights = np.zeros((len(parameters), self.dataset.variants))
        for j, name in enumerate(names):
            eta = parameters[:, self.index[name]]
            variant_weights[:, 1 + 2 * j] = shape_change(eta, unit, zero)[0]
            variant_weights[:, 2 + 2 * j] = shape_change(eta, zero, unit)[0]
        variant_weights[:, 0] = 1 - variant_weights.sum(axis=1)
        return variant_weights[..., None] * flux[:, None], self._morphed_signal(signal, parameters)[2]

    def parts(self, signal: Array, parameters: Array) -> dict[str, Array]:
        """What makes up the expectation of one signal (1, variants, beams, bins) at nuisances (1, nuisances): signal and backgrounds."""
        norms, scratch = _Norms(self, parameters), np.zeros((1, self.total, self.dataset.raw_bins))
        flux = (1 + parameters @ self._flux) * norms.value("signal")[:, None]
        result = {"signal": flux[0] @ self._morphed_signal(signal, parameters)[0][0]}
        for background in self.dataset.backgrounds:
            result[background.name] = self._add(background, parameters, norms, scratch)[0]
        return result

    def _morphed_signal(
        self, signal: Array, parameters: Array
    ) -> tuple[Array, dict[str, Array], tuple[Array, Array] | None]:
        """Signal of each beam, its derivative by each nuisance that changes its shape, and how much of a change is not clipped."""
        nominal, names = signal[:, 0], self.dataset.signal_nuisances
        if not names:
            size = max(len(signal), len(parameters))
            return np.broadcast_to(nominal, (size, *nominal.shape[1:])), {}, None
        counts, moved = nominal, {}
        for j, name in enumerate(names):
            eta = parameters[:, self.index[name], None, None]
            change, moved[name] = shape_change(eta, signal[:, 1 + 2 * j] - nominal, signal[:, 2 + 2 * j] - nominal)
            counts = counts + change
        counts, unclipped, by_nominal = clipped(counts, nominal)
        clip = np.broadcast_to(unclipped, counts.shape), np.broadcast_to(by_nominal, counts.shape)
        return counts, {name: unclipped * by_eta for name, by_eta in moved.items()}, clip

    def _add(self, component: Component, parameters: Array, norms: "_Norms", jacobian: Array) -> Array:
        """Counts of a background component; its derivatives are added to the jacobian."""
        shape, norm = component.shape, component.norm
        slopes: dict[int, Array] = {}
        if component.table is not None:
            counts = np.broadcast_to(component.table, (len(parameters), component.table.size))
            for variation in component.variations:
                place = self.index[variation.nuisance]
                differences = self._differences[component.name, variation.nuisance]
                up, down, up_slope, down_slope = shape_weights(parameters[:, place])
                counts = counts + np.column_stack([down, up]) @ differences
                slope = np.column_stack([down_slope, up_slope]) @ differences
                slopes[place] = slopes.get(place, 0.0) + slope
            counts, unclipped, _ = clipped(counts, component.table)
            slopes = {place: unclipped * slope for place, slope in slopes.items()}
        else:
            assert shape is not None
            values = np.tile([float(parameter.value) for parameter in shape.parameters.values()], (len(parameters), 1))
            moving = [
                (k, name, parameter)
                for k, (name, parameter) in enumerate(shape.parameters.items())
                if parameter.error != 0
            ]
            for k, name, parameter in moving:
                values[:, k] += parameter.step * parameters[:, self.index[f"{component.name} {name}"]]
            counts, by_value = shape.counts(values)
            slopes = {
                self.index[f"{component.name} {name}"]: parameter.step * by_value[:, k] for k, name, parameter in moving
            }
        weight = norms.value(component.name)
        if norm is not None:
            place = self.index[norm.name]
            jacobian[:, place] += (weight * component.step)[:, None] * counts
            weight = weight * (1 + component.step * parameters[:, place])
        for place, slope in slopes.items():
            jacobian[:, place] += weight[:, None] * slope
        result = weight[:, None] * counts
        for place, log_slope in norms.log_slopes(component.name):
            jacobian[:, place] += log_slope[:, None] * result
        return np.asarray(result)


class _Norms:
    """The factors of all systematics at given nuisances."""

    def __init__(self, model: Model, parameters: Array) -> None:
        self._ones = np.ones(len(parameters))
        self._factors = []
        for systematic in model.dataset.systematics:
            place = model.index[systematic.nuisance]
            value, slope = factor(parameters[:, place], systematic.down, systematic.up)
            self._factors.append((systematic.targets, place, value, slope))

    def value(self, target: str) -> Array:
        """Product of the factors of a target."""
        result = self._ones
        for targets, _, value, _ in self._factors:
            if target in targets:
                result = result * value
        return result

    def log_slopes(self, target: str) -> list[tuple[int, Array]]:
        """Place of each nuisance that changes a target, and the derivative of the logarithm of its factor."""
        return [(place, slope / value) for targets, place, value, slope in self._factors if target in targets]


@dataclass(frozen=True, slots=True, eq=False)
class Morphed:
    """The expectation of any model of one or more data sets at given signals."""

    models: tuple[Model, ...]
    signals: tuple[Array, ...]
    """Of each data set, (batch or 1, variants, beams, bins)."""

    def __call__(self, parameters: Array) -> tuple[Array, Array]:
        """Expectations and derivatives."""
        parts = [model(signal, None, parameters)[:2] for model, signal in zip(self.models, self.signals, strict=True)]
        return np.concatenate([part[0] for part in parts], axis=-1), np.concatenate(
            [part[1] for part in parts], axis=-1
        )

    def bending(self, parameters: Array, outer: Array) -> None:
        """None: the signal is fixed, and what nuisances bend is small."""

    def take(self, index: NDArray[np.intp]) -> "Morphed":
        """Some of a batch."""
        return Morphed(self.models, tuple(signal if len(signal) == 1 else signal[index] for signal in self.signals))
