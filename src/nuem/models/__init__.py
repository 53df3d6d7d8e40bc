"""Theories of neutrino mass, and the electromagnetic vertex that each gives.

A model is a function from a mixing and its own parameters to a `Vertex`, one model a file: `zee` shows in forty lines how one is added.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from nuem.lazy import door
from nuem.models.exact_loop_functions import loop_function_exact
from nuem.models.left_right_model import left_right, left_right_moment
from nuem.models.lepton_radius import charge_radius
from nuem.models.leptoquark_model import leptoquark
from nuem.models.loop_functions import loop_difference, loop_function
from nuem.models.minimal import heavy_dirac_moment, minimal_dipoles, minimal_dirac, minimal_majorana
from nuem.models.naturalness import NaturalnessBound, mass_correction, natural_moment
from nuem.models.scalar_loop import majorana_scalar_dipole, scalar_loop_function
from nuem.models.zee_model import zee

if TYPE_CHECKING:
    from nuem.vertex import Vertex

MODELS: Final[dict[str, "Callable[..., Vertex]"]] = {
    "minimal-dirac": minimal_dirac,
    "minimal-majorana": minimal_majorana,
    "left-right": left_right,
    "zee": zee,
    "leptoquark": leptoquark,
}
"""Every theory of mass by the name that the command line gives it: a function of a mixing and its own parameters."""

__all__ = [
    "MODELS",
    "NaturalnessBound",
    "charge_radius",
    "heavy_dirac_moment",
    "left_right",
    "left_right_moment",
    "leptoquark",
    "loop_difference",
    "loop_function",
    "loop_function_exact",
    "majorana_scalar_dipole",
    "mass_correction",
    "minimal_dipoles",
    "minimal_dirac",
    "minimal_majorana",
    "natural_moment",
    "scalar_loop_function",
    "zee",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
