"""Verdicts of the review: what each status needs, and rows that fail when the code is wrong."""

import re

import numpy as np
import pytest

from nuem.astro.stars.settings import read_settings
from nuem.models import minimal_dirac
from nuem.propagation.closed_forms.two_level import precession
from nuem.review import claims, processes, scattering, spin, vertex_and_models
from nuem.review.claim import agree, by_another_route, compare
from nuem.review.gamma import METRIC, gamma_matrices, radiative_decay, structures
from nuem.scattering.electromagnetic import dsigma_dT_magnetic


def test_a_number_is_reproduced_within_the_stated_tolerance_only() -> None:
    assert compare(1.009, 1.0, within=0.01).status == "reproduced"
    assert compare(1.011, 1.0, within=0.01).status == "differs"
    assert "tolerance 0.01" in compare(1.0, 1.0, within=0.01).basis


def test_two_routes_are_consistent_within_the_stated_tolerance_only() -> None:
    routes = ("one", "other")
    assert agree([1, 2], [1, 2 + 1e-10], within=1e-9, routes=routes, computed="").status == "consistent"
    off = agree([1, 2], [1, 2.1], within=1e-9, routes=routes, computed="")
    assert off.status == "differs"
    assert "one and other differ by 5e-02" in off.basis


def test_the_factor_of_majorana_moments_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    assert vertex_and_models.majorana_moment().status == "reproduced"
    monkeypatch.setattr(vertex_and_models, "minimal_majorana", minimal_dirac)
    assert vertex_and_models.majorana_moment().status == "differs"


def test_the_vertex_row_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    assert vertex_and_models.vertex().status == "consistent"
    monkeypatch.setattr(vertex_and_models, "dsigma_dT_magnetic", lambda *a, **k: 1.01 * dsigma_dT_magnetic(*a, **k))
    assert vertex_and_models.vertex().status == "differs"


def test_gamma_matrices_anticommute() -> None:
    gamma, gamma5 = gamma_matrices()
    for a in range(4):
        assert np.allclose(gamma[a] @ gamma5, -gamma5 @ gamma[a])
        for b in range(4):
            assert np.allclose(gamma[a] @ gamma[b] + gamma[b] @ gamma[a], 2 * METRIC[a, b] * np.eye(4))


@pytest.mark.parametrize("name", ["magnetic", "electric", "anapole"])
def test_every_vertex_but_the_charge_conserves_the_current(name: str) -> None:
    momentum = np.array([0.3, 0.1, -0.2, 0.7])
    contracted = sum(METRIC[k, k] * momentum[k] * matrix for k, matrix in enumerate(structures(momentum)[name]))
    assert np.max(np.abs(contracted)) < 1e-15


def test_a_row_is_reproduced_only_where_a_number_is_claimed_and_else_names_two_routes() -> None:
    claimed = {claim["id"]: claim["claimed"] for claim in claims()}
    for key, compute in {**scattering.COMPUTE, "s6-precession": spin.precession_and_resonance}.items():
        verdict = compute()
        if verdict.status == "reproduced":
            assert re.search(r"\d", re.sub(r"\^2", "", claimed[key])), key
        if verdict.status == "consistent":
            assert re.search(" and .* agree to ", verdict.basis), key
        assert verdict.status != "differs" or verdict.why, key


def test_the_precession_row_sees_a_phase_that_is_off_by_three_parts_in_ten_thousand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert spin.precession_and_resonance().status == "consistent"
    monkeypatch.setattr(spin, "precession", lambda moment, field: 1.0003 * precession(moment, field))
    assert spin.precession_and_resonance().status == "differs"


def test_a_number_that_another_route_does_not_give_differs() -> None:
    reproduced = compare(1.0, 1.0, within=0.01)
    assert by_another_route(reproduced, 1.0, 1.0 + 1e-10, within=1e-9, route="traces").status == "reproduced"
    off = by_another_route(reproduced, 1.0, 1.1, within=1e-2, route="traces")
    assert off.status == "differs"
    assert off.basis.endswith("traces differs by 9e-02, tolerance 1e-02")


def test_the_decay_row_sees_a_phase_space_that_is_off_by_a_thousandth(monkeypatch: pytest.MonkeyPatch) -> None:
    assert vertex_and_models.decay_coefficient().status == "reproduced"
    monkeypatch.setattr(vertex_and_models, "radiative_decay", lambda *masses: 1.001 * radiative_decay(*masses))
    assert vertex_and_models.decay_coefficient().status == "differs"


def test_the_row_of_globular_clusters_sees_another_emissivity(monkeypatch: pytest.MonkeyPatch) -> None:
    assert processes.globular_clusters().status == "reproduced"
    settings = read_settings({"red_giant": {"temperature": 1.01e8}})
    monkeypatch.setattr(processes, "read_settings", lambda: settings)
    assert processes.globular_clusters().status == "differs"
