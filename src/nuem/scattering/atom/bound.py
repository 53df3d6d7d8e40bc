r"""Bound electrons as the Dirac-Hartree-Fock-Slater atom has them, with the transverse photons of a charge.

With the dynamic structure factor S(T, q^2) of the atom, for T much below the neutrino energy,

.. math:: N_w = \frac{1}{2m_e}\int S\,dq^2, \qquad N_\mu = T\int S\,\frac{dq^2}{q^2}, \qquad N_q = 2m_eT^2\int S\,\frac{dq^2}{q^4} .

An element without a table is counted by stepping.
"""

import numpy as np
from numpy.typing import NDArray

from nuem.elements import Compound, compound
from nuem.scattering.atom import photon
from nuem.scattering.atom.absorption import photoabsorption
from nuem.scattering.atom.counting import stepping
from nuem.scattering.atom.dielectric import density_of, dielectric
from nuem.scattering.atom.electrons import EffectiveElectrons
from nuem.scattering.atom.subshell_table import tables, tabulated, total
from nuem.units import MeV


def without_table(target: Compound) -> tuple[str, ...]:
    """Elements of a material that have no table."""
    return tuple(part.symbol for part, _ in target.parts if part.symbol not in tabulated())


def longitudinal(target: Compound, transfer: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows N_w, N_mu, N_q (longitudinal) and photoabsorption [cm^2] per atom or formula unit."""
    rows = np.zeros((4, *transfer.shape))
    for part, count in target.parts:
        if part.symbol in tabulated():
            computed = total(tables(part.symbol), transfer)
            rows += count * np.concatenate([computed[:3], photoabsorption(part.symbol, transfer)[np.newaxis]])
        else:
            rows[:3] += count * stepping(compound(part.symbol), transfer).N_w
    return rows


def in_medium(target: Compound, transfer: NDArray[np.float64], density: float | None) -> EffectiveElectrons:
    """The atom in a medium that screens a charge."""
    contact, moment, charge, absorption = longitudinal(target, transfer)
    known = compound_of_tabulated(target)
    if known is None:
        return EffectiveElectrons(contact, moment, charge)
    positive = np.maximum(transfer, 1e-12)
    # An element without a table neither absorbs nor screens.
    share = known.formula_weight / target.formula_weight
    real, imaginary = dielectric(known, positive, share * (density_of(target) if density is None else density))
    number = photon.photon_number(transfer, absorption)
    transverse = np.where(number > 0, number * photon.logarithm_in_medium(real, imaginary), 0.0)
    return EffectiveElectrons(contact, moment, charge, np.maximum(transverse, 0.0))


def in_vacuum(target: Compound, transfer: NDArray[np.float64], mass: float) -> EffectiveElectrons:
    """The atom alone: nothing screens the charge of a neutrino of that mass [MeV]."""
    contact, moment, charge, absorption = longitudinal(target, transfer)
    number = photon.photon_number(transfer, absorption)
    return EffectiveElectrons(contact, moment, charge, number * photon.logarithm_in_vacuum(1 * MeV, mass), 2 * number)


def equivalent_photons(target: Compound, transfer: NDArray[np.float64], mass: float) -> EffectiveElectrons:
    """The equivalent-photon approximation of published limits on a millicharge; weak and magnetic by stepping."""
    number = photon.photon_number(transfer, longitudinal(target, transfer)[3])
    counted = stepping(target, transfer)
    leading = photon.equivalent_photons(1 * MeV, mass)
    return EffectiveElectrons(counted.N_w, counted.N_mu, np.zeros(transfer.shape), number * leading, 2 * number)


def compound_of_tabulated(target: Compound) -> Compound | None:
    """The part of a material that has tables."""
    parts = tuple((part, count) for part, count in target.parts if part.symbol in tabulated())
    return Compound(target.formula, parts) if parts else None
