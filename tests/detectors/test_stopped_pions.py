"""Cross sections of coherent scattering averaged over the neutrinos of stopped pions, against values of other codes."""

import numpy as np
import pytest
from tests.detectors.nuclear_rate import GERMANIUM, Isotopes, counts, end_points, isotopes, rate

from nuem.detectors import Efficiency, Response
from nuem.sources import PionDecay
from nuem.units import keV

SOURCE = PionDecay(distance=1e3, neutrinos_per_proton=0.09, protons=1e20)


def averaged(nuclei: Isotopes, beam_number: int) -> float:
    """Cross section [cm^2] averaged over one flavour."""
    beam = SOURCE.beams[beam_number]
    ends = [t for energy in (29.792, 52.829) for t in end_points(nuclei, energy)]
    whole = Response(np.array([1e-7, 1000]) * keV, Efficiency.constant(1.0))
    return float(counts(lambda t: rate(beam, nuclei, t), whole, ends, 0.5 * keV)[0] / beam.total_flux)


@pytest.mark.parametrize(
    ("nuclei", "beams", "expected", "tolerance"),
    [
        ([(18, 40, 1.0)], [1], 1.749551e-39, 1e-5),
        (isotopes(32, GERMANIUM), [1], 5.627816e-39, 1e-5),
        ([(55, 133, 1.0)], [0, 1, 2], 1.9647025e-38, 2e-5),
    ],
    ids=["Ar, nu_e", "Ge, nu_e", "Cs, three flavours"],
)
def test_average_cross_sections_have_the_reference_values(
    nuclei: Isotopes, beams: list[int], expected: float, tolerance: float
) -> None:
    computed = sum(averaged(nuclei, k) for k in beams) / len(beams)
    assert computed == pytest.approx(expected, rel=tolerance)
