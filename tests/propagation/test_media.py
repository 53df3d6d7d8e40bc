"""Media: profiles, tables, files."""

from pathlib import Path

import numpy as np
import pytest

from nuem import Mixing, Vertex
from nuem.propagation import Medium, Table, TwoFlavours, media, propagate
from nuem.propagation.closed_forms.domains import fixed_strength
from nuem.propagation.closed_forms.two_level import precession
from nuem.typing import FloatArray
from nuem.units import eV, km, solar_radius

AVOGADRO = 6.02214076e23
MIXING = Mixing.nufit()
PROFILES = Path(__file__).parents[2] / "shared" / "data" / "supernova"


def at(medium: Medium, name: str, x: FloatArray) -> np.ndarray:
    """What a medium has at some places."""
    found = medium.at(name, x)
    assert found is not None
    return found


def test_boron_neutrinos_leave_the_sun_mostly_as_nu_2() -> None:
    result = propagate(
        [3.0, 15.0], media.sun(start=0.05 * solar_radius), MIXING, Vertex("majorana"), average=True, tol=1e-8
    )
    assert result.probabilities[1, 0] == pytest.approx(0.31, abs=0.02)
    assert result.probabilities[0, 0] > result.probabilities[1, 0]
    assert result.probabilities[:, 3:].max() < 1e-20


def test_a_solar_field_makes_antineutrinos_with_the_square_of_moment_times_field() -> None:
    def antineutrinos(moment: float) -> float:
        vertex = Vertex.from_flavour("majorana", MIXING, dipole=moment * np.array([[0, 1, 1], [-1, 0, 1], [-1, -1, 0]]))
        sun = media.sun(magnetic_field=lambda x: 1e6 * np.exp(-(((x / solar_radius - 0.7) / 0.05) ** 2)) + 0j)
        return propagate(8.0, sun, MIXING, vertex, tol=1e-8).probabilities[0, 3:].sum()

    single = antineutrinos(1e-12)
    assert single > 1e-7
    assert antineutrinos(2e-12) == pytest.approx(4 * single, rel=1e-3)


def test_exponential_and_power_law_profiles_are_what_they_say() -> None:
    fall = media.exponential(10.0, electron_density=1e25, scale_height=4.0, neutrons_per_electron=0.5)
    assert at(fall, "electron_density", np.array([4.0]))[0] == pytest.approx(1e25 / np.e)
    assert at(fall, "neutron_density", np.array([4.0]))[0] == pytest.approx(0.5e25 / np.e)
    law = media.power_law(10.0, start=5.0, electron_density=1e25, exponent=3)
    assert at(law, "electron_density", np.array([5.0]))[0] == pytest.approx(1e25 / 8)
    assert media.power_law_field(1e10, 1e7, 2, start=1e7)(np.array([1e7]))[0] == pytest.approx(0.25e10)


def test_random_domains_average_to_the_closed_form() -> None:
    angle, domains, mixing = 0.4, 6, TwoFlavours(sin2_theta=0.2, dm2=0.0)
    length = 60 * km
    field = angle / (float(precession(1e-11, 1.0)) * length / domains)
    vertex = Vertex.from_dipole("majorana", np.array([[0, 1e-11], [-1e-11, 0]]))
    flips = [
        propagate(
            1.0, media.random_domains(length, domains=domains, field=field, seed=seed), mixing, vertex
        ).probabilities[0, 3]
        for seed in range(60)
    ]
    assert abs(np.mean(flips) - fixed_strength(angle, domains)) < 4 * np.std(flips) / np.sqrt(60)


def test_a_users_csv_is_read_with_its_units(tmp_path: Path) -> None:
    file = tmp_path / "medium.csv"
    file.write_text("# mine\ndistance_km,electron_density_cm^-3,magnetic_field_y_T\n0,1e25,1\n10,3e25,2\n40,2e25,0\n")
    medium = media.from_csv(file)
    assert medium.length == pytest.approx(40 * km)
    assert at(medium, "electron_density", np.array([5 * km]))[0] == pytest.approx(2e25)
    assert at(medium, "magnetic_field", np.array([10 * km]))[0] == pytest.approx(2e4j)
    assert medium.breakpoints == pytest.approx([10 * km])
    assert at(media.from_csv(file, smoothness="cells"), "electron_density", np.array([5 * km]))[0] == 1e25


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("distance_km,field_T\n0,1\n1,2\n", "unknown column"),
        ("electron_density_cm^-3\n1\n", "distance"),
        ("distance_km,electron_density_cm^-3\n0,1\n1,nan\n", "finite"),
        ("distance_km,electron_density_cm^-3\n0,-1\n1,2\n", "not negative"),
        ("distance_km,electron_density_cm^-3\n0,1\n", "two or more"),
    ],
)
def test_broken_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "medium.csv"
    file.write_text(text)
    with pytest.raises(ValueError, match=message):
        media.from_csv(file)


@pytest.fixture
def collapse(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "rho").write_text("# r rho\n1e6 1e12\n1e7 1e10\n1e8 1e6\n")
    (tmp_path / "ye").write_text("1e6 0.1\n5e7 0.4\n1e8 0.5\n")
    return tmp_path / "rho", tmp_path / "ye"


def test_a_supernova_from_two_files(collapse: tuple[Path, Path]) -> None:
    medium = media.supernova(
        *collapse, start=1e7, end=9e7, magnetic_field=media.power_law_field(1e12, 1e6, 3, start=1e7)
    )
    x = np.array([4e7])  # r = 5e7
    rho = 1e10 * (1e-4) ** (4 / 9)
    assert at(medium, "electron_density", x)[0] == pytest.approx(0.4 * rho * AVOGADRO)
    assert at(medium, "neutron_density", x)[0] == pytest.approx(0.6 * rho * AVOGADRO)
    assert medium.breakpoints == pytest.approx([4e7])
    with pytest.raises(ValueError, match="must be inside"):
        media.supernova(*collapse, start=1e7, end=9e8)


@pytest.mark.skipif(not PROFILES.exists(), reason="profiles are not shipped")
def test_a_real_profile_crosses_the_resonance_of_equal_neutrons_and_electrons() -> None:
    files = PROFILES / "profiles00585_stp.d", PROFILES / "profiles00585_Ye.d"
    medium = media.supernova(*files, start=1e7, end=1e9)
    mixing = TwoFlavours(sin2_theta=0.3, dm2=7.5e-5 * eV**2)
    result = propagate(20.0, medium, mixing, Vertex("majorana", magnetic=np.zeros((2, 2))), tol=1e-6)
    assert result.probabilities.sum() == pytest.approx(1, abs=1e-12)


def test_one_number_is_a_velocity_along_the_momentum() -> None:
    x = np.linspace(0, 1, 3)
    for given in (
        0.3,
        lambda x: 0.3 + 0 * x,
        (0, 0, 0.3),
        lambda x: np.tile([0, 0, 0.3], (len(x), 1)),
        ([0, 1], [0.3, 0.3]),
    ):
        assert at(Medium(1.0, electron_density=1.0, velocity=given), "velocity", x).tolist() == [[0, 0, 0.3]] * 3
    with pytest.raises(ValueError, match="shape"):
        Medium(1.0, velocity=lambda x: np.zeros((len(x), 2)))


def test_tables_say_what_is_between_their_points() -> None:
    x, y = np.array([0.0, 1.0, 2.0]), np.array([1.0, 100.0, 100.0])
    half = np.array([0.5])
    assert Table(x, y)(half)[0] == pytest.approx(50.5)
    assert Table(x, y, "logarithmic")(half)[0] == pytest.approx(10.0)
    assert Table(x, y, "cells")(half)[0] == 1.0
    vector = Table(x, np.array([[0, 0, 0], [0, 0, 0.2], [0, 0.1, 0]]))
    assert vector(half)[0] == pytest.approx([0, 0, 0.1])
    assert at(Medium(2.0, electron_density=1e20, velocity=vector), "velocity", half).shape == (1, 3)
    with pytest.raises(ValueError, match="did you mean 'linear'"):
        Table(x, y, "liner")  # type: ignore[arg-type]
