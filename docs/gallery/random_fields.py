r"""Do random fields flip less than a regular one?

In a regular field without matter the spin turns by an angle that grows with the path, so that the probability of a flip rises with its square and then oscillates. In random domains the angle performs a random
walk: the mean probability rises linearly with the path and saturates at one half.
"""

import numpy as np

from nuem import Mixing, Vertex
from nuem.plots.style import BLUE, GREY, ORANGE, drawing
from nuem.propagation import Medium, media, propagate
from nuem.units import MeV, kpc

mixing = Mixing.nufit()
vertex = Vertex("dirac", magnetic=2e-12 * np.eye(3))
field, domain = 1e-6, 0.01 * kpc
lengths = np.array([1, 2, 5, 10, 20, 50, 100]) * domain


def flipped(medium):
    """Probability to be sterile at the end."""
    final = propagate(
        10 * MeV, medium, mixing, vertex, initial="e", tol=1e-8, average=True
    )
    return float(np.asarray(final.probabilities).ravel()[3:].sum())


regular = [flipped(Medium(length, magnetic_field=field)) for length in lengths]
walks = np.array(
    [
        [
            flipped(media.random_domains(n * domain, domains=n, field=field, seed=k))
            for k in range(20)
        ]
        for n in (1, 2, 5, 10, 20, 50, 100)
    ]
)
for length, run, many in zip(lengths, regular, walks, strict=True):
    print(f"{length / kpc:5.2f} kpc: regular {run:.4f}, random {many.mean():.4f}")

with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    axes.plot(lengths / kpc, regular, "o-", color=BLUE, label="regular field")
    axes.plot(lengths / kpc, walks, ".", color=GREY, markersize=3)
    axes.plot([], [], ".", color=GREY, label="each of 20 random fields")
    axes.plot(
        lengths / kpc,
        walks.mean(axis=1),
        "s-",
        color=ORANGE,
        label="random domains of 10 pc, mean",
    )
    axes.legend()
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="path  [kpc]",
        ylabel="probability of a flip",
        ylim=(1e-5, 1.5),
    )
    axes.set_title(r"Dirac moments of $2\times10^{-12}\,\mu_B$ in a field of 1 $\mu$G")
