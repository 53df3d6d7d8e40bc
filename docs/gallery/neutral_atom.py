r"""How do the electrons screen the nucleus when an atom recoils as a whole?

Antineutrinos of tritium transfer so little momentum that the nucleus and the electrons of helium recoil together. The electrons reduce the weak charge, which vanishes at a recoil of 9 meV, and they screen the
charge of the nucleus, so that a magnetic moment loses its 1/T rise :cite:p:`Cadeddu:2019qmv`. The bare nucleus is shown for comparison.
"""

import numpy as np

from nuem.plots.style import BLUE, ORANGE, drawing
from nuem.scattering import nucleus
from nuem.scattering.atom.elastic import NeutralAtom, dip, dsigma_dT
from nuem.units import keV, meV

helium, energy = NeutralAtom("He", 4), 15 * keV
recoil = np.geomspace(0.3, 110, 400) * meV
with drawing(6.2, 4.2) as figure:
    axes = figure.subplots()
    for moment, colour, label in (
        (0.0, BLUE, "weak alone"),
        (1e-12, ORANGE, r"with a moment of $10^{-12}\,\mu_B$"),
    ):
        atom = dsigma_dT(recoil, energy, atom=helium, moment=moment)
        bare = nucleus.dsigma_dT(
            recoil, energy, Z=2, A=4, moment=moment, form_factor="point"
        )
        axes.plot(recoil / meV, atom, color=colour, label=label)
        axes.plot(recoil / meV, bare, "--", color=colour)
    axes.plot([], [], "--", color="black", label="bare nucleus")
    print(f"the weak charge vanishes at {dip(helium) / meV:.2f} meV")
    axes.legend(loc="lower right")
    axes.set(
        xscale="log", yscale="log", ylim=(1e-44, 1e-37), xlabel="recoil of the atom  [meV]", ylabel=r"$d\sigma/dT$  [cm$^2$/MeV]"
    )  # fmt: skip
    axes.set_title(r"$\bar\nu_e$ of 15 keV on helium")
