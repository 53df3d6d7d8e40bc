"""How the expectation of one data set depends on nuisances, with exact first and second derivatives."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import Array
from nuem.inference.expectations.dataset import Dataset
from nuem.inference.expectations.groups import Fixed, Group, Interpolated, Shaped
from nuem.inference.expectations.multipliers import Factors

Groups = list[tuple[list[int], Group]]
"""Components, beams first, and their counts."""
SHARP = 1e-7  # of a template, below which it is rounded off at zero


@dataclass(frozen=True, eq=False)
class Model:
    """The expectation of one data set as a function of nuisances, which are counted as in a combination of data sets."""

    dataset: Dataset
    places: tuple[int, ...]
    """Where each nuisance of the data set stands among all."""
    total: int
    """Number of all nuisances."""
    _last: list[tuple[Array, Array, float, Factors, Groups]] = field(default_factory=list, repr=False)

    def __reduce__(self) -> tuple[type["Model"], tuple[Dataset, tuple[int, ...], int]]:
        """What another process needs, without what was computed last."""
        return type(self), (self.dataset, self.places, self.total)

    @cached_property
    def index(self) -> dict[str, int]:
        """Name of a nuisance of the data set to its place."""
        return dict(zip((nuisance.name for nuisance in self.dataset.nuisances), self.places, strict=True))

    @cached_property
    def _linear(self) -> Array:
        """Errors of linear factors, (nuisances, beams and backgrounds)."""
        data, beams = self.dataset, self._beams
        errors = np.zeros((self.total, beams + len(data.backgrounds)))
        for k, beam in enumerate(data.fluxes):
            for name, error in beam.items():
                errors[self.index[name], k] = error
        for k, background in enumerate(data.backgrounds):
            if background.norm is not None:
                errors[self.index[background.norm.name], beams + k] = background.step
        return errors

    @cached_property
    def _beams(self) -> int:
        return len(self.dataset.fluxes)

    @cached_property
    def _systematics(self) -> list[tuple[int, NDArray[np.bool_], float, float]]:
        """Place, what is multiplied (beams and backgrounds), and the factors at -1 and +1 sigma."""
        data = self.dataset
        names = ["signal"] * self._beams + [background.name for background in data.backgrounds]
        return [(self.index[one.nuisance], np.isin(names, one.targets), one.down, one.up) for one in data.systematics]

    @cached_property
    def signal_places(self) -> list[int]:
        """Places of the nuisances that change the shape of the signal."""
        return [self.index[name] for name in self.dataset.signal_nuisances]

    @property
    def flux_places(self) -> list[int]:
        """Places of the nuisances that scale beams of the signal."""
        return [int(place) for place in np.flatnonzero(self._linear[:, : self._beams].any(axis=1))]

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
    def _projection(self) -> Array | None:
        """The projection of the data term as a matrix, None for the identity."""
        unit = np.eye(self.dataset.raw_bins)
        matrix = self.dataset.data.project(unit)
        return None if matrix is unit else matrix

    @cached_property
    def _fixed(self) -> tuple[list[int], Fixed]:
        """Backgrounds whose shape does not change, and their counts."""
        every = list(enumerate(self.dataset.backgrounds, self._beams))
        plain = [(k, one) for k, one in every if not one.variations and not _moves(one.shape)]
        counts = np.array([one.nominal for _, one in plain]).reshape(1, len(plain), self.dataset.raw_bins)
        return [k for k, _ in plain], Fixed(counts)

    @cached_property
    def _templates(self) -> dict[int, tuple[list[int], Array]]:
        """Places of the nuisances, and templates (1, variants, 1, bins), of the backgrounds that have variations."""
        result = {}
        for k, one in enumerate(self.dataset.backgrounds, self._beams):
            if one.table is not None and one.variations:
                rows = [one.table, *(side for each in one.variations for side in (each.down, each.up))]
                result[k] = [self.index[each.nuisance] for each in one.variations], np.array(rows)[None, :, None]
        return result

    def _groups(self, signal: Array, parameters: Array, floor: float) -> Groups:
        """Components, beams first, and their counts."""
        groups: Groups = [(list(range(self._beams)), self._signal(signal, parameters, floor))]
        if self._fixed[0]:
            groups.append(self._fixed)
        for k, one in enumerate(self.dataset.backgrounds, self._beams):
            if k in self._templates:
                places, templates = self._templates[k]
                groups.append(([k], Interpolated.of(templates, places, parameters, floor)))
            elif _moves(one.shape):
                groups.append(([k], Shaped.of(one, self.index, parameters)))
        return groups

    def _signal(self, signal: Array, parameters: Array, floor: float) -> Fixed | Interpolated:
        places = self.signal_places
        return Interpolated.of(signal, places, parameters, floor) if places else Fixed(signal[:, 0])

    def _evaluated(self, signal: Array, parameters: Array, floor: float) -> tuple[Factors, Groups]:
        """Factors and counts, kept until others are asked for: second derivatives follow the first."""
        last = self._last[0] if self._last else None
        if last is not None and last[0] is signal and last[1] is parameters and last[2] == floor:
            return last[3], last[4]
        factors, groups = self._factors(parameters), self._groups(signal, parameters, floor)
        self._last[:] = [(signal, parameters, floor, factors, groups)]
        return factors, groups

    def _factors(self, parameters: Array) -> Factors:
        return Factors.of(self._linear, self._systematics, parameters)

    def linear(self, signal: Array) -> tuple[Array, Array]:
        """Base (batch, bins) and design (batch, nuisances, bins) of signals (batch, variants, beams, bins)."""
        base, design = self._background
        alone, by_flux = self.linear_signal(signal)
        if np.any(self._linear[:, : self._beams]):
            return base + alone, design + by_flux
        return base + alone, np.broadcast_to(design, (len(signal), *design.shape))

    def linear_signal(self, signal: Array) -> tuple[Array, Array]:
        """The part of `linear` that the signals make, without the background, in whose sum a weak signal loses its digits."""
        beams = self.dataset.data.project(signal[:, 0])
        return beams.sum(axis=1), self._linear[:, : self._beams] @ beams

    def __call__(self, signal: Array, parameters: Array, floor: float = SHARP) -> tuple[Array, Array]:
        """Expectations (batch, bins) and derivatives by the nuisances (batch, nuisances, bins), of any model.

        Parameters
        ----------
        signal : numpy.ndarray
            (batch or 1, variants, beams, bins)
        parameters : numpy.ndarray
            (batch, nuisances)
        floor : float, optional
            Where templates are rounded off at zero, relative to their size.
        """
        factors, groups = self._evaluated(signal, parameters, floor)
        counts = np.empty((len(parameters), factors.value.shape[1], self.dataset.raw_bins))
        for components, group in groups:
            counts[:, components] = group.counts
        expected = np.matmul(factors.value[:, None], counts)[:, 0]
        jacobian = np.matmul(factors.slopes, counts)
        for components, group in groups:
            if group.slopes is not None:
                weights = factors.value[:, None, components]
                for j, place in enumerate(group.places):
                    jacobian[:, place] += np.matmul(weights, group.slopes[:, j])[:, 0]
        project = self.dataset.data.project
        return project(expected), project(jacobian)

    def expected(self, signal: Array, parameters: Array, floor: float = SHARP) -> Array:
        """Expectations alone."""
        factors, groups = self._evaluated(signal, parameters, floor)
        weights = factors.value[:, None]
        result = sum(np.matmul(weights[..., components], group.counts)[:, 0] for components, group in groups)
        return self.dataset.data.project(np.asarray(result))

    def bending(self, signal: Array, parameters: Array, outer: Array, floor: float = SHARP) -> Array:
        """Second derivatives by the nuisances of a sum of expectations weighted with `outer` (batch, bins), (batch, nuisances, nuisances)."""
        factors, groups = self._evaluated(signal, parameters, floor)
        each, size = self._unprojected(outer), len(parameters)
        sums = np.zeros_like(factors.value)
        result = np.zeros((size, self.total, self.total))
        for components, group in groups:
            sums[:, components] = np.matmul(group.counts, each[..., None])[..., 0]
            if group.slopes is None:
                continue
            second = group.bends(factors.value[:, components], each)
            first = np.matmul(group.slopes, each[:, None, :, None])[..., 0] @ factors.slopes[..., components].swapaxes(
                1, 2
            )
            for j, place in enumerate(group.places):
                result[:, place] += first[:, j]
                result[:, :, place] += first[:, j]
                for k, other in enumerate(group.places):
                    result[:, place, other] += second[:, j, k]
        by_factors = factors.bends(sums)
        return result if by_factors is None else result + by_factors

    def along(self, slopes: Array, signal: Array, parameters: Array, floor: float = SHARP) -> Array:
        """Change of the expectation with each of many changes of the signal (batch, many, variants, beams, bins), as (batch, many, bins)."""
        weights, group = self._weights(signal, parameters, floor)
        flat = slopes.reshape(*slopes.shape[:2], -1, slopes.shape[-1])
        change = np.matmul(weights.reshape(len(weights), 1, 1, -1), flat)[:, :, 0]
        group.less_what_is_clipped(change, weights, slopes)
        return self.dataset.data.project(change)

    def adjoint(self, signal: Array, parameters: Array, outer: Array) -> Array:
        """What multiplies the signal in a sum of expectations weighted with `outer` (batch, bins), (batch, variants, beams, bins)."""
        weights, group = self._weights(signal, parameters, SHARP)
        each, kept = self._unprojected(outer)[:, None, None], group.kept
        return np.asarray(weights[..., None] * (each if kept is None else each * kept[:, None]))

    def mixed(self, slopes: Array, signal: Array, parameters: Array, outer: Array, floor: float = SHARP) -> Array:
        """Derivatives by the nuisances of `along`, weighted with `outer` (batch, bins), (batch, many, nuisances)."""
        factors, groups = self._evaluated(signal, parameters, floor)
        each, by_factor = self._unprojected(outer)[:, None, None, None], factors.slopes[..., : self._beams]
        group = groups[0][1]
        kept = group.kept
        sums = (slopes * (each if kept is None else each * kept[:, None, None])).sum(axis=-1)
        result = group.mixture(sums) @ by_factor.swapaxes(1, 2)
        result[:, :, list(group.places)] += group.mixture_slopes(sums, factors.value[:, : self._beams])
        return np.asarray(result)

    def parts(self, signal: Array, parameters: Array) -> dict[str, Array]:
        """What makes up the expectation of one signal (1, variants, beams, bins) at nuisances (1, nuisances): signal and backgrounds."""
        factors = self._factors(parameters).value[0]
        counts = {
            k: factors[k] * group.counts[0, j]
            for components, group in self._groups(signal, parameters, SHARP)
            for j, k in enumerate(components)
        }
        signal_alone = np.asarray(sum(counts[k] for k in range(self._beams)))
        named = {one.name: counts[k] for k, one in enumerate(self.dataset.backgrounds, self._beams)}
        return {"signal": signal_alone, **named}

    def touches(self, signal: Array, parameters: Array, floor: float) -> NDArray[np.bool_]:
        """Where a template is rounded off at zero, (batch)."""
        result = np.zeros(len(parameters), dtype=bool)
        for _, group in self._groups(signal, parameters, floor):
            result |= group.rounded()
        return result

    def _weights(self, signal: Array, parameters: Array, floor: float) -> tuple[Array, Group]:
        """Factor of each template of each beam (batch, variants, beams), and the counts of the beams."""
        factors, groups = self._evaluated(signal, parameters, floor)
        flux, group = factors.value[:, None, : self._beams], groups[0][1]
        return group.weighted(flux), group

    def _unprojected(self, outer: Array) -> Array:
        matrix = self._projection
        return outer if matrix is None else outer @ matrix.T


def _moves(shape: object) -> bool:
    """Whether a shape has parameters that are not fixed."""
    return shape is not None and any(each.error != 0 for each in shape.parameters.values())  # type: ignore[attr-defined]
