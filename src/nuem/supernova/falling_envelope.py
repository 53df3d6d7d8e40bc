"""The envelope of a star by powers of the radius, for a first look; tables of a star go through `nuem.propagation.media.supernova`."""

from __future__ import annotations

from typing import Final

from nuem.constants import AVOGADRO
from nuem.numerics import checks
from nuem.propagation import Medium, media
from nuem.units import cm

INNER: Final = 1e8 * cm
OUTER: Final = 1e11 * cm
DENSITY: Final = 1e5  # at the inner radius [g/cm^3]
ELECTRONS: Final = 0.4987  # per nucleon, as isotopes leave it
FIELD_RADIUS: Final = 1e9 * cm


def envelope(field: float) -> Medium:
    """A star from 1e8 to 1e11 cm: 1e5 g/cm^3 (1e8 cm/r)^3 with Y_e = 0.4987, and a transverse field B (1e9 cm/r)^2.

    Parameters
    ----------
    field : float
        B at 1e9 cm [gauss].

    Returns
    -------
    Medium

    Examples
    --------
    >>> envelope(1e7)
    Medium(9.99e+10 cm, electron_density, neutron_density, magnetic_field)
    """
    strength = float(checks.positive("field", checks.number("field", field, "gauss"), "gauss"))
    return media.power_law(
        OUTER - INNER,
        start=INNER,
        electron_density=DENSITY * ELECTRONS * AVOGADRO,
        exponent=3,
        neutrons_per_electron=1 / ELECTRONS - 1,
        magnetic_field=media.power_law_field(strength, FIELD_RADIUS, 2, start=INNER),
    )
