"""Workspaces of pyhf, an independent implementation of the same model."""

import json

import numpy as np
import pytest
from scipy.optimize import brentq

import nuem
from nuem.experiments import combine
from nuem.experiments.predicting.coupling import coupling
from nuem.interop import pyhf as door
from nuem.interop.templates import templates

pyhf = pytest.importorskip("pyhf")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::nuem.scattering.atom.ValidityWarning")

THRESHOLD = 2.705543454


QUICK = (
    "xenonnt", "lz_ws2022", "lz_ws2024", "pandax4t_run1", "xenon1t_sr1", "xenon1t_s2only", "coherent_csi", "xlzd_40", "xlzd_200", "xlzd_cr51",
    "xlzd_nr_40", "xlzd_nr_200", "juno_solar", "dune_nd", "tritium_helium", "munu", "xenonnt_cevns", ["xenonnt", "lz_ws2022"],
)  # fmt: skip
LONG = ("coherent_lar", "gemma", "gemma_2007", "nugen", "texono", ["xenonnt", "munu", "texono"])
REFUSED = {
    "coherent_ge": "Gaussian data, measurements with errors", "conusplus_c3": "Gaussian data, measurements with errors",
    "superk_iv": "Gaussian data, measurements with errors", "dresden2": "has a parameter 'scale'", "dresden2_ybe": "has a parameter 'scale'",
}  # fmt: skip


def test_every_experiment_is_compared_or_refused() -> None:
    names = {name for name in (*QUICK, *LONG) if isinstance(name, str)}
    assert names | set(REFUSED) == set(nuem.experiments.names())


@pytest.mark.filterwarnings("ignore:coherent_lar. changes of shape:UserWarning")
@pytest.mark.parametrize("names", [*QUICK, *(pytest.param(one, marks=pytest.mark.slow) for one in LONG)], ids=str)
def test_the_profile_is_that_of_pyhf(names: str | list[str]) -> None:
    made = json.loads(json.dumps(door.workspace(names, "moment")))
    curve = combine(names).curve("moment")
    end = curve.below(THRESHOLD)[-1][1]
    grid = np.array([0.0, 0.3 * end, 0.7 * end, end, 1.2 * end, curve.best.x])
    unit = coupling("moment").x(templates(names, coupling("moment")).unit)
    difference = curve.profile(grid)[0] - door.deviance(made, grid / unit)
    np.testing.assert_allclose(difference, difference[0], rtol=0, atol=1e-6)


@pytest.mark.filterwarnings("ignore:coherent_lar. changes of shape:UserWarning")
@pytest.mark.parametrize(
    "names",
    ["xenonnt", "munu", "xenonnt_cevns", "coherent_csi", pytest.param("coherent_lar", marks=pytest.mark.slow)],
    ids=str,
)
def test_pyhf_rises_by_the_threshold_at_the_limit(names: str) -> None:
    made = door.workspace(names, "moment")
    limit, best = nuem.limit(names, "moment"), combine(names).curve("moment").best.x
    x, unit = coupling("moment").x, templates(names, coupling("moment")).unit
    lowest = door.deviance(made, [best / x(unit)])[0]

    def rise(ratio: float) -> float:
        return float(door.deviance(made, [x(ratio * limit.value) / x(unit)])[0] - lowest - THRESHOLD)

    assert brentq(rise, 0.97, 1.03, xtol=1e-8) == pytest.approx(1, abs=1e-6)


def test_a_coupling_that_interferes_has_a_workspace_for_each_value() -> None:
    curve, chosen = combine("xenonnt").curve("charge_radius"), coupling("charge_radius")
    computed, theirs = [], []
    for value in (-3e-31, 2e-31):
        made = door.workspace("xenonnt", "charge_radius", value=value)
        computed.append(curve.profile(np.array([chosen.x(value)]))[0][0])
        theirs.append(door.deviance(made, [1.0])[0])
    none = door.deviance(made, [0.0])[0] - curve.profile(np.zeros(1))[0][0]
    np.testing.assert_allclose(np.array(theirs) - np.array(computed), none, atol=1e-6)
    with pytest.raises(ValueError, match=r"charge_radius interferes .* give a value"):
        door.workspace("xenonnt", "charge_radius")


def test_shared_nuisances_keep_their_names_and_count_once() -> None:
    made = door.workspace(["xenonnt", "lz_ws2022"], "moment")
    model = pyhf.Workspace(made).model()
    names = model.config.par_names
    assert names.count("solar.pp") == 1
    assert {"xenonnt.background", "lz_ws2022.background", "lz_ws2022.argon37"} < set(names)
    assert len(model.config.auxdata) == 8


def test_a_linear_factor_beside_shapes_keeps_its_name_and_multiplies_both() -> None:
    made = door.workspace("xenonnt_cevns", "moment")
    parts = {sample["name"]: sample for sample in made["channels"][0]["samples"]}
    pair = [parts[f"weak B8, solar.B8 x change of shape, {sign}"] for sign in "+-"]
    assert {"solar.B8", "solar.hep"} < set(pyhf.Workspace(made).model().config.par_names)
    for part in pair:
        assert np.all(np.array(part["data"]) == 0)
        assert {(one["name"], one["type"]) for one in part["modifiers"]} == {
            ("xenon.light_yield", "histosys"), ("xenon.charge_yield", "histosys"), ("solar.B8", "normsys"),
        }  # fmt: skip
    assert "lumi" not in json.dumps(made)


def test_bins_that_are_clipped_at_the_best_fit_are_left_out_and_said() -> None:
    with pytest.warns(UserWarning, match=r"coherent_lar: .*'beam_neutrons' negative in 3 of 960 bins") as warned:
        made = door.workspace("coherent_lar", "moment")
    assert len(warned) == 1
    (part,) = (sample for sample in made["channels"][0]["samples"] if sample["name"] == "beam_neutrons")
    (background,) = (
        one for one in nuem.experiment("coherent_lar").predict().dataset.backgrounds if one.name == "beam_neutrons"
    )
    moved = np.any([variation.up != background.nominal for variation in background.variations], axis=0)
    kept = np.any(
        [np.array(one["data"]["hi_data"]) != part["data"] for one in part["modifiers"] if one["type"] == "histosys"],
        axis=0,
    )
    assert np.count_nonzero(moved & ~kept) == 3
    assert np.all(background.nominal[moved & ~kept] == 0)


@pytest.mark.parametrize(("name", "problem"), REFUSED.items())
def test_what_pyhf_cannot_express_is_refused_in_one_line(name: str, problem: str) -> None:
    with pytest.raises(ValueError, match=f"{name}.*{problem}") as refused:
        door.workspace(name, "moment")
    assert "\n" not in str(refused.value)


def test_its_own_limit_is_one_of_cls() -> None:
    made = door.workspace("munu", "moment")
    own = 1e-10 * np.sqrt(door.cls_limit(made))
    assert own == pytest.approx(
        nuem.limit("munu", "moment").value, rel=0.02
    )  # the data are those expected without signal
