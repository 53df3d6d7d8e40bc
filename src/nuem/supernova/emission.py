r"""What a supernova emits: pinched spectra of each species, in time or altogether.

.. math:: f(E) = \frac{(a+1)^{a+1}}{\langle E\rangle\,\Gamma(a+1)} \left(\frac{E}{\langle E\rangle}\right)^a e^{-(a+1) E/\langle E\rangle}

per MeV, with the mean energy <E> and the pinching a, <E^2> = <E>^2 (a+2)/(a+1) [Keil:2002in].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.units import kpc

Array = NDArray[np.float64]
Species = Literal["e", "anti-e", "x"]

SPECIES: Final[tuple[Species, ...]] = get_args(Species)
"""nu_e, anti-nu_e, and each of the four others: nu_mu, nu_tau and their antiparticles."""


def pinched(energy: ArrayLike, mean_energy: ArrayLike, pinching: ArrayLike) -> Array:
    """The normalised pinched spectrum of one species.

    Parameters
    ----------
    energy : array_like
        Neutrino energy [MeV].
    mean_energy : array_like
        <E> [MeV].
    pinching : array_like
        a; 2 is close to a thermal spectrum without a chemical potential, larger is narrower.

    Returns
    -------
    numpy.ndarray
        f(E) [1/MeV].
    """
    from scipy.special import gammaln, xlogy

    e, mean = checks.not_negative("energy", energy, "MeV"), checks.positive("mean_energy", mean_energy, "MeV")
    a = checks.not_negative("pinching", pinching)
    x = e / mean
    logarithm = xlogy(a + 1, a + 1) - gammaln(a + 1) + xlogy(a, x) - (a + 1) * x
    return np.asarray(np.exp(logarithm) / mean)[()]


def pinching_of_moments(mean_energy: ArrayLike, mean_square: ArrayLike) -> Array:
    """The pinching of a spectrum with <E> [MeV] and <E^2> [MeV^2], (2<E>^2 - <E^2>)/(<E^2> - <E>^2)."""
    mean, square = checks.positive("mean_energy", mean_energy, "MeV"), checks.positive("mean_square", mean_square)
    if np.any(square <= mean**2):
        raise ValueError("mean_square must exceed the square of the mean energy")
    return np.asarray((2 * mean**2 - square) / (square - mean**2))[()]


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Emission:
    """One species in successive intervals of time.

    Parameters
    ----------
    energy : array_like
        Energy emitted in each interval, of one species [MeV].
    mean_energy : array_like
        <E> there [MeV].
    pinching : array_like
    """

    energy: Array
    mean_energy: Array
    pinching: Array

    __repr__ = brief

    def __init__(self, energy: ArrayLike, mean_energy: ArrayLike, pinching: ArrayLike) -> None:
        arguments = {
            "energy": np.atleast_1d(checks.not_negative("energy", energy, "MeV")),
            "mean_energy": np.atleast_1d(checks.positive("mean_energy", mean_energy, "MeV")),
            "pinching": np.atleast_1d(checks.not_negative("pinching", pinching)),
        }
        for name, values in zip(arguments, np.broadcast_arrays(*arguments.values()), strict=True):
            object.__setattr__(self, name, np.array(values))

    def number(self, energy: Array) -> Array:
        """Neutrinos per energy in each interval, shape (intervals, energies) [1/MeV]."""
        spectra = pinched(energy, self.mean_energy[:, None], self.pinching[:, None])
        return np.asarray((self.energy / self.mean_energy)[:, None] * spectra)


@dataclass(frozen=True, slots=True, eq=False)
class Burst:
    """The neutrinos of a supernova before anything has happened to them.

    Parameters
    ----------
    name : str
    emissions : mapping
        `Emission` of "e", "anti-e" and "x" (each of four species), in the same intervals.
    distance : float
        [cm]
    times : array_like or None
        Edges of the intervals after the bounce [s]; None for a burst without times.

    Raises
    ------
    ValueError
        For a missing species, times that do not rise, or another number of intervals.
    """

    name: str
    emissions: Mapping[Species, Emission]
    distance: float = 10 * kpc
    times: Array | None = None

    def __post_init__(self) -> None:
        if set(self.emissions) != set(SPECIES):
            raise ValueError(
                f"a burst needs the species {', '.join(SPECIES)}; got {', '.join(map(str, self.emissions))}"
            )
        for species, emission in self.emissions.items():
            checks.known(f"emissions[{species!r}]", emission, ("nuem.supernova.Emission", "energy", "pinching"))
        distance = checks.positive("distance", checks.number("distance", self.distance, "cm"), "cm")
        object.__setattr__(self, "distance", float(distance))
        counts = {len(emission.energy) for emission in self.emissions.values()}
        if self.times is not None:
            times = checks.real("times", self.times, "s")
            if times.ndim != 1 or len(times) < 2 or np.any(np.diff(times) <= 0):
                raise ValueError("times must be two or more rising times [s]")
            object.__setattr__(self, "times", times)
            counts.add(len(times) - 1)
        if len(counts) > 1:
            raise ValueError(f"all species of a burst must have the same intervals of time, got {sorted(counts)}")

    @property
    def intervals(self) -> int:
        """Number of intervals of time."""
        return len(self.emissions["e"].energy)

    @property
    def total_energy(self) -> float:
        """Energy of all six species [MeV]."""
        return float(
            sum((4 if name == "x" else 1) * emission.energy.sum() for name, emission in self.emissions.items())
        )

    def fluence(self, energy: Array) -> Array:
        """Neutrinos per area and energy at the Earth without oscillations, shape (intervals, 6, energies) [cm^-2 MeV^-1].

        In the order nu_e, nu_mu, nu_tau, then their antineutrinos.
        """
        e, anti, x = (self.emissions[name].number(energy) for name in SPECIES)
        return np.stack([e, x, x, anti, x, x], axis=1) / (4 * np.pi * self.distance**2)

    def at(self, distance: float) -> Burst:
        """The same burst at another distance [cm]."""
        return Burst(self.name, self.emissions, distance, self.times)

    def __repr__(self) -> str:
        when = (
            "" if self.times is None else f", {self.times[0]:g} to {self.times[-1]:g} s in {self.intervals} intervals"
        )
        return f"Burst({self.name!r}, {self.distance / kpc:g} kpc{when})"
