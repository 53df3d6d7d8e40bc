"""What stars allow: bounds on moments and charges, each with its inputs, its criterion and what that rests on; for any vertex."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from nuem.astro import early_universe
from nuem.astro.millicharge import delay_bound, spin_down_bound
from nuem.astro.plasma import Plasma
from nuem.astro.plasmon_couplings import effective_moment_squared
from nuem.astro.plasmon_decay import Emissivity, emissivity
from nuem.astro.right_handed import supernova_luminosities
from nuem.astro.star_models import SOLAR_LUMINOSITY, SOLAR_MASS, sun, white_dwarf
from nuem.constants import SIN2_THETA_W
from nuem.flavour import FLAVOURS, Mixing
from nuem.numerics import checks
from nuem.numerics.table import read_toml
from nuem.units import erg, kelvin, kpc
from nuem.vertex import Vertex

_UNIT_MOMENT: Final = 1e-12


@dataclass(frozen=True, slots=True)
class StarBound:
    """An upper bound from a star, and where a given vertex stands."""

    name: str
    """Key of the criterion: red_giant, core_mass, tip, white_dwarf, sun, supernova, supernova_static, early_universe, pulsar
    or delay."""
    title: str
    coupling: str
    """"moment" or "charge"."""
    value: float
    """Upper bound [unit]."""
    unit: str
    definition: str
    """What is bounded, such as the sum over which neutrinos."""
    natures: tuple[str, ...]
    """For which neutrinos it holds: "dirac", "majorana"."""
    cl: float | None
    """Confidence level, where there is one."""
    inputs: Mapping[str, float]
    """Conditions and allowances; units stand in their names, otherwise g/cm^3 and K."""
    checked: str
    """"computed", "criterion" (an allowance of the literature enters) or "unverified" (numbers from memory of the literature)."""
    note: str
    references: tuple[str, ...]
    """INSPIRE keys."""
    found: float | None = None
    """The same coupling of the vertex asked about; for stars that cool by plasmons, the moment that cools as much as all its couplings."""

    @property
    def excluded(self) -> bool | None:
        """Whether the vertex exceeds the bound; None without a vertex."""
        return None if self.found is None else self.found > self.value


def bounds(
    vertex: Vertex | None = None,
    mixing: Mixing | None = None,
    *,
    sin2_theta_w: float = SIN2_THETA_W,
    inputs: Mapping[str, Mapping[str, float]] | None = None,
) -> tuple[StarBound, ...]:
    """All bounds, for Dirac and Majorana neutrinos or for the nature of a vertex.

    Parameters
    ----------
    vertex : Vertex, optional
        Couplings to hold against the bounds.
    mixing : Mixing, optional
        Needed with a vertex: for interference with the weak interaction, and for the flavours in a supernova.
    sin2_theta_w : float, optional
        Weak mixing angle.
    inputs : mapping, optional
        Other conditions or allowances than those of ``stars.toml``, such as ``{"red_giant": {"density": 1e6}}``.

    Returns
    -------
    tuple of StarBound

    Raises
    ------
    ValueError
        For a vertex without a mixing or of another size, or an input that is unknown or no number.

    Examples
    --------
    >>> print(f"{bounds()[0].value:.4e} mu_B")
    2.7993e-12 mu_B
    """
    if vertex is not None and mixing is None:
        raise ValueError("a vertex needs mixing=, such as Mixing.nufit(): flavours matter in stars")
    settings = _settings(inputs)

    def extra(plasma: Plasma) -> Emissivity:
        return emissivity(plasma, vertex=vertex, mixing=mixing, sin2_theta_w=sin2_theta_w)

    asked = extra if vertex is not None else None
    found = [
        *_red_giant(settings["red_giant"], asked),
        _core_mass(settings["core_mass"], settings["red_giant"], asked),
        _tip(settings["tip"], settings["red_giant"], asked),
        _white_dwarf(settings["white_dwarf"], asked, sin2_theta_w),
        *_sun(settings["sun"], asked),
        *_supernova(settings["supernova"], vertex, mixing),
        _early_universe(settings["early_universe"], vertex),
        *_charged(settings["pulsar"], settings["delay"], vertex),
    ]
    return tuple(bound for bound in found if vertex is None or vertex.nature in bound.natures)


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
    s = _settings({"red_giant": inputs or {}})["red_giant"]
    plasma, step = _core(s), {"charge": 1e-14, "charge_radius": 1e-32}[name]

    def extra(value: float) -> float:
        values = np.zeros(3)
        values[index] = value
        couplings: dict[str, Any] = {name: values}
        lost = emissivity(plasma, sin2_theta_w=sin2_theta_w, **couplings)
        return float(lost.extra / erg / s["density"])

    square, line = (extra(step) + extra(-step)) / 2, (extra(step) - extra(-step)) / 2  # a polynomial of second degree
    root = float(np.sqrt(line**2 + 4 * square * s["allowed_erg_per_g_s"]))
    return step * (-line - root) / (2 * square), step * (-line + root) / (2 * square)


def core_mass_shift(moment: float, *, inputs: Mapping[str, float] | None = None) -> float:
    """By how much a moment [mu_B] raises the mass of a red giant's core at helium ignition [solar masses]; coefficients unverified."""
    s = _settings({"core_mass": inputs or {}})["core_mass"]
    return float(s["coefficient_solar_masses"] * _brightening(moment / _UNIT_MOMENT, s))


def tip_shift(moment: float, *, inputs: Mapping[str, float] | None = None) -> float:
    """By how much a moment [mu_B] brightens the tip of the red-giant branch in the I band [mag], negative; coefficients unverified."""
    s = _settings({"tip": inputs or {}})["tip"]
    return float(s["coefficient_mag"] * _brightening(moment / _UNIT_MOMENT, s))


def _brightening(moment: float, s: Mapping[str, Any]) -> float:
    """sqrt(mu_12^2 + a^2) - a - b mu_12^1.5."""
    return float(np.sqrt(moment**2 + s["offset"] ** 2) - s["offset"] - s["linear"] * moment**1.5)


Asked = Callable[[Plasma], Emissivity] | None
_BOTH: Final = ("dirac", "majorana")
_PLASMON: Final = "root of the sum of |mu_ij|^2 + |eps_ij|^2 over all i, j (Dirac) or i < j (Majorana)"


def _red_giant(s: dict[str, Any], asked: Asked) -> tuple[StarBound, StarBound]:
    plasma = _core(s)
    allowed = s["allowed_erg_per_g_s"]
    unit = emissivity(plasma, moment=_UNIT_MOMENT, charge=1e-14, weak=False)
    moment = _UNIT_MOMENT * np.sqrt(allowed / unit.channel("magnetic").erg_per_g_s)
    charge = 1e-14 * np.sqrt(allowed / unit.channel("charge").erg_per_g_s)
    first = _bound("red_giant", s, "moment", moment, _equivalent(plasma, asked))
    second = _bound("red_giant", s, "charge", charge, None)
    return first, second


def _core_mass(s: dict[str, Any], core: dict[str, Any], asked: Asked) -> StarBound:
    value = _root(lambda m: s["coefficient_solar_masses"] * _brightening(m, s) - s["allowed_solar_masses"])
    return _bound("core_mass", s, "moment", _UNIT_MOMENT * value, _equivalent(_core(core), asked))


def _tip(s: dict[str, Any], core: dict[str, Any], asked: Asked) -> StarBound:
    from scipy.special import ndtri

    sigma = np.hypot(s["observed_error_mag"], s["predicted_error_mag"])
    brightest = s["observed_mag"] - s["predicted_mag"] - ndtri(s["cl"]) * sigma
    value = _root(lambda m: brightest - s["coefficient_mag"] * _brightening(m, s))
    found = _equivalent(_core(core), asked)
    return replace(_bound("tip", s, "moment", _UNIT_MOMENT * value, found), cl=s["cl"])


def _white_dwarf(s: dict[str, Any], asked: Asked, sin2_theta_w: float) -> StarBound:
    star = white_dwarf(s["mass"], s["temperature"] * kelvin)
    plasma = star.plasma
    unit = emissivity(plasma, moment=_UNIT_MOMENT, sin2_theta_w=sin2_theta_w)
    standard = SOLAR_LUMINOSITY * 10 ** s["log_luminosity"] + star.luminosity(unit.weak.sum(axis=0))
    allowed = ((s["observed_drift"] + s["observed_error"]) / s["predicted_drift"] - 1) * standard
    magnetic = star.luminosity(unit.magnetic.sum(axis=0))
    found = None
    if asked is not None:
        found = _UNIT_MOMENT * np.sqrt(max(star.luminosity(asked(plasma).extra), 0.0) / magnetic)
    return _bound("white_dwarf", s, "moment", _UNIT_MOMENT * np.sqrt(max(allowed, 0.0) / magnetic), found)


def _sun(s: dict[str, Any], asked: Asked) -> tuple[StarBound, StarBound]:
    star = sun()
    plasma = star.plasma
    unit = emissivity(plasma, moment=_UNIT_MOMENT, charge=1e-14, weak=False)
    allowed = s["allowed_fraction"] * SOLAR_LUMINOSITY
    magnetic = star.luminosity(unit.magnetic.sum(axis=0))
    found = None
    if asked is not None:
        found = _UNIT_MOMENT * np.sqrt(max(star.luminosity(asked(plasma).extra), 0.0) / magnetic)
    return (
        _bound("sun", s, "moment", _UNIT_MOMENT * np.sqrt(allowed / magnetic), found),
        _bound("sun", s, "charge", 1e-14 * np.sqrt(allowed / star.luminosity(unit.charge.sum(axis=0))), None),
    )


def _supernova(s: dict[str, Any], vertex: Vertex | None, mixing: Mixing | None) -> tuple[StarBound, ...]:
    definition = "root of the sum of |lambda_fe|^2 over f, of nu_e into any right-handed neutrino"
    results = []
    for name, screening, words in (
        ("supernova", "thermal", "screening by hard thermal loops"),
        ("supernova_static", "static", "static Debye screening, a model for comparison"),
    ):
        electron, other = supernova_luminosities(
            density=s["density"], electron_fraction=s["electron_fraction"], temperature=s["temperature_MeV"],
            neutrino_potential=s["neutrino_potential_MeV"], volume=s["volume_cm3"], moment=_UNIT_MOMENT, screening=screening,
        )  # fmt: skip
        value = _UNIT_MOMENT * np.sqrt(s["allowed_erg_per_s"] * erg / electron)
        found = None
        if vertex is not None and mixing is not None and vertex.nature == "dirac":
            squares = np.abs(vertex.dipole @ mixing.matrix.conj().T) ** 2
            of_flavour = squares.sum(axis=0)
            found = float(np.sqrt(of_flavour[0] + of_flavour[1:3].sum() * other / electron))
        one = _bound(name, s, "moment", value, found)
        results.append(replace(one, title=f"{one.title}, {words}", definition=definition, natures=("dirac",)))
    return tuple(results)


def _early_universe(s: dict[str, Any], vertex: Vertex | None) -> StarBound:
    value = early_universe.bound(s["allowed_extra"], start=s["start_MeV"])
    found = None
    if vertex is not None and vertex.nature == "dirac":
        found = float(np.sqrt(effective_moment_squared(vertex) / vertex.size))
    one = _bound("early_universe", s, "moment", value, found)
    return replace(
        one,
        natures=("dirac",),
        definition="one moment for each of three Dirac neutrinos, root mean square for a vertex",
    )


def _charged(turn: dict[str, Any], late: dict[str, Any], vertex: Vertex | None) -> tuple[StarBound, StarBound]:
    turned = spin_down_bound(
        field=turn["field_gauss"], period=turn["period_s"], mass=turn["mass"] * SOLAR_MASS, neutrinos=turn["neutrinos"],
        allowed=turn["allowed_fraction"],
    )  # fmt: skip
    delayed = delay_bound(
        slow=late["slow_MeV"], fast=late["fast_MeV"], spread=late["spread_s"], field=late["field_gauss"],
        distance=late["distance_kpc"] * kpc,
    )  # fmt: skip
    found = None if vertex is None else float(np.max(np.abs(np.linalg.eigvalsh(vertex.charge))))
    definition = "largest charge of a Dirac neutrino, the eigenvalues of the matrix"
    pulsar, spread = _bound("pulsar", turn, "charge", turned, found), _bound("delay", late, "charge", delayed, found)
    return replace(pulsar, definition=definition), replace(spread, definition=definition)


def _core(s: Mapping[str, Any]) -> Plasma:
    return Plasma(s["density"], s["electron_fraction"], s["temperature"] * kelvin)


def _equivalent(plasma: Plasma, asked: Asked) -> float | None:
    """The moment that would cool as much as all couplings of a vertex do beyond the standard model."""
    if asked is None:
        return None
    unit = emissivity(plasma, moment=_UNIT_MOMENT, weak=False).total
    return float(_UNIT_MOMENT * np.sqrt(max(float(asked(plasma).extra), 0.0) / unit))


def _root(function: Callable[[float], float]) -> float:
    """The moment [1e-12 mu_B] from which on something is excluded."""
    from scipy.optimize import brentq

    if function(10.0) < 0 or function(0.0) > 0:
        raise ValueError("no moment between 0 and 1e-11 mu_B is at the edge of these allowances")
    return float(brentq(function, 0.0, 10.0, xtol=1e-13, rtol=1e-13))


def _bound(name: str, s: Mapping[str, Any], coupling: str, value: float, found: float | None) -> StarBound:
    definition = _PLASMON if coupling == "moment" else "charge of one Dirac neutrino, without interference"
    numbers = {key: float(entry) for key, entry in s.items() if isinstance(entry, int | float)}
    return StarBound(
        name=name, title=s["title"], coupling=coupling, value=float(value), unit="mu_B" if coupling == "moment" else "e",
        definition=definition, natures=_BOTH if coupling == "moment" else ("dirac",), cl=None, inputs=numbers,
        checked=s["checked"], note=s["note"], references=tuple(s["references"]), found=None if found is None else float(found),
    )  # fmt: skip


def _settings(changes: Mapping[str, Mapping[str, float]] | None) -> dict[str, dict[str, Any]]:
    shipped = {name: dict(values) for name, values in read_toml("nuem.astro", "stars.toml").items()}
    for name, values in (changes or {}).items():
        known = shipped[checks.choice("inputs", name, shipped)]
        numbers = [key for key, entry in known.items() if isinstance(entry, int | float)]
        for key, entry in values.items():
            known[checks.choice(f"inputs of {name}", key, numbers)] = checks.number(key, entry)
    return shipped
