r"""Which theories could give a moment large enough to be observed?

A loop that gives a moment gives a mass as well, :math:`\delta m_\nu \sim \Lambda^2 \mu_\nu/2m_e`, unless a symmetry forbids it :cite:p:`Babu:2020ivd`. Three theories of `nuem.models` against xenon and
germanium, against red giants, and against a mass of one electronvolt: the region to the right of a line is excluded, or not natural.
"""

from nuem.plots import FIGURES

figure = FIGURES["models"]()
