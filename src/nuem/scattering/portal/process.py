"""Up-scattering to a heavy neutral lepton, as a process that a rate is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nuem.constants import CLASSICAL_RADIUS_SQUARED
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.scattering.atoms import Atoms
from nuem.scattering.bilinear import DIPOLE, rate_numbers
from nuem.scattering.electrons import Electrons
from nuem.scattering.nuclei import Nuclei
from nuem.scattering.portal.kinematics import minimum_energy, recoil_range
from nuem.scattering.term import Term

Reals = NDArray[np.float64]


@dataclass(frozen=True)
class UpScattering:
    r"""Scattering in which the dipole of the vertex leads to a heavy neutral lepton of mass m_4; all else is that of an elastic process.

    The dipole lambda of the vertex has the heavy leptons as its final states, so that the magnetic part is
    Tr[lambda rho lambda^dagger] times the cross section of `nuem.scattering.portal.dsigma_dT`. ``lambda^dagger lambda = mu^2`` is a moment mu of every
    flavour, with three heavy partners; a single partner that couples to one flavour alone has one row, mu U_a. Bound electrons
    count with their effective number for an ordinary moment where a free electron can recoil so, and not below its smallest recoil, where binding
    would smear the edge.

    Parameters
    ----------
    process : Electrons, Nuclei or Atoms
        The elastic process on the same target.
    mass : float
        Mass m_4 of the heavy neutral lepton [MeV].
    alone : bool, optional
        Whether the elastic scattering by all other couplings is left out.

    Raises
    ------
    ValueError
        For a process of another kind or a negative mass.
    """

    process: Electrons | Nuclei | Atoms
    mass: float
    alone: bool = False

    def __post_init__(self) -> None:
        """Refuse what has no dipole scattering."""
        if not hasattr(self.process, "charged_targets"):
            raise ValueError(f"process = {self.process!r} is neither Electrons nor Nuclei nor Atoms of nuem.scattering")
        m4 = checks.number("mass", checks.not_negative("mass", self.mass, "MeV"), "MeV")
        object.__setattr__(self, "mass", m4)

    @property
    def name(self) -> str:
        """Of what recoils."""
        return self.process.name

    @property
    def material(self) -> str:
        """Formula of the target."""
        return self.process.material

    @property
    def units_per_gram(self) -> float:
        """Atoms (formula units) per gram [1/g]."""
        return self.process.units_per_gram

    @property
    def knots(self) -> Reals:
        """Recoils between which the coefficients are smooth [MeV]."""
        return self.process.knots

    @property
    def lowest(self) -> float:
        """Recoil below which nothing scatters [MeV]."""
        return self.process.lowest

    @property
    def valid_from(self) -> float:
        """Recoil below which the cross section is uncertain [MeV]."""
        return self.process.valid_from

    def complaint(self, lowest: float) -> str:
        """What to say of recoils down to `lowest`, below `valid_from` [MeV]."""
        return self.process.complaint(lowest)

    def end_points(self, energy: Reals) -> Reals:
        """Largest elastic recoils at neutrino energies, and both ends of those with a heavy lepton [MeV]."""
        ends = [self.process.end_points(energy)]
        for target in self.process.masses_of_targets:
            ends += [
                end[np.isfinite(end) & (end > 0)] for end in recoil_range(energy, mass=self.mass, target_mass=target)
            ]
        return np.concatenate(ends)

    def terms(self, recoil: Reals, *, antineutrino: bool) -> tuple[Term, ...]:
        """Those of the elastic process without its dipole, unless `alone`, and one for the heavy lepton on each kind of target particle."""
        kernel = self.process.dipole_kernel
        elastic = () if self.alone else self.process.terms(recoil, antineutrino=antineutrino)
        terms = [_without(term, kernel) for term in elastic]
        before = np.zeros((0 if self.alone else kernel, 3, len(recoil)))
        for target in self.process.charged_targets(recoil):
            heavy = target.squared_charge * _dipole(recoil, self.mass, target.mass, target.half_spin)
            energies = minimum_energy(recoil, mass=self.mass, target_mass=target.mass)
            terms.append(Term(energies, np.concatenate([before, heavy[None]])))
        return tuple(terms)

    def rate_numbers(self, weights: NDArray[np.complex128], mixing: Mixing) -> Reals:
        """The rate as a function of the vertex, as for the elastic process; with its last kernel alone if that is all there is."""
        if not self.alone:
            return self.process.rate_numbers(weights, mixing)
        dipole = weights[..., 0, :, :]
        zero = np.zeros_like(dipole)
        return rate_numbers(zero[..., 0, 0].real, (*[zero] * DIPOLE, dipole))


def _without(term: Term, kernel: int) -> Term:
    """A term with one kernel taken out."""
    coefficients = term.coefficients.copy()
    coefficients[kernel] = 0.0
    return replace(term, coefficients=coefficients)


def _dipole(t: Reals, mass: float, target: float, half: bool) -> Reals:
    """Coefficients of 1, 1/E and 1/E^2 of the magnetic cross section per unit of charge squared, (3, recoils)."""
    r = mass**2 / target
    if half:
        second = r * (t - target) / (4 * t) + r**2 * (t - target) / (8 * t**2)
    else:
        second = (t / 2 + r / 4) ** 2 / t - r * (2 * target + t) * (r + 2 * t) / (16 * t**2)
    return np.pi * CLASSICAL_RADIUS_SQUARED * np.stack([1 / t, -1 - r / (2 * t), second])
