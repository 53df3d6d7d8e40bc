r"""How large can the moments of other sources be, given the Sun?

Solar neutrinos measure :math:`\sum_i (1 - P_i)|\Lambda_i|^2` of three complex Majorana moments: no phase enters, and every direction is constrained. So one solar limit bounds the
effective moment that a reactor, an accelerator or tau neutrinos could show, for any phases. `nuem.fit` finds the largest of them among all patterns that the data allow, and
`nuem.flavour.largest_effective_moment` gives it in closed form.
"""

import nuem
from nuem.flavour import averaged_lambda_weight, lambda_weight, largest_effective_moment
from nuem.plots.fits import bounds

mixing = nuem.Mixing.nufit()
sun = nuem.fit("xenonnt", ["dipole"], nature="majorana")
limit = nuem.experiments.limit_dipoles("xenonnt")
solar = averaged_lambda_weight(limit.state.diagonal().real)

largest = {}
for flavour in ("e", "mu", "tau"):
    largest[flavour] = sun.extreme(
        lambda vertex, name=flavour: float(nuem.effective_moment(vertex, mixing, name))
    ).high
    closed = largest_effective_moment(
        lambda_weight(mixing, flavour), nuem.limit("xenonnt").value, solar
    )
    print(f"mu({flavour}) < {largest[flavour]:.2e} mu_B, closed form {closed:.2e}")

known = {
    limit.document: limit.size
    for limit in nuem.catalogue.entries(quantity="magnetic_moment")
}
papers = {"e": "BEDA 2013", "mu": "AUERBACH 2001", "tau": "SCHWIENHORST 2001"}
laboratories = {"e": "GEMMA", "mu": "LSND", "tau": "DONUT"}
figure = bounds(
    largest,
    {name: (laboratories[name], known[paper]) for name, paper in papers.items()},
    title="Majorana neutrinos, all phases free: moments allowed at 90% CL",
)
