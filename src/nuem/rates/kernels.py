r"""The energy integrals of a beam: all that a recoil spectrum needs to know of its source.

The neutrino energy enters dsigma/dT only through 1, 1/E and 1/E^2, so three cumulative moments of flux times state,

.. math:: F_n(E_\mathrm{min}) = \int_{E_\mathrm{min}}^\infty dE\, \Phi(E)\, \rho(E)\, E^{-n},

give every recoil spectrum from every vertex, exactly up to the kinematic edge E_min(T).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.constants import ELECTRON_MASS, HBAR_C_EXACT
from nuem.flavour import Mixing
from nuem.numerics.quadrature import panels, refine
from nuem.rates.beam import Beam
from nuem.scattering.kinematics import minimum_energy
from nuem.units import km

Matrices = NDArray[np.complex128]  # (recoils, n, n)

_MOST_PANELS = 200_000


@dataclass(frozen=True, slots=True)
class Kernels:
    """Flux-weighted states of one beam at each recoil T, each (recoils, n, n), as the neutrino that scatters alike.

    For an antineutrino the states are conjugated and left and right change places (U -> U^*, Q -> Q^*, g_L <-> g_R), so that one
    formula serves both.
    """

    left: Matrices
    """Weight of Tr[G_L rho G_L^dagger], the integral of Phi rho [cm^-2 s^-1]; of (1 - T/E)^2 Phi rho for antineutrinos."""
    right: Matrices
    """Weight of Tr[G_R rho G_R^dagger]: the other of the two [cm^-2 s^-1]."""
    cross: Matrices
    """Weight of -Re Tr[G_L rho G_R^dagger], the integral of (m_e T/E^2) Phi rho [cm^-2 s^-1]."""
    magnetic: Matrices
    """Weight of Tr[lambda rho lambda^dagger], the integral of (1/T - 1/E) Phi rho [cm^-2 s^-1 MeV^-1]."""

    def __add__(self, other: "Kernels") -> "Kernels":
        """Those of two beams together."""
        return Kernels(
            self.left + other.left,
            self.right + other.right,
            self.cross + other.cross,
            self.magnetic + other.magnetic,
        )


def kernels(beam: Beam, mixing: Mixing, recoil: NDArray[np.float64], *, order: int = 1) -> Kernels:
    """Integrate flux times state of a beam over the neutrino energy, for ascending recoils.

    Parameters
    ----------
    beam : Beam
    mixing : Mixing
    recoil : numpy.ndarray
        Recoil energies T, ascending and positive [MeV].
    order : int, optional
        Accuracy: the number of nodes grows with it. The caller compares two.

    Returns
    -------
    Kernels
    """
    zeroth, first, second = _cumulative_moments(beam, mixing, recoil, order)
    recoils = recoil[:, None, None]
    forward = zeroth
    backward = zeroth - 2 * recoils * first + recoils**2 * second  # (1 - T/E)^2
    if beam.antineutrino:
        zeroth, first, second = zeroth.conj(), first.conj(), second.conj()
        forward, backward = backward.conj(), forward.conj()
    return Kernels(forward, backward, ELECTRON_MASS * recoils * second, zeroth / recoils - first)


def _cumulative_moments(
    beam: Beam, mixing: Mixing, recoil: NDArray[np.float64], order: int
) -> tuple[Matrices, Matrices, Matrices]:
    """F_0, F_1 and F_2 at E_min of each recoil."""
    lowest = minimum_energy(recoil)
    moments = np.zeros((3, len(recoil), mixing.size, mixing.size), dtype=np.complex128)
    if len(beam.breaks):
        moments += _continuum(beam, mixing, lowest, order)
    for energy, flux in beam.lines:
        state = flux * beam.state(np.array(energy), mixing)
        for power in range(3):
            moments[power, lowest <= energy] += state / energy**power
    return moments[0], moments[1], moments[2]


def _continuum(beam: Beam, mixing: Mixing, lowest: NDArray[np.float64], order: int) -> Matrices:
    """Cumulative integrals from the top of the continuum down to each E_min.

    Between the E_min of neighbouring recoils the panels are short and a low rule does; above the last one they are as wide as the
    spectrum allows.
    """
    bottom, top = float(beam.breaks[0]), float(beam.breaks[-1])
    turn = float(np.clip(lowest[-1], bottom, top))
    fine = np.union1d(np.clip(lowest, bottom, top), beam.breaks[(beam.breaks > lowest[0]) & (beam.breaks < turn)])
    coarse = np.concatenate([[turn], beam.breaks[beam.breaks > turn]])
    total = np.zeros((3, 1, mixing.size, mixing.size), dtype=np.complex128)
    if turn < top:
        wide = _cut(beam, mixing, coarse, order)
        total = _panel_integrals(beam, mixing, wide, 8 + 4 * order).sum(axis=1, keepdims=True)
    if len(fine) < 2:
        return np.broadcast_to(total, (3, len(lowest), mixing.size, mixing.size))
    cut = _cut(beam, mixing, fine, order)
    parts = _panel_integrals(beam, mixing, cut, 2 + order)
    from_top = np.concatenate([np.cumsum(parts[:, ::-1], axis=1)[:, ::-1], np.zeros_like(total)], axis=1)
    return np.asarray(total + from_top[:, np.searchsorted(cut, np.clip(lowest, bottom, top))])


def _cut(beam: Beam, mixing: Mixing, edges: NDArray[np.float64], order: int) -> NDArray[np.float64]:
    """Panels in which flux, powers of energy and oscillation phase are low polynomials."""
    smooth = refine(edges, np.maximum(0.35 * edges[:-1], 0.02 * beam.breaks[-1]) / order)
    phase = np.ptp(mixing.splittings) * beam.distance / (2 * HBAR_C_EXACT)
    if phase == 0 or len(smooth) < 2:
        return smooth
    turns = phase * (1 / smooth[:-1] - 1 / smooth[1:])  # of dm^2 L/2E, about one radian a panel
    if turns.sum() > _MOST_PANELS:
        raise ValueError(
            f"over {beam.distance / km:g} km the oscillation phase turns by {turns.sum():.1g} rad within the energies of this rate, "
            "too much to integrate; nor could a detector see it"
        )
    return refine(smooth, np.diff(smooth) / np.maximum(order * turns, 1))


def _panel_integrals(beam: Beam, mixing: Mixing, edges: NDArray[np.float64], order: int) -> Matrices:
    """Integrals of Phi rho E^-n over each panel, (3, panels, n, n)."""
    energy, weight = panels(edges, order)
    state = beam.state(energy, mixing).reshape(*energy.shape, -1)
    flux = weight * beam.flux(energy)
    powers = np.stack([flux, flux / energy, flux / energy**2])
    integrals = (powers.swapaxes(0, 1) @ state).swapaxes(0, 1)
    return integrals.reshape(3, len(energy), mixing.size, mixing.size)
