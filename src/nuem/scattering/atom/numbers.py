"""Effective numbers of electrons of a material by every model, for one neutrino."""

from dataclasses import dataclass

import numpy as np

from nuem.elements import Atom, Compound
from nuem.elements.subshells import subshells
from nuem.numerics import checks
from nuem.scattering.atom.material import response
from nuem.scattering.atom.models import NEUTRINO_MASS, EquivalentPhotons, Hfs, Stepping
from nuem.scattering.atom.subshell_table import tables, total
from nuem.scattering.atom.tabulate import tabulate
from nuem.typing import ArrayLike, FloatArray
from nuem.units import MeV, keV


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """Effective numbers by interaction and model, computed by `effective_numbers`."""

    target: Compound
    transfer: FloatArray
    """[MeV]"""
    valid_from: float
    """Energy transfer from which the numbers are good to some per cent [MeV]."""
    columns: dict[str, FloatArray]
    """Interaction and model to effective number of electrons."""
    failures: tuple[str, ...]
    """Where the mean field is known to fail."""


def effective_numbers(
    material: str,
    transfer: ArrayLike | None = None,
    *,
    energy: float = 0.27 * MeV,
    neutrino_mass: float = NEUTRINO_MASS,
    density: float | None = None,
) -> Numbers:
    """The effective numbers of electrons per atom (formula unit) for each interaction, by the models that a table is known for.

    Parameters
    ----------
    material : str
        Element or formula.
    transfer : array_like, optional
        Energy transfers T [MeV]; twelve from where the numbers are valid up to 50 keV if not given.
    energy : float, optional
        Of the neutrino, which matters for a charge in vacuum [MeV].
    neutrino_mass : float, optional
        The same [MeV].
    density : float, optional
        Of the material [g/cm^3]; the usual one if not given.

    Raises
    ------
    ValueError
        For an unknown material, an energy transfer that is negative or above the energy of the neutrino, or a mass that is not below it.
    """
    medium = response(material, Hfs(density=density))
    neutrino = checks.number("energy", checks.positive("energy", energy, "MeV"))
    if transfer is None:
        T = np.geomspace(medium.valid_from or 0.1 * keV, 50 * keV, 12)
        T = T[neutrino >= T]
        if not len(T):
            raise ValueError(
                f"energy = {neutrino / keV:g} keV is below {medium.valid_from / keV:g} keV, from which the numbers are valid"
            )
    else:
        T = np.atleast_1d(checks.not_negative("transfer", transfer, "MeV"))
    if np.any(neutrino < T):
        raise ValueError(
            f"transfer = {T.max() / keV:g} keV is above the energy of the neutrino, {neutrino / keV:g} keV"
        )
    if checks.number("neutrino_mass", checks.positive("neutrino_mass", neutrino_mass, "MeV")) >= neutrino:
        raise ValueError(
            f"neutrino_mass = {neutrino_mass / keV:g} keV is not below the energy of the neutrino, {neutrino / keV:g} keV"
        )
    numbers = medium.at(T)
    columns = {
        "stepping": response(material, Stepping()).at(T).N_w,
        "N_w": numbers.N_w,
        "N_mu": numbers.N_mu,
        "N_q": numbers.N_q,
        "charge, medium": numbers.charge_squared(),
    }
    if medium.with_photons:
        vacuum = response(material, Hfs(vacuum=True, neutrino_mass=neutrino_mass)).at(T, warn=False)
        photons = response(material, EquivalentPhotons(neutrino_mass=neutrino_mass)).at(T)
        columns |= {"charge, vacuum": vacuum.charge_squared(neutrino), "charge, epa": photons.charge_squared(neutrino)}
    return Numbers(medium.target, T, medium.valid_from, columns, tuple(medium.failures))


def computed_numbers(
    symbol: str, configuration: str, transfer: ArrayLike | None = None
) -> tuple[FloatArray, dict[str, FloatArray]]:
    """Effective numbers of electrons of an atom that has no table, computed from its configuration: transfers [MeV] and columns.

    Parameters
    ----------
    symbol : str
        Of the element.
    configuration : str
        Such as ``"[Xe] 4f14 5d6 6s2"``.
    transfer : array_like, optional
        Energy transfers [MeV]; twelve from 0.1 to 50 keV if not given.
    """
    T = (
        np.geomspace(0.1, 50, 12) * keV
        if transfer is None
        else np.atleast_1d(checks.positive("transfer", transfer, "MeV"))
    )
    names = ("N_w", "N_mu", "N_q", "photoabsorption_cm2")
    return T, dict(zip(names, total(tabulate(Atom(symbol, configuration)), T), strict=True))


def thresholds(target: Compound) -> list[dict[str, str | float | int]]:
    """Subshells of all elements of a material: quantum numbers, electrons, computed and measured thresholds [MeV].

    Raises
    ------
    ValueError
        For an element without a table.
    """
    rows: list[dict[str, str | float | int]] = []
    for part, _ in target.parts:
        computed = {(table.n, table.kappa): table.threshold for table in tables(part.symbol)}
        rows += [
            {
                "element": part.symbol, "shell": shell.name, "n": shell.n, "kappa": shell.kappa, "electrons": shell.electrons,
                "threshold": computed[shell.n, shell.kappa], "measured": shell.binding,
            }
            for shell in subshells(part.symbol)
        ]  # fmt: skip
    return rows
