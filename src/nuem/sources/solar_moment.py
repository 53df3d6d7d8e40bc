"""The effective magnetic moment of solar neutrinos."""

from __future__ import annotations

from numpy.typing import ArrayLike

from nuem.flavour import Mixing, averaged_effective_moment
from nuem.sources.solar_matter import solar_probabilities
from nuem.typing import FloatArray
from nuem.vertex import Vertex


def solar_effective_moment(vertex: Vertex, mixing: Mixing, energy: ArrayLike, *, component: str = "B8") -> FloatArray:
    r"""Effective moment that solar neutrinos show in a detector at Earth by day.

    .. math:: \mu_\mathrm{eff}^2(E) = \sum_i P_{ei}(E) \sum_j |\lambda_{ji}|^2

    with the P_ei of adiabatic conversion in the Sun [Grimus:2002vb; Canas:2015yoa, Eq. (16)].

    Parameters
    ----------
    vertex : Vertex
        Of three neutrinos.
    mixing : Mixing
        Of three neutrinos.
    energy : array_like
        Neutrino energy [MeV], up to 20.
    component : {"pp", "pep", "hep", "Be7", "B8", "N13", "O15", "F17"}, optional
        Which neutrinos; each is produced in its own part of the Sun.

    Returns
    -------
    float or numpy.ndarray
        mu_eff [mu_B], of the shape of `energy`, after the leading axes of the vertex.

    Raises
    ------
    ValueError
        If the vertex or the mixing is not of three neutrinos, or as in `solar_probabilities`.

    Examples
    --------
    >>> import numpy as np
    >>> vertex = Vertex("dirac", magnetic=1e-11 * np.eye(3))
    >>> f"{solar_effective_moment(vertex, Mixing.nufit(), 0.3, component='pp'):.3g} mu_B"
    '1e-11 mu_B'
    """
    return averaged_effective_moment(vertex, solar_probabilities(energy, mixing, component=component))
