"""Photo-electrons: distributions, efficiency after smearing, the counts of CsI at the SNS by flavour."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import gamma, poisson
from tests.detectors.nuclear_rate import counts, end_points, per_gram, rate

from nuem.detectors import (
    Efficiency,
    FadingEfficiency,
    PhotoElectrons,
    QuenchingPolynomial,
    Sigmoid,
    TimeBins,
)
from nuem.sources import PionDecay
from nuem.units import keV, kg, m

CSI = [(55, 133, 1.0), (53, 127, 1.0)]
EFFICIENCY = Sigmoid(1.32045, 0.285979, 10.8646, -0.333322)
SCINTILLATION = QuenchingPolynomial(np.array([0.0554628, 4.30681, -111.707, 840.384]))
SHAPE = 9.56 / keV
YIELD = 1 / (0.0749 * keV)
US = 1e-6


def csi(edges: list[float], efficiency: Sigmoid | None = EFFICIENCY) -> PhotoElectrons:
    return PhotoElectrons(np.array(edges), YIELD, "gamma", SHAPE, efficiency, SCINTILLATION)


@pytest.mark.parametrize("recoil", [3 * keV, 8 * keV, 25 * keV])
def test_gamma_smearing_equals_the_integral_of_the_distribution_times_the_efficiency(recoil: float) -> None:
    edges = [0.0, 5.0, 9.0, 20.0, 60.0]
    computed = csi(edges).matrix(np.array([recoil]))[:, 0]
    visible = float(SCINTILLATION.visible(recoil))
    k = 1 + SHAPE * visible
    law = gamma(k, scale=YIELD * visible / k)
    assert law.mean() == pytest.approx(YIELD * visible)
    for b, (low, high) in enumerate(pairwise(edges)):
        points = [x for x in (float(EFFICIENCY.knots()[0]), law.mean()) if low < x < high]
        expected = quad(lambda n: law.pdf(n) * float(EFFICIENCY(n)), low, high, points=points or None, epsabs=1e-13)[0]
        assert computed[b] == pytest.approx(expected, rel=1e-6, abs=1e-11)


def test_poisson_smearing_sums_whole_numbers() -> None:
    kept = Efficiency(np.array([0.0, 4.0, 50.0]), np.array([0.0, 0.8, 0.8]))
    response = PhotoElectrons(np.array([0, 2.5, 4, 50]), 10 / keV, efficiency=kept)
    computed = response.matrix(np.array([0.3, 1.0]) * keV)
    for column, mean in zip(computed.T, (3.0, 10.0), strict=True):
        n = np.arange(50)
        weighted = poisson.pmf(n, mean) * kept(n)
        expected = [weighted[n < 2.5].sum(), weighted[(n >= 2.5) & (n < 4)].sum(), weighted[n >= 4].sum()]
        np.testing.assert_allclose(column, expected, rtol=1e-12)


@pytest.mark.parametrize("smearing", ["poisson", "gamma"])
def test_every_event_is_counted_once_where_nothing_is_lost(smearing: str) -> None:
    shape = SHAPE if smearing == "gamma" else 0.0
    response = PhotoElectrons(np.linspace(0, 400, 41), YIELD, smearing, shape)  # type: ignore[arg-type]
    np.testing.assert_allclose(response.matrix(np.array([1.0, 5.0, 12.0]) * keV).sum(axis=0), 1, atol=1e-8)


def test_recoils_outside_the_range_are_not_seen() -> None:
    response = csi([8, 20, 60])
    low, high = response.recoil_range
    assert 0 < low < 5 * keV
    assert 20 * keV < high < 1.0
    outside = np.array([0.9 * low, 1.05 * high])
    assert response.matrix(outside).sum(axis=0).max() < 1e-14
    assert response.matrix(np.array([low, high])).sum() < 1e-8


# The reference folds a gamma distribution over all photo-electrons below 60 and neutrinos that arrive between 0 and 6 us.
@pytest.mark.parametrize(("k", "expected"), [(0, 52.40683), (2, 180.8713)])
def test_caesium_iodide_at_the_sns_has_the_reference_counts(k: int, expected: float) -> None:
    source = PionDecay(
        distance=19.3 * m, neutrinos_per_proton=0.0848, protons=3.198e23, pulse_mean=0.5 * US, pulse_width=0.15 * US
    )
    beam = source.beams[k]
    ends = [t for energy in (29.792, 52.829) for t in end_points(CSI, energy)]
    computed = counts(lambda t: rate(beam, CSI, t), csi([0, 60]), ends, 0.2 * keV)[0]
    computed *= per_gram(259.8099) * 14.6 * kg
    window = TimeBins(np.array([0, 6]) * US, FadingEfficiency(0.52 * US, 0.0494 / US))
    assert computed * window.counted(beam.time_fractions)[0] == pytest.approx(expected, rel=2e-4)


def test_nuisances_of_light_and_efficiency_are_collected() -> None:
    low, high = Sigmoid(1.297, 0.286592, 11.8832, -0.31028), Sigmoid(1.3439, 0.285366, 9.84596, -0.356364)
    kept = Sigmoid(1.32045, 0.285979, 10.8646, -0.333322, variations={"efficiency": (low, high)})
    light = QuenchingPolynomial(np.array([0.06, 3.0]), varied={"quenching.CsI.1": ([0.05, 3.0], [0.07, 3.0])})
    response = PhotoElectrons(np.array([8, 60]), YIELD, "gamma", SHAPE, kept, light)
    assert list(response.variations) == ["quenching.CsI.1", "efficiency"]
    recoil = np.array([10 * keV])
    for down, up in response.variations.values():
        assert down.matrix(recoil) < response.matrix(recoil) < up.matrix(recoil)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"edges": np.array([2.0, 1.0])}, "must ascend"),
        ({"edges": np.array([-1.0, 1.0])}, "must not be negative"),
        ({"light_yield": 0}, "light_yield must be positive"),
        ({"smearing": "gauss"}, "smearing = 'gauss' is unknown"),
        ({"smearing": "gamma"}, "shape = 0 /MeV with smearing = 'gamma'"),
        ({"shape": 2.0}, "shape = 2 /MeV with smearing = 'poisson'"),
    ],
)
def test_refuses_what_counts_no_light(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        PhotoElectrons(**({"edges": np.array([1.0, 2.0]), "light_yield": 1e4} | arguments))  # type: ignore[arg-type]
