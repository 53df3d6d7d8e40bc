"""Red giants: a new energy loss of the core delays the ignition of helium [Raffelt:1990pj]."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nuem.astro.emission import Couplings, heavy_partner
from nuem.astro.emission.plasmon_decay import emissivity
from nuem.astro.plasma import Plasma
from nuem.astro.stars.bound import UNIT_CHARGE, UNIT_MOMENT, Question, Settings, StarBound, star_bound
from nuem.astro.stars.settings import read_settings
from nuem.constants import SIN2_THETA_W
from nuem.flavour import FLAVOURS
from nuem.numerics import checks
from nuem.units import erg, kelvin


def bounds(sections: Mapping[str, Settings], question: Question) -> tuple[StarBound, StarBound]:
    """Moment and charge that make the allowed loss at the average density of the core."""
    s = sections["red_giant"]
    plasma = core(s)
    allowed = s["allowed_erg_per_g_s"]
    unit = emissivity(plasma, moment=UNIT_MOMENT, charge=UNIT_CHARGE, weak=False)
    moment = UNIT_MOMENT * np.sqrt(allowed / unit.channel("magnetic").erg_per_g_s)
    charge = UNIT_CHARGE * np.sqrt(allowed / unit.channel("charge").erg_per_g_s)
    return (
        star_bound("red_giant", s, "moment", moment, of_vertex=question.equivalent_moment(plasma)),
        star_bound("red_giant", s, "charge", charge),
    )


def core(settings: Settings) -> Plasma:
    """The matter of the core."""
    return Plasma(settings["density"], settings["electron_fraction"], settings["temperature"] * kelvin)


def allowed_interval(
    coupling: str,
    flavour: str,
    *,
    sin2_theta_w: float = SIN2_THETA_W,
    inputs: Mapping[str, float] | None = None,
) -> tuple[float, float]:
    """Charges or charge radii of one flavour that red giants allow, with their interference with the weak interaction.

    Bounds on a charge in the literature leave the interference out; for nu_e it is larger than the square below 1.3e-14 e. Where it takes energy
    loss away, the bound is where as much is added again as is allowed.

    Parameters
    ----------
    coupling : {"charge", "charge_radius"}
    flavour : {"e", "mu", "tau"}
    sin2_theta_w : float, optional
    inputs : mapping, optional
        Other conditions of the red giant than those of ``stars.toml``.

    Returns
    -------
    low, high : float
        Ends of the interval [e] or [cm^2].

    Raises
    ------
    ValueError
        For an unknown coupling, flavour or input.

    Examples
    --------
    >>> low, high = allowed_interval("charge", "e")
    >>> f"{low:.2e} e < q < {high:.2e} e"
    '-2.45e-14 e < q < 1.14e-14 e'
    """
    name = checks.choice("coupling", coupling, ("charge", "charge_radius"))
    index = FLAVOURS.index(checks.choice("flavour", flavour, FLAVOURS))
    s = read_settings({"red_giant": inputs or {}})["red_giant"]
    plasma, step = core(s), {"charge": UNIT_CHARGE, "charge_radius": 1e-32}[name]
    values = np.zeros(3)
    values[index] = step
    charges = Couplings(charge=values, sin2_theta_w=sin2_theta_w) if name == "charge" else None
    loss = emissivity(plasma, charges or Couplings(charge_radius=values, sin2_theta_w=sin2_theta_w))
    if name == "charge":
        square, line = loss.charge, loss.interference
    else:
        flipped = emissivity(plasma, charge_radius=-values, sin2_theta_w=sin2_theta_w).radius
        square, line = (loss.radius + flipped) / 2, (loss.radius - flipped) / 2
    root = np.sqrt(line**2 + 4 * square * s["allowed_erg_per_g_s"] * erg * s["density"])
    return float(step * (-line - root) / (2 * square)), float(step * (-line + root) / (2 * square))


def portal_moment(mass: float, *, inputs: Mapping[str, float] | None = None) -> float:
    """The moment [mu_B] between light neutrinos and a heavy partner that red giants allow.

    Parameters
    ----------
    mass : float
        Of the partner [MeV].
    inputs : mapping, optional
        Other conditions of the red giant than those of ``stars.toml``.

    Returns
    -------
    float
        That of `bounds` for a massless partner; infinite where plasmons are too light to decay.

    Raises
    ------
    ValueError
        For a negative mass or an unknown input.

    Examples
    --------
    >>> from nuem.units import keV
    >>> print([f"{portal_moment(m * keV):.2e}" for m in (0, 5, 8, 20)])
    ['2.80e-12', '3.25e-12', '1.02e-11', 'inf']
    """
    s = read_settings({"red_giant": inputs or {}})["red_giant"]
    loss = float(heavy_partner.emissivity(core(s), mass=mass, moment=UNIT_MOMENT).erg_per_g_s)
    return float(UNIT_MOMENT * np.sqrt(s["allowed_erg_per_g_s"] / loss)) if loss > 0 else float("inf")
