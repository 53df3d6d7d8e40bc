"""Python's part of the page: rates made small lose nothing, and what cannot be shown is refused."""

import base64
import json
from dataclasses import dataclass, replace

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

import nuem.explore
from nuem.cli.app import app
from nuem.experiments import experiment, predict
from nuem.explore.folded import rates
from nuem.explore.model import record
from nuem.explore.pool import Pool
from nuem.flavour import Mixing
from nuem.inference.expectations.component import Component
from nuem.inference.expectations.shapes import Parameter


def unpacked(pool: Pool, place: int) -> NDArray[np.float64]:
    return np.frombuffer(base64.b64decode(pool.texts[place]), dtype="<f8")


@pytest.mark.parametrize("name", ["xenonnt", "coherent_csi", "superk_iv", "dresden2", "juno_solar"])
def test_products_of_small_matrices_are_the_rates(name: str) -> None:
    tensors = {o: predict(name, mixing=Mixing.nufit(o)).tensors for o in ("normal", "inverted")}
    pool = Pool()
    for beam, small in enumerate(rates(tensors, pool)):
        left = unpacked(pool, small["left"]).reshape(-1, small["rank"])
        for ordering, variants in tensors.items():
            expected = np.concatenate([record.numbers[beam] for record in variants])
            right = unpacked(pool, small["right"][ordering]).reshape(small["rank"], -1)
            made = left @ right
            if "factor" in small:
                made = unpacked(pool, small["factor"])[:, None] * made[small["template"]]
            full = np.zeros_like(expected)
            full[:, small["columns"]] = made
            sizes = np.abs(expected).max(axis=0)
            rows = (np.abs(expected) / np.where(sizes > 0, sizes, 1)).max(axis=1, keepdims=True)
            assert np.all(np.abs(full - expected) <= 1e-11 * rows * sizes)


def test_bins_of_time_share_a_template() -> None:
    pool = Pool()
    tensors = {"normal": predict("coherent_lar").tensors}
    small = rates(tensors, pool)[0]
    templates = len(unpacked(pool, small["left"])) // small["rank"]
    assert templates < 30
    assert len(small["template"]) == 5 * 960


def test_equal_arrays_are_kept_once() -> None:
    pool = Pool()
    assert pool.put(np.arange(3)) == pool.put([0.0, 1.0, 2.0]) != pool.put([0.0])
    assert len(pool.texts) == 2


@dataclass(frozen=True)
class Strange:
    """A shape that the page has never heard of."""

    bins: int

    @property
    def parameters(self) -> dict[str, Parameter]:
        return {"slope": Parameter(1.0, None)}

    def counts(self, values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return np.ones((*values.shape[:-1], self.bins)), np.ones((*values.shape[:-1], 1, self.bins))

    def bends(self, values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.zeros((*values.shape[:-1], 1, 1))


def test_a_shape_that_the_page_does_not_know_is_refused() -> None:
    dataset = predict("superk_iv").dataset
    strange = replace(dataset, backgrounds=(Component("own", Strange(dataset.raw_bins)),))
    with pytest.raises(ValueError, match="of the shape Strange"):
        record(strange, Pool())


def test_two_experiments_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two experiments of the page are called 'munu'"):
        nuem.explore.page(["munu", experiment("munu")])


def test_the_verb_writes_one_file_and_says_so(tmp_path: object) -> None:
    target = f"{tmp_path}/page.html"
    result = CliRunner().invoke(app, ["explore", "munu", "texono", "--out", target, "--json"])
    assert result.exit_code == 0, result.output
    said = json.loads(result.output)
    assert said["experiments"] == ["munu", "texono"]
    assert said["page"] == target
    with open(target, encoding="utf-8") as file:
        text = file.read()
    assert len(text.encode()) == said["bytes"]
    assert not any(f"{word}@" in text for word in ("@STYLE", "@CHARTS", "@CONTENT", "@SCRIPTS"))
    assert text.count("http://") + text.count("https://") == text.count("http://www.w3.org/2000/svg")
