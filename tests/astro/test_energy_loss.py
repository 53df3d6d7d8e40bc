"""One result for every process, couplings bound once, their sum, and the doors to the rooms of astro."""

from functools import partial
from importlib import import_module

import numpy as np
import pytest
from tests.arguments import Keywords, Positional

import nuem.astro
from nuem import Mixing, Vertex
from nuem.astro.emission import CHANNELS, PROCESSES, Couplings, EnergyLoss, by_process, total
from nuem.astro.emission.plasmon_decay import emissivity
from nuem.astro.plasma import Plasma
from nuem.units import erg, kelvin

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-12, abs=0)

HOT = Plasma(np.array([1e4, 1e6, 1e9]), 0.5, 1e9 * kelvin)


def test_words_and_couplings_say_the_same() -> None:
    for words in (
        {"moment": 1e-12},
        {"charge": (1e-14, 0, 0), "weak": False},
        {"charge_radius": 1e-32, "sin2_theta_w": 0.23},
    ):
        assert total(HOT, **words).total == approx(total(HOT, Couplings(**words)).total)


def test_a_vertex_is_taken_as_it_is() -> None:
    vertex, mixing = Vertex("dirac", magnetic=1e-12 * np.eye(3)), Mixing.nufit()
    assert total(HOT, vertex, mixing=mixing).total == approx(total(HOT, Couplings(vertex=vertex, mixing=mixing)).total)


@pytest.mark.parametrize(
    ("arguments", "words", "message"),
    [
        ((Couplings(),), {"moment": 1e-12}, "moment would be ignored"),
        ((Vertex("dirac"),), {}, "needs mixing="),
        (({"moment": 1e-12},), {}, "is not a nuem.astro.emission.Couplings"),
        ((), {"momentum": 1e-12}, "coupling = 'momentum' is unknown.*did you mean 'moment'"),
        ((), {"moment": float("nan")}, "moment .*must be finite"),
        ((), {"charge": (1e-14, 0)}, "charge must be one number, or three"),
        ((), {"sin2_theta_w": -1.0}, "sin2_theta_w must lie between"),
        ((), {"vertex": Vertex("dirac"), "moment": 1e-12, "mixing": Mixing.nufit()}, "either a vertex or numbers"),
    ],
)
def test_couplings_that_cannot_be_are_refused(arguments: Positional, words: Keywords, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        total(HOT, *arguments, **words)


def test_total_is_the_sum_of_what_is_known() -> None:
    losses = by_process(HOT, moment=1e-12)
    assert tuple(losses) == PROCESSES
    photons = losses["photoneutrinos"].magnetic
    assert np.isnan(photons).tolist() == [False, False, True]  # T below omega_p
    expected = sum(np.nan_to_num(loss.total) for loss in losses.values())
    assert total(HOT, moment=1e-12).total == approx(expected)
    for name in CHANNELS:
        channel = total(HOT, moment=1e-12).channel(name)
        assert channel.total == approx(sum(np.nan_to_num(getattr(loss, name)) for loss in losses.values()))


def test_parts_of_a_loss_add_up() -> None:
    loss = emissivity(HOT, charge=(1e-14, -1e-14, 0), charge_radius=1e-32, moment=1e-12)
    assert loss.transverse + loss.longitudinal == approx(loss.total)
    assert sum(loss.by_channel().values()) == approx(loss.total)
    assert loss.extra == approx(loss.charge + loss.radius + loss.magnetic + loss.interference)
    assert loss.erg_per_g_s * HOT.density == approx(loss.erg_per_cm3_s)
    assert loss.erg_per_cm3_s * erg == approx(loss.total)
    assert repr(loss).startswith("EnergyLoss(weak=[")
    assert "MeV cm^-3 s^-1" in repr(loss)


def test_a_small_coupling_is_not_lost_beside_the_weak_interaction() -> None:
    """The extra loss is a sum of channels, not a difference of totals."""
    extra = emissivity(HOT, moment=1e-22).extra
    assert extra == approx(1e-20 * emissivity(HOT, moment=1e-12).extra)
    assert np.all(extra > 0)


def test_only_plasmons_have_polarisations() -> None:
    loss = EnergyLoss.of_channels({"weak": np.array(1.0)}, np.array(1.0))
    assert loss.total == 1
    with pytest.raises(ValueError, match="only plasmon decay by itself has polarisations"):
        loss.transverse  # noqa: B018


def test_doors_lead_to_the_rooms() -> None:
    assert set(dir(nuem.astro)) == set(nuem.astro.__all__)
    for name in nuem.astro.__all__:
        assert getattr(nuem.astro, name) is import_module(f"nuem.astro.{name}")
    for name, package in (
        ("plasmon_decay", "emission"),
        ("cherenkov", "radiation"),
        ("spin_light", "radiation"),
        ("radiative_decay", "radiation"),
    ):
        door, behind = import_module(f"nuem.astro.{name}"), import_module(f"nuem.astro.{package}.{name}")
        assert all(getattr(door, word) is getattr(behind, word) for word in door.__all__)
    with pytest.raises(AttributeError, match="no attribute 'plasmon_couplings'"):
        getattr(nuem.astro, "plasmon_couplings")  # noqa: B009
