"""Make the table of an atom: S(T, q) of every subshell, integrated. A few seconds for a heavy element."""

import numpy as np
from numpy.typing import NDArray

from nuem.elements import Atom
from nuem.elements.atom import neutral
from nuem.elements.atomic_units import HARTREE
from nuem.elements.subshells import Subshell
from nuem.scattering.atom.structure_factor import structure_factor
from nuem.scattering.atom.subshell_table import SOFT, SubshellTable
from nuem.units import keV

NODES = 57
_FREE_FROM = 60.0  # in units of the threshold
_HIGHEST = 70 * keV
_THRESHOLD = 1e-5  # hartree, where the value at the threshold is computed
_FOLLOWED = 3e-3  # relative error of the interpolation of N_w, N_mu and N_q


def tabulate(atom: Atom | str) -> tuple[SubshellTable, ...]:
    """Tables of all subshells of an atom, computed; `subshell_table.total` adds them up.

    Parameters
    ----------
    atom : Atom or str
        The atom, or the symbol of an element.

    Raises
    ------
    ValueError
        For an unknown element.

    Examples
    --------
    >>> from nuem.scattering.atom.subshell_table import total
    >>> N_w, N_mu, N_q, photoabsorption = total(tabulate("H"), np.array([0.1]) * keV)
    >>> f"{N_w[0]:.3f} {N_mu[0]:.3f} {N_q[0]:.2f} {photoabsorption[0]:.2e} cm2"
    '0.999 0.999 1.34 1.93e-20 cm2'
    """
    neutral_atom = neutral(atom)
    return tuple(tabulate_subshell(neutral_atom, shell) for shell in neutral_atom.subshells)


def tabulate_subshell(neutral_atom: Atom, shell: Subshell, *, fineness: float = 1.0) -> SubshellTable:
    """Table of one subshell, up to where its electrons are as good as free.

    It has twice as many nodes where interpolation needs them: a resonance, as of 3d to f in xenon 12 eV above the threshold.
    """
    threshold = neutral_atom.threshold(shell)
    excess = nodes(threshold * HARTREE, 2 * NODES - 1)
    transfer = threshold + np.maximum(excess / HARTREE, _THRESHOLD)
    response = structure_factor(neutral_atom, shell, transfer, threshold=threshold, fineness=fineness)
    values = np.vstack([response.numbers(), response.photoabsorption()])
    fine, coarse = (
        SubshellTable(shell.n, shell.kappa, shell.electrons, threshold * HARTREE, excess[::stride], values[:, ::stride])
        for stride in (1, 2)
    )
    interpolated = coarse.at(threshold * HARTREE + excess)[:3] / shell.electrons
    return coarse if np.allclose(interpolated, values[:3], rtol=_FOLLOWED, atol=0) else fine


def nodes(threshold: float, count: int) -> NDArray[np.float64]:
    """T - B at equal ratios of T - B + SOFT, up to 60 B, but no further than 70 keV or 3 B [MeV]."""
    last = min(_FREE_FROM * threshold, max(_HIGHEST, 3 * threshold)) - threshold
    return np.geomspace(SOFT, last + SOFT, count) - SOFT
