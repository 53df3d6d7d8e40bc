"""The differential cross section on a target given by name: a free electron, the electrons of a material, a nucleus, an atom."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nuem.constants import ATOMIC_MASS_UNIT, ELECTRON_MASS
from nuem.elements import Element, element
from nuem.numerics import checks
from nuem.scattering import electron, nucleus
from nuem.scattering.atom import elastic, electron_model, response
from nuem.scattering.atom.elastic import NeutralAtom
from nuem.scattering.form_factor import helm
from nuem.scattering.kinematics import maximum_recoil
from nuem.scattering.neutrino_couplings import Couplings
from nuem.scattering.parts import Parts
from nuem.scattering.portal import dsigma_dT, threshold
from nuem.typing import ArrayLike, FloatArray

NUCLEUS = "nucleus:"
ATOM = "atom:"
FREE = "free-electron"
WORDS = ("flavour", "antineutrino", "moment", "charge", "charge_radius", "radiative")


@dataclass(frozen=True, slots=True, eq=False)
class CrossSection:
    """A differential cross section with its parts."""

    recoil: FloatArray
    """[MeV]"""
    energy: float
    """Of the neutrino [MeV]."""
    flavour: str
    antineutrino: bool
    target: str
    electrons: str | None
    """Name of the model of the bound electrons, if there are any."""
    per: str
    """What it is per: electron, atom, formula unit or nucleus."""
    end_point: float
    """Largest recoil of the free target [MeV]."""
    parts: dict[str, FloatArray]
    """Name to dsigma/dT [cm^2/MeV]; the last is the total."""
    notes: tuple[str, ...]


def by_target(
    target: str,
    recoil: ArrayLike,
    energy: float,
    *,
    electrons: str | None = None,
    sin2_theta_w: float | None = None,
    portal_mass: float | None = None,
    **couplings: Any,
) -> CrossSection:
    """The cross section of a neutrino on a target, part by part.

    Parameters
    ----------
    target : str
        ``"free-electron"``; an element or a formula, for its bound electrons; ``"nucleus:Xe"``, coherent; or
        ``"atom:He4"``, a neutral atom that recoils as a whole.
    recoil : array_like
        [MeV]
    energy : float
        Of the neutrino [MeV].
    electrons : str, optional
        Model of the bound electrons, of `nuem.scattering.atom.electron_model`.
    sin2_theta_w : float, optional
        Weak mixing angle; the default of the scattering function if not given.
    portal_mass : float, optional
        Mass of a heavy neutral lepton that the moment leads to [MeV], in place of a light neutrino.
    **couplings
        flavour, antineutrino, moment, charge, charge_radius, radiative, as in `nuem.scattering.electron.dsigma_dT`.

    Returns
    -------
    CrossSection

    Raises
    ------
    ValueError
        For an unknown target or model, or what the scattering functions refuse.
    """
    t = np.atleast_1d(checks.not_negative("recoil", recoil, "MeV"))
    e = checks.number("energy", energy, "MeV")
    angle: dict[str, Any] = {} if sin2_theta_w is None else {"sin2_theta_w": sin2_theta_w}
    for name in couplings:
        checks.choice("keyword", name, WORDS)
    if target.startswith(NUCLEUS):
        result = _on_nucleus(element(target.removeprefix(NUCLEUS)), t, e, couplings, angle)
    elif target.startswith(ATOM):
        result = _on_atom(read_atom(target.removeprefix(ATOM)), t, e, couplings, angle)
    else:
        result = _on_electrons(target, t, e, couplings | angle, electrons)
    if portal_mass is not None:
        result = _with_heavy_lepton(result, t, e, couplings.get("moment", 0.0), portal_mass)
    names = ("weak", "radius", "interference", "charge", "magnetic", "total")
    parts = {name: getattr(result.parts, name) for name in names}
    end_point = float(maximum_recoil(e, mass=result.mass))
    return CrossSection(
        t, e, couplings.get("flavour", "e"), bool(couplings.get("antineutrino", False)), target, result.electrons, result.per,
        end_point, parts, result.notes,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Parts on a target, and what a heavy neutral lepton needs to know of it."""

    parts: Parts
    per: str
    mass: float
    """[MeV]"""
    charge_squared: FloatArray | float
    """What multiplies the dipole cross section on a point of unit charge."""
    half: bool
    """Whether the spin is 1/2."""
    electrons: str | None = None
    notes: tuple[str, ...] = ()


def _on_nucleus(atom: Element, t: FloatArray, e: float, couplings: dict[str, Any], angle: dict[str, Any]) -> _Found:
    words = {name: couplings[name] for name in ("flavour", "radiative") if name in couplings}
    parts = nucleus.parts(t, e, Z=atom.Z, A=atom.atomic_weight, couplings=_couplings_of(couplings), **words, **angle)
    mass = atom.atomic_weight * ATOMIC_MASS_UNIT - atom.Z * ELECTRON_MASS
    form = helm(np.sqrt(2 * mass * t), A=atom.atomic_weight)
    note = "radiative couplings of the nucleons as quoted in the literature [Cadeddu:2020lky], not recomputed"
    notes = (note,) if couplings.get("radiative") else ()
    return _Found(parts, "nucleus", mass, (atom.Z * form) ** 2, half=False, notes=notes)


def _on_atom(atom: NeutralAtom, t: FloatArray, e: float, couplings: dict[str, Any], angle: dict[str, Any]) -> _Found:
    if couplings.get("radiative"):
        raise ValueError("radiative corrections are not known for a whole atom; leave them out")
    parts = elastic.parts(
        t, e, atom=atom, couplings=_couplings_of(couplings), flavour=couplings.get("flavour", "e"), **angle
    )
    note = "the atom recoils as a whole in its ground state: that holds for recoils too small to excite it"
    half = atom.Z % 2 == 1 or atom.A % 2 == 1
    return _Found(parts, "atom", atom.total_mass, atom.bare_charge(t) ** 2, half, notes=(note,))


def _on_electrons(target: str, t: FloatArray, e: float, couplings: dict[str, Any], electrons: str | None) -> _Found:
    words = {name: value for name, value in couplings.items() if name not in ("moment", "charge", "charge_radius")}
    parts = electron.parts(t, e, couplings=_couplings_of(couplings), **words)
    if target == FREE:
        return _Found(parts, "electron", ELECTRON_MASS, 1.0, half=True)
    model = electron_model(electrons)
    atomic = response(target, model)
    numbers, per = atomic.at(t), "atom" if atomic.target.is_element else "formula unit"
    note = "a charge acts on the atom as a whole: electrons counted one by one give too small a charge part"
    notes = (note,) if np.any(couplings.get("charge", 0.0)) and not model.collective else ()
    return _Found(parts.on(numbers, e), per, ELECTRON_MASS, numbers.N_mu, half=True, electrons=model.name, notes=notes)


def _with_heavy_lepton(light: _Found, t: FloatArray, e: float, moment: float, mass: float) -> _Found:
    """The moment leads to a heavy neutral lepton [MeV] instead of to a light neutrino."""
    if not np.any(moment):
        raise ValueError("a heavy neutral lepton needs the moment that leads to it, such as moment = 1e-11 [mu_B]")
    spin = 0.5 if light.half else 0
    unit = dsigma_dT(t, e, mass=mass, moment=moment, target=(1, 1), spin=spin, target_mass=light.mass, form_factor=None)
    lowest = float(threshold(mass=mass, target_mass=light.mass))
    beyond = f", which takes neutrinos of {lowest:g} MeV: none is made" if e < lowest else ""
    note = f"the moment leads to a heavy neutral lepton of {mass:g} MeV{beyond}"
    parts = replace(light.parts, magnetic=light.charge_squared * unit)
    return replace(light, parts=parts, notes=(*light.notes, note))


def read_atom(name: str) -> NeutralAtom:
    """An atom from its isotope, such as "He4".

    Raises
    ------
    ValueError
        For anything else.
    """
    symbol, number = name.rstrip("0123456789"), name[len(name.rstrip("0123456789")) :]
    if not number:
        raise ValueError(f"atom {name!r} needs a mass number, such as He4")
    return NeutralAtom(symbol, int(number))


def _couplings_of(couplings: dict[str, Any]) -> Couplings:
    return Couplings(*(couplings.get(name, 0.0) for name in ("moment", "charge", "charge_radius")))
