"""A rate for every vertex: integrated once, then a product of a few dozen real numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.scattering.bilinear import (
    CHARGE,
    CHARGE_SQUARED,
    DIPOLE,
    GROUPS,
    RADIUS,
    RADIUS_CHARGE,
    RADIUS_SQUARED,
    columns,
    unpack,
    vertex_numbers,
)
from nuem.vertex import Vertex

Reals = NDArray[np.float64]

_BLOCK = 16_384  # vertices at a time


@dataclass(frozen=True, slots=True, eq=False)
class RateTensor:
    """Rates of a source in a detector for every vertex: contracted with couplings, it gives counts.

    Many vertices are one with leading axes, and give counts with the same axes. Tensors of the same beams and bins add up: electrons and nuclei
    of one target, or two runs.
    """

    beams: tuple[str, ...]
    errors: tuple[Mapping[str, float], ...]
    """For each beam, name of a nuisance to relative error (1 sigma) of the flux."""
    numbers: Reals
    """What multiplies `nuem.scattering.bilinear.vertex_numbers`, (beams, bins, 1 + 6 n^2)."""
    relative_accuracy: float
    """Largest relative change of a bin when the integration was refined."""

    _summed: Reals = field(init=False, repr=False)
    """`numbers` of all beams together."""

    def __post_init__(self) -> None:
        self.numbers.setflags(write=False)
        object.__setattr__(self, "_summed", self.numbers.sum(axis=0))

    @property
    def size(self) -> int:
        """Number of neutrinos n."""
        return isqrt((self.numbers.shape[-1] - 1) // GROUPS)

    def counts(self, vertex: Vertex | None = None) -> Reals:
        """Expected counts in each bin from all beams, (*batch, bins); without a vertex the weak interaction alone.

        Raises
        ------
        ValueError
            If the vertex has another number of neutrinos than the mixing of the tensor.
        """
        return _product(vertex, self._summed, self.size)

    def counts_by_beam(self, vertex: Vertex | None = None) -> Reals:
        """Expected counts, (*batch, beams, bins)."""
        return _product(vertex, self.numbers, self.size)

    def parts(self, vertex: Vertex | None = None) -> dict[str, Reals]:
        """Counts by what scatters, each (*batch, beams, bins), each contracted by itself and never a difference.

        "weak"; "charge and radius" (and anapole moment) with their interference, of either sign; "magnetic" for magnetic and electric moments.
        """
        powers = vertex_numbers(vertex, self.size)
        shape = (*powers.shape[:-1], *self.numbers.shape[:-1])
        groups = {
            "charge and radius": (RADIUS, CHARGE, RADIUS_SQUARED, RADIUS_CHARGE, CHARGE_SQUARED),
            "magnetic": (DIPOLE,),
        }
        return {"weak": np.broadcast_to(self.numbers[..., 0], shape).copy()} | {
            name: self._contracted(powers, columns(self.size, *pairs)) for name, pairs in groups.items()
        }

    def polynomial(self, vertex: Vertex) -> Reals:
        """Counts of the vertex times a real x as a polynomial, (3, *batch, beams, bins): coefficients of 1, x and x^2."""
        powers, n = vertex_numbers(vertex, self.size), self.size
        shape = (*powers.shape[:-1], *self.numbers.shape[:-1])
        return np.stack(
            [
                np.broadcast_to(self.numbers[..., 0], shape),
                self._contracted(powers, columns(n, RADIUS, CHARGE)),
                self._contracted(powers, columns(n, RADIUS_SQUARED, RADIUS_CHARGE, CHARGE_SQUARED, DIPOLE)),
            ]
        )

    @property
    def dipole_weights(self) -> NDArray[np.complex128]:
        """M of the magnetic counts Tr[M lambda^dagger lambda], (beams, bins, n, n): the state of the neutrinos that are counted, times a rate."""
        n = self.size
        numbers = self.numbers[..., columns(n, DIPOLE)].copy()
        numbers[..., n:] /= 2
        return unpack(numbers)

    def times(self, factor: ArrayLike) -> RateTensor:
        """The tensor with counts multiplied by a factor, which broadcasts to (beams, bins)."""
        scale = np.broadcast_to(np.asarray(factor, dtype=np.float64), self.numbers.shape[:2])
        return replace(self, numbers=self.numbers * scale[..., None])

    def rebinned(self, matrix: ArrayLike) -> RateTensor:
        """The tensor in other bins, a matrix (new bins, bins) times the old ones."""
        return replace(self, numbers=np.einsum("ab,kbn->kan", np.asarray(matrix, dtype=np.float64), self.numbers))

    def spread(self, fractions: Reals) -> RateTensor:
        """Each bin spread over further ones, such as bins of time: `fractions` is (beams, parts); the old bin varies slowest."""
        numbers = self.numbers[:, :, None, :] * fractions[:, None, :, None]
        return replace(self, numbers=numbers.reshape(len(numbers), -1, numbers.shape[-1]))

    def grouped(self) -> RateTensor:
        """The tensor with beams whose fluxes vary alike added up to one."""
        places: dict[tuple[tuple[str, float], ...], list[int]] = {}
        for k, errors in enumerate(self.errors):
            places.setdefault(tuple(sorted(errors.items())), []).append(k)
        if len(places) == len(self.beams):
            return self
        groups = list(places.values())
        return replace(
            self,
            beams=tuple(" + ".join(dict.fromkeys(self.beams[k] for k in group)) for group in groups),
            errors=tuple(self.errors[group[0]] for group in groups),
            numbers=np.stack([self.numbers[group].sum(axis=0) for group in groups]),
        )

    def __add__(self, other: RateTensor) -> RateTensor:
        """Counts of both.

        Raises
        ------
        ValueError
            For tensors of other beams, bins or numbers of neutrinos.
        """
        if not isinstance(other, RateTensor):
            return NotImplemented
        if (self.beams, self.errors, self.numbers.shape) != (other.beams, other.errors, other.numbers.shape):
            raise ValueError(
                f"rates of other beams, bins or neutrinos do not add up: {self.beams} in {self.numbers.shape[1]} bins and "
                f"{other.beams} in {other.numbers.shape[1]} bins"
            )
        accuracy = max(self.relative_accuracy, other.relative_accuracy)
        return replace(self, numbers=self.numbers + other.numbers, relative_accuracy=accuracy)

    def _contracted(self, powers: Reals, columns: NDArray[np.intp]) -> Reals:
        flat = self.numbers[..., columns].reshape(-1, len(columns))
        return np.asarray(powers[..., columns] @ flat.T).reshape(*powers.shape[:-1], *self.numbers.shape[:-1])

    def __repr__(self) -> str:
        return f"RateTensor({len(self.beams)} beams ({', '.join(dict.fromkeys(self.beams))}), numbers of shape {self.numbers.shape})"


def _product(vertex: Vertex | None, numbers: Reals, n: int) -> Reals:
    """Numbers (..., 1 + 6 n^2) times those of one or many vertices, some thousands at a time."""
    if vertex is None or not getattr(vertex, "batch", ()):
        return np.asarray(numbers @ vertex_numbers(vertex, n))
    flat = numbers.reshape(-1, numbers.shape[-1]).T
    total = int(np.prod(vertex.batch))
    if total <= _BLOCK:
        products = vertex_numbers(vertex, n).reshape(total, -1) @ flat
    else:
        many = vertex.flattened()
        products = np.empty((total, flat.shape[1]))
        for start in range(0, total, _BLOCK):
            block = slice(start, start + _BLOCK)
            products[block] = vertex_numbers(many[block], n) @ flat
    return products.reshape(*vertex.batch, *numbers.shape[:-1])
