r"""Do solar and reactor experiments measure the same moment?

A Majorana neutrino has three complex transition moments, :math:`\lambda_{ij} = \varepsilon_{ijk}\Lambda_k`. Close to a reactor the effective moment is
:math:`|\Lambda|^2 - |\sum_i U_{ei}\Lambda_i|^2`, which depends on phases; solar neutrinos arrive as an incoherent mixture of mass states with :math:`|\Lambda|^2 - \sum_i P_{ei}|\Lambda_i|^2`,
which does not :cite:p:`Grimus:2002vb,Canas:2015yoa`. Equal sizes of all three :math:`\Lambda` with different phases give one solar moment and a band of reactor
moments: a limit from one says little about the other without a model.
"""

import numpy as np

import nuem
from nuem.plots.style import BLUE, ORANGE, drawing
from nuem.sources import solar_effective_moment
from nuem.units import MeV

mixing = nuem.Mixing.nufit()


def vertex(phase):
    """Majorana moments of 1e-11 mu_B each, the second with a phase."""
    first, second, third = 1e-11, 1e-11 * np.exp(1j * phase), 1e-11
    return nuem.Vertex.from_dipole(
        "majorana", [[0, third, -second], [-third, 0, first], [second, -first, 0]]
    )


phases = np.linspace(0, 2 * np.pi, 97)
reactor = np.array(
    [
        nuem.effective_moment(vertex(phase), mixing, "e", antineutrino=True)
        for phase in phases
    ]
)
solar = np.array(
    [
        solar_effective_moment(vertex(phase), mixing, 0.862 * MeV, component="Be7")
        for phase in phases
    ]
)
print(f"reactor, over all phases: {reactor.min():.3e} to {reactor.max():.3e} mu_B")
print(f"solar:                    {solar.min():.3e} to {solar.max():.3e} mu_B")

with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    axes.plot(
        phases / np.pi,
        reactor / 1e-11,
        color=BLUE,
        label=r"$\bar\nu_e$ next to a reactor",
    )
    axes.plot(
        phases / np.pi, solar / 1e-11, color=ORANGE, label=r"solar $\nu$ of 0.86 MeV"
    )
    axes.legend(loc="lower center")
    axes.set(
        xlabel=r"phase of $\Lambda_2$  [$\pi$]",
        ylabel=r"effective moment  [$10^{-11}\,\mu_B$]",
        xlim=(0, 2),
    )
    axes.set_title("Three Majorana moments of equal size")
