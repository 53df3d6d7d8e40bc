"""A prediction: options bound once, kept by content, and a likelihood of any vertex."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest
from tests.arguments import Keywords
from tests.experiments.counted import counted

import nuem
from nuem.experiments import experiment, predict
from nuem.experiments.predicting.coupling import coupling
from nuem.sources import Sun
from nuem.units import au
from nuem.vertex import Vertex

RANDOM = np.random.default_rng(8)


def hermitian(size: float, number: int | None = None) -> np.ndarray:
    shape = (3, 3) if number is None else (number, 3, 3)
    matrix = RANDOM.normal(size=shape) + 1j * RANDOM.normal(size=shape)
    return size * (matrix + matrix.conj().swapaxes(-1, -2))


def test_the_same_inputs_are_folded_once_and_others_are_not() -> None:
    first = predict("xenonnt")
    assert predict(experiment("xenonnt")) is first
    assert predict("xenonnt", electrons="stepping") is not first
    assert predict(experiment("xenonnt").with_source(Sun(distance=2 * au))) is not first


def test_a_file_that_changed_is_a_new_prediction(tmp_path: Path) -> None:
    def write(background: int) -> str:
        (tmp_path / "x.csv").write_text(f"low_keV,high_keV,observed,background\n1,8,12,{background}\n")
        (tmp_path / "x.toml").write_text(
            '[source]\nname = "reactor"\npower = "3 GW"\ndistance = "20 m"\n[target]\nmaterial = "Ge"\nexposure = "1 kg day"\n'
            '[data]\nspectrum = "x.csv"\n'
        )
        return str(tmp_path / "x.toml")

    assert nuem.spectrum(write(10)).components["background"][0] == 10
    assert nuem.spectrum(write(11)).components["background"][0] == 11


def test_it_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        predict("xenonnt").electrons = None  # type: ignore[misc, assignment]


def test_a_vertex_and_a_coupling_see_the_same_likelihood() -> None:
    prediction = predict("xenonnt")
    chosen = coupling("charge")
    vertex = Vertex("dirac", charge=3e-13 * np.eye(3))
    along = prediction.curve(chosen).profile(np.array([chosen.x(3e-13)]))[0][0]
    assert prediction.likelihood.profile(vertex) == pytest.approx(float(along), rel=1e-9)
    counts = prediction.counts(vertex) + prediction.dataset.nominal_background
    seen = counted(prediction.experiment)
    direct = 2 * np.sum(counts - seen + seen * np.log(np.where(seen > 0, seen, 1) / counts))
    assert prediction.likelihood(vertex) == pytest.approx(float(direct), rel=1e-10)


def test_many_vertices_at_once_are_one_by_one() -> None:
    likelihood = nuem.likelihood("xenonnt")
    many = Vertex("dirac", magnetic=hermitian(3e-12, 7), charge=hermitian(1e-13, 7))
    values, profiled = np.asarray(likelihood(many)), np.asarray(likelihood.profile(many))
    assert values.shape == profiled.shape == (7,)
    for k in range(7):
        assert values[k] == pytest.approx(likelihood(many[k]), rel=1e-12)
        assert profiled[k] == pytest.approx(likelihood.profile(many[k]), abs=1e-8)
    assert np.all(profiled <= values + 1e-9)


def test_the_likelihood_does_not_depend_on_the_names_of_the_mass_states_phases() -> None:
    likelihood = nuem.likelihood("xenonnt")
    vertex = Vertex("dirac", magnetic=hermitian(5e-12), charge_radius=np.diag([1e-31, -2e-31, 3e-31]))
    assert likelihood.profile(vertex.rephased([0.4, -1.1, 2.0])) == pytest.approx(likelihood.profile(vertex), rel=1e-10)


def test_its_spectrum_adds_up() -> None:
    prediction = predict("xenonnt")
    vertex = Vertex("dirac", magnetic=7e-12 * np.eye(3), charge=1e-13 * np.eye(3))
    parts = prediction.spectrum(vertex).components
    np.testing.assert_allclose(
        sum(parts[name] for name in ("weak", "charge and radius", "magnetic")), prediction.counts(vertex)
    )


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"mixing": 3}, "is not a nuem.Mixing"),
        ({"electrons": "x"}, "electrons = 'x'"),
        ({"sin2_theta_w": 3.0}, "sin2_theta_w"),
    ],
)
def test_refuses_options_without_a_meaning(options: Keywords, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        predict("gemma", **options)


@pytest.mark.parametrize("name", ["magnetic", "charge", "mixed"])
def test_factors_of_many_vertices_are_the_limits_of_each(name: str) -> None:
    many = {
        "magnetic": Vertex("dirac", magnetic=hermitian(1e-12, 12)),
        "charge": Vertex("dirac", charge=hermitian(1e-13, 12)),
        "mixed": Vertex("dirac", charge_radius=hermitian(1e-31, 12), magnetic=hermitian(1e-12, 12)),
    }[name]
    prediction = predict("xenonnt")
    together = prediction.factors(many)
    for k in range(12):
        np.testing.assert_allclose(together[k], prediction.limit(many[k]).interval, rtol=1e-6, atol=1e-12)


def test_factors_of_one_sided_limits() -> None:
    many = Vertex("dirac", magnetic=hermitian(1e-12, 3))
    computed = predict("xenonnt").factors(many, statistic="one-sided", cl=0.95)
    assert computed[1, 1] == pytest.approx(
        predict("xenonnt").limit(many[1], statistic="one-sided", cl=0.95).value, rel=1e-6
    )
    with pytest.raises(ValueError, match="has no fixed threshold"):
        predict("xenonnt").factors(many, statistic="feldman-cousins")
    with pytest.raises(ValueError, match="can have both signs"):
        predict("xenonnt").factors(Vertex("dirac", charge=hermitian(1e-13, 3)), statistic="one-sided")
    with pytest.raises(ValueError, match="for a single one use limit"):
        predict("xenonnt").factors(many[0])


def test_vertices_are_multiplied_and_added() -> None:
    first, other = Vertex("dirac", magnetic=hermitian(1.0)), Vertex("dirac", magnetic=hermitian(1.0), charge=np.eye(3))
    np.testing.assert_allclose((2 * first + other).dipole, 2 * first.dipole + other.dipole)
    assert first * 3 == 3 * first
    assert not (first + other).magnetic.flags.writeable
    with pytest.raises(ValueError, match="cannot be added"):
        first + Vertex("majorana")
    with pytest.raises(ValueError, match="factor of a vertex"):
        first * np.nan


def test_recoils_of_one_particle_alone_are_those_of_its_channel() -> None:
    whole = experiment("conusplus_c3")
    nuclei, electrons = whole.only("nucleus"), whole.only("electron")
    np.testing.assert_allclose(nuclei.predict().counts() + electrons.predict().counts(), whole.predict().counts())
    assert nuclei.predict().limit().value > 2 * whole.predict().limit().value
    assert "quenching.Ge.k" not in electrons.predict().dataset.signal_nuisances
    assert any("left out" in note for note in nuclei.notes)
    with pytest.raises(ValueError, match=r"xenonnt has no recoils of 'nucleus'; choose one of electron"):
        experiment("xenonnt").only("nucleus")
