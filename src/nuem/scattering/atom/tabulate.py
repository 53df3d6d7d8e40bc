"""Make the table of an atom: S(T, q) of every subshell, integrated. A few seconds for a heavy element."""

import numpy as np
from numpy.typing import NDArray

from nuem.elements.atom import Atom, atom
from nuem.elements.atomic_units import HARTREE
from nuem.elements.subshells import Subshell
from nuem.scattering.atom.structure_factor import structure_factor
from nuem.scattering.atom.subshell_table import SOFT, SubshellTable
from nuem.units import keV

NODES = 57
_FREE_FROM = 60.0  # in units of the threshold
_HIGHEST = 70 * keV
_THRESHOLD = 1e-5  # hartree, where the value at the threshold is computed


def tabulate(symbol: str) -> tuple[SubshellTable, ...]:
    """Tables of all subshells of an element, computed.

    Parameters
    ----------
    symbol : str
        Any of `nuem.elements.elements`.

    Raises
    ------
    ValueError
        For an unknown element.
    """
    known = atom(symbol)
    return tuple(tabulate_subshell(known, shell) for shell in known.subshells)


def tabulate_subshell(known: Atom, shell: Subshell, *, fineness: float = 1.0) -> SubshellTable:
    """Table of one subshell, up to where its electrons are as good as free."""
    threshold = known.threshold(shell)
    excess = nodes(threshold * HARTREE)
    transfer = threshold + np.maximum(excess / HARTREE, _THRESHOLD)
    response = structure_factor(known, shell, transfer, threshold=threshold, fineness=fineness)
    values = np.vstack([response.numbers(), response.photoabsorption()])
    return SubshellTable(shell.n, shell.kappa, shell.electrons, threshold * HARTREE, excess, values)


def nodes(threshold: float) -> NDArray[np.float64]:
    """T - B at equal ratios of T - B + SOFT, up to 60 B, but no further than 70 keV or 3 B [MeV]."""
    last = min(_FREE_FROM * threshold, max(_HIGHEST, 3 * threshold)) - threshold
    return np.geomspace(SOFT, last + SOFT, NODES) - SOFT
