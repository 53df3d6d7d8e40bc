"""Scattering on the electrons of a material, as a process that a rate is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from nuem.constants import CLASSICAL_RADIUS_SQUARED, ELECTRON_MASS, SIN2_THETA_W, WEAK_SCALE
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.scattering.atom import ElectronModel, electron_model
from nuem.scattering.atom import Response as AtomicResponse
from nuem.scattering.atom import response as atomic_response
from nuem.scattering.bilinear import rate_numbers
from nuem.scattering.couplings import weak_matrices
from nuem.scattering.kinematics import maximum_recoil, minimum_energy
from nuem.scattering.term import ChargedTarget, Term

LEFT, RIGHT, CROSS, ONCE_LEFT, ONCE_RIGHT, TWICE, DIPOLE = range(7)
"""Kernels: weights of |g_L|^2, |g_R|^2, g_L g_R, of the charge's interference with either, of its square, and of the dipole."""


@dataclass(frozen=True)
class Electrons:
    r"""Elastic scattering on the electrons of a material.

    .. math:: \frac{d\sigma}{dT} = \frac{2G_F^2m_e}{\pi}\Big\{\mathrm{Tr}[G_L\rho G_L^\dagger]
              + \mathrm{Tr}[G_R\rho G_R^\dagger]\Big(1-\frac TE\Big)^2 - \mathrm{Re\,Tr}[G_L\rho G_R^\dagger]\frac{m_eT}{E^2}\Big\}
              + \frac{\pi\alpha^2}{m_e^2}\,\mathrm{Tr}[\lambda\rho\lambda^\dagger]\Big(\frac1T-\frac1E\Big)

    with G = g + D_0 + D_1/T [Kouzakov:2017hbc], each dependence on T times the effective number of electrons that take part.

    Parameters
    ----------
    material : str
        Element or formula, such as ``"Xe"`` or ``"CF4"``.
    electrons : ElectronModel or str, optional
        How electrons are bound, of `nuem.scattering.atom`; the default model if not given.
    sin2_theta_w : float, optional
        Weak mixing angle.

    Raises
    ------
    ValueError
        For an unknown element or model, or an angle outside [0, 1].
    """

    material: str
    electrons: ElectronModel | str | None = None
    sin2_theta_w: float = SIN2_THETA_W
    name: ClassVar[str] = "electrons"
    dipole_kernel: ClassVar[int] = DIPOLE
    masses_of_targets: ClassVar[tuple[float, ...]] = (ELECTRON_MASS,)
    atom: AtomicResponse = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "electrons", electron_model(self.electrons))
        angle = checks.number("sin2_theta_w", checks.within("sin2_theta_w", self.sin2_theta_w, 0, 1))
        object.__setattr__(self, "sin2_theta_w", angle)
        object.__setattr__(self, "atom", atomic_response(self.material, self.electrons))

    @property
    def units_per_gram(self) -> float:
        """Atoms (formula units) per gram [1/g]."""
        return self.atom.units_per_gram

    @property
    def knots(self) -> NDArray[np.float64]:
        """Recoils between which the numbers of electrons are smooth [MeV]."""
        return self.atom.knots

    @property
    def lowest(self) -> float:
        """Recoil below which no electron leaves its atom [MeV]: the smallest binding energy, also for electrons counted as if free."""
        edges = self.atom.edges
        return float(edges[0]) if len(edges) else min(shell.binding for shell in self.atom.target.shells)

    @property
    def valid_from(self) -> float:
        """Recoil below which the response of the atom is uncertain [MeV]."""
        return self.atom.valid_from

    def complaint(self, lowest: float) -> str:
        """What to say of recoils down to `lowest`, below `valid_from` [MeV]."""
        return self.atom.complaint(lowest)

    def end_points(self, energy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Largest recoils at neutrino energies [MeV]."""
        return maximum_recoil(energy)

    def charged_targets(self, recoil: NDArray[np.float64]) -> tuple[ChargedTarget, ...]:
        """The electron, counted as often as electrons take part for a dipole at recoils [MeV]."""
        return (ChargedTarget(ELECTRON_MASS, self.atom.at(recoil, warn=False).N_mu, half_spin=True),)

    def terms(self, recoil: NDArray[np.float64], *, antineutrino: bool) -> tuple[Term, ...]:
        """Coefficients of the energy moments at recoils [MeV]; for an antineutrino left and right change places."""
        numbers = self.atom.at(recoil, warn=False)
        zero, unit = np.zeros_like(recoil), np.ones_like(recoil)
        forward, backward = np.stack([unit, zero, zero]), np.stack([unit, -2 * recoil, recoil**2])
        left, right = (backward, forward) if antineutrino else (forward, backward)
        cross = np.stack([zero, zero, ELECTRON_MASS * recoil])
        weak, once = WEAK_SCALE * numbers.N_w, WEAK_SCALE * numbers.N_mu / recoil
        twice = WEAK_SCALE * (numbers.N_q + numbers.N_photon) / recoil**2
        dipole = np.pi * CLASSICAL_RADIUS_SQUARED * numbers.N_mu * np.stack([1 / recoil, -unit, zero])
        coefficients = np.stack(
            [weak * left, weak * right, -weak * cross, once * (2 * left - cross), once * (2 * right - cross),
             twice * (left + right - cross), dipole]
        )  # fmt: skip
        if not np.any(numbers.N_log):
            return (Term(minimum_energy(recoil), coefficients),)
        logarithmic = np.zeros_like(coefficients)
        logarithmic[TWICE] = WEAK_SCALE * numbers.N_log / recoil**2 * (left + right - cross)
        return (Term(minimum_energy(recoil), coefficients, logarithmic),)

    def rate_numbers(self, weights: NDArray[np.complex128], mixing: Mixing) -> NDArray[np.float64]:
        """The rate as a function of the vertex (`nuem.scattering.bilinear`) from folded kernels, (..., kernels, n, n)."""
        weak = weak_matrices(mixing, sin2_theta_w=self.sin2_theta_w)
        left, right, cross, once_left, once_right, twice, dipole = np.moveaxis(weights, -3, 0)

        def with_weak(by_left: NDArray[np.complex128], by_right: NDArray[np.complex128]) -> NDArray[np.complex128]:
            """What multiplies D in Re Tr[W D g], g being g_L and g_R."""
            return np.asarray(weak.left @ by_left + weak.right @ by_right)

        constant = (
            _trace(left, weak.left @ weak.left)
            + _trace(right, weak.right @ weak.right)
            + _trace(cross, weak.right @ weak.left)
        )
        matrices = (
            with_weak(2 * left + cross, 2 * right + cross),
            with_weak(once_left, once_right),
            left + right + cross,
            once_left + once_right,
            twice,
            dipole,
        )
        return rate_numbers(constant, matrices)


def _trace(weights: NDArray[np.complex128], product: NDArray[np.complex128]) -> NDArray[np.float64]:
    """Re Tr[W M]."""
    return np.asarray(np.einsum("...ij,ji->...", weights, product).real)
