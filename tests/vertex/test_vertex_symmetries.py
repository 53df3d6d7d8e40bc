"""A vertex has the symmetries of the electromagnetic current, at physical scales, and refuses what has not."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from nuem import Vertex

# The default absolute tolerances of pytest and numpy would hide everything at the scale of these moments.
allclose = partial(np.allclose, rtol=1e-5, atol=0)

SCALES = st.sampled_from([1e-25, 1e-19, 1e-11, 1.0])
RADII = st.sampled_from([1e-33, 1e-30])
Complex = NDArray[np.complex128]


def square(n: int) -> st.SearchStrategy[Complex]:
    part = hnp.arrays(np.float64, (n, n), elements=st.floats(-1, 1, allow_subnormal=False))
    return st.builds(lambda re, im: re + 1j * im, part, part)


matrices = st.integers(1, 5).flatmap(square)


@given(matrices, SCALES)
def test_any_complex_dipole_is_a_dirac_vertex(raw: Complex, scale: float) -> None:
    dipole = scale * raw
    vertex = Vertex.from_dipole("dirac", dipole)
    assert allclose(vertex.dipole, dipole, rtol=0, atol=4e-16 * scale)
    for moments in (vertex.magnetic, vertex.electric):
        assert np.array_equal(moments, moments.conj().T)


@given(matrices, SCALES)
def test_any_antisymmetric_dipole_is_a_majorana_vertex(raw: Complex, scale: float) -> None:
    dipole = scale * (raw - raw.T)
    vertex = Vertex.from_dipole("majorana", dipole)
    assert allclose(vertex.dipole, dipole, rtol=0, atol=4e-16 * scale)
    for moments in (vertex.magnetic, vertex.electric):
        assert np.array_equal(moments, -moments.T)
        assert not np.any(moments.real)
        assert not np.any(np.diag(moments))


@given(square(3), square(3), SCALES)
def test_dipole_is_magnetic_minus_i_electric(first: Complex, second: Complex, scale: float) -> None:
    magnetic, electric = scale * (first + first.conj().T), scale * (second + second.conj().T)
    vertex = Vertex("dirac", magnetic=magnetic, electric=electric)
    assert np.array_equal(vertex.dipole, magnetic - 1j * electric)


@given(matrices, RADII)
def test_majorana_keeps_a_real_symmetric_anapole_and_imaginary_transition_radii(raw: Complex, scale: float) -> None:
    anapole, radius = scale * (raw.real + raw.real.T), 1j * scale * (raw.real - raw.real.T)
    vertex = Vertex("majorana", anapole=anapole, charge_radius=radius)
    assert allclose(vertex.effective_radius, radius - 6 * anapole, rtol=1e-15)


@given(square(3), hnp.arrays(np.float64, 3, elements=st.floats(-10, 10)), SCALES)
def test_rephasing_dirac_fields_changes_phases_only(raw: Complex, phases: NDArray[np.float64], scale: float) -> None:
    vertex = Vertex.from_dipole("dirac", scale * raw)
    turned = vertex.rephased(phases)
    assert allclose(np.abs(turned.dipole), np.abs(vertex.dipole), rtol=1e-14, atol=1e-15 * scale)
    assert allclose(turned.rephased(-phases).dipole, vertex.dipole, rtol=0, atol=1e-15 * scale)


def test_majorana_fields_change_sign_only() -> None:
    vertex = Vertex.from_dipole("majorana", 1e-12 * np.array([[0, 1, 2], [-1, 0, 3j], [-2, -3j, 0]]))
    turned = vertex.rephased([0, np.pi, 0])
    assert allclose(turned.dipole, 1e-12 * np.array([[0, -1, 2], [1, 0, -3j], [-2, 3j, 0]]), atol=1e-27)
    with pytest.raises(ValueError, match="phases must be multiples of pi"):
        vertex.rephased([0, 0.3, 0])
    with pytest.raises(ValueError, match="phases must be 3 finite angles"):
        vertex.rephased([0, 0])


def test_everything_missing_is_zero_and_three_by_three() -> None:
    vertex = Vertex("dirac")
    assert vertex.size == 3
    assert not any(
        np.any(getattr(vertex, name))
        for name in ("magnetic", "electric", "charge", "charge_radius", "anapole", "dipole")
    )


def test_a_vertex_is_a_value() -> None:
    vertex, same = Vertex("dirac", charge=-0.0 * np.eye(2)), Vertex("dirac", charge=np.zeros((2, 2)))
    assert vertex == same
    assert hash(vertex) == hash(same)
    assert vertex != Vertex("majorana", charge=np.zeros((2, 2)))
    assert vertex != "dirac"
    assert repr(Vertex("dirac", magnetic=[[1e-11]])) == "Vertex('dirac', 1 neutrino, magnetic up to 1e-11 mu_B)"
    with pytest.raises(ValueError, match="read-only"):
        vertex.charge[0, 0] = 1


@pytest.mark.parametrize("scale", [1e-25, 1e-11])
@pytest.mark.parametrize(
    ("nature", "given_matrices", "message"),
    [
        ("weyl", {}, "nature = 'weyl' is unknown; choose 'dirac' or 'majorana'"),
        ("dirac", {"magnetic": [[0, 1], [2, 0]]}, r"magnetic is not hermitian: magnetic\[0, 1\] = .* must be the conjugate of"),
        ("dirac", {"electric": [[1j, 0], [0, 0]]}, r"electric\[0, 0\] = .* must be real"),
        ("dirac", {"charge": np.ones((2, 3))}, r"charge must be a square matrix .*; got shape \(2, 3\)"),
        ("dirac", {"charge": 1.0}, r"charge must be a square matrix .*; got shape \(\)"),
        ("dirac", {"charge": np.zeros((0, 0))}, "charge must be a square matrix"),
        ("dirac", {"magnetic": [[np.nan]]}, r"magnetic \[mu_B\] must be finite, got nan at position \(0, 0\)"),
        ("dirac", {"magnetic": "three"}, "is not a number but text"),
        ("dirac", {"magnetic": np.eye(3), "charge": np.eye(2)}, r"must have one size; got \{'magnetic': 3, 'charge': 2\}"),
        ("majorana", {"magnetic": np.diag([0, 1, 0])}, r"magnetic\[1, 1\] = .* must vanish .* diagonal elements vanish"),
        ("majorana", {"electric": [[0, 1], [1, 0]]}, r"electric is not antisymmetric: .* must be minus electric\[1, 0\]"),
        ("majorana", {"charge": np.eye(2)}, "charge of a Majorana neutrino is odd under charge conjugation"),
        ("majorana", {"charge_radius": np.eye(2)}, "charge radius of a Majorana neutrino is odd under charge conjugation"),
        ("majorana", {"anapole": [[0, 1j], [-1j, 0]]}, "anapole is not symmetric: .* even under charge conjugation"),
    ],
)  # fmt: skip
def test_refuses_what_breaks_a_symmetry(
    nature: str, given_matrices: dict[str, object], message: str, scale: float
) -> None:
    scaled = {k: v if isinstance(v, str) else scale * np.asarray(v) for k, v in given_matrices.items()}
    with pytest.raises(ValueError, match=message):
        Vertex(nature, **scaled)


def test_a_symmetry_broken_by_one_part_in_a_million_is_refused_at_any_scale() -> None:
    for scale in (1e-25, 1e-11):
        with pytest.raises(ValueError, match="off by"):
            Vertex("majorana", magnetic=scale * np.array([[0, 1j], [-1.000001j, 0]]))


def test_from_dipole_refuses_a_symmetric_majorana_dipole() -> None:
    with pytest.raises(ValueError, match="dipole is not antisymmetric"):
        Vertex.from_dipole("majorana", 1e-12 * np.ones((3, 3)))
