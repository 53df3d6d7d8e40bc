"""The figure of solar antineutrinos shows probabilities and rates as they are."""

import numpy as np
from tests.plots.drawn import steps

from nuem import Mixing, Vertex
from nuem.conversion import antineutrino_spectrum, solar_conversion
from nuem.plots.solar_conversion import antineutrinos

MIXING = Mixing.nufit()
VERTEX = Vertex.from_dipole("majorana", 1e-11 * np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 0]]))


def test_curves_and_steps_have_the_values_of_the_results() -> None:
    energy = np.array([5.0, 8.0, 12.0])
    computed = solar_conversion(energy, MIXING, VERTEX, "convective 50 kG")
    seen = antineutrino_spectrum("juno", MIXING, VERTEX, "convective 50 kG")
    left, right = antineutrinos({"here": computed}, {"here": seen}).axes
    np.testing.assert_array_equal(left.lines[0].get_ydata(), computed.probabilities[:, 3])
    np.testing.assert_allclose(steps(right.patches[0])[0] * np.diff(seen.edges), seen.rate)
    assert len(antineutrinos({"here": computed}).axes) == 1
