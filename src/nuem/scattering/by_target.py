"""The differential cross section on a target given by name: a free electron, the electrons of a material, a nucleus, an atom."""

from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

import numpy as np

from nuem.constants import ATOMIC_MASS_UNIT, ELECTRON_MASS, SIN2_THETA_W
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
from nuem.units import keV

NUCLEUS = "nucleus:"
ATOM = "atom:"
FREE = "free-electron"


class NeutrinoWords(TypedDict, total=False):
    """The incoming neutrino, as in `nuem.scattering.electron.dsigma_dT`."""

    flavour: str
    antineutrino: bool
    moment: ArrayLike
    charge: ArrayLike
    charge_radius: ArrayLike
    radiative: bool


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
    **neutrino: Unpack[NeutrinoWords],
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
    **neutrino
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
    for name in neutrino:
        checks.choice("keyword", name, NeutrinoWords.__annotations__)
    incoming = _Neutrino(t, e, sin2_theta_w=sin2_theta_w, **neutrino)
    if target.startswith(NUCLEUS):
        result = _on_nucleus(element(target.removeprefix(NUCLEUS)), incoming)
    elif target.startswith(ATOM):
        result = _on_atom(read_atom(target.removeprefix(ATOM)), incoming)
    else:
        result = _on_electrons(target, incoming, electrons)
    if portal_mass is not None:
        result = _with_heavy_lepton(result, incoming, portal_mass)
    names = ("weak", "radius", "interference", "charge", "magnetic", "total")
    parts = {name: getattr(result.parts, name) for name in names}
    end_point = float(maximum_recoil(e, mass=result.mass))
    above = (t > end_point) & (parts["total"] == 0)
    if np.any(above):
        where = "all recoils are" if np.all(above) else f"{np.count_nonzero(above)} of {t.size} recoils are"
        note = f"{where} above the end point of {end_point / keV:.6g} keV, where the cross section is zero"
        result = replace(result, notes=(*result.notes, note))
    return CrossSection(
        t, e, incoming.flavour, incoming.antineutrino, target, result.electrons, result.per,
        end_point, parts, result.notes,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Neutrino:
    """The incoming neutrino, the recoils that are asked for, and the weak interaction."""

    recoil: FloatArray
    """[MeV]"""
    energy: float
    """[MeV]"""
    flavour: str = "e"
    antineutrino: bool = False
    moment: ArrayLike = 0.0
    charge: ArrayLike = 0.0
    charge_radius: ArrayLike = 0.0
    radiative: bool = False
    sin2_theta_w: float | None = None

    @property
    def couplings(self) -> Couplings:
        """Moment, charge and charge radius."""
        return Couplings(self.moment, self.charge, self.charge_radius)

    @property
    def mixing_angle(self) -> float:
        """sin^2 of the weak mixing angle."""
        return SIN2_THETA_W if self.sin2_theta_w is None else self.sin2_theta_w


@dataclass(frozen=True, slots=True, eq=False)
class _OnTarget:
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


def _on_nucleus(atom: Element, neutrino: _Neutrino) -> _OnTarget:
    mass = atom.atomic_weight * ATOMIC_MASS_UNIT - atom.Z * ELECTRON_MASS
    form = helm(np.sqrt(2 * mass * neutrino.recoil), A=atom.atomic_weight)
    parts = nucleus.parts(
        neutrino.recoil, neutrino.energy, Z=atom.Z, A=atom.atomic_weight, couplings=neutrino.couplings,
        flavour=neutrino.flavour, radiative=neutrino.radiative, sin2_theta_w=neutrino.mixing_angle,
    )  # fmt: skip
    note = "radiative couplings of the nucleons as quoted in the literature [Cadeddu:2020lky], not recomputed"
    notes = (note,) if neutrino.radiative else ()
    return _OnTarget(parts, "nucleus", mass, (atom.Z * form) ** 2, half=False, notes=notes)


def _on_atom(atom: NeutralAtom, neutrino: _Neutrino) -> _OnTarget:
    if neutrino.radiative:
        raise ValueError("radiative corrections are not known for a whole atom; leave them out")
    parts = elastic.parts(
        neutrino.recoil, neutrino.energy, atom=atom, couplings=neutrino.couplings,
        flavour=neutrino.flavour, sin2_theta_w=neutrino.mixing_angle,
    )  # fmt: skip
    note = "the atom recoils as a whole in its ground state: that holds for recoils too small to excite it"
    half = atom.Z % 2 == 1 or atom.A % 2 == 1
    return _OnTarget(parts, "atom", atom.total_mass, atom.bare_charge(neutrino.recoil) ** 2, half, notes=(note,))


def _on_electrons(target: str, neutrino: _Neutrino, electrons: str | None) -> _OnTarget:
    parts = electron.parts(
        neutrino.recoil, neutrino.energy, couplings=neutrino.couplings, flavour=neutrino.flavour,
        antineutrino=neutrino.antineutrino, radiative=neutrino.radiative, sin2_theta_w=neutrino.sin2_theta_w,
    )  # fmt: skip
    if target == FREE:
        return _OnTarget(parts, "electron", ELECTRON_MASS, 1.0, half=True)
    model = electron_model(electrons)
    atomic = response(target, model)
    numbers, per = atomic.at(neutrino.recoil), "atom" if atomic.target.is_element else "formula unit"
    note = "a charge acts on the atom as a whole: electrons counted one by one give too small a charge part"
    notes = (note,) if np.any(neutrino.charge) and not model.collective else ()
    bound = parts.on(numbers, neutrino.energy)
    return _OnTarget(bound, per, ELECTRON_MASS, numbers.N_mu, half=True, electrons=model.name, notes=notes)


def _with_heavy_lepton(light: _OnTarget, neutrino: _Neutrino, mass: float) -> _OnTarget:
    """The moment leads to a heavy neutral lepton [MeV] instead of to a light neutrino."""
    t, e, moment = neutrino.recoil, neutrino.energy, neutrino.moment
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
