r"""What multiplies the templates of a data set as a function of the nuisances, with first and second derivatives.

.. math:: \mu_b = \sum_c A_c(\eta) \max\Big(0, \sum_v w_{cv}(\eta) T_{cvb}\Big), \qquad A_c = \Big(1 + \sum_j e_{jc}\eta_j\Big) \prod_s f_s(\eta)

A component c is a beam of the signal or a background; its templates v are the nominal one and those at -1 and +1 sigma of each nuisance
that changes its shape.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import Array
from nuem.inference.expectations.morphing import factor, shape_weights


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """The factors A of all components at given nuisances."""

    value: Array
    """(batch, components)"""
    slopes: Array
    """(batch or 1, nuisances, components)"""
    _linear: Array
    _norm: Array
    _logarithmic: tuple[Array, Array] | None

    @classmethod
    def of(
        cls, linear: Array, systematics: Sequence[tuple[int, NDArray[np.bool_], float, float]], parameters: Array
    ) -> "Factors":
        """From the errors of linear factors (nuisances, components), and systematics: place, components, factors at -1 and +1 sigma."""
        value = 1 + parameters @ linear
        if not systematics:
            return cls(value, linear[None], linear, np.ones(()), None)
        norm = np.ones_like(value)
        slopes = np.zeros((len(parameters), *linear.shape))
        bends = np.zeros_like(slopes)
        for place, targets, down, up in systematics:
            number, slope, bend = factor(parameters[:, place], down, up)
            norm[:, targets] *= number[:, None]
            slopes[:, place, targets] += (slope / number)[:, None]
            bends[:, place, targets] += (bend / number - (slope / number) ** 2)[:, None]
        value = value * norm
        return cls(value, linear * norm[:, None] + value[:, None] * slopes, linear, norm, (slopes, bends))

    def bends(self, weights: Array) -> Array | None:
        """Second derivatives of the sum of the factors times weights (batch, components), (batch, nuisances, nuisances); None if they vanish."""
        if self._logarithmic is None:
            return None
        slopes, bends = self._logarithmic
        weighted = (self.value * weights)[:, None]
        mixed = (self._linear * (self._norm * weights)[:, None]) @ slopes.swapaxes(1, 2)
        result = mixed + mixed.swapaxes(1, 2) + (slopes * weighted) @ slopes.swapaxes(1, 2)
        np.einsum("nii->ni", result)[...] += (bends * weighted).sum(axis=2)
        return np.asarray(result)


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """The weights w of templates (nominal, down and up of each nuisance) by code 4p."""

    value: Array
    """(batch, templates)"""
    slopes: Array
    """By each of the nuisances that change the shape, (batch, own nuisances, templates)."""
    _bends: Array

    @classmethod
    def of(cls, parameters: Array) -> "Shares":
        """At nuisances (batch, own nuisances)."""
        up, down, up_slope, down_slope, bend = shape_weights(parameters)
        size, own = parameters.shape
        value, slopes = np.empty((size, 1 + 2 * own)), np.zeros((size, own, 1 + 2 * own))
        each = np.arange(own)
        value[:, 1::2], value[:, 2::2] = down, up
        value[:, 0] = 1 - (down + up).sum(axis=1)
        slopes[:, each, 1 + 2 * each], slopes[:, each, 2 + 2 * each] = down_slope, up_slope
        slopes[:, :, 0] = -down_slope - up_slope
        return cls(value, slopes, bend)

    def bends(self, sums: Array) -> Array:
        """Second derivative by each own nuisance of the sum of the weights times numbers (batch, templates, ...)."""
        bend = self._bends.reshape(*self._bends.shape, *[1] * (sums.ndim - 2))
        return np.asarray(bend * (sums[:, 1::2] + sums[:, 2::2] - 2 * sums[:, :1]))
