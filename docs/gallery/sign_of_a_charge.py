r"""Does the sign of a millicharge matter?

The review adds the scattering by a charge to the weak one, Eq. (14) :cite:p:`Studenikin:2016ykv`. But a charge keeps the helicity, so that the amplitudes
interfere: a negative charge of the neutrino increases the coupling of the electron, a positive one reduces it. Limits from the same data are therefore
not symmetric, and at some recoil a positive charge cancels most of the scattering.
"""

import numpy as np

import nuem
from nuem import plots
from nuem.plots.style import CHARGE, GREY
from nuem.scattering import Couplings
from nuem.scattering.electron import parts
from nuem.units import MeV, keV

recoil = np.geomspace(0.1, 300, 500) * keV
curves = []
for charge, style in ((-3e-13, "-"), (3e-13, (0, (5, 2)))):
    computed = parts(
        recoil, 3 * MeV, antineutrino=True, couplings=Couplings(charge=charge)
    )
    sign = "+" if charge > 0 else "-"
    label = rf"$q_\nu = {sign}3\times10^{{-13}}\,e$"
    curves.append(
        plots.Curve(
            label,
            computed.total / computed.weak,
            CHARGE,
            style,
            1.2 if charge < 0 else 4.5,
            -1 if charge > 0 else 1,
        )
    )
without = 1 + computed.charge / computed.weak
curves.append(plots.Curve("no interference", without, GREY, "-", 2.9))
figure = plots.cross_sections(
    recoil,
    curves,
    title=r"$\bar\nu_e$ of 3 MeV on a free electron",
    ylabel="total / weak",
    ylim=(0.1, 100),
)

for name in ("xenonnt", "gemma"):
    computed = nuem.limit(name, "charge")
    low, high = computed.interval
    print(f"{name}: charge from {low:.2e} to {high:.2e} e at 90 % CL")
