r"""The charge radius of the neutrino in the Standard Model.

.. math:: \langle r^2_{\nu_\ell}\rangle = -\frac{G_F}{2\sqrt2\pi^2} \left[3 - 2\ln\frac{m_\ell^2}{m_W^2}\right]

in the convention f_Q = q^2 <r^2>/6 on nubar gamma_mu nu with left-handed neutrinos, in which it adds to g_V of the electron as
``constants.RADIUS_SHIFT`` times <r^2> [Bernabeu:2000hf; Cadeddu:2018dux, in its revision of 2020]. Bernabeu et al. print minus one half of this:
they count the charge radius alone, of which the anapole moment is the equal other half for a left-handed current, with the sign of the electron's charge.
Radiative corrections to the weak couplings that come from the literature already contain it; it must not be added to those.
"""

from math import log, pi, sqrt

from nuem.constants import FERMI, HBAR_C, W_MASS
from nuem.models.minimal import LEPTON_MASSES
from nuem.numerics import checks


def charge_radius(lepton: str) -> float:
    """Charge radius of the flavour neutrino in the Standard Model.

    Parameters
    ----------
    lepton : {"e", "mu", "tau"}
        The flavour.

    Returns
    -------
    float
        <r^2> [cm^2]; negative.

    Raises
    ------
    ValueError
        For an unknown flavour.

    Examples
    --------
    >>> print(f"{charge_radius('e'):.4e} cm2")
    -8.2751e-33 cm2
    """
    mass = LEPTON_MASSES[("e", "mu", "tau").index(checks.choice("lepton", lepton, ("e", "mu", "tau")))]
    return -FERMI * HBAR_C**2 / (2 * sqrt(2) * pi**2) * (3 - 2 * log(mass**2 / W_MASS**2))
