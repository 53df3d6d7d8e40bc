"""Limits on the dipole portal: the massless limit, reference values, flavours, thresholds, and the command line."""

import json

import numpy as np
import pytest

import nuem
from nuem.cli import main
from nuem.experiments.bounds.portal import portal_limits, portal_limits_by_flavour
from nuem.rates import fold
from nuem.scattering import Electrons
from nuem.scattering.portal import UpScattering
from nuem.sources import Sun
from nuem.units import MeV, keV


@pytest.mark.parametrize(
    ("mass", "two", "published_moment"), [(0.0, 7.0341e-12, 5.6416e-12), (0.1, 8.6735e-12, 6.9941e-12)]
)
def test_xenonnt_with_stepping_electrons(mass: float, two: float, published_moment: float) -> None:
    for statistic, expected in (("two-sided", two), ("one-sided", published_moment)):
        computed = nuem.limit("xenonnt", "portal", mass=mass, electrons="stepping", statistic=statistic)
        assert computed.value == pytest.approx(expected, rel=0.01, abs=0)
        assert computed.unit == "mu_B"


def test_a_massless_partner_gives_the_limit_on_the_moment() -> None:
    heavy, light = nuem.limit("gemma", "portal", mass=0.0), nuem.limit("gemma", "moment")
    assert heavy.value == pytest.approx(light.value, rel=1e-9, abs=0)
    assert heavy.coupling == "portal"


def test_at_a_reactor_one_flavour_is_all_that_couples() -> None:
    every, electron = (nuem.limit("gemma", "portal", mass=0.5, flavour=flavour).value for flavour in ("all", "e"))
    assert electron == pytest.approx(every, rel=1e-3, abs=0)
    assert nuem.limit("gemma", "portal", mass=0.5, flavour="mu").value > 10 * every


def test_flavours_that_share_their_rates_have_the_limits_of_each_alone() -> None:
    together = portal_limits_by_flavour("xenonnt", [0.1, 0.4], ("tau", "e"))
    assert list(together) == ["tau", "e"]
    for flavour, limits in together.items():
        assert limits.flavour == flavour
        assert limits.moments == pytest.approx(portal_limits("xenonnt", [0.1, 0.4], flavour=flavour).moments, rel=1e-12)
    assert together["tau"].moments[0] > 1.1 * together["e"].moments[0]


def test_one_coherent_partner_is_not_three() -> None:
    """By quadrature of the states: mu_eff^2 is 0.79 mu^2 for pp neutrinos and 0.54 mu^2 for those of 8B."""
    mixing = nuem.Mixing.nufit()
    row = np.abs(mixing.matrix.sum(axis=0)) ** 2
    for component, expected in (("pp", 0.79), ("B8", 0.54)):
        beam = next(candidate for candidate in Sun().beams if candidate.name == component)
        energy = np.array([0.27 if component == "pp" else 10.0])
        probabilities = np.diagonal(beam.state(energy, mixing)[0]).real
        assert probabilities @ row == pytest.approx(expected, abs=0.01)
    every, coherent = (nuem.limit("xenonnt", "portal", mass=0.05, flavour=words).value for words in ("all", "coherent"))
    assert (every / coherent) ** 2 == pytest.approx(0.79, abs=0.015)


def test_a_limit_weakens_with_the_mass_and_ends_at_the_threshold() -> None:
    limits = portal_limits("gemma", [0.0, 0.1, 0.5, 1.0, 4.0])
    assert np.all(np.diff(limits.moments[:4]) > 0)
    assert np.isinf(limits.moments[4])
    with pytest.raises(ValueError, match="mass = 4 MeV is out of reach: neutrinos of gemma are not"):
        nuem.limit("gemma", "portal", mass=4.0)
    with pytest.raises(ValueError, match="gemma and xenonnt are not"):
        nuem.limit(["gemma", "xenonnt"], "portal", mass=9.0)
    with pytest.raises(ValueError, match=r"array of shape \(1, 2\)"):
        portal_limits("gemma", [[0.1, 0.2]])


def test_nuclei_see_heavier_partners_than_electrons() -> None:
    limits = portal_limits("conusplus_c3", [4.0, 8.0])
    assert np.all(np.isfinite(limits.moments))
    assert limits.moments[1] > limits.moments[0]


def test_electrons_below_the_threshold_add_nothing() -> None:
    """Pions at rest cannot make 10 MeV on electrons of CsI: nothing, and not what cancellation leaves."""
    prediction = nuem.experiments.predict(nuem.experiment("coherent_csi").with_portal(10 * MeV))
    vertex = nuem.Vertex("dirac", magnetic=1e-9 * np.eye(3))
    assert np.all(prediction.spectrum(vertex).components["magnetic"] >= 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"coupling": "portal"}, "needs the mass of the heavy neutral lepton"),
        ({"coupling": "moment", "mass": 0.1}, "belong to the coupling \"portal\", not to 'moment'"),
        ({"coupling": "portal", "mass": -0.1}, "mass must not be negative"),
        ({"coupling": "portal", "mass": 0.1, "flavour": "s"}, "flavour = 's' is unknown"),
    ],
)
def test_wrong_input_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nuem.limit("gemma", **arguments)  # type: ignore[arg-type]


def test_the_command_line_takes_a_mass_with_its_unit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> tuple[object, str, str]:
        monkeypatch.setattr("sys.argv", ["nuem", *words])
        with pytest.raises(SystemExit) as stop:
            main()
        return (stop.value.code or 0, *capsys.readouterr())

    code, out, _ = run("limit", "gemma", "--portal-mass", "500 keV", "--json")
    assert code == 0
    assert json.loads(out)["value"] == pytest.approx(nuem.limit("gemma", "portal", mass=500 * keV).value, rel=1e-9)
    code, _, error = run("limit", "gemma", "--portal-mass", "500 keV", "--coupling", "charge")
    assert code == 2
    assert "--portal-mass" in error


def test_only_the_dipole_is_folded_again_and_gives_what_folding_all_gives() -> None:
    known = nuem.experiment("conusplus_c3")
    prediction = nuem.experiments.predict(known.with_portal(3 * MeV))
    vertex = nuem.Vertex("dirac", magnetic=1e-10 * np.eye(3), charge=1e-12 * np.eye(3))
    whole = np.zeros(known.bins.number)
    for channel in known.channels:
        target = channel.target
        elastic = target.nuclei or Electrons(target.material)
        folded = fold(
            target.source,
            prediction.mixing,
            UpScattering(elastic, 3 * MeV),
            target.response,
            exposure=target.exposure,
        )
        whole += channel.counts(folded, folded).counts(vertex)
    assert prediction.counts(vertex) == pytest.approx(whole, rel=1e-6, abs=0)
    assert prediction.dataset is nuem.experiments.predict(known).dataset
