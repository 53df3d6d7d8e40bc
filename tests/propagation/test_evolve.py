"""The bare problem: the promise |state - exact| <= max(tol, rounding_floor), exact cases, and refusals."""

import subprocess
import sys
import warnings
from functools import partial

import mpmath
import numpy as np
import pytest
from scipy.integrate import solve_ivp
from tests.arguments import Positional
from tests.propagation.random_problems import column, hermitian, magnus4, problem, reference

from nuem.propagation import ToleranceWarning, evolve
from nuem.propagation.engine.driver import Choice
from nuem.typing import ComplexArray, FloatArray

SX = np.array([[0, 1], [1, 0]])
SZ = np.diag([1.0, -1.0])


def kept(seed: int, method: Choice, tol: float, *, declared: bool = True, largest_phase: float = 2e3) -> float:
    """Error of a random problem over what was promised."""
    _, h, psi, jumps, care = problem(seed, largest_phase)
    exact, resolution = reference(h, psi, jumps + care)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ToleranceWarning)
        result = evolve(h, 1.0, psi, tol=tol, method=method, breaks=jumps if declared else ())
    error = float(np.linalg.norm(result.state - exact))
    assert result.norm_defect < 1e-12
    rounding = 1e-12  # of the reference, which takes up to 3e5 steps
    assert error <= result.error_estimate + result.rounding_floor + 2 * resolution + rounding
    return (error - 2 * resolution) / max(tol, result.rounding_floor)


@pytest.mark.parametrize("seed", range(24))
def test_the_error_never_exceeds_the_promise(seed: int) -> None:
    assert kept(seed, "auto", 1e-9, largest_phase=300) <= 1


@pytest.mark.parametrize("method", ["magnus", "cf4", "sad"])
@pytest.mark.parametrize("seed", range(100, 108))
def test_each_method_keeps_the_promise(seed: int, method: Choice) -> None:
    assert kept(seed, method, 1e-10, largest_phase=300) <= 1


@pytest.mark.parametrize("seed", [14, 30, 46, 142])
def test_jumps_that_nobody_named_are_found(seed: int) -> None:
    assert kept(seed, "auto", 1e-9, declared=False) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("tol", [1e-6, 1e-9, 1e-11])
@pytest.mark.parametrize("seed", range(200, 400))
def test_the_error_never_exceeds_the_promise_on_many_problems(seed: int, tol: float) -> None:
    assert kept(seed, "auto", tol, declared=seed % 16 < 8) <= 1


@pytest.mark.parametrize("method", ["auto", "magnus", "cf4", "sad"])
def test_agrees_with_an_adaptive_runge_kutta_of_eighth_order(method: Choice) -> None:
    def h(x: FloatArray) -> FloatArray:
        return column(np.cos(3 * x)) * SX + column(x - 2) * 4 * SZ

    exact = solve_ivp(
        lambda x, y: -1j * h(np.array([x]))[0] @ y, (0, 5), np.array([1, 0j]), "DOP853", rtol=1e-13, atol=1e-14
    )
    assert np.abs(evolve(h, 5.0, [1, 0], method=method).state - exact.y[:, -1]).max() < 1e-10


def test_agrees_with_twenty_digits_on_a_linear_crossing() -> None:
    slope, coupling = 8.0, 1.3
    with mpmath.workdps(25):
        i = mpmath.mpc(0, 1)
        way = mpmath.odefun(
            lambda x, y: [-i * (slope * x / 2 * y[0] + coupling * y[1]), -i * (coupling * y[0] - slope * x / 2 * y[1])],
            0,
            [mpmath.mpf(1), mpmath.mpf(0)],
        )
        exact = np.array([complex(identity) for identity in way(2)])
    result = evolve(lambda x: column(slope * x / 2) * SZ + coupling * SX, 2.0, [1, 0], tol=1e-12)
    assert np.linalg.norm(result.state - exact) < 1e-12


def test_a_crossing_from_far_to_far_has_the_landau_zener_probability() -> None:
    slope, coupling, half = 50.0, 1.2, 100.0
    result = evolve(lambda x: column(slope * (x - half) / 2) * SZ + coupling * SX, 2 * half, [1, 0], tol=1e-8)
    assert result.method == "sad"
    # the ends are not infinitely far: corrections of order (coupling / slope half)
    assert abs(abs(result.state[0]) ** 2 - np.exp(-2 * np.pi * coupling**2 / slope)) < 4 * coupling / (slope * half)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6, 7, 8])
def test_a_constant_hamiltonian_is_its_exponential(n: int) -> None:
    rng = np.random.default_rng(n)
    h, psi = hermitian(rng, n), rng.normal(size=n) + 0j
    levels, w = np.linalg.eigh(h)
    exact = w @ (np.exp(-1j * levels * 7) * (w.conj().T @ psi))
    result = evolve(h, 7.0, psi)
    assert result.method == "cells"
    assert np.abs(result.state - exact).max() < 1e-13
    for method in ("magnus", "sad"):
        assert np.abs(evolve(h, 7.0, psi, method=method).state - exact).max() < 1e-11


def test_cells_are_exact_between_the_breaks() -> None:
    rng = np.random.default_rng(5)
    layers, edges = np.array([hermitian(rng, 4) for _ in range(4)]), [0.2, 0.5, 0.6]

    def h(x: FloatArray) -> ComplexArray:
        return layers[np.searchsorted(edges, x, side="right")]

    psi = np.array([1, 0, 0, 0j])
    exact = psi
    for a, b in zip([0, *edges], [*edges, 1], strict=True):
        exact = magnus4(h, a, b, 1, exact)
    result = evolve(h, 1.0, psi, breaks=edges)
    assert result.method == "cells"
    assert np.abs(result.state - exact).max() < 1e-13


def test_a_one_percent_density_ripple_is_followed() -> None:
    # with fewer substeps than nodes on a panel this was wrong by 7e-6, without a warning
    def h(x: FloatArray) -> FloatArray:
        density = np.exp(-10 * x) * (1 + 0.01 * np.cos(600 * x))
        return column(3e3 * density - 40) * SZ + 12 * SX

    exact, resolution = reference(h, np.array([1, 0j]), [])
    for method in ("magnus", "sad"):
        assert np.linalg.norm(evolve(h, 1.0, [1, 0], method=method).state - exact) < 1e-9 + resolution


@pytest.mark.parametrize("n", [4, 6, 8])
@pytest.mark.parametrize("split", [0.0, 1e-13, 1e-8, 1e-3])
def test_pairs_of_equal_levels_are_as_exact_as_others(n: int, split: float) -> None:
    # Majorana neutrinos without matter; a bit a sweep was all that the eigenvectors gained, and 5e-11 the error
    rng = np.random.default_rng(5)
    for _ in range(20):
        a = rng.normal(size=(n // 2, n // 2)) + 1j * rng.normal(size=(n // 2, n // 2))
        vacuum, flip = np.diag(rng.normal(size=n // 2)), a - a.T
        h = 5 * np.block([[vacuum, flip.conj().T], [flip, (1 + split) * vacuum]])
        psi = np.eye(n)[rng.integers(n)]
        levels, w = np.linalg.eigh(h)
        exact = w @ (np.exp(-1j * levels) * (w.conj().T @ psi))
        assert np.linalg.norm(evolve(h, 1.0, psi, tol=1e-12).state - exact) < 2e-13


def test_levels_that_cross_zero_do_not_stall_the_steps() -> None:
    # the rounding of a step was measured by the diagonal alone, and the path hung where that vanishes
    kind, h, psi, _, _ = problem(10_040)
    assert kind == "smooth"
    exact, resolution = reference(h, psi, [])
    methods: tuple[Choice, ...] = ("magnus", "cf4", "sad")
    for variant in methods:
        assert np.linalg.norm(evolve(h, 1.0, psi, tol=2e-11, method=variant).state - exact) < 2e-11 + 2 * resolution


def test_a_narrow_resonance_inside_a_long_quiet_path_is_seen() -> None:
    # panels set by the distant levels alone would step over it
    def h(x: FloatArray) -> FloatArray:
        kick = np.zeros((4, 4))
        kick[0, 3] = kick[3, 0] = 1.0
        return np.diag([0.0, 4e3, 9e3, 1.5e4]) + column(3e4 * np.exp(-0.5 * ((x - 0.41234) / 1e-4) ** 2)) * kick

    psi = np.array([1, 0, 0, 0j])
    exact, resolution = reference(h, psi, [0.41, 0.4146])
    assert abs(exact[3]) > 0.1
    assert np.linalg.norm(evolve(h, 1.0, psi, method="sad").state - exact) < 1e-9 + resolution


def test_phases_of_a_million_radians_stay_above_the_rounding_floor() -> None:
    # commuting parts are exact: the state is known in closed form
    def h(x: FloatArray) -> FloatArray:
        return column(1 + 0.3 * np.cos(5 * x)) * np.diag([1e6, -2e6, 3e5])

    psi = np.ones(3) / np.sqrt(3)
    with mpmath.workdps(30):
        way = 1 + mpmath.mpf("0.3") * mpmath.sin(5) / 5
        exact = np.array([complex(mpmath.expj(-level * way)) for level in (1000000, -2000000, 300000)]) * psi
    with pytest.warns(ToleranceWarning, match="good to"):
        result = evolve(h, 1.0, psi, tol=1e-10)
    assert 1e-10 < result.rounding_floor < 1e-8
    assert np.linalg.norm(result.state - exact) < result.rounding_floor


def test_the_state_runs_back_along_the_reversed_path() -> None:
    rng = np.random.default_rng(3)
    single, double = hermitian(rng, 6), hermitian(rng, 6)

    def h(x: FloatArray) -> ComplexArray:
        return 40 * single + column(30 * np.sin(4 * x)) * double

    psi = rng.normal(size=6) + 0j
    there = evolve(h, 1.0, psi).state
    back = evolve(lambda x: -h(1 - x), 1.0, there).state
    assert np.abs(back - psi).max() < 1e-8


def test_the_norm_of_the_state_is_its_own() -> None:
    result = evolve(SX, 1.0, [3, 4j])
    assert np.linalg.norm(result.state) == pytest.approx(5, abs=1e-13)
    assert evolve(SX, 0.0, [3, 4j]).state.tolist() == [3, 4j]


def test_a_long_state_is_as_exact_as_a_short_one() -> None:
    def h(x: FloatArray) -> FloatArray:
        return column(np.cos(3 * x)) * SX + column(x - 2) * 40 * SZ

    short, long = (evolve(h, 5.0, [size, 0], tol=1e-9).state for size in (1, 100))
    assert np.linalg.norm(long - 100 * short) < 1e-7
    exact = evolve(h, 5.0, [1, 0], tol=2e-12).state
    assert np.linalg.norm(long - 100 * exact) < 1e-9


def test_a_common_shift_turns_all_phases_alike() -> None:
    rng = np.random.default_rng(8)
    single, double = hermitian(rng, 4), hermitian(rng, 4)
    psi = np.array([1, 0, 0, 0])

    def h(shift: float, x: FloatArray) -> np.ndarray:
        return single + column(np.sin(x)) * double + shift * np.eye(4)

    plain, shifted = (evolve(partial(h, shift), 3.0, psi).state for shift in (0.0, 7.0))
    assert np.linalg.norm(shifted - np.exp(-21j) * plain) < 1e-9


def test_states_on_the_way_are_those_of_shorter_ways() -> None:
    def h(x: FloatArray) -> FloatArray:
        return column(np.cos(3 * x)) * SX + column(x - 2) * 4 * SZ

    result = evolve(h, 5.0, [1, 0], at=[0.0, 2.0, 5.0])
    assert result.path[0].tolist() == [1, 0]
    assert np.linalg.norm(result.path[1] - evolve(h, 2.0, [1, 0]).state) < 1e-9
    assert np.array_equal(result.path[2], result.state)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([[0, 1], [2, 0]], 1.0, [1, 0]), "not hermitian"),
        (([[0, np.nan], [np.nan, 0]], 1.0, [1, 0]), "must be finite"),
        ((lambda x: np.where(x > 0.5, np.nan, 1)[:, None, None] * SX, 1.0, [1, 0]), "not finite"),
        ((lambda x: column(x) * np.array([[0, 1], [-1, 0]]), 1.0, [1, 0]), "not hermitian"),
        ((lambda x: SX, 1.0, [1, 0]), "shape"),
        ((SX, -1.0, [1, 0]), "length must not be negative"),
        ((SX, np.nan, [1, 0]), "length"),
        ((SX, 1.0, [1, 0, 0]), "3 x 3"),
        ((SX, 1.0, [0, 0]), "zero"),
        ((SX, 1.0, [1]), "two to eight"),
        ((SX, 1.0, [np.inf, 0]), "finite"),
        (("x", 1.0, [1, 0]), "hamiltonian"),
    ],
)
def test_wrong_input_is_refused(arguments: Positional, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        evolve(*arguments)


def test_wrong_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="tol must be positive"):
        evolve(SX, 1.0, [1, 0], tol=0)
    with pytest.raises(ValueError, match="tol = 3 is no tolerance of a state of norm 20; write 2 or less"):
        evolve(SX, 1.0, [20, 0], tol=3)
    with pytest.raises(ValueError, match="on the path"):
        evolve(SX, 1.0, [1, 0], breaks=[2.0])
    with pytest.raises(ValueError, match="did you mean 'magnus'"):
        evolve(SX, 1.0, [1, 0], method="mangus")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="constant between the breaks"):
        evolve(lambda x: column(x) * SX, 1.0, [1, 0], method="cells")


def test_importing_the_folder_does_not_load_the_compiler() -> None:
    check = "import sys, nuem.propagation; assert not {'numba', 'scipy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)


def test_a_phase_without_digits_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"coupled states gather 1\.41e\+16 rad, of which double precision knows nothing"
    ):
        evolve(np.array([[1e6, 0.1], [0.1, -1e6]]), 1e10, [1, 0])
    assert evolve(np.array([[1e6, 0.1], [0.1, -1e6]]), 1e4, [1, 0], tol=1e-4).rounding_floor < 1e-4
