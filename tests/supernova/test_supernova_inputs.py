"""Bursts, detectors and stars as people give them: in any unit, or refused by name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nuem import Mixing, Vertex
from nuem.propagation import Medium
from nuem.supernova import (
    Burst,
    BurstDetector,
    Emission,
    adiabatic,
    burst,
    envelope,
    events,
    in_star,
    reach,
    smallest_loss,
)
from nuem.units import kpc, pc

units = pytest.importorskip("astropy.units")
HEADER = "time_s," + ",".join(f"luminosity_{k}_erg/s,mean_{k}_MeV,pinching_{k}" for k in ("e", "anti_e", "x"))


def emissions(energy: Any = 1e57) -> dict[Any, Emission]:
    return {name: Emission(energy, 11.0, 3.0) for name in ("e", "anti-e", "x")}


def test_a_distance_comes_in_any_unit() -> None:
    near = events(Burst("near", emissions(), 10 * kpc), "juno").counts
    for same in (Burst("near", emissions(), 10 * units.kpc), Burst("near", emissions(), kpc).at(10 * units.kpc)):
        assert events(same, "juno").counts == pytest.approx(near, rel=1e-9)


def test_a_threshold_comes_in_any_unit() -> None:
    one, other = (BurstDetector("x", "x", 1.0, electrons=1e33, recoil_threshold=t) for t in (5.0, 5000 * units.keV))
    assert events(burst("test"), one).counts == events(burst("test"), other).counts


def test_a_burst_without_light_has_no_events_and_no_reach() -> None:
    dark = events(Burst("dark", emissions(0.0)), "dune")
    assert set(dark.counts.values()) == {0.0}
    found = reach(dark, field=1e-6, coherence=10 * pc)
    assert found.moment == found.average == float("inf")
    assert np.isnan(found.loss)


def test_a_table_with_a_negative_luminosity_is_refused(tmp_path: Path) -> None:
    row = "{},{},11,3,1e52,12,3,1e52,14,2.4"
    (tmp_path / "model.csv").write_text("\n".join([HEADER, row.format(0, "-3e53"), row.format(0.01, "3e53"), ""]))
    with pytest.raises(ValueError, match=r"model.csv: luminosity_e must not be negative, got -3e.53"):
        burst(str(tmp_path / "model.csv"))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: events("test", "dune"), "burst = 'test' is not a burst"),  # type: ignore[arg-type]
        (lambda: events(burst("test"), "juno", Vertex("dirac", magnetic=np.eye(4) * 1e-11)), "Vertex of three neutrinos"),
        (lambda: events(burst("test"), "juno", Mixing.nufit()), "is not a nuem.Vertex"),  # type: ignore[arg-type]
        (lambda: Burst("x", dict.fromkeys(("e", "anti-e", "x"), 3)), "is not a nuem.supernova.Emission"),  # type: ignore[arg-type]
        (lambda: BurstDetector("x", "x", 1.0, protons=-1.0), "protons must not be negative"),
        (lambda: BurstDetector("x", "x", 0.0), "mass must be positive"),
        (lambda: BurstDetector("x", "x", 1.0, recoil_threshold=0.0), "recoil_threshold must be positive"),
        (lambda: adiabatic(Mixing.nufit()).then([0.5, 1.0], "x"), "survival must be one number or 3"),
        (lambda: in_star(Mixing.nufit(), Medium(1e9), Vertex("majorana")), "in this order"),  # type: ignore[arg-type]
        (lambda: reach(100.0, field=1e-6, coherence=pc, distance=kpc, fields=0), "fields must be a whole number of at least 1, got 0"),
        (lambda: reach(100.0, field=1e-6, coherence=pc, distance=kpc, seed=-1), "seed must be a whole number of at least 0, got -1"),
        (lambda: smallest_loss(100.0, delta=-1.0), "delta must be positive"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_an_envelope_needs_a_field() -> None:
    with pytest.raises(ValueError, match="field must be positive"):
        envelope(0.0)
    star = envelope(1e3 * units.T)
    assert star.at("magnetic_field", np.array([9e8])) == pytest.approx(1e7, rel=1e-9)
    electrons, neutrons = star.at("electron_density", np.zeros(1)), star.at("neutron_density", np.zeros(1))
    assert electrons is not None
    assert neutrons is not None
    assert electrons + neutrons == pytest.approx(1e5 * 6.02214076e23, rel=1e-9)
