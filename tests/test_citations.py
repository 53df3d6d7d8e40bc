"""What a result cites: the papers of what was called, the first time and every other time."""

import pytest

import nuem
from nuem.citations import collect, rests_on
from nuem.references import bibliography


def test_a_function_rests_on_what_it_uses_and_not_on_its_neighbours() -> None:
    model = rests_on("nuem.models.minimal_dirac")
    assert {"Lee:1977tib", "Pal:1981rm", "Tiesinga:2021myr"} <= set(model)
    assert "Zee:1980ai" not in model
    assert "Zee:1980ai" in rests_on("nuem.models.zee")
    assert "Beacom:1999wx" in rests_on("nuem.effective_moment")
    assert set(model) <= set(bibliography())


def test_a_key_rests_on_itself() -> None:
    assert rests_on("Vogel:1989iv") == ("Vogel:1989iv",)


@pytest.mark.parametrize(
    "name", ["tea", "(", "nuem.tea", "nuem.cli.limit", "os.path", "charge_radius[e,mu", "Vogel:1989", ""]
)
def test_refuses_what_is_not_of_nuem(name: str) -> None:
    with pytest.raises(ValueError, match="is not a citation key, function or module of nuem"):
        rests_on(name)


def test_what_was_called_is_cited_again_when_a_cache_answers() -> None:
    mixing = nuem.Mixing.nufit()
    computed = []
    for _ in range(2):
        with collect() as collected:
            nuem.models.minimal_dirac(mixing)
        computed.append(collected.keys)
    assert computed[0] == computed[1]
    assert "Lee:1977tib" in computed[0]
    assert "Zee:1980ai" not in computed[0]


def test_what_is_called_outside_is_not_cited() -> None:
    with collect() as collected:
        pass
    nuem.models.left_right_moment(1e-7, "mu", mixing_angle=1e-3, w2_mass=5e6)
    assert collected.keys == ()
