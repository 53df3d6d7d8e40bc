"""Elastic scattering on the whole neutral atoms of a material, as a process that a rate is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from nuem.constants import ATOMIC_MASS_UNIT, SIN2_THETA_W
from nuem.elements import Compound, compound, isotopes
from nuem.flavour import FLAVOURS, Mixing
from nuem.numerics import checks
from nuem.scattering.atom.elastic import NeutralAtom
from nuem.scattering.bilinear import coherent_rate_numbers
from nuem.scattering.kinematics import maximum_recoil, minimum_energy
from nuem.scattering.term import ChargedTarget, Term, coherent_kernels

Reals = NDArray[np.float64]
Matrix = NDArray[np.complex128]

_KERNELS = 11
DIPOLE = _KERNELS - 1
"""The kernel of the dipole; the others are weights of nucleus and electrons, of their interference with the shifts, and of the shifts' squares."""


@dataclass(frozen=True)
class Atoms:
    r"""Elastic scattering on whole neutral atoms, which stay in their ground state [Cadeddu:2019qmv].

    .. math:: G = C + Z F_e E - 2 Z (1 - F_e) \Big(D_0 + \frac{m_e}{M}\frac{D_1}{T}\Big), \qquad
              C = Z\Big(\frac12 - 2s^2\Big) - \frac N2, \qquad E_{\alpha\alpha} = \pm\frac12 + 2s^2

    in place of the amplitude of `nuem.scattering.nuclei.Nuclei`, and Z^2 (1 - F_e)^2 in place of its charge squared for the dipole; the cross section is
    `nuem.scattering.atom.elastic.dsigma_dT`. It holds for recoils too small to excite or ionise the atom. The axial current is left out: it vanishes for
    4He, is incoherent elsewhere, and dominates for hydrogen. Natural isotopes are summed.

    Parameters
    ----------
    material : str
        Element or formula, such as ``"He"``; every atom recoils alone.
    sin2_theta_w : float, optional
        Weak mixing angle.

    Raises
    ------
    ValueError
        For an unknown element, or an angle outside [0, 1].
    """

    material: str
    sin2_theta_w: float = SIN2_THETA_W
    target: Compound = field(init=False, repr=False, compare=False)
    atoms: tuple[tuple[NeutralAtom, float], ...] = field(init=False, repr=False, compare=False)
    """Each isotope as an atom, and how many per formula unit."""

    name: ClassVar[str] = "atoms"
    particle: ClassVar[Literal["atom"]] = "atom"
    dipole_kernel: ClassVar[int] = DIPOLE
    lowest: ClassVar[float] = 0.0
    valid_from: ClassVar[float] = 0.0

    def __post_init__(self) -> None:
        angle = checks.number("sin2_theta_w", checks.within("sin2_theta_w", self.sin2_theta_w, 0, 1))
        object.__setattr__(self, "sin2_theta_w", angle)
        object.__setattr__(self, "target", compound(self.material))
        atoms = tuple(
            (
                NeutralAtom(isotope.symbol, isotope.A, mass=isotope.atomic_mass * ATOMIC_MASS_UNIT),
                count * isotope.abundance,
            )
            for part, count in self.target.parts
            for isotope in isotopes(part.symbol)
        )
        object.__setattr__(self, "atoms", atoms)

    @property
    def knots(self) -> Reals:
        """None: the cross section is smooth in the recoil [MeV]."""
        return np.empty(0)

    @property
    def units_per_gram(self) -> float:
        """Atoms (formula units) per gram [1/g]."""
        return self.target.units_per_gram

    def complaint(self, lowest: float) -> str:
        """Nothing: the process is as good at low recoils as at high ones."""
        return ""

    def end_points(self, energy: Reals) -> Reals:
        """Largest recoils of every isotope at neutrino energies [MeV]."""
        return np.concatenate([maximum_recoil(energy, mass=atom.total_mass) for atom, _ in self.atoms])

    @property
    def masses_of_targets(self) -> tuple[float, ...]:
        """Mass of every isotope [MeV]."""
        return tuple(atom.total_mass for atom, _ in self.atoms)

    def charged_targets(self, recoil: Reals) -> tuple[ChargedTarget, ...]:
        """Every isotope as a dipole sees it at recoils [MeV]."""
        return tuple(
            ChargedTarget(atom.total_mass, number * atom.bare_charge(recoil) ** 2, atom.Z % 2 == 1 or atom.A % 2 == 1)
            for atom, number in self.atoms
        )

    def terms(self, recoil: Reals, *, antineutrino: bool) -> tuple[Term, ...]:
        """Coefficients of the energy moments at recoils [MeV] for every isotope; the vector current is the same for antineutrinos."""
        return tuple(_term(atom, number, recoil, self.sin2_theta_w) for atom, number in self.atoms)

    def rate_numbers(self, weights: Matrix, mixing: Mixing) -> Reals:
        """The rate as a function of the vertex (`nuem.scattering.bilinear`) from folded kernels, (..., kernels, n, n)."""
        active = mixing.matrix[: len(FLAVOURS)]
        nucleus = active.conj().T @ active
        couplings = np.array([(0.5 if flavour == "e" else -0.5) + 2 * self.sin2_theta_w for flavour in FLAVOURS])
        electrons = active.conj().T @ (couplings[:, None] * active)
        chiral, mixed, clouds, shift, cloud_shift, shift_once, cloud_once, squared, once, twice, dipole = np.moveaxis(
            weights, -3, 0
        )
        return coherent_rate_numbers(
            (nucleus, electrons),
            (chiral, mixed, clouds),
            (shift, cloud_shift),
            (shift_once, cloud_once),
            (squared, once, twice),
            dipole,
        )


def _term(atom: NeutralAtom, number: float, recoil: Reals, sin2_theta_w: float) -> Term:
    """One isotope, with its number per formula unit."""
    mass = atom.total_mass
    nucleus = atom.Z * (0.5 - 2 * sin2_theta_w) - (atom.A - atom.Z) / 2
    cloud = atom.Z * atom.electrons.form_factor(np.sqrt(2 * mass * recoil))
    bare = atom.bare_charge(recoil)
    vector, once, dipole = coherent_kernels(recoil, mass)
    coefficients = np.stack(
        [nucleus**2 * vector, nucleus * cloud * vector, cloud**2 * vector, bare * nucleus * vector, bare * cloud * vector,
         bare * nucleus * once * vector, bare * cloud * once * vector, bare**2 * vector, bare**2 * once * vector,
         bare**2 * once**2 * vector, bare**2 * dipole]
    )  # fmt: skip
    return Term(minimum_energy(recoil, mass=mass), number * coefficients)
