r"""The charge radius: one number, several conventions that differ by sign, by two and by eleven per cent.

A neutrino's radius is seen through its interference with the weak interaction, and papers define it by what they shift. The library has
one convention, ``vertex``: the form factor F_Q = q^2 <r^2>/6 of the current nubar gamma_mu nu, as it acts on left-handed neutrinos. On
electrons it shifts g_V by sqrt2 pi alpha/(3 G_F) <r^2>, with alpha at zero momentum. The standard model gives nu_e -8.3e-33 cm^2 in it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import HBAR_C, RADIUS_SHIFT, SIN2_THETA_W, W_MASS
from nuem.numerics import checks


@dataclass(frozen=True, slots=True)
class Convention:
    """A convention for the charge radius."""

    name: str
    description: str
    reference: str
    """INSPIRE key of a paper that uses it."""
    factor: float
    """The radius in the convention of the library over that in this one."""


CONVENTIONS: Final = {
    convention.name: convention
    for convention in (
        Convention(
            "vertex",
            "F_Q = q^2 <r^2>/6 on nubar gamma_mu nu for left-handed neutrinos: g_V of the electron shifts by "
            "sqrt2 pi alpha/(3 G_F) <r^2>; the convention of this library",
            "Cadeddu:2018dux",
            1.0,
        ),
        Convention(
            "bernabeu",
            "Bernabeu, Papavassiliou and Vidal: <r^2> = G_F/(4 sqrt2 pi^2) [3 - 2 ln(m_l^2/m_W^2)], +4.1e-33 cm^2 for nu_e; minus "
            "one half of ours, as it is the radius of the vector current alone with the sign of the electron's charge",
            "Bernabeu:2002nw",
            -2.0,
        ),
        Convention(
            "weak-angle",
            "sin^2 theta_W shifts by sqrt2 pi alpha/(3 G_F) <r^2>, and g_V = 2 sin^2 theta_W +- 1/2 by twice that: one half of ours. Many "
            "limits from neutrino-electron scattering; together with them +4.1e-33 cm^2 is often quoted as the standard model's value, which here "
            "has the opposite sign",
            "Barranco:2007ea",
            2.0,
        ),
        Convention(
            "w-mass",
            "g_V shifts by (2/3) m_W^2 <r^2> sin^2 theta_W [Vogel:1989iv; Studenikin:2016ykv]: ours if pi alpha = sqrt2 G_F m_W^2 "
            "sin^2 theta_W held; with alpha(0) and sin^2 theta_W = 0.23857 it is 11 per cent more per radius",
            "Vogel:1989iv",
            2 / 3 * W_MASS**2 * SIN2_THETA_W / HBAR_C**2 / RADIUS_SHIFT,
        ),
        Convention(
            "anapole",
            "The anapole moment a with the same effect on relativistic left-handed neutrinos, a = -<r^2>/6",
            "Giunti:2014ixa",
            -6.0,
        ),
    )
}
"""Name to convention."""


def convert(value: ArrayLike, source: str, target: str = "vertex") -> NDArray[np.float64]:
    """A charge radius in another convention.

    Parameters
    ----------
    value : array_like
        Charge radius (or anapole moment) in the convention `source` [cm^2].
    source, target : {"vertex", "bernabeu", "weak-angle", "w-mass", "anapole"}
        See `CONVENTIONS`.

    Returns
    -------
    numpy.ndarray
        In the convention `target` [cm^2].

    Raises
    ------
    ValueError
        For a value that is no finite number or an unknown convention.

    Examples
    --------
    >>> f"{convert(4.1e-33, 'bernabeu'):.1e} cm^2"
    '-8.2e-33 cm^2'
    """
    radius = checks.real("value", value, "cm2")
    origin = CONVENTIONS[checks.choice("source", source, CONVENTIONS)]
    destination = CONVENTIONS[checks.choice("target", target, CONVENTIONS)]
    return np.asarray(radius * (origin.factor / destination.factor))
