"""S(T, q) of a whole atom, summed over its subshells."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import HBAR_C
from nuem.elements import Atom
from nuem.elements.atom import neutral
from nuem.numerics import checks


def dynamic_structure_factor(atom: Atom | str, transfer: ArrayLike, q: ArrayLike) -> NDArray[np.float64]:
    """S(T, q) of an atom, computed from its orbitals: some seconds for a heavy one.

    Parameters
    ----------
    atom : Atom or str
        The atom, or the symbol of an element.
    transfer : array_like
        Energy transfers T, ascending, one-dimensional [MeV].
    q : array_like
        Momentum transfers, ascending, one-dimensional [MeV].

    Returns
    -------
    numpy.ndarray
        (transfers, momenta) [1/MeV]; zero below the first threshold.

    Raises
    ------
    ValueError
        For an unknown element, or energies or momenta that are not positive and ascending.
    """
    from scipy.interpolate import CubicSpline

    from nuem.elements.atomic_units import BOHR, HARTREE
    from nuem.scattering.atom.structure_factor import structure_factor

    energies, momenta = checks.positive("transfer", transfer, "MeV"), checks.positive("q", q, "MeV")
    for name, values in (("transfer", energies), ("q", momenta)):
        if values.ndim != 1 or np.any(np.diff(values) <= 0):
            raise ValueError(f"{name} must be one-dimensional and ascend")
    neutral_atom = neutral(atom)
    total = np.zeros((len(energies), len(momenta)))
    wavenumbers = momenta / HBAR_C * BOHR
    for shell in neutral_atom.subshells:
        threshold = neutral_atom.threshold(shell)
        free = energies / HARTREE > threshold
        if not free.any():
            continue
        response = structure_factor(neutral_atom, shell, energies[free] / HARTREE, threshold=threshold)
        inside = wavenumbers[wavenumbers <= response.q[-1]]
        reduced = CubicSpline(np.log(response.q), response.S / response.q**2, axis=1)
        at = np.log(np.maximum(inside, response.q[0]))  # S ~ q^2 below the first point
        part = np.maximum(reduced(at), 0.0) * inside**2
        total[free, : len(inside)] += shell.electrons / HARTREE * part
    return total
