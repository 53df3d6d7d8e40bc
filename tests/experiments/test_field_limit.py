"""KamLAND's limit on solar antineutrinos, by the door of all limits."""

import numpy as np
import pytest

import nuem
from nuem import Mixing, Vertex
from nuem.conversion import SolarField, antineutrino_limit
from nuem.experiments.overview import overview

FIELD = SolarField("tachocline", 1e5)


def test_the_limit_is_that_of_the_conversion_and_names_its_field() -> None:
    limit = nuem.limit("kamland_antinu", "moment", magnetic_field=FIELD)
    assert limit.value == antineutrino_limit("kamland", magnetic_field=FIELD).value
    assert limit.kind == "surrogate"
    assert "tachocline, 100000 gauss" in limit.notes[0]
    assert limit.pieces == ((0.0, limit.value),)
    assert limit.cl == 0.9


def test_names_strengths_and_functions_are_fields() -> None:
    values = [
        nuem.limit("kamland_antinu", magnetic_field=field).value
        for field in (FIELD, "tachocline 100 kG", ("tachocline", 1e5), lambda r: FIELD(r))
    ]
    np.testing.assert_allclose(values, values[0], rtol=1e-9)


def test_elements_and_vertices_are_limited_as_they_are_written() -> None:
    pattern = np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 0]])
    element = nuem.limit("kamland_antinu", "magnetic[1,2]", magnetic_field=FIELD).value
    vertex = nuem.limit("kamland_antinu", Vertex.from_dipole("majorana", 2e-12 * pattern), magnetic_field=FIELD)
    assert vertex.value * 2e-12 == pytest.approx(element, rel=1e-9)
    assert vertex.unit == "1"
    inverted = nuem.limit("kamland_antinu", magnetic_field=FIELD, mixing=Mixing.nufit("inverted")).value
    assert inverted == pytest.approx(element, rel=0.05)


def test_moments_with_nu_3_are_limited_far_less_by_a_field_at_birth() -> None:
    field = SolarField("radiative", 1e6)
    other = nuem.limit("kamland_antinu", "magnetic[1,3]", magnetic_field=field).value
    assert other > 10 * nuem.limit("kamland_antinu", "moment", magnetic_field=field).value


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "needs a field of the Sun"),
        ({"magnetic_field": "tachocline"}, "has no strength"),
        ({"magnetic_field": FIELD, "cl": 0.95}, "0.90 only"),
        ({"magnetic_field": FIELD, "statistic": "one-sided"}, "published limit only"),
        ({"magnetic_field": FIELD, "coupling": "charge"}, "limits 'moment'"),
        ({"magnetic_field": FIELD, "coupling": "magnetic[1,1]"}, "limits 'moment'"),
    ],
)
def test_what_the_published_number_cannot_say_is_refused(
    arguments: dict[str, SolarField | float] | dict[str, SolarField | str] | dict[str, object] | dict[str, str],
    message: str,
) -> None:
    with pytest.raises(ValueError, match=message):
        nuem.limit("kamland_antinu", **arguments)


def test_other_experiments_take_no_field_and_it_has_no_spectrum() -> None:
    with pytest.raises(ValueError, match="magnetic_field is for 'kamland_antinu'"):
        nuem.limit("gemma", magnetic_field=FIELD)
    with pytest.raises(ValueError, match="no spectrum of recoils"):
        nuem.experiment("kamland_antinu")
    assert any(row["name"] == "kamland_antinu" and row["kind"] == "surrogate" for row in overview())


def test_its_description_says_how_to_ask_for_it() -> None:
    from click.testing import CliRunner

    from nuem.cli.experiments import command

    shown = CliRunner().invoke(command, ["kamland_antinu"]).output
    for words in ("surrogate", "5.3e-05", "magnetic_field=", "KamLAND:2011fld"):
        assert words in shown


def test_the_command_line_gives_the_same_limit_and_refuses_what_it_would_ignore() -> None:
    import json

    from click.testing import CliRunner

    from nuem.cli.limit import command

    runner = CliRunner()
    words = ["kamland_antinu", "--field", "tachocline 100 kG"]
    value = nuem.limit("kamland_antinu", magnetic_field=FIELD).value
    assert json.loads(runner.invoke(command, [*words, "--json"]).output)["value"] == value
    assert f"{value:.3g} mu_B" in runner.invoke(command, words).output
    for wrong, message in (
        (["kamland_antinu"], "needs a field"),
        (["gemma", "--field", "100 kG"], "--field is for kamland_antinu"),
        ([*words, "--electrons", "free"], "--electrons has no use"),
    ):
        assert message in str(runner.invoke(command, wrong).exception)
