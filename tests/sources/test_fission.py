"""Fission spectra: frozen references, ranges, integrals per fission, inverse-beta yields, folds with the weak cross section."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import loggamma

from nuem.constants import ALPHA, ELECTRON_MASS, FERMI, HBAR_C
from nuem.sources import fission
from nuem.sources.neutron_capture import branches, capture_spectrum, capture_steps, captures_per_fission

# The references were computed with 6.185e-2 for the fourth power of 235U; the data file has the paper's 6.186e-2.
REFERENCE = {
    "U235": [4.367, -4.577, 2.100, -0.5294, 0.06185, -0.002777],
    "U238": [0.4833, 0.1927, -0.1283, -0.006762, 0.002233, -0.0001536],
    "Pu239": [4.757, -5.392, 2.563, -0.6596, 0.07820, -0.003536],
    "Pu241": [2.990, -2.882, 1.278, -0.3343, 0.03905, -0.001754],
}
FRACTIONS = {"U235": 0.561, "U238": 0.076, "Pu239": 0.307, "Pu241": 0.056}


def gauss(low: float, high: float, order: int = 120) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    nodes, weights = np.polynomial.legendre.leggauss(order)
    return low + (high - low) * (nodes + 1) / 2, (high - low) / 2 * weights


HM_POINTS = [
    ("hm.S.U235.2", "U235", 2, 1.32119416753),
    ("hm.S.U235.8", "U235", 8, 0.00141456106135),
    ("hm.S.U238.4", "U238", 4, 0.441707933171),
    ("hm.S.U238.8", "U238", 8, 0.00394525850335),
    ("hm.S.Pu239.3", "Pu239", 3, 0.503461517366),
    ("hm.S.Pu241.2", "Pu241", 2, 1.26146280005),
    ("hm.S.Pu241.4", "Pu241", 4, 0.276790050669),
]


@pytest.mark.parametrize(("identity", "isotope", "energy", "value"), HM_POINTS)
def test_huber_mueller_is_the_reference(identity: str, isotope: str, energy: float, value: float) -> None:
    assert fission.exponential_polynomial(energy, REFERENCE[isotope]) == pytest.approx(value, rel=1e-11), identity
    if isotope != "U235":
        assert fission.huber_mueller(energy, isotope) == pytest.approx(value, rel=1e-11), identity


def test_the_last_digit_of_uranium_235_is_worth_four_per_cent_at_8_mev() -> None:
    ratio = fission.huber_mueller([2.0, 8.0], "U235") / fission.exponential_polynomial([2.0, 8.0], REFERENCE["U235"])
    np.testing.assert_allclose(ratio, np.exp(1e-5 * np.array([2.0, 8.0]) ** 4), rtol=1e-11)


HM_INTEGRALS = [
    ("U235", 1.68433768159, 6.653614788e-43),
    ("U238", 2.24446256826, 1.014294811e-42),
    ("Pu239", 1.26237959418, 4.368632862e-43),
    ("Pu241", 1.61459636509, 6.045158635e-43),
]


@pytest.mark.parametrize(("isotope", "number", "inverse_beta"), HM_INTEGRALS)
def test_numbers_and_inverse_beta_yields_are_the_reference(isotope: str, number: float, inverse_beta: float) -> None:
    energy, weight = gauss(2, 8)
    spectrum = fission.exponential_polynomial(energy, REFERENCE[isotope])
    positron = energy - 1.29333236
    sigma = 9.52e-44 * positron * np.sqrt(positron**2 - ELECTRON_MASS**2)
    assert weight @ spectrum == pytest.approx(number, rel=1e-11)
    assert weight @ (spectrum * sigma) == pytest.approx(inverse_beta, rel=1e-9, abs=0)


FOLDS = [
    ("fold.SM.0.0028", "weak", 0.0028, 1.6511553513e-44),
    ("fold.SM.0.01", "weak", 0.01, 1.6434242837e-44),
    ("fold.SM.0.1", "weak", 0.1, 1.548482939e-44),
    ("fold.SM.3", "weak", 3, 8.0869019614e-46),
    ("fold.mag1e-11.0.0028", "magnetic", 0.0028, 1.4183148881e-44),
    ("fold.mag1e-11.0.1", "magnetic", 0.1, 3.8366003854e-46),
    ("fold.mag1e-11.3", "magnetic", 3, 1.1867177841e-48),
    ("fold.q1e-12.0.01", "charge", 0.01, 4.0471277139e-45),
    ("fold.q1e-12.3", "charge", 3, 7.7616437849e-51),
]


def dsigma(kind: str, recoil: float, energy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Closed forms for an electron antineutrino on a free electron [cm^2/MeV]."""
    m, y = ELECTRON_MASS, recoil / energy
    if kind == "weak":
        vector, axial = 2 * 0.23857 + 0.5, -0.5
        bracket = (vector + axial) ** 2 + (vector - axial) ** 2 * (1 - y) ** 2
        bracket += (axial**2 - vector**2) * m * recoil / energy**2
        return FERMI**2 * m / (2 * np.pi) * HBAR_C**2 * bracket
    if kind == "magnetic":
        return np.pi * (ALPHA * HBAR_C / m) ** 2 * 1e-22 * (1 / recoil - 1 / energy)
    bracket = 1 + (1 - y) ** 2 - m * recoil / energy**2
    return np.pi * ALPHA**2 * 1e-24 / (m * recoil**2) * HBAR_C**2 * bracket


@pytest.mark.parametrize(("identity", "kind", "recoil", "value"), FOLDS)
def test_folds_with_cross_sections_are_the_reference(identity: str, kind: str, recoil: float, value: float) -> None:
    least = (recoil + np.sqrt(recoil**2 + 2 * ELECTRON_MASS * recoil)) / 2
    energy, weight = gauss(max(2.0, least), 8)
    spectrum = sum(part * fission.exponential_polynomial(energy, REFERENCE[name]) for name, part in FRACTIONS.items())
    assert weight @ (spectrum * dsigma(kind, recoil, energy)) == pytest.approx(value, rel=1e-9, abs=0), identity


@pytest.mark.parametrize("energy", [1.999, 8.001, 0.0, np.nan, [3.0, 9.0]])
def test_huber_mueller_refuses_energies_outside_2_to_8_mev(energy: float) -> None:
    with pytest.raises(ValueError, match="energy of the Huber-Mueller spectrum"):
        fission.huber_mueller(energy, "U235")


@pytest.mark.parametrize(
    "spectrum", [fission.vogel_engel, fission.summation, lambda name: fission.huber_mueller(3, name)]
)
def test_refuses_an_unknown_isotope(spectrum: object) -> None:
    with pytest.raises(ValueError, match="isotope = 'U233' is unknown; choose one of U235"):
        spectrum("U233")  # type: ignore[operator]


@pytest.mark.parametrize(("isotope", "published"), [("U235", 5.62), ("U238", 6.76), ("Pu239", 5.11), ("Pu241", 5.89)])
def test_the_summation_spectrum_has_its_published_number_per_fission(isotope: str, published: float) -> None:
    assert fission.summation(isotope).integral() == pytest.approx(published, abs=0.006)


@pytest.mark.parametrize("isotope", fission.ISOTOPES)
def test_tables_are_positive_and_agree_with_each_other(isotope: str) -> None:
    energy = np.linspace(1e-3, 1.999, 2000)
    table, model = fission.vogel_engel(isotope), fission.summation(isotope)
    assert table(energy).min() > 0
    assert model(np.linspace(1e-3, 10.09, 5000)).min() > 0
    coarse = np.linspace(0.4, 1.9, 16)
    np.testing.assert_allclose(table(coarse), model(coarse), rtol=0.12)
    high = np.linspace(2.1, 6, 40)
    np.testing.assert_allclose(model(high), fission.huber_mueller(high, isotope), rtol=0.15)


def test_vogel_engel_passes_through_its_points() -> None:
    assert fission.vogel_engel("U235")([0.5, 1.0, 1.5]) == pytest.approx([2.66, 2.41, 1.69], rel=1e-14)


def test_a_mixture_of_one_isotope_is_that_isotope() -> None:
    spectra = {name: fission.summation(name) for name in fission.ISOTOPES}
    single = fission.mixture(spectra, {"U235": 0.0, "U238": 0.0, "Pu239": 1.0, "Pu241": 0.0})
    energy = np.linspace(0, 10, 101)
    np.testing.assert_allclose(single(energy), fission.summation("Pu239")(energy), rtol=1e-13)


def test_each_capture_gives_two_antineutrinos() -> None:
    assert capture_spectrum().integral() == pytest.approx(2, rel=1e-7)
    assert captures_per_fission() * capture_spectrum().integral() == pytest.approx(1.2, rel=1e-7)


def test_the_tabulated_capture_spectrum_is_the_sum_of_its_branches() -> None:
    energy = np.linspace(1e-4, 1.3, 4001)
    exact = sum(part * decay(energy) for name in ("U239", "Np239") for part, decay in branches(name))
    np.testing.assert_allclose(capture_spectrum()(energy), exact, atol=1e-6)


# End point [MeV] and intensity [%] of the branches above 1 %, from Q of the mass table of 2020 (1261.7 and 722.8 keV) less the levels that ENSDF lists.
BRANCHES = {
    "U239": (93, [(1.2617, 18.7), (1.2305, 9.4), (1.1870, 69.0), (1.1440, 1.96)]),
    "Np239": (94, [(0.7149, 2.0), (0.4373, 45.0), (0.3927, 7.0), (0.3312, 44.0), (0.2110, 1.7)]),
}


@pytest.mark.parametrize("parent", BRANCHES)
def test_branches_after_capture_are_those_of_the_nuclear_data(parent: str) -> None:
    charge, listed = BRANCHES[parent]
    strong = sorted((decay.end_point, fraction) for fraction, decay in branches(parent) if fraction > 0.01)
    total = sum(fraction for fraction, _ in branches(parent))
    assert total == pytest.approx(1, rel=1e-12)
    for (end, fraction), (expected_end, percent) in zip(strong, sorted(listed), strict=True):
        assert end == pytest.approx(expected_end, abs=0.0005)
        assert fraction == pytest.approx(percent / 100, rel=0.01)
    assert all(decay.charge == charge for _, decay in branches(parent))


@pytest.mark.parametrize(("parent", "tolerance"), [("U239", 0.005), ("Np239", 0.005)])
def test_mean_energies_after_capture_follow_from_the_branches(parent: str, tolerance: float) -> None:
    charge, listed = BRANCHES[parent]

    def mean(end: float) -> float:
        """Mean energy of one branch, with the Fermi function written out anew."""
        gamma = np.sqrt(1 - (charge / 137.035999) ** 2)
        electron = np.linspace(0, end, 40_001)[1:-1] / 0.51099895 + 1
        p = np.sqrt(electron**2 - 1)
        eta = charge / 137.035999 * electron / p
        fermi = p ** (2 * gamma - 2) * np.exp(np.pi * eta + 2 * loggamma(gamma + 1j * eta).real)
        neutrino = end - (electron - 1) * 0.51099895
        weight = p * electron * neutrino**2 * fermi
        return float(np.sum(weight * neutrino) / np.sum(weight))

    expected = sum(percent * mean(end) for end, percent in listed) / sum(percent for _, percent in listed)
    computed = sum(fraction * decay.mean_energy for fraction, decay in branches(parent) if fraction > 0.01)
    computed /= sum(fraction for fraction, _ in branches(parent) if fraction > 0.01)
    assert computed == pytest.approx(expected, rel=tolerance, abs=0)


# Steps of the whole-reactor spectrum of Kopeikin (2012), read off its close pairs of points: below, above [MeV], drop [1/MeV/fission].
KOPEIKIN_STEPS = [(0.33, 0.34, 1.67), (0.39, 0.40, 0.38), (0.435, 0.44, 1.55), (1.185, 1.19, 0.56)]


def test_the_capture_spectrum_jumps_where_the_reactor_spectrum_does() -> None:
    spectrum = capture_spectrum() * captures_per_fission()
    drops = []
    for low, high, published in KOPEIKIN_STEPS:
        (end,) = [step for step in capture_steps() if low < step < high]
        drops.append(float(spectrum(end - 1e-7) - spectrum(end + 1e-7)))
        assert drops[-1] == pytest.approx(published, rel=0.35)
    assert sum(drops) == pytest.approx(sum(step[2] for step in KOPEIKIN_STEPS), rel=0.03)
