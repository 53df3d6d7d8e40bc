"""Workspaces of pyhf, an independent implementation of the same model."""

import json
from typing import Any

import numpy as np
import pytest

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
    "xlzd_nr_40", "xlzd_nr_200", "juno_solar", "dune_nd", "tritium_helium", "munu", ["xenonnt", "lz_ws2022"],
)  # fmt: skip
LONG = ("gemma", "gemma_2007", "nugen", "texono", ["xenonnt", "munu", "texono"])
REFUSED = {
    "coherent_ge": "Gaussian data, measurements with errors", "conusplus_c3": "Gaussian data, measurements with errors",
    "superk_iv": "Gaussian data, measurements with errors", "dresden2": "has a parameter 'scale'", "dresden2_ybe": "has a parameter 'scale'",
}  # fmt: skip
NEARLY = {"xenonnt_cevns": 5e-6, "coherent_lar": 1e-3}
"""What a workspace of pyhf has no exact form for: largest difference of -2 ln L."""


def test_every_experiment_is_compared_or_refused() -> None:
    names = {name for name in (*QUICK, *LONG) if isinstance(name, str)}
    assert names | set(REFUSED) | set(NEARLY) == set(nuem.experiments.names())


@pytest.mark.parametrize("names", [*QUICK, *(pytest.param(one, marks=pytest.mark.slow) for one in LONG)], ids=str)
def test_the_profile_is_that_of_pyhf_and_so_is_the_limit(names: str | list[str]) -> None:
    made = json.loads(json.dumps(door.workspace(names, "moment")))
    _compare(names, made, within=1e-6)


@pytest.mark.parametrize("name", ["xenonnt_cevns", pytest.param("coherent_lar", marks=pytest.mark.slow)])
def test_what_has_no_exact_form_is_near_and_says_so(name: str) -> None:
    with pytest.warns(UserWarning, match=r"pyhf cannot multiply the change of shape of .* a normsys takes its place"):
        made = json.loads(json.dumps(door.workspace(name, "moment")))
    _compare(name, made, within=NEARLY[name])


def _compare(names: str | list[str], made: dict[str, Any], within: float) -> None:
    """The profiles up to a constant, and the limits: where they have risen by 2.706."""
    curve = combine(names).curve("moment")
    end = curve.below(THRESHOLD)[-1][1]
    grid = np.array([0.0, 0.3 * end, 0.7 * end, end, 1.2 * end])
    unit = coupling("moment").x(templates(names, coupling("moment")).unit)
    theirs = door.deviance(made, np.append(grid, curve.best.x) / unit)
    difference = curve.profile(np.append(grid, curve.best.x))[0] - theirs
    np.testing.assert_allclose(difference, difference[0], rtol=0, atol=within)
    slope = (theirs[4] - theirs[3]) / (0.2 * end)
    assert abs(theirs[3] - theirs[-1] - THRESHOLD) / slope < 1e-4 * end


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


def test_a_second_linear_factor_beside_shapes_is_noted() -> None:
    prediction = nuem.experiment("xenonnt_cevns").predict()
    with pytest.warns(UserWarning, match=r"hep' by 1 \+ 0.3 solar.hep; a normsys takes its place") as warned:
        made = door.workspace(prediction, "moment")
    assert len(warned) == 1
    assert made["measurements"][0]["name"].endswith("lumi = 1 + 0.12 solar.B8")
    parts = {sample["name"]: sample for sample in made["channels"][0]["samples"]}
    assert sum(parts["moment hep, change of shape"]["data"]) == 0
    assert {"histosys"} == {one["type"] for one in parts["weak hep"]["modifiers"]}


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
