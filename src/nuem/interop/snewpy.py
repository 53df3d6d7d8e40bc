"""SNEWPY: spin-flavour conversion as a transformation inside a supernova [SNEWS:2021ewj].

SNEWPY's transformations by matrices (mass state from flavour, all four blocks of neutrinos and antineutrinos) are in its development branch. Release 1.6 keeps
neutrinos and antineutrinos apart and cannot hold a lost probability, so no moment fits in; both branches call themselves by the same version, and what they can do is
looked at instead.
"""

from importlib import import_module
from types import ModuleType
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.supernova import Conversion

Array = NDArray[np.float64]

INTERLEAVED: Final = (0, 3, 1, 4, 2, 5)
"""SNEWPY's order nu_1, anti-nu_1, nu_2, ... as places in ours; the same for the flavours."""


class SpinFlavour:
    """A conversion with moments for SNEWPY's ``TransformationChain(in_sn=...)``.

    Parameters
    ----------
    conversion : Conversion
        Such as `nuem.supernova.in_star`.

    Examples
    --------
    >>> from nuem import Mixing
    >>> from nuem.supernova import adiabatic
    >>> SpinFlavour(adiabatic(Mixing.nufit())).probabilities(0.0, [10.0])[0, :, 0]
    array([0., 0., 1., 0., 0., 0.])
    """

    def __init__(self, conversion: Conversion) -> None:
        if not isinstance(conversion, Conversion):
            raise ValueError(f"conversion = {conversion!r} is not a conversion; see nuem.supernova.in_star")
        self.conversion = conversion
        self.mixing_params: Any = None
        """Set by SNEWPY's chain; the conversion keeps the mixing that it was computed with."""

    def probabilities(self, t: Any, E: ArrayLike | Any) -> Array:
        """P[energy, mass state, flavour] in the order of `nuem.supernova.Conversion`.

        Parameters
        ----------
        t
            Time; the star does not change.
        E : array_like or astropy quantity
            Energies [MeV].
        """
        return self.conversion(np.atleast_1d(checks.positive("E", E, "MeV")))

    def P_mf(self, t: Any, E: ArrayLike | Any) -> Any:
        """The same as SNEWPY's `FlavorMatrix`, in its order, the energies last.

        Raises
        ------
        ValueError
            If SNEWPY is not installed, or has no matrices.
        """
        flavour, neutrino = _with_matrices()
        parameters = self.mixing_params or neutrino.ThreeFlavorMixingParameters(**neutrino.MixingParameters())
        probabilities = np.moveaxis(self.probabilities(t, E), 0, -1)
        array = probabilities[np.ix_(INTERLEAVED, INTERLEAVED)]
        return flavour.FlavorMatrix(array, flavor=parameters.basis_mass, from_flavor=parameters.basis_flavor)


def _with_matrices() -> tuple[ModuleType, ModuleType]:
    """SNEWPY's modules of flavours and of mixing, if they have matrices."""
    try:
        import_module("snewpy")
    except ImportError:
        raise ValueError("SNEWPY is not installed: pip install 'nuem[snewpy]'") from None
    try:
        flavour, neutrino = import_module("snewpy.flavor"), import_module("snewpy.neutrino")
    except ImportError:
        flavour = neutrino = ModuleType("missing")
    if not hasattr(flavour, "FlavorMatrix") or not hasattr(neutrino, "ThreeFlavorMixingParameters"):
        raise ValueError(
            "this SNEWPY has no snewpy.flavor.FlavorMatrix (release 1.6 keeps neutrinos and antineutrinos apart): "
            "use its development branch, or nuem.supernova.events"
        )
    return flavour, neutrino
