"""Coherent elastic scattering on the nuclei of a material, as a process that a rate is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from nuem.constants import SIN2_THETA_W
from nuem.elements import Compound, compound
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.scattering.bilinear import coherent_rate_numbers
from nuem.scattering.form_factor import FormFactor
from nuem.scattering.kinematics import maximum_recoil, minimum_energy
from nuem.scattering.nucleon_couplings import nucleon_matrices
from nuem.scattering.nuclide import Nuclide, Radii, nuclides
from nuem.scattering.term import ChargedTarget, Term, coherent_kernels

PROTON, MIXED, NEUTRON, PROTON_ONCE, NEUTRON_ONCE, TWICE, DIPOLE = range(7)
"""Kernels: weights of g_p^2, 2 g_p g_n, g_n^2, of the charge's interference with either, of its square, and of the dipole."""


@dataclass(frozen=True)
class Nuclei:
    r"""Coherent elastic scattering on the nuclei of a material.

    .. math:: \frac{d\sigma}{dT} = \frac{G_F^2M}{\pi}\Big(1 - \frac TE - \frac{MT}{2E^2}\Big)\mathrm{Tr}[G\rho G^\dagger]
              + \frac{\pi\alpha^2}{m_e^2}Z^2F_Z^2\Big(\frac1T - \frac1E + \frac T{4E^2}\Big)\mathrm{Tr}[\lambda\rho\lambda^\dagger]

    .. math:: G = g_p Z F_Z + g_n N F_N - 2 Z F_Z \Big(D_0 + \frac{m_e}{M}\frac{D_1}{T}\Big),

    with the shifts D of `nuem.scattering.couplings`, which have the opposite sign of the electron's [Cadeddu:2018dux, as revised in 2020]. Nuclei
    count as spin 0 (others differ by terms of order T/E), and the axial current, of order 1/A^2, is left out. Natural isotopes are summed.

    Parameters
    ----------
    material : str
        Element or formula, such as ``"Ge"`` or ``"CsI"``.
    form_factor : {"helm", "klein-nystrand", "point"} or callable or None, optional
        As in `nuem.scattering.nucleus.dsigma_dT`; None is a point.
    proton_radii, neutron_radii : float or mapping, optional
        Rms radii for F_Z and F_N [cm], one for all nuclei, or by element ("Cs") or isotope ("Ge74"); where none is given, the form factor's own.
    masses : {"integer", "measured"}, optional
        Nuclear masses A u - Z m_e with the mass number A, or with the measured mass of the atom in its place (0.05 to 0.07 per cent less).
    radiative : bool, optional
        Constant couplings with radiative corrections, which differ from flavour to flavour and contain the charge radius of the standard model.
        Without it, tree couplings; a charge radius is then the total one.
    sin2_theta_w : float, optional
        Weak mixing angle of the tree couplings.
    neutron_scale : mapping, optional
        Factor on the neutron radius of an element, such as ``{"Cs": 1.03}``: the variation "radius.n.Cs".

    Raises
    ------
    ValueError
        For an unknown element, isotope or word, a radius that is too small, or an angle outside [0, 1].
    """

    material: str
    form_factor: str | FormFactor | None = "helm"
    proton_radii: Radii = field(default=None, hash=False)
    neutron_radii: Radii = field(default=None, hash=False)
    masses: Literal["integer", "measured"] = "integer"
    radiative: bool = False
    sin2_theta_w: float = SIN2_THETA_W
    neutron_scale: Mapping[str, float] = field(default_factory=dict, hash=False)
    target: Compound = field(init=False, repr=False, compare=False)
    nuclides: tuple[Nuclide, ...] = field(init=False, repr=False, compare=False)

    name: ClassVar[str] = "nuclei"
    particle: ClassVar[Literal["nucleus"]] = "nucleus"
    dipole_kernel: ClassVar[int] = DIPOLE
    lowest: ClassVar[float] = 0.0
    valid_from: ClassVar[float] = 0.0

    def __post_init__(self) -> None:
        angle = checks.number("sin2_theta_w", checks.within("sin2_theta_w", self.sin2_theta_w, 0, 1))
        object.__setattr__(self, "sin2_theta_w", angle)
        checks.flag("radiative", self.radiative)
        object.__setattr__(self, "target", compound(self.material))
        measured = checks.choice("masses", self.masses, ("integer", "measured")) == "measured"
        isotopes = nuclides(
            self.target,
            self.form_factor,
            (self.proton_radii, self.neutron_radii),
            self.neutron_scale,
            measured=measured,
        )
        object.__setattr__(self, "nuclides", isotopes)

    @property
    def nuisances(self) -> tuple[str, ...]:
        """Names of the variations that `varied` knows: the neutron radius of each element."""
        return tuple(f"radius.n.{part.symbol}" for part, _ in self.target.parts)

    def varied(self, name: str, change: float) -> Nuclei:
        """The same process with one nuisance moved by a relative change.

        Parameters
        ----------
        name : str
            One of `nuisances`.
        change : float
            Relative change of the radius, such as 0.03.

        Raises
        ------
        ValueError
            For another name, or a radius that cannot be.
        """
        symbol = checks.choice("nuisance", name, self.nuisances).rpartition(".")[2]
        scale = dict(self.neutron_scale)
        scale[symbol] = scale.get(symbol, 1.0) * (1 + checks.number("change", change))
        return replace(self, neutron_scale=scale)

    @property
    def knots(self) -> NDArray[np.float64]:
        """None: the cross section is smooth in the recoil [MeV]."""
        return np.empty(0)

    @property
    def units_per_gram(self) -> float:
        """Atoms (formula units) per gram [1/g]."""
        return self.target.units_per_gram

    def complaint(self, lowest: float) -> str:
        """Nothing: the process is as good at low recoils as at high ones."""
        return ""

    def end_points(self, energy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Largest recoils of every isotope at neutrino energies [MeV]."""
        return np.concatenate([maximum_recoil(energy, mass=nuclide.mass) for nuclide in self.nuclides])

    @property
    def masses_of_targets(self) -> tuple[float, ...]:
        """Mass of every isotope [MeV]."""
        return tuple(nuclide.mass for nuclide in self.nuclides)

    def charged_targets(self, recoil: NDArray[np.float64]) -> tuple[ChargedTarget, ...]:
        """Every isotope as a dipole sees it at recoils [MeV]."""
        return tuple(
            ChargedTarget(each.mass, each.number * each.charges(recoil)[0] ** 2, each.Z % 2 == 1 or each.A % 2 == 1)
            for each in self.nuclides
        )

    def terms(self, recoil: NDArray[np.float64], *, antineutrino: bool) -> tuple[Term, ...]:
        """Coefficients of the energy moments at recoils [MeV] for every isotope; the vector current is the same for antineutrinos."""
        return tuple(_term(nuclide, recoil) for nuclide in self.nuclides)

    def rate_numbers(self, weights: NDArray[np.complex128], mixing: Mixing) -> NDArray[np.float64]:
        """The rate as a function of the vertex (`nuem.scattering.bilinear`) from folded kernels, (..., kernels, n, n)."""
        proton, neutron = nucleon_matrices(mixing, sin2_theta_w=self.sin2_theta_w, radiative=self.radiative)
        chiral, mixed, neutrons, proton_once, neutron_once, twice, dipole = np.moveaxis(weights, -3, 0)
        return coherent_rate_numbers(
            (proton, neutron),
            (chiral, mixed, neutrons),
            (chiral, mixed),
            (proton_once, neutron_once),
            (chiral, proton_once, twice),
            dipole,
        )


def _term(nuclide: Nuclide, recoil: NDArray[np.float64]) -> Term:
    """One isotope, with its number per formula unit."""
    mass, f_z, f_n = nuclide.mass, *nuclide.charges(recoil)
    vector, once, dipole = coherent_kernels(recoil, mass)
    coefficients = np.stack(
        [f_z**2 * vector, f_z * f_n * vector, f_n**2 * vector, f_z**2 * once * vector, f_z * f_n * once * vector,
         f_z**2 * once**2 * vector, f_z**2 * dipole]
    )  # fmt: skip
    return Term(minimum_energy(recoil, mass=mass), nuclide.number * coefficients)
