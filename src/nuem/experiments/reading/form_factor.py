"""Read the nuclei of a channel: their form factor, radii and masses, and what is uncertain of the neutrons."""

from typing import Final, Literal

from nuem.experiments.reading.section import Section
from nuem.numerics import checks
from nuem.scattering import Nuclei
from nuem.units import fm

FORM_FACTORS: Final = ("helm", "klein-nystrand", "point")
MASSES: Final = ("integer", "measured")


def read_nuclei(section: Section, material: str) -> tuple[Nuclei, float]:
    """The nuclei of ``form_factor``, a name or a table, and the relative error of the neutron radii.

    Raises
    ------
    ValueError
        For an unknown form factor, element or key, or a radius without unit.
    """
    if not section.has_table("form_factor"):
        name = section.text("form_factor", "helm")
        return Nuclei(material, checks.choice(f"[{section.name}] form_factor", name, FORM_FACTORS)), 0.0
    inner = section.section("form_factor")
    name = checks.choice(f"[{inner.name}] name", inner.text("name", "helm"), FORM_FACTORS)
    masses: Literal["integer", "measured"] = (
        "measured" if checks.choice("masses", inner.text("masses", "integer"), MASSES) == "measured" else "integer"
    )
    error = inner.number("neutron_radius_error", 0.0)
    checks.within(f"[{inner.name}] neutron_radius_error", error, 0, 0.5)
    nuclei = Nuclei(
        material,
        name,
        proton_radii=_radii(inner, "proton_radius"),
        neutron_radii=_radii(inner, "neutron_radius"),
        masses=masses,
        radiative=inner.flag("radiative", False),
    )
    inner.done()
    return nuclei, error


def _radii(section: Section, key: str) -> float | dict[str, float] | None:
    """Rms radii [cm]: one quantity for all nuclei, or one for each element or isotope."""
    if not section.has_table(key):
        radius: float | None = section.quantity(key, "fm", None)
        return radius
    table = section.section(key)
    return {
        nucleus: checks.number(nucleus, checks.within(nucleus, table.quantity(nucleus, "fm") / fm, 0.1, 20)) * fm
        for nucleus in table.entries
    }
