r"""Below which recoil does a magnetic moment dominate?

The weak cross section is flat at low recoil and the magnetic one grows like 1/T, so for every moment there is a recoil below which it dominates. Where the two
are equal,

.. math:: \mu^2 = \frac{G_F^2 m_e^3 T}{2\pi^2\alpha^2}\,(1 + 4s^2 + 8s^4)\,\mu_B^2 ,

which is the review's Eq. (18) :cite:p:`Studenikin:2016ykv`. It shows where to look, not what an experiment can exclude, which depends on background and
exposure. The exact cross sections of an antineutrino of 4 MeV cross where the formula says, up to corrections of order T/E.
"""

import numpy as np

from nuem import plots
from nuem.constants import ALPHA, ELECTRON_MASS, FERMI, SIN2_THETA_W
from nuem.plots.style import BLACK, MAGNETIC
from nuem.scattering.electron import dsigma_dT_magnetic, dsigma_dT_weak
from nuem.units import MeV, keV, muB

energy = 4 * MeV


def equal(recoil):
    """The moment whose scattering equals the weak one [mu_B], review (18)."""
    bracket = 1 + 4 * SIN2_THETA_W + 8 * SIN2_THETA_W**2
    return (
        np.sqrt(
            FERMI**2 * ELECTRON_MASS**3 * recoil * bracket / (2 * np.pi**2 * ALPHA**2)
        )
        * muB
    )


for threshold in (0.35, 2.8, 12, 700):
    recoil = threshold * keV
    weak = dsigma_dT_weak(recoil, energy, flavour="e", antineutrino=True)
    at_reference = dsigma_dT_magnetic(recoil, energy, moment=1e-11)
    exact = 1e-11 * np.sqrt(weak / at_reference)  # the magnetic part goes like the square
    print(
        f"T = {threshold:>6g} keV: formula {equal(recoil):.3e} mu_B, exact {exact:.3e} mu_B"
    )

recoil = np.geomspace(0.1, 1000, 400) * keV
curves = [
    plots.Curve(
        "weak",
        dsigma_dT_weak(recoil, energy, flavour="e", antineutrino=True),
        BLACK,
        at=60.0,
    )
]
for power in (-12, -11, -10):
    values = dsigma_dT_magnetic(recoil, energy, moment=10.0**power)
    curves.append(
        plots.Curve(rf"$\mu_\nu = 10^{{{power}}}\,\mu_B$", values, MAGNETIC, at=1.0)
    )
figure = plots.cross_sections(
    recoil,
    curves,
    title="An antineutrino of 4 MeV on a free electron",
    ylim=(1e-48, 1e-41),
)
