"""The nuclei of a material: isotopes with their number, mass and form factors."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.constants import ATOMIC_MASS_UNIT, ELECTRON_MASS
from nuem.elements import Compound, Isotope, isotopes
from nuem.numerics import checks
from nuem.scattering.form_factor import FormFactor, form_factor_of, own_radius

Radii = float | Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class Nuclide:
    """One isotope of a material."""

    name: str
    """Such as "Ge74"."""
    Z: int
    A: int
    number: float
    """How many per formula unit."""
    mass: float
    """Of the nucleus [MeV]."""
    form_factor: FormFactor
    proton_radius: float | None
    neutron_radius: float | None
    """Rms radii [cm]; None for the form factor's own."""

    def charges(self, recoil: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Z F_Z and N F_N at recoils [MeV]."""
        momentum = np.sqrt(2 * self.mass * recoil)
        f_z = self.Z * self.form_factor(momentum, A=self.A, radius=self.proton_radius)
        f_n = (self.A - self.Z) * self.form_factor(momentum, A=self.A, radius=self.neutron_radius)
        return f_z, f_n


def nuclides(
    target: Compound,
    form_factor: str | FormFactor | None,
    radii: tuple[Radii, Radii],
    neutron_scale: Mapping[str, float],
    *,
    measured: bool,
) -> tuple[Nuclide, ...]:
    """The isotopes of a material.

    Parameters
    ----------
    target : Compound
    form_factor : str, callable or None
        As in `nuem.scattering.nuclei.Nuclei`.
    radii : tuple
        Rms radii of protons and of neutrons [cm].
    neutron_scale : mapping
        Factor on the neutron radius of an element.
    measured : bool
        Whether masses are measured ones, rather than A u - Z m_e.

    Raises
    ------
    ValueError
        For names that are not in the material, or radii that are not positive.
    """
    shape = form_factor_of(form_factor)
    parts = [(isotope, count) for part, count in target.parts for isotope in isotopes(part.symbol)]
    names = {name for isotope, _ in parts for name in (isotope.symbol, isotope.name)}
    for parameter, values in (
        ("proton_radii", radii[0]),
        ("neutron_radii", radii[1]),
        ("neutron_scale", neutron_scale),
    ):
        for name in values if isinstance(values, Mapping) else ():
            checks.choice(f"nucleus of {parameter}", name, sorted(names))

    def nuclide(isotope: Isotope, count: float) -> Nuclide:
        protons, neutrons = (_radius(values, isotope) for values in radii)
        scale = neutron_scale.get(isotope.symbol, 1.0)
        if scale != 1:
            neutron_radius = own_radius(form_factor, isotope.A) if neutrons is None else neutrons
            neutrons = checks.number("neutron radius", checks.positive("neutron radius", scale * neutron_radius, "cm"))
        weight = isotope.atomic_mass if measured else isotope.A
        mass = weight * ATOMIC_MASS_UNIT - isotope.Z * ELECTRON_MASS
        number = count * isotope.abundance
        return Nuclide(isotope.name, isotope.Z, isotope.A, number, mass, shape, protons, neutrons)

    result = tuple(nuclide(isotope, count) for isotope, count in parts)
    for isotope_nucleus in result:
        isotope_nucleus.charges(np.zeros(1))  # refuses a radius that the form factor cannot have
    return result


def _radius(radius: Radii, isotope: Isotope) -> float | None:
    """The rms radius that is given for an isotope, by its own name or its element's [cm]."""
    if isinstance(radius, Mapping):
        radius = radius.get(isotope.name, radius.get(isotope.symbol))
    return None if radius is None else checks.number("radius", checks.positive("radius", radius, "cm"))
