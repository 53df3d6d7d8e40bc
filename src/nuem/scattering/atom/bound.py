r"""Bound electrons as the Dirac-Hartree-Fock-Slater atom has them, with the transverse photons of a charge.

With the dynamic structure factor S(T, q^2) of the atom, for T much below the neutrino energy,

.. math:: N_w = \frac{1}{2m_e}\int S\,dq^2, \qquad N_\mu = T\int S\,\frac{dq^2}{q^2}, \qquad N_q = 2m_eT^2\int S\,\frac{dq^2}{q^4} .

An element without a table is counted by stepping.
"""

import numpy as np
from numpy.typing import NDArray

from nuem.elements import Compound, compound
from nuem.scattering.atom import photon
from nuem.scattering.atom.absorption import knots, photoabsorption
from nuem.scattering.atom.counting import stepping
from nuem.scattering.atom.dielectric import density_of, dielectric
from nuem.scattering.atom.electrons import EffectiveElectrons
from nuem.scattering.atom.subshell_table import tables, tabulated, total


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
    tabulated = compound_of_tabulated(target)
    if tabulated is None:
        return EffectiveElectrons(contact, moment, charge)
    positive = np.maximum(transfer, 1e-12)
    # An element without a table neither absorbs nor screens.
    fraction = tabulated.formula_weight / target.formula_weight
    real, imaginary = dielectric(tabulated, positive, fraction * (density_of(target) if density is None else density))
    number = photon.photon_number(transfer, absorption)
    transverse = np.where(number > 0, number * photon.logarithm_in_medium(real, imaginary), 0.0)
    return EffectiveElectrons(contact, moment, charge, np.maximum(transverse, 0.0))


def compound_of_tabulated(target: Compound) -> Compound | None:
    """The part of a material that has tables."""
    parts = tuple((part, count) for part, count in target.parts if part.symbol in tabulated())
    return Compound(target.formula, parts) if parts else None


def edges(target: Compound) -> NDArray[np.float64]:
    """Energies at which the numbers jump [MeV]: thresholds of the tables, binding energies where there is none."""
    computed = [table.threshold for symbol in _with_table(target) for table in tables(symbol)]
    stepped = [shell.binding for symbol in without_table(target) for shell in compound(symbol).shells]
    return np.unique(computed + stepped)


def nodes(target: Compound) -> NDArray[np.float64]:
    """Energies between which the tables are smooth [MeV]."""
    symbols = _with_table(target)
    rows = [table.threshold + table.excess for symbol in symbols for table in tables(symbol)]
    return np.unique(np.concatenate([np.empty(0), *rows, *(knots(symbol) for symbol in symbols)]))


def _with_table(target: Compound) -> list[str]:
    return [part.symbol for part, _ in target.parts if part.symbol in tabulated()]
