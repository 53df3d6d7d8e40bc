r"""When the neutrinos of stopped pions arrive: a Gaussian pulse of protons, then the two decays.

The arrival time of the prompt neutrinos is the pulse convolved with the decay of the pion, that of the delayed ones is the prompt one convolved
with the decay of the muon. With the Gaussian distribution function Phi and z = (t - t_0)/s,

.. math:: G_\tau(t) = \Phi(z) - e^{s^2/2\tau^2 - (t - t_0)/\tau}\, \Phi(z - s/\tau), \qquad
          F_\mathrm{prompt} = G_{\tau_\pi}, \qquad
          F_\mathrm{delayed} = \frac{\tau_\mu G_{\tau_\mu} - \tau_\pi G_{\tau_\pi}}{\tau_\mu - \tau_\pi} .

The product of an exponential and a tail overflows for s well above tau; where it would, it is evaluated as exp(-z^2/2) erfcx(...)/2.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks

PION_LIFETIME: Final = 2.6033e-8  # s [ParticleDataGroup:2022pth]
MUON_LIFETIME: Final = 2.1969811e-6  # s [ParticleDataGroup:2022pth]


@dataclass(frozen=True, slots=True)
class Pulse:
    """Arrival times of the neutrinos of a pulse of protons on a target.

    Parameters
    ----------
    mean : float
        Of the Gaussian pulse, from the time zero of the bins [s].
    width : float
        Its standard deviation [s].

    Examples
    --------
    >>> pulse = Pulse(mean=440e-9, width=150e-9)
    >>> f"{pulse.prompt([0, 1e-6])[0]:.4f} {pulse.delayed([0, 1e-6])[0]:.4f}"
    '0.9987 0.2139'
    """

    mean: float
    width: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "mean", checks.number("mean of the pulse", self.mean, "s"))
        width = checks.number("width of the pulse", checks.positive("width of the pulse", self.width, "s"), "s")
        object.__setattr__(self, "width", width)

    def prompt(self, edges: ArrayLike) -> NDArray[np.float64]:
        """Fraction of the neutrinos of pion decay in each time bin; edges ascending [s]."""
        return np.diff(self._after(_edges(edges), PION_LIFETIME))

    def delayed(self, edges: ArrayLike) -> NDArray[np.float64]:
        """Fraction of the neutrinos of muon decay in each time bin; edges ascending [s]."""
        times = _edges(edges)
        pion, muon = self._after(times, PION_LIFETIME), self._after(times, MUON_LIFETIME)
        return np.diff((MUON_LIFETIME * muon - PION_LIFETIME * pion) / (MUON_LIFETIME - PION_LIFETIME))

    def _after(self, time: NDArray[np.float64], lifetime: float) -> NDArray[np.float64]:
        """Distribution function of the pulse convolved with one exponential decay."""
        from scipy.special import erfcx, ndtr

        z = (time - self.mean) / self.width
        ratio = self.width / lifetime
        below = np.maximum(ratio - z, 0.0) / np.sqrt(2)
        above = np.maximum(z - ratio, 0.0) + ratio
        early = 0.5 * np.exp(-0.5 * z**2) * erfcx(below)
        late = np.exp(ratio * (0.5 * ratio - above)) * ndtr(above - ratio)
        return np.asarray(ndtr(z) - np.where(z < ratio, early, late))


def _edges(edges: ArrayLike) -> NDArray[np.float64]:
    times = checks.real("edges of the time bins", edges, "s")
    if times.ndim != 1 or len(times) < 2 or np.any(np.diff(times) <= 0):
        raise ValueError(f"edges of the time bins must ascend and be two or more, got {times} s")
    return times
