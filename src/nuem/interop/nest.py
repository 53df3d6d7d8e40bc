"""NEST: light and charge of recoils in liquid xenon, as one way to the response of a detector.

NEST (its binding nestpy, GPL 3) is called and never shipped. It has the geometry, the fields and the thresholds of a few detectors; what it gives is a detector
without cuts on the quality of the data, which a published efficiency contains.
"""

from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final, Literal, NamedTuple, TypedDict, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.detectors import Templates
from nuem.interop.extra import extra
from nuem.numerics import checks
from nuem.units import keV

Array = NDArray[np.float64]
Particle = Literal["electrons", "nuclei"]

LIGHT: Final = (3.0, 80.0)
"""Corrected primary light that is accepted [photons detected]: that of the first run of LZ."""

CHARGE: Final = 600.0
"""Uncorrected secondary light that is accepted, at least [photons detected]: likewise."""

_KINDS: Final = {"electrons": "beta", "nuclei": "NR"}


class Events(NamedTuple):
    """Simulated events, one row for each energy."""

    light: Array
    """Corrected primary light [photons detected]; negative where too few sensors saw it at once."""
    charge: Array
    """Corrected secondary light [photons detected]."""
    raw_charge: Array
    """The same uncorrected."""
    energy: Array
    """Reconstructed from both, in electron equivalents [MeV]."""

    def accepted(self, light: tuple[float, float] = LIGHT, charge: float = CHARGE) -> NDArray[np.bool_]:
        """Which events are in a window of primary light and above a threshold of secondary light."""
        return (self.light > light[0]) & (self.light < light[1]) & (self.raw_charge > charge)


class Simulation(TypedDict, total=False):
    """What `events` simulates, for what hands it on."""

    detector: str
    particle: Particle
    number: int
    seed: int


def events(
    energy: ArrayLike,
    *,
    detector: str = "LZ_WS2022",
    particle: Particle = "electrons",
    number: int = 1000,
    seed: int = 1,
) -> Events:
    """Events of NEST at given recoils, in the middle of a detector.

    Parameters
    ----------
    energy : array_like
        Recoils [MeV].
    detector : str, optional
        One of `nestpy.detectors`, such as "LZ_WS2022" or "LZ_WS2024".
    particle : {"electrons", "nuclei"}, optional
        What recoils.
    number : int, optional
        Of events at each energy.
    seed : int, optional
        Of NEST's random numbers.

    Returns
    -------
    Events

    Raises
    ------
    ValueError
        Without the extra ``nest``, for an unknown detector, or an energy that is not positive.

    Examples
    --------
    >>> simulated = events([2 * keV, 5 * keV], number=500)  # doctest: +SKIP
    >>> simulated.accepted().mean(axis=1)  # doctest: +SKIP
    array([0.9, 1. ])
    """
    nestpy = extra("nestpy", "nest", "2.1")
    recoils = np.atleast_1d(checks.positive("energy", energy, "MeV"))
    checks.choice("particle", particle, tuple(_KINDS))
    detectors = [name for name in dir(nestpy.detectors) if not name.startswith("_") and name != "VDetector"]
    checks.choice("detector", detector, tuple(detectors))
    number, seed = checks.whole("number", number, 1), checks.whole("seed", seed, 1)
    nestpy.RandomGen.rndm().set_seed(seed)
    place = getattr(nestpy.detectors, detector)()
    rows = [list(_simulated(nestpy, place, float(one / keV), _KINDS[particle], number)) for one in recoils]
    light, charge, raw = np.moveaxis(np.array(rows), -1, 0)
    yields, work = nestpy.NESTcalc(place), nestpy.NESTcalc.WorkFunction(2.9, place.get_molarMass(), True).Wq_eV
    quanta = np.clip(light, 0, None) / place.get_g1() + np.clip(charge, 0, None) / yields.CalculateG2(0)[3]
    return Events(light, charge, raw, quanta * work * 1e-3 * keV)


def response(
    edges: ArrayLike,
    recoil: ArrayLike,
    *,
    light: tuple[float, float] = LIGHT,
    charge: float = CHARGE,
    **simulation: Unpack[Simulation],
) -> Templates:
    """The response of a xenon detector from NEST's yields: the probability that a recoil is accepted and reconstructed in each bin.

    Parameters
    ----------
    edges : array_like
        Of the bins of reconstructed energy, in electron equivalents [MeV].
    recoil : array_like
        True recoils at which it is simulated, ascending [MeV]; between them it is linear.
    light : (float, float), optional
        Window of the corrected primary light [photons detected].
    charge : float, optional
        Least secondary light [photons detected].
    **simulation
        ``detector``, ``particle``, ``number`` and ``seed`` of `events`.

    Returns
    -------
    Templates

    Raises
    ------
    ValueError
        As `events`.
    """
    simulated = events(recoil, **simulation)
    accepted, bins = simulated.accepted(light, charge), np.asarray(edges, dtype=np.float64)
    rows = [
        np.histogram(row[passed], bins)[0] / len(row) for row, passed in zip(simulated.energy, accepted, strict=True)
    ]
    return Templates(np.asarray(recoil, dtype=np.float64), np.array(rows))


def _simulated(
    nestpy: ModuleType, place: Any, energy: float, kind: str, number: int
) -> Iterator[tuple[float, float, float]]:
    """Corrected light, corrected charge and raw charge of events [photons detected] at an energy [keV]."""
    nest, interaction = nestpy.NESTcalc(place), getattr(nestpy.interactions, kind)
    height = 0.5 * (place.get_cathode() + place.get_TopDrift())
    field = place.get_field(0.0, 0.0, height)
    density = nest.SetDensity(place.get_T_Kelvin(), place.get_p_bar())
    speed = nest.SetDriftVelocity(place.get_T_Kelvin(), density, field, place.get_p_bar())
    drift = (place.get_TopDrift() - height) / speed
    gain, yields = nest.CalculateG2(0), nest.GetYields(interaction, energy, density, field)
    light_mode, charge_mode = nestpy.S1CalculationMode.Full, nestpy.S2CalculationMode.Full
    where = (0.0, 0.0, height)
    for k in range(number):
        quanta = nest.GetQuanta(yields, density)
        s1 = nest.GetS1(quanta, *where, *where, speed, speed, interaction, k, field, energy, light_mode, 0, [], [])
        s2 = nest.GetS2(quanta.electrons, *where, *where, drift, speed, k, field, charge_mode, 0, [], [], gain)
        yield s1[5], s2[7], s2[6]
