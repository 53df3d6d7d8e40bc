"""Masses and mixing, states in flight, and the effective couplings that an experiment sees."""

from typing import TYPE_CHECKING

from nuem.flavour.effective import averaged_effective_moment, effective_moment
from nuem.flavour.lambda_bounds import LambdaLimits, element_limits, lambda_limits
from nuem.flavour.lambda_parametrisation import (
    averaged_lambda_weight,
    lambda_weight,
    lambdas,
    majorana_vertex,
    moment_over_phases,
)
from nuem.flavour.largest_moment import largest_effective_moment, pattern_scale, tightening_limits
from nuem.flavour.mixing import FLAVOURS, Mixing, Sterile
from nuem.flavour.scan import effective_moments, mixing_matrices
from nuem.flavour.states import flavour_state
from nuem.flavour.triangle import TriangleTest, triangle_excess, triangle_test
from nuem.lazy import door

__all__ = [
    "FLAVOURS",
    "LambdaLimits",
    "Mixing",
    "Sterile",
    "TriangleTest",
    "averaged_effective_moment",
    "averaged_lambda_weight",
    "effective_moment",
    "effective_moments",
    "element_limits",
    "flavour_state",
    "lambda_limits",
    "lambda_weight",
    "lambdas",
    "largest_effective_moment",
    "majorana_vertex",
    "mixing_matrices",
    "moment_over_phases",
    "pattern_scale",
    "tightening_limits",
    "triangle_excess",
    "triangle_test",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
