"""Models of bound electrons, one class a file; `MODELS` names them, `electron_model` finds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from nuem.lazy import door
from nuem.numerics import checks
from nuem.scattering.atom.models.equivalent_photons import EquivalentPhotons
from nuem.scattering.atom.models.free import Free
from nuem.scattering.atom.models.hfs import Hfs
from nuem.scattering.atom.models.model import ElectronModel
from nuem.scattering.atom.models.neutrino_mass import NEUTRINO_MASS
from nuem.scattering.atom.models.stepping import Stepping
from nuem.units import parse

__all__ = [
    "DEFAULT_MODEL",
    "MODELS",
    "NEUTRINO_MASS",
    "ElectronModel",
    "EquivalentPhotons",
    "Free",
    "Hfs",
    "Stepping",
    "electron_model",
]

MODELS: Final[dict[str, ElectronModel]] = {
    "free": Free(),
    "stepping": Stepping(),
    "hfs": Hfs(),
    "hfs-vacuum": Hfs(vacuum=True),
    "epa": EquivalentPhotons(),
}
"""Name to model."""

_OF_MASS: Final[dict[str, Callable[[float], ElectronModel]]] = {
    "hfs-vacuum": lambda mass: Hfs(vacuum=True, neutrino_mass=mass),
    "epa": lambda mass: EquivalentPhotons(neutrino_mass=mass),
}
"""Those that depend on the mass of the neutrino [MeV]."""

DEFAULT_MODEL: Final = MODELS["hfs"]
"""Model of bound electrons in every rate and limit, unless another is asked for."""


def electron_model(electrons: ElectronModel | str | None = None) -> ElectronModel:
    """A model of bound electrons from its name, or the object itself; the default without either.

    Parameters
    ----------
    electrons : ElectronModel or str, optional
        One of `MODELS`. The mass of the neutrino may follow where it enters: ``"epa:0.1 eV"``.

    Raises
    ------
    ValueError
        For an unknown name, something that is not a model, or a mass where none enters.

    Examples
    --------
    >>> electron_model("hfs-vacuum:0.1 eV").name
    'hfs-vacuum:0.1 eV'
    """
    if electrons is None:
        return DEFAULT_MODEL
    if not isinstance(electrons, str):
        if callable(getattr(electrons, "count", None)) and callable(getattr(electrons, "require", None)):
            return electrons
        raise ValueError(
            f"electrons = {checks.shown(electrons)} is not a model of bound electrons; choose one of {', '.join(MODELS)}"
        )
    name, _, mass = electrons.partition(":")
    model = MODELS[checks.choice("electrons", name, MODELS)]
    if not mass:
        return model
    if name not in _OF_MASS:
        raise ValueError(
            f"the mass of the neutrino does not enter electrons = {name!r}; it does in {' and '.join(_OF_MASS)}"
        )
    return _OF_MASS[name](parse(mass, "eV"))


if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
