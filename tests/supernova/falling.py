"""A star whose density falls with the third power of the radius, for tests of what its field does."""

from nuem.propagation import media
from nuem.propagation.medium import Medium

MOLE = 6.02214076e23


def falling_star(field: float = 1e7) -> Medium:
    """rho = 1e5 g/cm^3 (1e8 cm/r)^3 with Y_e = 0.4987 from 1e8 to 1e11 cm, and a field that falls with the square."""
    return media.power_law(
        1e11,
        start=1e8,
        electron_density=0.5e5 * MOLE,
        exponent=3,
        neutrons_per_electron=1.005,
        magnetic_field=media.power_law_field(field, 1e9, 2, start=1e8),
    )
