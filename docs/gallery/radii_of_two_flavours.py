r"""What do neutrinos of stopped pions say about two charge radii at once?

A radius shifts the vector coupling of its flavour, and nuclei see the square of the sum: :math:`g + \delta` and :math:`-(g + \delta)` give the same rate. With a prompt flavour and two delayed ones, the radii of
nu_e and nu_mu are degenerate along an ellipse, of which the data of caesium iodide and of argon leave a part.
"""

from nuem.plots import FIGURES
from nuem.plots.fit_gallery import STOPPED_PIONS, radii

for experiments in (("coherent_csi",), STOPPED_PIONS):
    found = radii(*experiments)
    for name in found.names:
        pieces = " or ".join(
            f"[{low:.1e}, {high:.1e}]" for low, high in found.pieces(name)
        )
        print(f"{' + '.join(experiments):<26} {name:<22} {pieces} cm2")

figure = FIGURES["fit_radii"]()
