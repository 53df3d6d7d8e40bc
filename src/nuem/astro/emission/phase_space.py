r"""Plasmons in thermal equilibrium, integrated over their momenta with powers of their mass squared K^2.

.. math:: J_{T,n} = \frac{1}{\pi^2} \int_0^\infty dk\, k^2 \frac{Z_T (K^2)^n}{e^{\omega/T} - 1}, \qquad
          J_{L,n} = \frac{1}{2\pi^2} \int_0^{k_{max}} dk\, k^2 \frac{Z_L\, \omega^2 (K^2)^{n-1}}{e^{\omega/T} - 1} ,

the first with both transverse polarisations; Z_L omega^2/K^2 is the residue of Raffelt's book. In terms of the rapidity chi = artanh(k/omega) the residues cancel against the Jacobian,

.. math:: k^2\, dk\, Z_T = G_T^{3/2} \sinh^2\!\chi \cosh\chi\, d\chi, \qquad k^2\, dk\, Z_L \frac{\omega^2}{K^2} = G_L^{3/2} \tanh^2\!\chi\, d\chi ,

with the functions G of `nuem.astro.plasma.dispersion` at N = tanh^2 chi, whatever their form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.astro.plasma import Plasma
from nuem.astro.plasma.dispersion import Polarisation
from nuem.numerics import checks
from nuem.numerics.quadrature import panels

Real = NDArray[np.float64]

POWERS: Final = (1, 2, 3)
"""Powers n of K^2: a charge has 1, a magnetic moment 2, the weak interaction 3."""

_ORDER: Final = 16
_STEPS: Final = np.array([1.5, 6.0, 14.0, 24.0, 38.0])  # excitation energies (omega - omega_p)/T where panels end
_LONGEST: Final = 16.0  # rapidity of plasmons on the light cone, where sech^2 is below rounding
_CHUNK: Final = {"braaten-segel": 512, "one-loop": 16}  # points at once: their nodes stay in the cache


def mass_moments(plasma: Plasma, *, treatment: str = "braaten-segel", without_cold_factor: bool = False) -> Real:
    """J for both polarisations and n = 1, 2, 3.

    Parameters
    ----------
    plasma : Plasma
    treatment : {"braaten-segel", "one-loop"}, optional
        As `Plasma.polarisation`.
    without_cold_factor : bool, optional
        Multiply by exp(omega_p/T), so that cold plasmas do not underflow.

    Returns
    -------
    numpy.ndarray
        Polarisation (transverse, longitudinal), power n, then the shape of the plasma [MeV^(3 + 2n)]; relative accuracy 1e-9 or better.
    """
    checks.known("plasma", plasma, checks.PLASMA)
    chunk = _CHUNK[checks.choice("treatment", treatment, _CHUNK)]
    result = np.empty((2, len(POWERS), plasma.density.size))
    flat = plasma.ravel()
    for start in range(0, flat.density.size, chunk):
        photons = ThermalPhotons(flat[start : start + chunk], treatment, without_cold_factor)
        for row, (_, mass2, thermal) in enumerate((photons.transverse(), photons.longitudinal())):
            result[row, :, start : start + chunk] = [np.sum(thermal * mass2**n, axis=0) for n in POWERS]
    return result.reshape(2, len(POWERS), *plasma.shape)


@dataclass(frozen=True, slots=True, eq=False)
class ThermalPhotons:
    """Photons and plasmons in equilibrium: nodes for integrals over their momenta, along the first axis."""

    plasma: Plasma
    """One-dimensional."""
    treatment: str = "braaten-segel"
    """As `Plasma.polarisation`."""
    without_cold_factor: bool = False
    """As `mass_moments`."""

    def transverse(self, threshold: float = 0.0) -> tuple[Real, Real, Real]:
        """Both transverse polarisations.

        Parameters
        ----------
        threshold : float, optional
            K^2 at which the integrand is not smooth [MeV^2].

        Returns
        -------
        rapidity, mass_squared, weight : numpy.ndarray
            artanh(k/omega); K^2 [MeV^2]; the weight is k^2 dk Z_T n_B/pi^2 [MeV^3].
        """
        plasma = self.plasma
        ends = 2 * np.arcsinh(np.sqrt(_STEPS[:, None] * plasma.temperature / (2 * plasma.plasma_frequency)))
        start = ends[:1] * np.arange(5)[:, None] / 5

        def mass_squared(rapidity: Real) -> Real:
            return self._polarisation(rapidity).transverse

        rapidity, weight = _nodes(_with_threshold(np.concatenate([start, ends]), mass_squared, threshold))
        mass2 = mass_squared(rapidity)
        cosh = np.cosh(rapidity)
        occupied = self._bose(np.sqrt(mass2) * cosh)
        return rapidity, mass2, weight * mass2**1.5 * np.sinh(rapidity) ** 2 * cosh * occupied / np.pi**2

    def longitudinal(self, threshold: float = 0.0) -> tuple[Real, Real, Real]:
        """Plasmons above the light cone, as `transverse`; the weight is k^2 dk Z_L (omega^2/K^2) n_B/(2 pi^2) [MeV^3]."""
        plasma = self.plasma
        # omega_L = omega_p (1 + 0.3 v*^2 N + ...), every further term of the series positive
        reach = _STEPS[:, None] * plasma.temperature / (0.3 * plasma.velocity**2 * plasma.plasma_frequency)
        ends = np.arctanh(np.sqrt(np.minimum(reach, 0.92)))
        last = np.where(reach[-1] > 0.92, _LONGEST, ends[-1])
        rest = ends[-1] + (last - ends[-1]) * np.arange(1, 9)[:, None] / 8

        def mass_squared(rapidity: Real) -> Real:
            return np.asarray(self._polarisation(rapidity).longitudinal / np.cosh(rapidity) ** 2)

        edges = np.concatenate([np.zeros_like(ends[:1]), ends, rest])
        rapidity, weight = _nodes(_with_threshold(edges, mass_squared, threshold))
        frequency2 = self._polarisation(rapidity).longitudinal
        occupied = self._bose(np.sqrt(frequency2))
        thermal = weight * frequency2**1.5 * np.tanh(rapidity) ** 2 * occupied / (2 * np.pi**2)
        return rapidity, frequency2 / np.cosh(rapidity) ** 2, thermal

    def _polarisation(self, rapidity: Real) -> Polarisation:
        return self.plasma.polarisation(np.tanh(rapidity) ** 2, treatment=self.treatment)

    def _bose(self, frequency: Real) -> Real:
        """1/(e^(omega/T) - 1), zero where it underflows; times e^(omega_p/T) without the cold factor."""
        x = frequency / self.plasma.temperature
        start = self.plasma.plasma_frequency / self.plasma.temperature if self.without_cold_factor else 0.0
        return np.asarray(np.exp(start - x) / -np.expm1(-x))


def _with_threshold(edges: Real, mass_squared: Callable[[Real], Real], threshold: float) -> Real:
    """The edges with one more where K^2, which rises or falls along them, passes the threshold, by bisection."""
    if threshold <= 0:
        return edges
    low, high = edges[:1], edges[-1:]
    rises = mass_squared(high) > mass_squared(low)
    for _ in range(50):
        middle = (low + high) / 2
        above = (mass_squared(middle) > threshold) == rises
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.sort(np.concatenate([edges, (low + high) / 2]), axis=0)


def _nodes(edges: Real) -> tuple[Real, Real]:
    """Nodes and weights between edges that stand along the first axis."""
    unit, unit_weights = (a[0] for a in panels(np.array([0.0, 1.0]), _ORDER))
    width = np.diff(edges, axis=0)[:, None]
    nodes = edges[:-1, None] + width * unit[:, None]
    return nodes.reshape(-1, edges.shape[1]), (width * unit_weights[:, None]).reshape(-1, edges.shape[1])
