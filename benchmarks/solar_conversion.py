"""Solar neutrinos of 200 energies, averaged over their birthplaces: in closed form, and where the library takes the engine.

The naive way walks from each of the 48 birthplaces by itself, timed for one of them at one energy and multiplied.
"""

from collections.abc import Iterator

import numpy as np

from benchmarks.timing import Row, best
from nuem import Mixing, Vertex
from nuem.conversion import SolarConversion, solar_conversion, solar_field
from nuem.propagation import media, propagate
from nuem.typing import ComplexArray, FloatArray
from nuem.units import solar_radius

ENERGIES = np.linspace(2, 16, 200)
BIRTHPLACES = 48
BIRTH = 0.05 * solar_radius
MIXING = Mixing.nufit()
TRANSITION = np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 0]])
ALL = np.array([[0, 1, 1], [-1, 0, 1], [-1, -1, 0]])
CASES = (
    ("Majorana 1e-12 mu_B", Vertex.from_dipole("majorana", 1e-12 * TRANSITION), "tachocline 100 kG"),
    ("Majorana 1e-11 mu_B", Vertex.from_dipole("majorana", 1e-11 * TRANSITION), "radiative 1 MG"),
    ("Majorana 1e-11 mu_B (all three)", Vertex.from_dipole("majorana", 1e-11 * ALL), "radiative 7 MG"),
    ("Dirac 1e-12 mu_B", Vertex.from_dipole("dirac", 1e-12 * np.eye(3)), "radiative 1 MG"),
    ("Dirac 1e-12 mu_B", Vertex.from_dipole("dirac", 1e-12 * np.eye(3)), "uniform 100 kG"),
)


def rows() -> Iterator[Row]:
    """All comparisons of this file."""
    for name, vertex, field in CASES:

        def scan(vertex: Vertex = vertex, field: str = field) -> SolarConversion:
            return solar_conversion(ENERGIES, MIXING, vertex, field)

        computed = scan()
        few = solar_conversion(ENERGIES[::25], MIXING, vertex, field, method="engine", tol=1e-11)
        apart = np.abs(computed.mass_probabilities[::25] - few.mass_probabilities).max()
        yield Row(
            f"{name}, {field}, 200 energies, {computed.method}",
            best(scan, repeat=3),
            one_birthplace(vertex, field) * len(ENERGIES) * BIRTHPLACES,
            "< 1 s",
            f"P differ by {apart:.0e} from the engine at 1e-11",
        )


def one_birthplace(vertex: Vertex, field: str) -> float:
    """Time of one walk from one place at one energy [s]; the medium is resolved before."""
    profile, breaks, _ = solar_field(field)

    def along(x: FloatArray) -> ComplexArray:
        return np.asarray(profile(np.minimum(BIRTH + x, solar_radius)), np.complex128)

    medium = media.sun(start=BIRTH, magnetic_field=along, breaks=[place - BIRTH for place in breaks])
    propagate(8.0, medium, MIXING, vertex, average=True)
    return best(lambda: propagate(8.0, medium, MIXING, vertex, average=True))
