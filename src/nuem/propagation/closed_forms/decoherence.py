r"""Two levels that decay into each other and lose their coherence.

.. math:: \frac{d\rho}{dx} = -i[H, \rho] + \sum_k \left(L_k\rho L_k^\dagger - \tfrac12\{L_k^\dagger L_k, \rho\}\right)

with jumps between the levels of H, sqrt(G_d) |1><2| and sqrt(G_u) |2><1|: decay with the emission of a photon, and its absorption. Jumps between
other states, such as helicities, are other physics; `nuem.propagation.open_system.evolve_open` takes any.
"""

import numpy as np

from nuem.numerics import checks
from nuem.typing import ArrayLike, FloatArray


def survival(
    distance: ArrayLike,
    *,
    theta: float,
    splitting: float,
    down: float = 0.0,
    up: float = 0.0,
    dephasing: float = 0.0,
) -> FloatArray:
    r"""Survival probability of a flavour.

    .. math:: P_{ee} = \tfrac12\left[1 + \cos2\theta\,z(x) + \sin^2 2\theta\,e^{-(G/2 + g)x}\cos Dx\right], \quad
              z(x) = z_\infty + (\cos2\theta - z_\infty)\,e^{-Gx}

    with G = G_d + G_u and z_inf = (G_d - G_u)/G; derived here.

    Parameters
    ----------
    distance : array_like
        x [cm].
    theta : float
        Mixing angle, nu_e = cos(theta) |1> + sin(theta) |2> [rad].
    splitting : float
        D, the difference of the levels [1/cm].
    down, up : float, optional
        Rates G_d of 2 -> 1 and G_u of 1 -> 2 [1/cm].
    dephasing : float, optional
        Further rate g at which the coherence falls [1/cm].

    Examples
    --------
    >>> f"{survival(2.0, theta=0.6, splitting=3.0, down=0.2, up=0.05):.12f}"
    '0.907390354418'
    """
    x = checks.not_negative("distance", distance, "cm")
    fall, rise, loss = (
        float(checks.not_negative(name, checks.number(name, rate)))
        for name, rate in (("down", down), ("up", up), ("dephasing", dephasing))
    )
    angle, total = 2 * checks.number("theta", theta), fall + rise
    final = (fall - rise) / total if total else 0.0
    inversion = final + (np.cos(angle) - final) * np.exp(-total * x)
    coherence = np.exp(-(total / 2 + loss) * x) * np.cos(checks.number("splitting", splitting) * x)
    return np.asarray(0.5 * (1 + np.cos(angle) * inversion + np.sin(angle) ** 2 * coherence))[()]
