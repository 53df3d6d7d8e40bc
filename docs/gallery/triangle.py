r"""Could three measured moments exclude Majorana neutrinos?

For Majorana neutrinos the squared moments of the three flavours obey a triangle inequality :cite:p:`Frere:2015pma`. Some random Dirac matrices violate it; Majorana matrices never do.
"""

import numpy as np

import nuem
from nuem.plots.style import BLUE, ORANGE, drawing

mixing = nuem.Mixing.nufit()
random = np.random.default_rng(1)


def excess(nature):
    """mu_e^2 - mu_mu^2 - mu_tau^2 over their sum, of a random matrix."""
    matrix = random.normal(size=(3, 3)) + 1j * random.normal(size=(3, 3))
    if nature == "majorana":
        matrix = matrix - matrix.T
    else:
        matrix *= 10.0 ** random.uniform(-1.5, 0, size=(3, 3))
    vertex = nuem.Vertex.from_dipole(nature, 1e-11 * matrix)
    e, mu, tau = (
        nuem.effective_moment(vertex, mixing, flavour) ** 2
        for flavour in ("e", "mu", "tau")
    )
    return (e - mu - tau) / (e + mu + tau)


with drawing(6.2, 3.8) as figure:
    axes = figure.subplots()
    for nature, colour in (("dirac", ORANGE), ("majorana", BLUE)):
        values = np.array([excess(nature) for _ in range(1500)])
        print(f"{nature}: {np.mean(values > 0):.1%} break the inequality")
        axes.hist(
            values,
            bins=50,
            range=(-1, 1),
            histtype="step",
            color=colour,
            label=nature.capitalize(),
        )
    axes.axvline(0, color="black", linestyle=":")
    axes.legend(loc="upper left")
    axes.set(
        xlabel=r"$(\mu_e^2 - \mu_\mu^2 - \mu_\tau^2)\,/\,(\mu_e^2 + \mu_\mu^2 + \mu_\tau^2)$",
        ylabel="random matrices",
        xlim=(-1, 1),
    )
    axes.set_title("Right of the line: not Majorana")
