r"""Two levels in closed form: a constant Hamiltonian, and a coupling that rotates.

.. math:: H = \begin{pmatrix} D/2 & w\,e^{-i\omega x} \\ w\,e^{i\omega x} & -D/2 \end{pmatrix}

with w = mu B. A field that twists with the azimuth phi(x) about the momentum (right-handed) has omega = -phi' in the order (left, right), so
the resonance is at D + phi' = 0 there; papers differ in sign with handedness and order of states.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nuem.constants import BOHR_MAGNETON, FERMI, HBAR_C_EXACT
from nuem.numerics import checks
from nuem.typing import FloatArray


def flip_probability(
    distance: ArrayLike, *, coupling: ArrayLike, splitting: ArrayLike = 0.0, twist: ArrayLike = 0.0
) -> FloatArray:
    r"""Probability to be in the other state.

    .. math:: P = \frac{4w^2}{W^2} \sin^2\frac{Wx}{2}, \qquad W^2 = (D - \omega)^2 + 4w^2

    for omega = 0 the constant field [Cisneros:1970nq; Fujikawa:1980yx], else the twisting one [Smirnov:1991ia].

    Parameters
    ----------
    distance : array_like
        x [cm].
    coupling : array_like
        w, the full element off the diagonal [1/cm].
    splitting : array_like, optional
        D, the difference of the diagonal [1/cm].
    twist : array_like, optional
        omega [1/cm].

    Returns
    -------
    float or numpy.ndarray

    Examples
    --------
    >>> f"{flip_probability(5.0, coupling=0.4, splitting=1.3, twist=0.7):.6f}"
    '0.229228'
    """
    x, w = checks.real("distance", distance), checks.real("coupling", coupling)
    off = checks.real("splitting", splitting) - checks.real("twist", twist)
    half = 0.5 * np.hypot(off, 2 * w)
    return ((w * x * np.sinc(half * x / np.pi)) ** 2)[()]


def precession(moment: ArrayLike, field: ArrayLike) -> FloatArray:
    """mu B/(hbar c) [1/cm] of a moment [mu_B] in a transverse field [gauss]."""
    return (
        checks.real("moment", moment, "mu_B") * checks.real("field", field, "gauss") * BOHR_MAGNETON / HBAR_C_EXACT
    )[()]


def charged_current_potential(density: ArrayLike) -> FloatArray:
    """sqrt2 G_F n/(hbar c) [1/cm] of a number density [cm^-3]: V of nu_e is that of n_e - n_n/2, and of nu_e - anti-nu_mu, n_e - n_n."""
    return np.asarray(np.sqrt(2) * FERMI * HBAR_C_EXACT**2 * checks.real("density", density))[()]
