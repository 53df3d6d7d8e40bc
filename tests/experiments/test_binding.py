"""Rates and data of an experiment with its options: what is folded together, and what the weak scattering is taken out of."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.experiments.test_kinds_of_data import DIFFERENCE, HEAD, write

from nuem.constants import SIN2_THETA_W
from nuem.experiments import experiment, predict
from nuem.experiments.predicting.coupling import coupling
from nuem.flavour import Mixing
from nuem.inference import Curve, Likelihood, Signal
from nuem.inference.searches import newton, steps
from nuem.scattering.atom import electron_model
from nuem.typing import FloatArray
from nuem.vertex import Vertex

VERTEX = Vertex("dirac", magnetic=1e-10 * np.eye(3), charge=1e-12 * np.eye(3), charge_radius=1e-32 * np.eye(3))


def test_targets_that_are_folded_together_count_as_those_that_are_folded_alone() -> None:
    known = experiment("conusplus_c3")
    together = predict("conusplus_c3").tensors
    mixing, electrons = Mixing.nufit(), electron_model(None)
    for channels, tensor in zip(
        (known.channels, known.variations[0].down, known.variations[0].up), together, strict=True
    ):
        alone = sum(channel.target.fold(mixing, electrons, SIN2_THETA_W).counts(VERTEX) for channel in channels)
        np.testing.assert_allclose(tensor.counts(VERTEX), alone, rtol=3e-7)


def test_published_counts_are_those_of_the_weak_interaction() -> None:
    argon = predict("coherent_lar")
    table = files("nuem.experiments").joinpath("coherent_lar", "coherent_lar.csv")
    lines = [line.split(",") for line in table.read_text().splitlines() if not line.startswith("#")]
    published = np.array([float(row[lines[0].index("cevns")]) for row in lines[1:]])
    np.testing.assert_allclose(argon.counts(), published, rtol=1e-9, atol=1e-12)
    assert argon.counts(Vertex("dirac", magnetic=1e-9 * np.eye(3))).sum() > published.sum()


def test_electron_neutrinos_that_do_not_oscillate_count_as_published() -> None:
    water = experiment("superk_iv")
    channel = water.channels[0]
    expected = channel.expected
    assert expected is not None
    oscillated = predict("superk_iv").counts()
    ratio = oscillated / expected.counts.sum(axis=0)
    assert np.all(
        (ratio > 0.35) & (ratio < 0.55)
    )  # survival probability of 8B neutrinos, and what the other flavours scatter


def test_the_weak_scattering_is_taken_out_of_the_background_that_contains_it() -> None:
    prediction = predict("lz_ws2022")
    published = prediction.experiment.backgrounds[0].nominal
    inside = prediction.dataset.backgrounds[0].nominal + prediction.counts()
    np.testing.assert_allclose(inside, published, rtol=1e-12)


def test_a_systematic_of_a_background_that_is_not_there_is_refused(tmp_path: Path) -> None:
    more = '[[systematic]]\nname = "x"\napplies_to = ["muons"]\nup = "error"\n'
    with pytest.raises(ValueError, match="muons"):
        experiment(write(tmp_path, HEAD + more, data=DIFFERENCE))


def test_a_minimum_where_templates_are_cut_at_zero_does_not_stall_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    step = steps.newton_step

    def counted(*arguments: Any, **named: Any) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
        calls.append(1)
        return step(*arguments, **named)

    monkeypatch.setattr(newton, "newton_step", counted)
    assert 1e-9 < predict("xenonnt_cevns").limit("moment").value < 1.2e-9
    assert len(calls) < 600


def test_a_spectrum_is_summed_over_time_or_over_energy() -> None:
    prediction = predict("coherent_csi")
    bins, whole = prediction.experiment.bins, prediction.spectrum()
    energy, time = prediction.spectrum(along="energy"), prediction.spectrum(along="time")
    assert (energy.axis.unit, time.axis.unit, whole.axis.unit) == ("PE", "us", "bin")
    assert len(energy.total) == len(bins.edges) - 1
    for spectrum in (energy, time):
        assert spectrum.total.sum() == pytest.approx(whole.total.sum(), rel=1e-12)
        assert spectrum.observed is not None
        assert whole.observed is not None
        assert spectrum.observed.sum() == whole.observed.sum()
    first = whole.total[(bins.energy_index == 0)].sum()
    assert energy.total[0] == pytest.approx(first, rel=1e-12)
    with pytest.raises(ValueError, match="along = 'depth' is unknown; choose one of energy, time"):
        prediction.spectrum(along="depth")


def test_errors_of_measurements_add_in_quadrature_when_bins_are_joined() -> None:
    spectrum = predict("conusplus_c3").spectrum()
    assert spectrum.errors is not None
    joined = spectrum.grouped(np.ones((1, len(spectrum.errors))), spectrum.edges[[0, -1]], spectrum.axis)
    assert joined.errors == pytest.approx(np.sqrt(np.sum(spectrum.errors**2)), rel=1e-12)


@pytest.mark.parametrize("name", ["coherent_csi", "coherent_lar"])
def test_a_limit_counts_beams_whose_fluxes_vary_alike_as_one(name: str) -> None:
    """Three beams of stopped pions share one flux: the sum has the same -2 ln L, with templates clipped at zero as well."""
    prediction, radius = predict(name), coupling("charge_radius")
    joint = prediction.curve(radius)
    apart = Curve(Likelihood([prediction.dataset]), Signal([prediction.binding.signal(radius)]))
    assert joint.signal.coefficients[0].shape[2] == 1 < apart.signal.coefficients[0].shape[2]
    at = np.array([-60.0, -10.0, 0.0, 5.0, 30.0])
    np.testing.assert_allclose(joint.profile(at)[0], apart.profile(at)[0], rtol=1e-9)
