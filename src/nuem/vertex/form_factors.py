"""The form factors of the vertex: one table from which the vertex, the couplings of limits, files and commands take names, units and symmetries."""

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class FormFactor:
    """One matrix of the vertex."""

    name: str
    title: str
    """As one says it in a sentence."""
    symbol: str
    unit: str
    """As `nuem.units.parse` reads it."""
    scale: float
    """A size at which it changes the counts of today's experiments visibly [`unit`]."""
    flips_helicity: bool
    """Whether it turns left-handed neutrinos into right-handed ones, and so does not interfere with the weak interaction."""
    majorana: Literal["antisymmetric", "real symmetric"]
    """What its matrix is for Majorana neutrinos, in addition to hermitian [Nieves:1981zt; Kayser:1982br]."""
    effective: str | None
    """Name of the effective coupling that is this form factor, the same for every flavour; None if another one stands for it."""


FORM_FACTORS: Final = {
    entry.name: entry
    for entry in (
        FormFactor("magnetic", "magnetic moment", "mu", "mu_B", 1e-11, True, "antisymmetric", "moment"),
        FormFactor("electric", "electric moment", "epsilon", "mu_B", 1e-11, True, "antisymmetric", None),
        FormFactor("charge", "charge", "q", "e", 1e-12, False, "antisymmetric", "charge"),
        FormFactor("charge_radius", "charge radius", "<r^2>", "cm2", 1e-32, False, "antisymmetric", "charge_radius"),
        FormFactor("anapole", "anapole moment", "a", "cm2", 1e-33, False, "real symmetric", "anapole"),
    )
}
"""Name to form factor, in the order in which `Vertex` takes them."""

DIPOLE: Final = FormFactor("dipole", "dipole", "lambda", "mu_B", 1e-11, True, "antisymmetric", None)
"""lambda = mu - i eps, the amplitude that magnetic and electric moment make together."""

MATRICES: Final = {**FORM_FACTORS, DIPOLE.name: DIPOLE}
"""Every matrix by which a vertex can be written: the form factors and the dipole."""

EFFECTIVE: Final = {entry.effective: entry for entry in FORM_FACTORS.values() if entry.effective is not None}
"""Effective coupling to form factor."""
