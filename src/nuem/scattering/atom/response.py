"""The electrons of a material, by the model of one's choice."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.elements import Compound, compound
from nuem.numerics import checks
from nuem.numerics.table import read_toml
from nuem.scattering.atom import absorption, bound, counting
from nuem.scattering.atom.electrons import EffectiveElectrons
from nuem.scattering.atom.subshell_table import tables, tabulated
from nuem.units import eV, keV, parse

DEFAULT_MODEL: Final = "hfs"
"""Model of bound electrons in every rate and limit, unless another is asked for."""

NEUTRINO_MASS: Final = 1 * eV
"""Mass in the logarithm of a charge in vacuum, unless one is given."""

_VALID_FROM = 100 * eV


class ValidityWarning(UserWarning):
    """An atomic response that is asked for outside the range in which it holds."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a charge feels beside the atom."""

    density: float | None
    """Of the material [g/cm^3]; None for the usual one."""
    neutrino_mass: float
    """[MeV]"""


Counting = Callable[[Compound, NDArray[np.float64], Surroundings], EffectiveElectrons]

MODELS: Final[dict[str, Counting]] = {
    "free": lambda target, transfer, _: counting.free(target, transfer),
    "stepping": lambda target, transfer, _: counting.stepping(target, transfer),
    "hfs": lambda target, transfer, around: bound.in_medium(target, transfer, around.density),
    "hfs-vacuum": lambda target, transfer, around: bound.in_vacuum(target, transfer, around.neutrino_mass),
    "epa": lambda target, transfer, around: bound.equivalent_photons(target, transfer, around.neutrino_mass),
}
"""Name to model; a model counts the effective electrons of a target at an energy transfer [MeV]."""

DESCRIPTIONS: Final = {
    "free": "all electrons, as if free",
    "stepping": "each electron free above its binding energy",
    "hfs": "Dirac-Hartree-Fock-Slater atom; a charge screened by the medium",
    "hfs-vacuum": "Dirac-Hartree-Fock-Slater atom; a charge as in vacuum, down to the neutrino mass",
    "epa": "stepping; a charge by equivalent photons in vacuum alone, as in published limits",
}
_IN_VACUUM = ("hfs-vacuum", "epa")


@dataclass(frozen=True, slots=True)
class Response:
    """The electrons of a target as one model counts them; made by `response`."""

    target: Compound
    model: str
    surroundings: Surroundings = Surroundings(None, NEUTRINO_MASS)

    def at(self, recoil: ArrayLike, *, warn: bool = True) -> EffectiveElectrons:
        """Effective numbers of electrons per atom (formula unit).

        Parameters
        ----------
        recoil : array_like
            Energy transfer T [MeV].
        warn : bool, optional
            Whether to warn (`ValidityWarning`) of an energy transfer below `valid_from`.

        Raises
        ------
        ValueError
            For an energy transfer below zero.
        """
        transfer = checks.not_negative("recoil", recoil, "MeV")
        if warn and np.any(transfer < self.valid_from):
            warnings.warn(self.complaint(float(np.min(transfer))), ValidityWarning, stacklevel=2)
        return MODELS[self.model](self.target, transfer, self.surroundings)

    @property
    def edges(self) -> NDArray[np.float64]:
        """Energies at which the numbers jump, ascending [MeV]: where a quadrature must break."""
        if self.model == "free":
            return np.empty(0)
        measured = [shell.binding for shell in self.target.shells]
        if self.model == "stepping":
            return np.unique(measured)
        computed = [
            table.threshold
            for part, _ in self.target.parts
            if part.symbol in tabulated()
            for table in tables(part.symbol)
        ]
        if self.model == "epa":
            return np.unique(measured + computed)
        stepped = [shell.binding for name in bound.without_table(self.target) for shell in compound(name).shells]
        return np.unique(computed + stepped)

    @property
    def knots(self) -> NDArray[np.float64]:
        """Energies between which the numbers are smooth, ascending [MeV]: the edges, and the nodes of the tables."""
        if self.model in ("free", "stepping"):
            return self.edges
        known = [part.symbol for part, _ in self.target.parts if part.symbol in tabulated()]
        nodes = [table.threshold + table.excess for symbol in known for table in tables(symbol)]
        return np.unique(np.concatenate([self.edges, *nodes, *(absorption.knots(symbol) for symbol in known)]))

    @property
    def with_photons(self) -> bool:
        """Whether the photoabsorption of all elements is known, which the transverse photons of a charge need."""
        return not bound.without_table(self.target)

    @property
    def valid_from(self) -> float:
        """Energy transfer from which the numbers are good to some per cent [MeV]; zero for models that do not claim it."""
        if not self.model.startswith("hfs"):
            return 0.0
        return max(_valid_from(part.symbol) for part, _ in self.target.parts)

    @property
    def failures(self) -> tuple[str, ...]:
        """What is known to be wrong with the numbers of this target: below `valid_from` first."""
        if not self.model.startswith("hfs"):
            return ()
        known = read_toml("nuem.scattering.atom", "materials.toml")
        symbols = [part.symbol for part, _ in self.target.parts]
        worst = [symbol for symbol in symbols if _valid_from(symbol) == self.valid_from]
        below = dict.fromkeys(known["fails_below"].get(symbol, known["fails_below"]["solid"]) for symbol in worst)
        above = [f"in {symbol}, {known['fails_above'][symbol]}" for symbol in symbols if symbol in known["fails_above"]]
        return (f"below {self.valid_from / keV:g} keV, {'; '.join(below)}", *above)

    def complaint(self, lowest: float) -> str:
        """What to say of an energy transfer below `valid_from` [MeV]."""
        return (
            f"below {self.valid_from / keV:g} keV the atomic response of {self.target.formula} is uncertain by tens of per cent or more "
            f"({self.failures[0].partition(', ')[2]}); energy transfers down to {lowest / keV:.3g} keV are asked for"
        )

    @property
    def units_per_gram(self) -> float:
        """Atoms (formula units) per gram: times `at` it gives effective electrons per gram [1/g]."""
        return self.target.units_per_gram


def _valid_from(symbol: str) -> float:
    """Of one element [MeV]."""
    known: dict[str, float] = read_toml("nuem.scattering.atom", "materials.toml")["valid_from_eV"]
    return known[symbol] * eV if symbol in known else _VALID_FROM


def response(
    symbol: str,
    model: str = DEFAULT_MODEL,
    *,
    density: float | None = None,
    neutrino_mass: float | None = None,
) -> Response:
    """How the electrons of a target answer to an energy transfer.

    Parameters
    ----------
    symbol : str
        An element or a formula, such as ``"Xe"`` or ``"CF4"``.
    model : {"stepping", "free", "hfs", "hfs-vacuum", "epa"}, optional
        `DESCRIPTIONS` says what they are. The mass of the neutrino may follow where it matters: ``"epa:0.1 eV"``.
    density : float, optional
        Of the material [g/cm^3], for "hfs"; if not given, that of ``materials.toml``.
    neutrino_mass : float, optional
        For "hfs-vacuum" and "epa" [MeV]; 1 eV if not given.

    Raises
    ------
    ValueError
        For an unknown element, formula or model, a mass where none enters, or "epa" for an element whose photoabsorption is not known.

    Warns
    -----
    ValidityWarning
        For elements without a table, which are counted by stepping.

    Examples
    --------
    >>> response("Ge", "stepping").at(2.8e-3).N_mu
    np.float64(30.0)
    >>> xenon = response("Xe", "hfs").at(2 * keV)
    >>> [round(float(number), 1) for number in (xenon.N_w, xenon.N_mu, xenon.N_q, xenon.charge_squared())]
    [43.8, 43.3, 97.5, 158.6]
    """
    target = compound(symbol)
    name, _, mass = model.partition(":") if isinstance(model, str) else (model, "", "")
    checks.choice("model", name, MODELS)
    if mass:
        neutrino_mass = parse(mass, "eV")
    if neutrino_mass is not None and name not in _IN_VACUUM:
        raise ValueError(
            f"the mass of the neutrino does not enter model {name!r}; it does in {' and '.join(_IN_VACUUM)}"
        )
    if neutrino_mass is not None:
        checks.positive("neutrino_mass", checks.number("neutrino_mass", neutrino_mass, "MeV"), "MeV")
    if density is not None:
        checks.positive("density", checks.number("density", density, "g/cm3"), "g/cm3")
    missing = bound.without_table(target) if name not in ("free", "stepping") else ()
    if missing and name == "epa":
        raise ValueError(
            f"no photoabsorption is known of {', '.join(missing)}; model 'epa' can do {', '.join(tabulated())}"
        )
    if missing:
        warnings.warn(
            f"no table of the atomic response of {', '.join(missing)}: its electrons are counted by stepping, too few for a charge; "
            f"there are tables of {', '.join(tabulated())}",
            ValidityWarning,
            stacklevel=2,
        )
    return Response(target, name, Surroundings(density, NEUTRINO_MASS if neutrino_mass is None else neutrino_mass))
