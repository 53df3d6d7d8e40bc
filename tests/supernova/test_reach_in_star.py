"""The reach of moments that act in the star, and stars continued beyond their tables."""

from pathlib import Path

import numpy as np
import pytest
from tests.supernova.falling import MOLE, falling_star

from nuem import Mixing, Vertex
from nuem.propagation import Medium, media
from nuem.supernova import burst, crossings, events, in_star, smallest_loss, star_reach
from nuem.supernova.sensitivity import deviance
from nuem.units import kpc

MIXING = Mixing.nufit()


def reach_at(field: float) -> float:
    return star_reach(burst("neutronisation"), "juno", falling_star(field), MIXING, energy=[8.0, 14.0, 30.0]).moment


def test_the_reach_is_one_on_moment_times_field() -> None:
    assert 2 * reach_at(2e6) == pytest.approx(reach_at(1e6), rel=1e-2)


def test_counts_at_the_reach_are_those_of_the_conversion_and_just_seen() -> None:
    energy, star = [8.0, 14.0, 30.0], falling_star(1e6)
    found = star_reach(burst("neutronisation"), ("juno", "dune"), star, MIXING, energy=energy)
    vertex = Vertex.from_flavour(
        "majorana", MIXING, dipole=np.array([[0, 1, 1], [-1, 0, 1], [-1, -1, 0]]) * found.moment
    )
    again = events(burst("neutronisation"), "juno", conversion=in_star(star, MIXING, vertex, energy=energy, tol=1e-5))
    assert found.at_reach[0].counts == pytest.approx(again.counts, rel=1e-3)
    data, expected = (
        np.concatenate([values for one in kept for values in one.channels.values()])
        for kept in (found.without, found.at_reach)
    )
    assert deviance(data, expected, 0.1) == pytest.approx(2.71, rel=0.05)


def test_nothing_is_seen_without_a_field_or_a_moment() -> None:
    dark = falling_star(1e6)
    with pytest.raises(ValueError, match="no magnetic_field"):
        star_reach(burst("test"), "juno", Medium(1e9), MIXING)
    with pytest.raises(ValueError, match="no dipole moment"):
        star_reach(burst("test"), "juno", dark, MIXING, pattern=Vertex("majorana"))
    assert star_reach(burst("test", distance=1e6 * kpc), "juno", dark, MIXING, energy=[10.0]).moment == float("inf")


def test_channels_share_one_flux() -> None:
    loss = smallest_loss(300.0)
    assert deviance(300.0, 300 * (1 - loss), 0.1) == pytest.approx(2.71, rel=1e-6)
    assert deviance([100.0, 200.0], [100 * (1 - loss), 200 * (1 - loss)], 0.1) == pytest.approx(2.71, rel=1e-6)
    assert deviance([100.0, 200.0], [110.0, 200.0], 0.1) < deviance([100.0, 200.0], [110.0, 180.0], 0.1)


def table_of_star(data_release: Path, **more: object) -> Medium:
    folder = data_release / "supernova"
    arguments = {"start": 1e7, "end": 1e12, **more}
    return media.supernova(folder / "profiles00585_stp.d", folder / "profiles00585_Ye.d", **arguments)  # type: ignore[arg-type]


def test_isotopes_put_back_the_resonance_that_the_table_has_not(data_release: Path) -> None:
    def lower(star: Medium) -> list[float]:
        return [one.distance for one in crossings(40.0, star, MIXING) if one.kind == "RSF-L" and one.distance > 2.4e9]

    assert lower(table_of_star(data_release)) == []
    star = table_of_star(data_release, ye_outside=0.499)
    found = np.array(lower(star))
    assert len(found) == 2
    electrons, neutrons = star.at("electron_density", found), star.at("neutron_density", found)
    assert electrons is not None
    assert neutrons is not None
    # 18.88 mol/cm^3 at 10 MeV
    assert (neutrons - electrons) / MOLE == pytest.approx(np.full(2, 18.881 / 4), rel=1e-3)


def test_a_star_goes_on_as_a_power_law_beyond_its_table(data_release: Path) -> None:
    star = table_of_star(data_release, end=4e12, exponent=3.0)
    inside, outside = 1e12 - 1e7, np.array([2e12, 4e12]) - 1e7
    for name in ("electron_density", "neutron_density"):
        last, beyond = star.at(name, np.array([inside])), star.at(name, outside)
        assert last is not None
        assert beyond is not None
        assert beyond == pytest.approx(last / np.array([8.0, 64.0]), rel=1e-9)
    centre = table_of_star(data_release, start=0.0, end=2e12, exponent=3.0).at("electron_density", np.zeros(1))
    assert centre is not None
    assert np.isfinite(centre).all()
    with pytest.raises(ValueError, match="exponent=3 continues it"):
        table_of_star(data_release, end=4e12)
    with pytest.raises(ValueError, match="ye_outside must lie between 0 and 1"):
        table_of_star(data_release, ye_outside=1.2)
