"""The Dirac-Hartree-Fock-Slater atom, with the transverse photons of a charge in the medium or in vacuum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from nuem.elements import Compound
from nuem.numerics import checks
from nuem.numerics.warn import warn_user
from nuem.scattering.atom import bound, photon
from nuem.scattering.atom.electrons import EffectiveElectrons, ValidityWarning
from nuem.scattering.atom.models.neutrino_mass import NEUTRINO_MASS, with_mass
from nuem.scattering.atom.subshell_table import tabulated
from nuem.units import MeV


@dataclass(frozen=True, slots=True, kw_only=True)
class Hfs:
    """The atom in the Dirac-Hartree-Fock-Slater field; an element without a table is counted by stepping.

    Parameters
    ----------
    vacuum : bool, optional
        Whether the transverse photons of a charge propagate as in vacuum, down to the mass of the neutrino; if not, the medium screens them.
    density : float, optional
        Of the material that screens [g/cm^3]; if not given, that of ``materials.toml``.
    neutrino_mass : float, optional
        In the logarithm of a charge in vacuum [MeV]; 1 eV if not given.

    Raises
    ------
    ValueError
        For a density or mass that is not positive, a mass without `vacuum`, or a density with it.
    """

    vacuum: bool = False
    density: float | None = None
    neutrino_mass: float | None = None
    claims_validity: ClassVar[bool] = True
    collective: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.density is not None:
            density = checks.number("density", checks.positive("density", self.density, "g/cm3"))
            object.__setattr__(self, "density", density)
            if self.vacuum:
                raise ValueError(f"density = {density:g} g/cm3 does not enter when the photons are those of the vacuum")
        if self.neutrino_mass is not None:
            mass = checks.number("neutrino_mass", checks.positive("neutrino_mass", self.neutrino_mass, "MeV"))
            object.__setattr__(self, "neutrino_mass", mass)
            if not self.vacuum:
                raise ValueError("the mass of the neutrino does not enter in a medium; take Hfs(vacuum=True)")

    @property
    def name(self) -> str:
        """The words by which `electron_model` finds it."""
        return with_mass("hfs-vacuum", self.neutrino_mass) if self.vacuum else "hfs"

    @property
    def description(self) -> str:
        """The model in one line."""
        charge = "as in vacuum, down to the neutrino mass" if self.vacuum else "screened by the medium"
        return f"Dirac-Hartree-Fock-Slater atom; a charge {charge}"

    def covers(self, target: Compound) -> bool:
        """In vacuum the photoabsorption of all elements is needed; in a medium one without a table is counted by stepping."""
        return not (self.vacuum and bound.without_table(target))

    def require(self, target: Compound) -> None:
        """Warn (`ValidityWarning`) of elements without a table."""
        missing = bound.without_table(target)
        if missing:
            warn_user(
                f"no table of the atomic response of {', '.join(missing)}: its electrons are treated in the stepping approximation, which underestimates scattering by a millicharge; "
                f"there are tables of {', '.join(tabulated())}",
                ValidityWarning,
            )

    def count(self, target: Compound, transfer: NDArray[np.float64]) -> EffectiveElectrons:
        """Effective electrons at transfers [MeV]."""
        if not self.vacuum:
            return bound.in_medium(target, transfer, self.density)
        contact, moment, charge, absorption = bound.longitudinal(target, transfer)
        number = photon.photon_number(transfer, absorption)
        logarithm = photon.logarithm_in_vacuum(1 * MeV, self.neutrino_mass or NEUTRINO_MASS)
        return EffectiveElectrons(contact, moment, charge, number * logarithm, 2 * number)

    def edges(self, target: Compound) -> NDArray[np.float64]:
        """Thresholds of the computed subshells, binding energies of elements without a table [MeV]."""
        return bound.edges(target)

    def knots(self, target: Compound) -> NDArray[np.float64]:
        """The edges and the nodes of the tables [MeV]."""
        return np.union1d(bound.edges(target), bound.nodes(target))
