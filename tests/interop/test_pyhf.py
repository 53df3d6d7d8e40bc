"""Workspaces of pyhf, an independent implementation of the same model."""

import json

import numpy as np
import pytest

import nuem
from nuem.experiments import combine
from nuem.experiments.coupling import coupling
from nuem.interop import pyhf as door
from nuem.interop.templates import templates

pyhf = pytest.importorskip("pyhf")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

THRESHOLD = 2.705543454


@pytest.mark.parametrize("names", ["xenonnt", "coherent_csi", "munu", ["xenonnt", "lz_ws2022"]])
def test_the_profile_is_that_of_pyhf_and_so_is_the_limit(names: str | list[str]) -> None:
    made = json.loads(json.dumps(door.workspace(names, "moment")))
    curve = combine(names).curve("moment")
    end = curve.below(THRESHOLD)[-1][1]
    grid = np.array([0.0, 0.3 * end, 0.7 * end, end, 1.2 * end])
    best = curve.best
    unit = coupling("moment").x(templates(names, coupling("moment")).unit)
    theirs = door.deviance(made, np.append(grid, best.x) / unit)
    difference = curve.profile(np.append(grid, best.x))[0] - theirs
    np.testing.assert_allclose(difference, difference[0], atol=1e-6)
    assert theirs[3] - theirs[-1] == pytest.approx(THRESHOLD, abs=1e-6)
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
    curve = combine("xenonnt_cevns").curve("moment")
    end = curve.below(THRESHOLD)[-1][1]
    unit = coupling("moment").x(1e-9)
    theirs = door.deviance(made, np.array([0.0, end]) / unit)
    computed = curve.profile(np.array([0.0, end]))[0]
    assert np.ptp(computed - theirs) == pytest.approx(0.0, abs=2e-5)


@pytest.mark.parametrize(
    ("name", "problem"), [("conusplus_c3", "measurements with errors"), ("dresden2", "parameter 'scale'")]
)
def test_what_pyhf_cannot_express_is_refused(name: str, problem: str) -> None:
    with pytest.raises(ValueError, match=f"{name}.*{problem}"):
        door.workspace(name, "moment")


def test_its_own_limit_is_one_of_cls() -> None:
    made = door.workspace("munu", "moment")
    own = 1e-10 * np.sqrt(door.cls_limit(made))
    assert own == pytest.approx(
        nuem.limit("munu", "moment").value, rel=0.02
    )  # the data are those expected without signal
