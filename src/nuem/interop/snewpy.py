"""SNEWPY: spin-flavour conversion as a transformation inside a supernova [SNEWS:2021ewj].

SNEWPY's transformations by matrices (mass state from flavour, all four blocks of neutrinos and antineutrinos) are in its development branch. Release 1.6 keeps
neutrinos and antineutrinos apart and cannot hold a lost probability, so no moment fits in; both branches call themselves by the same version, and what they can do is
looked at instead.

Its models of supernovae come as bursts in every release (`burst_of_model`).
"""

from importlib import import_module
from types import ModuleType
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.numerics.quadrature import panels
from nuem.supernova import Burst, Conversion, Emission
from nuem.supernova.emission import Species, pinching_of_moments
from nuem.units import kpc

Array = NDArray[np.float64]

INTERLEAVED: Final = (0, 3, 1, 4, 2, 5)
"""SNEWPY's order nu_1, anti-nu_1, nu_2, ... as places in ours; the same for the flavours."""


_EDGES: Final = np.array([0.02, 1.0, 3.0, 6.0, 10.0, 15.0, 22.0, 32.0, 48.0, 75.0, 120.0, 200.0])  # [MeV]
_SPECIES: Final[dict[str, Species]] = {"NU_E": "e", "NU_E_BAR": "anti-e"}
"""Every other flavour of SNEWPY counts as one of the four that are alike."""


def burst_of_model(model: Any, *, distance: float = 10 * kpc, times: ArrayLike | None = None) -> Burst:
    """A burst from a model of SNEWPY.

    In each interval of time the spectrum in its middle, with its luminosity, <E> and <E^2>, becomes a pinched one with the same three. Flavours other than nu_e and anti-nu_e
    are averaged.

    Parameters
    ----------
    model
        An object with `time` and `get_initial_spectra(t, E)`, such as those of `snewpy.models.ccsn`.
    distance : float, optional
        [cm]
    times : array_like, optional
        Edges of the intervals after the bounce [s]; the times of the model if not given.

    Returns
    -------
    Burst

    Raises
    ------
    ValueError
        For an object that is no model, or times that do not rise.
    """
    if not callable(getattr(model, "get_initial_spectra", None)):
        raise ValueError(f"model = {model!r} has no get_initial_spectra(t, E); see snewpy.models")
    edges = np.atleast_1d(checks.real("times", model.time if times is None else times, "s"))
    if edges.ndim != 1 or len(edges) < 2 or np.any(np.diff(edges) <= 0):
        raise ValueError("times must be two or more rising times [s]")
    moments = _moments(model, (edges[1:] + edges[:-1]) / 2)
    emissions = {name: _emission(moments[name], np.diff(edges)) for name in ("e", "anti-e", "x")}
    return Burst(type(model).__name__, emissions, distance, edges)  # type: ignore[arg-type]


def _moments(model: Any, times: Array) -> dict[str, Array]:
    """Numbers per time, and their integrals with E and E^2, of each species, shape (3, times) [MeV^k/s]."""
    import astropy.units as u

    energy, weight = (part.ravel() for part in panels(_EDGES, 12))
    spectra = model.get_initial_spectra(times * u.s, energy * u.MeV)
    by_species: dict[str, list[Array]] = {"e": [], "anti-e": [], "x": []}
    for flavour, values in spectra.items():
        per_energy = np.asarray(u.Quantity(values).to_value(1 / (u.MeV * u.s))).reshape(len(times), len(energy))
        powers = np.stack([per_energy @ (weight * energy**k) for k in range(3)])
        by_species[_SPECIES.get(getattr(flavour, "name", str(flavour)), "x")].append(powers)
    missing = [name for name, powers in by_species.items() if not powers]
    if missing:
        raise ValueError(f"the model gives no spectra of {', '.join(missing)}")
    return {name: np.mean(powers, axis=0) for name, powers in by_species.items()}


def _emission(moments: Array, width: Array) -> Emission:
    number, energy, square = moments
    lit = number > 0
    mean = np.divide(energy, number, out=np.full_like(number, 10.0), where=lit)
    mean_square = np.divide(square, number, out=4 / 3 * mean**2, where=lit)
    return Emission(energy * width, mean, np.maximum(pinching_of_moments(mean, mean_square), 0.0))


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
        checks.known("conversion", conversion, ("conversion; see nuem.supernova.in_star", "name", "matrix", "then"))
        self.conversion = conversion
        self.mixing_params: Any = None
        """Set by SNEWPY's chain; the conversion keeps the mixing that it was computed with."""

    def __repr__(self) -> str:
        return f"SpinFlavour({self.conversion.name!r})"

    def probabilities(self, t: object, E: ArrayLike) -> Array:
        """P[energy, mass state, flavour] in the order of `nuem.supernova.Conversion`.

        Parameters
        ----------
        t
            Time; the star does not change.
        E : array_like or astropy quantity
            Energies [MeV].
        """
        return self.conversion(np.atleast_1d(checks.positive("E", E, "MeV")))

    def P_mf(self, t: object, E: ArrayLike) -> Any:
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
