"""Counts of components whose shape depends on the same nuisances, with first and second derivatives by these."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import Array
from nuem.inference.expectations.component import Component
from nuem.inference.expectations.morphing import clipped
from nuem.inference.expectations.multipliers import Shares


class Group(Protocol):
    """Counts of components (batch or 1, components, bins) at given nuisances, before they are multiplied."""

    @property
    def counts(self) -> Array:
        """(batch or 1, components, bins)"""

    @property
    def places(self) -> Sequence[int]:
        """Of the nuisances that change the shapes."""

    @property
    def slopes(self) -> Array | None:
        """Derivatives by these, (batch, nuisances of the shapes, components, bins)."""

    def bends(self, multiplied: Array, outer: Array) -> Array:
        """Second derivatives by these, (batch, own, own), of a sum over components times `multiplied` (batch, components) and bins times `outer` (batch, bins)."""

    @property
    def kept(self) -> Array | None:
        """How much of a change is not clipped, (batch, components, bins); None if all is kept."""

    def rounded(self) -> NDArray[np.bool_]:
        """Whether a template is clipped, (batch or 1)."""

    def less_what_is_clipped(self, change: Array, weights: Array, slopes: Array) -> None:
        """Take out of a change (batch, many, bins) with the templates, by slopes (batch, many, variants, components, bins), what is clipped."""

    def weighted(self, factors: Array) -> Array:
        """Factors of components (batch, 1, components) as those of each of their templates (batch, variants, components)."""

    def mixture(self, sums: Array) -> Array:
        """Sums over templates (batch, many, variants, components) at the nuisances, (batch, many, components)."""

    def mixture_slopes(self, sums: Array, factors: Array) -> Array:
        """Derivatives of `mixture` by the nuisances of the shapes, summed over components times factors, (batch, many, own)."""


class _NoTemplates:
    """What a group answers that has one shape for each component and is never clipped."""

    __slots__ = ()

    @property
    def kept(self) -> None:
        """All."""
        return

    def rounded(self) -> NDArray[np.bool_]:
        """Nowhere."""
        return np.zeros(1, dtype=bool)

    def less_what_is_clipped(self, change: Array, weights: Array, slopes: Array) -> None:
        """Nothing."""

    def weighted(self, factors: Array) -> Array:
        """As they are."""
        return factors

    def mixture(self, sums: Array) -> Array:
        """Those of the only shape."""
        return sums[:, :, 0]

    def mixture_slopes(self, sums: Array, factors: Array) -> Array:
        """None."""
        del factors
        return np.zeros((*sums.shape[:2], 0))


@dataclass(frozen=True, slots=True, eq=False)
class Fixed(_NoTemplates):
    """Shapes that do not change."""

    counts: Array
    places: Sequence[int] = ()
    slopes: None = None

    def bends(self, multiplied: Array, outer: Array) -> Array:
        """None."""
        del multiplied
        return np.zeros((len(outer), 0, 0))


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """The few bins in which templates are clipped."""

    at: tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]
    """Problem, component and bin of each."""
    kept: Array
    """How much of a change is not clipped."""
    bent: Array
    """Second derivative by what is not clipped."""
    raw: Array
    """Derivatives before clipping, (bins, nuisances of the shapes)."""


@dataclass(frozen=True, slots=True, eq=False)
class Interpolated:
    """Shapes between templates at -1, 0 and +1 sigma of nuisances, clipped at zero."""

    counts: Array
    places: Sequence[int]
    slopes: Array
    _cut: _Cut | None
    _templates: Array
    shares: Shares
    """The weights of the templates."""

    @classmethod
    def of(cls, templates: Array, places: Sequence[int], parameters: Array, floor: float) -> "Interpolated":
        """From templates (batch or 1, variants, components, bins) at nuisances (batch, nuisances)."""
        shares = Shares.of(parameters[:, places])
        shape = templates.shape[2:]
        flat = templates.reshape(len(templates), templates.shape[1], -1)
        both = np.matmul(np.concatenate([shares.value[:, None], shares.slopes], axis=1), flat)
        counts, slopes = both[:, 0].reshape(-1, *shape), both[:, 1:].reshape(len(parameters), len(places), *shape)
        largest = np.abs(templates[:, 0]).max(axis=-1, keepdims=True)
        low = (counts < floor * largest) & (counts != 0)  # most zeros are of bins that no template fills
        if not low.any():
            return cls(counts, places, slopes, None, templates, shares)
        n, k, b = np.nonzero(low)
        at = n, k, b
        source = n if len(templates) > 1 else 0
        scale = np.minimum(np.abs(templates[source, :, k, b]).sum(axis=-1), largest[source, k, 0])
        value, kept, bent = clipped(counts[at], scale, floor)
        counts[at] = value
        raw = slopes[n, :, k, b]
        slopes[n, :, k, b] = raw * kept[:, None]
        return cls(counts, places, slopes, _Cut(at, kept, bent, raw), templates, shares)

    @property
    def kept(self) -> Array | None:
        """As in `Group`."""
        if self._cut is None:
            return None
        result = np.ones(self.counts.shape)
        result[self._cut.at] = self._cut.kept
        return result

    def rounded(self) -> NDArray[np.bool_]:
        """As in `Group`."""
        result = np.zeros(len(self.counts), dtype=bool)
        if self._cut is not None:
            result[self._cut.at[0][self._cut.kept < 1]] = True
        return result

    def less_what_is_clipped(self, change: Array, weights: Array, slopes: Array) -> None:
        """As in `Group`."""
        if self._cut is not None:
            n, k, b = self._cut.at
            each = np.einsum("ev,epv->ep", weights[n, :, k], slopes[n, :, :, k, b])
            np.subtract.at(change.swapaxes(1, 2), (n, b), (1 - self._cut.kept)[:, None] * each)

    def weighted(self, factors: Array) -> Array:
        """As in `Group`."""
        return np.asarray(self.shares.value[..., None] * factors)

    def mixture(self, sums: Array) -> Array:
        """As in `Group`."""
        return np.asarray(np.einsum("nv,npvk->npk", self.shares.value, sums))

    def mixture_slopes(self, sums: Array, factors: Array) -> Array:
        """As in `Group`."""
        return np.asarray(np.einsum("njv,npvk,nk->npj", self.shares.slopes, sums, factors))

    def bends(self, multiplied: Array, outer: Array) -> Array:
        """As in `Group`."""
        sums = np.matmul(self._templates, outer[:, None, :, None])[..., 0]
        cut = self._cut
        if cut is not None:
            n, k, b = cut.at
            lost = (outer[n, b] * (1 - cut.kept))[:, None] * self._templates[
                n if len(self._templates) > 1 else 0, :, k, b
            ]
            np.subtract.at(sums.swapaxes(1, 2), (n, k), lost)
        diagonal = (self.shares.bends(sums) * multiplied[:, None]).sum(axis=2)
        result = np.zeros((*diagonal.shape, diagonal.shape[1]))
        np.einsum("nii->ni", result)[...] = diagonal
        if cut is not None:
            weight = outer[n, b] * cut.bent * multiplied[n, k]
            np.add.at(result, n, weight[:, None, None] * cut.raw[:, :, None] * cut.raw[:, None])
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Shaped(_NoTemplates):
    """One background whose shape has parameters of its own."""

    counts: Array
    places: Sequence[int]
    slopes: Array
    _component: Component
    _values: Array
    _steps: Array
    _moving: Sequence[int]

    @classmethod
    def of(cls, component: Component, index: dict[str, int], parameters: Array) -> "Shaped":
        """At nuisances (batch, nuisances)."""
        shape = component.shape
        assert shape is not None
        known = shape.parameters
        moving = [k for k, each in enumerate(known.values()) if each.error != 0]
        names = list(known)
        places = [index[f"{component.name} {names[k]}"] for k in moving]
        steps = np.array([known[names[k]].step for k in moving])
        values = np.tile([float(each.value) for each in known.values()], (len(parameters), 1))
        values[:, moving] += steps * parameters[:, places]
        counts, slopes = shape.counts(values)
        return cls(
            counts[:, None], places, (steps[:, None] * slopes[:, moving])[:, :, None], component, values, steps, moving
        )

    def bends(self, multiplied: Array, outer: Array) -> Array:
        """As in `Group`."""
        shape = self._component.shape
        assert shape is not None
        second = shape.bends(self._values, outer)[:, self._moving][:, :, self._moving]
        return np.asarray(second * np.outer(self._steps, self._steps) * multiplied[:, :, None])
