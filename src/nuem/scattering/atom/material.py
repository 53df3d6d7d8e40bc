"""The electrons of a material, by a choice of models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.elements import Compound, compound
from nuem.numerics import checks
from nuem.numerics.table import read_toml
from nuem.numerics.warn import warn_user
from nuem.scattering.atom import bound
from nuem.scattering.atom.electrons import EffectiveElectrons, ValidityWarning
from nuem.scattering.atom.models import DEFAULT_MODEL, ElectronModel, electron_model
from nuem.units import eV, keV

_VALID_FROM: Final = 100 * eV


@dataclass(frozen=True, slots=True)
class Response:
    """The electrons of a target as one model counts them; made by `response`."""

    target: Compound
    electrons: ElectronModel = DEFAULT_MODEL

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
            warn_user(self.complaint(float(np.min(transfer))), ValidityWarning)
        return self.electrons.count(self.target, transfer)

    @property
    def edges(self) -> NDArray[np.float64]:
        """Energies at which the numbers jump, ascending [MeV]: where a quadrature must break."""
        return self.electrons.edges(self.target)

    @property
    def knots(self) -> NDArray[np.float64]:
        """Energies between which the numbers are smooth, ascending [MeV]: the edges, and the nodes of the tables."""
        return self.electrons.knots(self.target)

    @property
    def with_photons(self) -> bool:
        """Whether the photoabsorption of all elements is known, which the transverse photons of a charge need."""
        return not bound.without_table(self.target)

    @property
    def valid_from(self) -> float:
        """Energy transfer from which the numbers are good to some per cent [MeV]; zero for models that do not claim it."""
        if not self.electrons.claims_validity:
            return 0.0
        return max(_valid_from(part.symbol) for part, _ in self.target.parts)

    @property
    def failures(self) -> tuple[str, ...]:
        """What is known to be wrong with the numbers of this target: below `valid_from` first."""
        if not self.electrons.claims_validity:
            return ()
        materials = read_toml("nuem.scattering.atom", "materials.toml")
        symbols = [part.symbol for part, _ in self.target.parts]
        worst = [symbol for symbol in symbols if _valid_from(symbol) == self.valid_from]
        below = dict.fromkeys(
            materials["fails_below"].get(symbol, materials["fails_below"]["solid"]) for symbol in worst
        )
        above = [
            f"in {symbol}, {materials['fails_above'][symbol]}"
            for symbol in symbols
            if symbol in materials["fails_above"]
        ]
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

    def __repr__(self) -> str:
        return f"Response({self.target.formula!r}, electrons={self.electrons.name!r})"


def _valid_from(symbol: str) -> float:
    """Of one element [MeV]."""
    thresholds: dict[str, float] = read_toml("nuem.scattering.atom", "materials.toml")["valid_from_eV"]
    return thresholds[symbol] * eV if symbol in thresholds else _VALID_FROM


def response(symbol: str, electrons: ElectronModel | str | None = None) -> Response:
    """How the electrons of a target respond to an energy transfer.

    Parameters
    ----------
    symbol : str
        An element or a formula, such as ``"Xe"`` or ``"CF4"``.
    electrons : ElectronModel or str, optional
        A model of `nuem.scattering.atom.models` or its name: "stepping", "free", "hfs" (the default), "hfs-vacuum", "epa". The mass of the
        neutrino may follow the name where it enters: ``"epa:0.1 eV"``.

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
    target, model = compound(symbol), electron_model(electrons)
    model.require(target)
    return Response(target, model)
