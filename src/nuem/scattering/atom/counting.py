"""Electrons counted one by one: those that the transfer can free."""

import numpy as np
from numpy.typing import NDArray

from nuem.elements import Compound
from nuem.scattering.atom.electrons import EffectiveElectrons


def stepping(target: Compound, transfer: NDArray[np.float64]) -> EffectiveElectrons:
    r"""The electrons whose binding energy is not above the transfer, each as if free: N = sum_i n_i theta(T - B_i).

    The stepping approximation of Kopeikin et al. and Fayans et al., derived and tested in [Kouzakov:2011vx]. Good to some per cent for weak and
    magnetic scattering away from the edges; far too small for a millicharge, to which the atom responds as a whole.
    """
    shells = sorted(target.shells, key=lambda shell: shell.binding)
    bindings = np.array([shell.binding for shell in shells])
    available = np.concatenate([[0.0], np.cumsum([shell.electrons for shell in shells])])
    electrons = available[np.searchsorted(bindings, transfer, side="right")]
    return EffectiveElectrons(electrons, electrons, electrons)


def binding_energies(target: Compound) -> NDArray[np.float64]:
    """Measured binding energies of the shells of a target, ascending [MeV]."""
    return np.unique([shell.binding for shell in target.shells])
