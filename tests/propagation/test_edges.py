"""Features that a coarse look misses, single precision, noise, and arguments in the wrong place."""

import pickle
import time
from collections.abc import Callable

import numpy as np
import pytest
from tests.arguments import Positional
from tests.propagation.random_problems import column

from nuem import Mixing, Vertex
from nuem.propagation import Medium, Table, ToleranceWarning, evolve, media, propagate
from nuem.propagation.engine import resolution
from nuem.propagation.engine.resolution import resolve
from nuem.typing import FloatArray
from nuem.units import km, solar_radius

MIXING = Mixing.nufit()
DIRAC = Vertex("dirac")
LENGTH = 40 * km
SX, SZ = np.array([[0, 1], [1, 0]]), np.diag([1.0, -1.0])


def density(width: float, centre: float) -> Callable[[FloatArray], FloatArray]:
    """A smooth background, and a box that counts as much whatever its width."""
    return lambda x: 6e25 * np.exp(-x / (15 * km)) + (np.abs(x / LENGTH - centre) < width / 2) * (1e24 / width)


@pytest.mark.parametrize("centre", [0.3137, 0.7101])
@pytest.mark.parametrize("width", [1e-3, 1e-4, 3e-5, 1e-5, 6e-6, 4.1e-6])
def test_a_narrow_box_on_a_smooth_background_is_found(width: float, centre: float) -> None:
    box = density(width, centre)
    ends = [LENGTH * (centre - width / 2), LENGTH * (centre + width / 2)]
    computed = propagate(5.0, Medium(LENGTH, electron_density=box), MIXING, DIRAC).probabilities
    named = propagate(5.0, Medium(LENGTH, electron_density=box, breaks=ends), MIXING, DIRAC).probabilities
    without = propagate(5.0, Medium(LENGTH, electron_density=density(width, 2.0)), MIXING, DIRAC).probabilities
    assert np.abs(computed - named).max() < 1e-9
    assert np.abs(computed - without).max() > 1e-3


@pytest.mark.parametrize("width", [1e-4, 3e-5, 1.6e-5])
def test_evolve_finds_what_its_docstring_says(width: float) -> None:
    def h(x: FloatArray) -> FloatArray:
        return (
            column(np.cos(3 * x)) * SX
            + column(x - 2) * 4 * SZ
            + column((abs(x - 1.2345) < 2.5 * width) * 0.2 / width) * SX
        )

    named = evolve(h, 5.0, [1, 0], breaks=[1.2345 - 2.5 * width, 1.2345 + 2.5 * width]).state
    assert np.linalg.norm(evolve(h, 5.0, [1, 0]).state - named) < 1e-9


@pytest.mark.parametrize("samples", range(1, 12))
def test_a_box_over_any_number_of_samples_is_found(samples: int) -> None:
    # so wide that its two edges are some places apart, and narrower than what the pieces look at
    width = samples * 2.0**-15
    computed = resolve(
        lambda x: (1 + 0.1 * x + (np.abs(x - 0.61803) < width / 2))[:, None], 1.0, [], np.array([1e-9]), samples=1 << 15
    )
    assert computed(np.array([0.61803]))[0, 0] == pytest.approx(2.061803, abs=1e-6)


def test_a_goal_below_rounding_takes_hardly_more_pieces() -> None:
    # where one component of a turning field vanishes, its rounding errors are those of the whole field
    def field(x: FloatArray) -> FloatArray:
        size = np.exp(-50 * (x - 0.3) ** 2)
        return np.stack([size * np.cos(5 * x), size * np.sin(5 * x)], axis=1)

    coarse, fine = (
        len(resolve(field, 1.0, [], np.full(2, goal), quantity=[0, 0], samples=1 << 12).error)
        for goal in (1e-14, 1e-16)
    )
    assert fine < 2 * coarse


def test_a_medium_of_which_all_is_known_is_not_searched() -> None:
    assert media.exponential(LENGTH, electron_density=1e25, scale_height=1 * km).featureless
    assert media.sun().featureless
    assert Medium(LENGTH, electron_density=([0, LENGTH], [1e25, 2e25]), magnetic_field=3.0).featureless
    assert not Medium(LENGTH, electron_density=density(1e-3, 0.5)).featureless


def test_a_function_that_has_changed_is_noticed() -> None:
    scale = [1.0]
    medium = Medium(LENGTH, electron_density=lambda x: scale[0] * 6e25 * np.exp(-x / (15 * km)))
    first = propagate(5.0, medium, MIXING, DIRAC).probabilities
    assert np.array_equal(propagate(5.0, medium, MIXING, DIRAC).probabilities, first)
    scale[0] = 2.0
    fresh = Medium(LENGTH, electron_density=lambda x: 2 * 6e25 * np.exp(-x / (15 * km)))
    changed = propagate(5.0, medium, MIXING, DIRAC).probabilities
    assert np.array_equal(changed, propagate(5.0, fresh, MIXING, DIRAC).probabilities)
    assert np.abs(changed - first).max() > 1e-3


def test_single_precision_is_followed_to_its_own_floor() -> None:
    def h(x: FloatArray, kind: type) -> FloatArray:
        return column(np.cos(3 * x.astype(kind))) * SX.astype(kind) + column(x.astype(kind) - 2) * (4 * SZ).astype(kind)

    exact = evolve(lambda x: h(x, np.float64), 5.0, [1, 0]).state
    with pytest.warns(ToleranceWarning, match="in the Hamiltonian"):
        single = evolve(lambda x: h(x, np.float32), 5.0, [1, 0])
    assert np.linalg.norm(single.state - exact) < single.rounding_floor < 1e-4


def test_tables_of_single_precision_are_used_as_they_are() -> None:
    x, n = np.linspace(0, LENGTH, 200), 6e25 * np.exp(-np.linspace(0, 3, 200))
    single = propagate(5.0, Medium(LENGTH, electron_density=(x, n.astype(np.float32))), MIXING, DIRAC)
    double = propagate(5.0, Medium(LENGTH, electron_density=(x, n)), MIXING, DIRAC)
    assert np.abs(single.probabilities - double.probabilities).max() < 1e-6
    rough = Medium(LENGTH, electron_density=lambda x: (6e25 * np.exp(-x / (15 * km))).astype(np.float32))
    with pytest.warns(ToleranceWarning):
        result = propagate(5.0, rough, MIXING, DIRAC)
    smooth = propagate(5.0, Medium(LENGTH, electron_density=density(1e-3, 2.0)), MIXING, DIRAC)
    assert np.abs(result.probabilities - smooth.probabilities).max() < result.rounding_floor < 1e-4


def test_what_is_not_resolved_is_called_noise_or_oscillation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolution, "MOST_PIECES", 20_000)
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"not resolved.*noisy"):
        evolve(lambda x: column(rng.normal(size=len(x))) * SX, 1.0, [1, 0])
    with pytest.raises(ValueError, match=r"not resolved.*oscillates") as error:
        evolve(lambda x: column(np.cos(1e8 * x)) * SX, 1.0, [1, 0])
    assert "nois" not in str(error.value)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((Medium(1.0), 10.0, MIXING, DIRAC), "medium is 'float'"),
        ((10.0, MIXING, Medium(1.0), DIRAC), "medium is 'Mixing'"),
        ((10.0, Medium(1.0), DIRAC, MIXING), "mixing is 'Vertex'"),
        ((10.0, Medium(1.0), MIXING, None), "vertex is 'NoneType'"),
        ((10.0, 1e5, MIXING, DIRAC), "medium is 'float'"),
        (([], Medium(1.0), MIXING, DIRAC), "row of numbers"),
    ],
)
def test_arguments_in_another_order_are_one_clear_error(arguments: Positional, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        propagate(*arguments)


def test_media_can_be_sent_to_another_process() -> None:
    given = [
        Medium(
            LENGTH,
            electron_density=Table(np.array([0, LENGTH]), np.array([1e25, 2e25])),
            magnetic_field=3 + 1j,
            velocity=0.1,
        ),
        media.sun(
            start=0.1 * solar_radius, magnetic_field=media.power_law_field(1e5, 1e10, 2, start=0.1 * solar_radius)
        ),
        media.exponential(LENGTH, electron_density=1e25, scale_height=1 * km, neutrons_per_electron=0.2),
        media.power_law(LENGTH, start=1e7, electron_density=1e25, exponent=3),
        media.random_domains(LENGTH, domains=5, field=1.0),
    ]
    x = np.linspace(0, LENGTH, 7)
    for medium in given:
        copy = pickle.loads(pickle.dumps(medium))
        for name in ("electron_density", "neutron_density", "magnetic_field"):
            first, other = medium.at(name, x), copy.at(name, x)
            assert (first is None) == (other is None)
            assert first is None or np.array_equal(first, other)
        assert copy.breakpoints == medium.breakpoints


def test_tables_do_not_change_with_the_arrays_they_were_made_of() -> None:
    values = np.array([1.0, 2.0])
    table = Table(np.array([0.0, 1.0]), values)
    values[0] = 7
    assert table(np.zeros(1))[0] == 1
    with pytest.raises(ValueError, match="read-only"):
        table.value[0] = 3


def test_evolutions_compare_and_hash_by_their_numbers() -> None:
    first, same, other = (propagate(e, Medium(LENGTH), MIXING, DIRAC) for e in (5.0, 5.0, 6.0))
    assert first == same
    assert hash(first) == hash(same)
    assert first != other
    assert first != 3
    assert repr(first) == "Evolution(5 MeV; e, mu, tau, 1R, 2R, 3R; by cells)"
    assert pickle.loads(pickle.dumps(first)) == first


@pytest.mark.parametrize("density", [1e40, 1e99, 1e101, 1e300])
def test_a_density_beyond_every_digit_is_refused_at_once_and_not_followed_for_hours(density: float) -> None:
    start = time.monotonic()
    with pytest.raises(ValueError, match=r"knows nothing|of a size that can be computed with"):
        propagate(5.0, Medium(100 * km, electron_density=([0, 100 * km], [density, 1e24])), MIXING, DIRAC)
    assert time.monotonic() - start < 20


def test_what_has_no_digit_left_is_refused_before_it_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile known to one part in 10^16 leaves nothing of 10^13 rad: minutes of steps would end in the same refusal."""
    length = 1e13 * km
    medium = Medium(
        length,
        electron_density=lambda x: 1e26 * (1 + 0.9 * np.sin(3000 * x / length)),
        magnetic_field=lambda x: 1e5 * np.cos(3000 * x / length),
    )
    vertex = Vertex("dirac", magnetic=1e-11 * np.ones((3, 3)))
    monkeypatch.setattr("nuem.propagation.engine.crossing.walk", lambda *_: pytest.fail("it was followed"))
    with pytest.raises(ValueError, match=r"at E = 1 MeV coupled states gather 7\.\d+e\+13 rad"):
        propagate(np.geomspace(1, 15, 20), medium, MIXING, vertex)


def test_steps_without_end_are_refused() -> None:
    medium = Medium(1e8 * km, electron_density=lambda x: 1e25 * (1 + 0.5 * np.cos(6 * x / (1e8 * km))))
    for method in ("magnus", "cf4"):
        with pytest.raises(
            ValueError, match=f"method '{method}' takes a step for every radian, .* 'sad' and 'auto' need"
        ):
            propagate(5.0, medium, MIXING, DIRAC, method=method)
    with pytest.warns(ToleranceWarning):
        assert propagate(5.0, medium, MIXING, DIRAC).method == "sad"
