"""The differential cross section on whatever a word names: a free electron, the electrons of a material, a nucleus."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nuem.constants import ATOMIC_MASS_UNIT, ELECTRON_MASS
from nuem.elements import element
from nuem.numerics import checks
from nuem.scattering import electron, nucleus
from nuem.scattering.atom import electron_model, response
from nuem.scattering.kinematics import maximum_recoil
from nuem.scattering.neutrino_couplings import Couplings
from nuem.typing import ArrayLike, FloatArray

NUCLEUS = "nucleus:"
FREE = "free-electron"


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
    **couplings: Any,
) -> CrossSection:
    """The cross section of a neutrino on a target, part by part.

    Parameters
    ----------
    target : str
        ``"free-electron"``; an element or a formula, for its bound electrons; or ``"nucleus:Xe"``, coherent.
    recoil : array_like
        [MeV]
    energy : float
        Of the neutrino [MeV].
    electrons : str, optional
        Model of the bound electrons, of `nuem.scattering.atom.electron_model`.
    sin2_theta_w : float, optional
        Weak mixing angle; the default of the scattering function if not given.
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
    notes: list[str] = []
    label, per, mass = None, "electron", ELECTRON_MASS
    if target.startswith(NUCLEUS):
        atom = element(target.removeprefix(NUCLEUS))
        per, mass = "nucleus", atom.atomic_weight * ATOMIC_MASS_UNIT - atom.Z * ELECTRON_MASS
        given = Couplings(*(couplings.get(name, 0.0) for name in ("moment", "charge", "charge_radius")))
        words = {name: couplings[name] for name in ("flavour", "radiative") if name in couplings}
        found = nucleus.parts(t, e, Z=atom.Z, A=atom.atomic_weight, couplings=given, **words, **angle)
        if couplings.get("radiative"):
            notes.append(
                "radiative couplings of the nucleons as quoted in the literature [Cadeddu:2020lky], not recomputed"
            )
    else:
        found = electron.parts(t, e, **couplings, **angle)
        if target != FREE:
            model = electron_model(electrons)
            atomic = response(target, model)
            found = found.on(atomic.at(t), e)
            label, per = model.name, "atom" if atomic.target.is_element else "formula unit"
            if np.any(couplings.get("charge", 0.0)) and not model.collective:
                notes.append(
                    "a charge acts on the atom as a whole: electrons counted one by one give too small a charge part"
                )
    parts = {name: getattr(found, name) for name in ("weak", "radius", "interference", "charge", "magnetic", "total")}
    return CrossSection(
        t, e, couplings.get("flavour", "e"), bool(couplings.get("antineutrino", False)), target, label, per,
        float(maximum_recoil(e, mass=mass)), parts, tuple(notes),
    )  # fmt: skip
