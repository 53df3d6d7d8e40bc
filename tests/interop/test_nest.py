"""Events of NEST, where it is installed."""

import numpy as np
import pytest

import nuem
from nuem.interop import nest
from nuem.units import keV


def test_without_nestpy_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import metadata

    def missing(package: str) -> str:
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr(metadata, "version", missing)
    with pytest.raises(ValueError, match=r"nestpy is not installed: pip install 'nuem\[nest\]'"):
        nest.events([1 * keV])


def test_recoils_are_reconstructed_and_accepted_as_published() -> None:
    pytest.importorskip("nestpy")
    energy = np.linspace(1.05, 4.95, 40) * keV  # ten in each of the first four bins
    simulated = nest.events(energy, number=500)
    accepted = simulated.accepted()
    for k in (15, 25, 39):
        assert simulated.energy[k][accepted[k]].mean() == pytest.approx(energy[k], rel=0.03)
    published = nuem.experiment("lz_ws2022").channels[0].efficiency
    assert published is not None
    means = accepted.mean(axis=1).reshape(4, 10).mean(axis=1)
    np.testing.assert_allclose(means, published[:4] / published[8], atol=0.06)
    np.testing.assert_array_equal(nest.events(energy, number=500).light, simulated.light)


def test_nuclei_make_less_light_than_electrons() -> None:
    pytest.importorskip("nestpy")
    electrons, nuclei = (nest.events([5 * keV], particle=name, number=300) for name in ("electrons", "nuclei"))
    assert nuclei.light.mean() < 0.5 * electrons.light.mean()
    assert nuclei.energy.mean() < 0.6 * electrons.energy.mean()


def test_the_response_is_one_of_a_detector() -> None:
    pytest.importorskip("nestpy")
    made = nest.response(np.arange(1, 12) * keV, np.array([0.5, 1, 2, 5, 8]) * keV, number=400)
    matrix = made.matrix(np.array([0.5, 5.0]) * keV)
    assert matrix[:, 0].sum() == pytest.approx(0, abs=0.01)
    assert matrix[:, 1].sum() == pytest.approx(1, abs=0.02)
    assert np.argmax(matrix[:, 1]) in (3, 4)


def test_what_is_not_there_is_one_line() -> None:
    pytest.importorskip("nestpy")
    with pytest.raises(ValueError, match=r"'LUX' is unknown; choose one of .*LZ_WS2022"):
        nest.events([1 * keV], detector="LUX")
    with pytest.raises(ValueError, match="energy must be positive, got 0"):
        nest.events([0.0])
    with pytest.raises(ValueError, match=r"number must be a whole number"):
        nest.events([1 * keV], number=0.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="particle"):
        nest.events([1 * keV], particle="muons")  # type: ignore[arg-type]
