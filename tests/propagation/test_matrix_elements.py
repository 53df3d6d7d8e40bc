"""Elements of the Hamiltonian against quantum fields: Majorana neutrinos in Fock space, Dirac spinors, holes in their sea.

Nothing of the library's spinor algebra is used. A Majorana neutrino is the lowest state of given momentum, helicity and flavour parity above
the vacuum of two-component fields chi with the mass term -1/2 m chi^T i sigma_2 chi + h.c., found by diagonalising their Hamiltonian in the
space of all occupations; a Dirac antineutrino is a hole among the negative energies. The phases of the states are fixed by their large
components alone, so signs and phases of all elements are compared.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.arguments import Keywords

from nuem import Vertex
from nuem.propagation import Medium, TwoFlavours
from nuem.propagation.closed_forms.two_level import precession
from nuem.propagation.engine.pieces import Pieces
from nuem.propagation.hamiltonian import functions, hamiltonian, matter_current
from nuem.propagation.spin import PAULI as SIGMA
from nuem.typing import ComplexArray, FloatArray, IntArray
from nuem.units import eV

ENERGY, N = 1.0, 2  # [MeV]
MIXING = TwoFlavours(sin2_theta=0.3, dm2=(0.017**2 - 0.01**2), alpha=0.8, lightest_mass=0.01)  # m/E = 0.010 and 0.017
DIPOLE = {
    "dirac": np.array([[0.7 + 0.2j, 1.1 - 0.4j], [-0.3 + 0.9j, 0.5 - 0.6j]]),
    "majorana": np.array([[0, 0.7 + 0.5j], [-0.7 - 0.5j, 0]]),
}
MEDIA: Keywords = {
    "flowing, polarised matter": {
        "electron_density": 1e30,
        "neutron_density": 0.4e30,
        "velocity": (0.3, -0.2, 0.1),
        "polarisation": (0.1, 0.5, -0.3),
    },
    "transverse field": {"magnetic_field": 0.8 - 0.6j},
    "longitudinal field": {"longitudinal_field": 1.3},
}
EPSILON = np.array([[0, 1], [-1, 0]])  # i sigma_2


@cache
def annihilators() -> FloatArray:
    """c_{k i s} of momenta k = +p and -p, flavours i, spins s up and down (Jordan and Wigner)."""
    a, sign = np.array([[0, 1.0], [0, 0]]), np.diag([1.0, -1.0])
    modes = 4 * N
    rows = []
    for mode in range(modes):
        row: np.ndarray = np.eye(1)
        for factor in [sign] * mode + [a] + [np.eye(2)] * (modes - mode - 1):
            row = np.kron(row, factor)
        rows.append(row)
    return np.array(rows).reshape(2, N, 2, 2**modes, 2**modes)


def kinetic(k: int, flavours: ComplexArray | FloatArray, spins: ComplexArray | FloatArray) -> ComplexArray:
    """chi_k^dagger (flavours x spins) chi_k."""
    c = annihilators()[k]
    raised = np.einsum("ij,st,jtab->isab", flavours, spins, c)
    return sum(c[i, s].T @ raised[i, s] for i in range(N) for s in range(2))


def pairing(flavours: ComplexArray | FloatArray, spins: ComplexArray | IntArray) -> np.ndarray:
    """1/2 chi^T (flavours x spins) chi + h.c., which destroys two particles of opposite momenta."""
    c = annihilators()
    total = np.zeros(c.shape[-2:], complex)
    for k in range(2):
        other = np.einsum("ij,st,jtab->isab", flavours, spins, c[k])
        total = total + sum(0.5 * c[1 - k, i, s] @ other[i, s] for i in range(N) for s in range(2))
    return total + total.conj().T


@cache
def majorana_states() -> tuple[ComplexArray, ComplexArray]:
    """The vacuum and the columns |i, helicity ->, |i, helicity +> of momentum +p = ENERGY along z."""
    c = annihilators()
    identity = np.eye(N)
    free = kinetic(0, identity, -ENERGY * SIGMA[2]) + kinetic(1, identity, ENERGY * SIGMA[2])
    free = free + pairing(np.diag(MIXING.masses), -EPSILON)
    count = np.einsum("kisba,kisba->kisa", c, c).round()
    momentum = count[0].sum((0, 1)) - count[1].sum((0, 1))
    spin = (count[:, :, 0] - count[:, :, 1]).sum((0, 1)) / 2
    parity = count.sum((0, 2)) % 2

    def lowest(k: int, helicity: float, odd: FloatArray) -> tuple[float, ComplexArray]:
        wanted = (momentum == k) & (spin == helicity) & np.all(parity == odd[:, None], axis=0)
        places = np.flatnonzero(wanted)
        state = np.zeros(len(wanted), complex)
        levels, states = np.linalg.eigh(free[np.ix_(places, places)])
        state[places] = states[:, 0]
        return levels[0], state

    ground, vacuum = lowest(0, 0, np.zeros(N))
    columns = []
    for helicity in (-0.5, 0.5):
        for i in range(N):
            level, state = lowest(1, helicity, identity[i])
            assert level - ground == pytest.approx(np.hypot(ENERGY, MIXING.masses[i]), rel=1e-12)
            # a neutrino is created by chi_down^dagger(p), an antineutrino by chi_down(-p)
            large = state.conj() @ (c[0, i, 1].T if helicity < 0 else c[1, i, 1]) @ vacuum
            columns.append(state * large / abs(large))
    return vacuum, np.array(columns).T


def majorana_elements(current: ComplexArray, dipole: ComplexArray, field: FloatArray) -> ComplexArray:
    """<final|W|initial> above the vacuum, W = chi^dagger (f^0 + sigma.f) chi + 1/2 chi^T i sigma_2 (sigma.B) lambda chi + h.c."""
    w = sum(
        kinetic(k, current[a], matrix)
        for k in range(2)
        for a, matrix in enumerate([np.eye(2), *SIGMA])
        if current.any()
    ) + pairing(dipole, EPSILON @ np.einsum("a,aij->ij", field, SIGMA))
    vacuum, states = majorana_states()
    return states.conj().T @ w @ states - np.eye(2 * N) * (vacuum.conj() @ w @ vacuum)


def dirac_states(energy_sign: int, momentum: float) -> FloatArray:
    """Columns |i, sigma_z = -1>, |i, sigma_z = +1> of alpha.p + beta m in the order (left, right chirality)."""
    columns = []
    for spin in (1, 0):
        for i in range(N):
            up = 1 - 2 * spin
            level = np.array([[-up * momentum, MIXING.masses[i]], [MIXING.masses[i], up * momentum]])
            chirality = np.linalg.eigh(level)[1][:, 1 if energy_sign > 0 else 0]
            large = chirality[np.argmax(np.abs(chirality))]
            column = np.zeros((N, 2, 2))
            column[i, :, spin] = chirality * np.sign(large)
            columns.append(column.ravel())
    return np.array(columns).T


def dirac_elements(current: ComplexArray, dipole: ComplexArray, field: FloatArray, *, antineutrino: bool) -> np.ndarray:
    """<final|W|initial>, W = psi_L^dagger (f^0 + sigma.f) psi_L - psi_R^dagger lambda sigma.B psi_L + h.c."""
    w = np.zeros((N, 2, 2, N, 2, 2), complex)
    w[:, 0, :, :, 0, :] = np.einsum("aij,ast->isjt", current, [np.eye(2), *SIGMA])
    flip = -np.einsum("ij,a,ast->isjt", dipole, field, SIGMA)
    w[:, 1, :, :, 0, :] = flip
    w[:, 0, :, :, 1, :] = flip.conj().transpose(2, 3, 0, 1)
    matrix = w.reshape(4 * N, 4 * N)
    if not antineutrino:
        states = dirac_states(1, ENERGY)
        return states.conj().T @ matrix @ states
    holes = dirac_states(
        -1, -ENERGY
    )  # a hole has the opposite momentum and spin: the active one, of helicity +, comes first
    return -(holes.conj().T @ matrix @ holes).T


def acts(pieces: Pieces, medium: Medium) -> ComplexArray:
    """What a medium adds to the Hamiltonian; its vacuum part would drown it."""
    return replace(pieces, vacuum=0 * pieces.vacuum)(ENERGY, functions(medium, pieces.names, np.zeros(1)))[0]


@pytest.mark.parametrize("what", MEDIA)
@pytest.mark.parametrize("kind", ["majorana", "dirac", "dirac antineutrino"])
def test_elements_are_those_of_quantum_fields_to_first_order_in_mass_over_energy(kind: str, what: str) -> None:
    antineutrino = kind == "dirac antineutrino"
    nature = kind.split()[0]
    medium, place = Medium(1.0, **MEDIA[what]), np.zeros(1)
    vertex = Vertex.from_dipole(nature, 1e-11 * DIPOLE[nature])
    computed = acts(hamiltonian(MIXING, vertex, medium, antineutrino=antineutrino), medium)

    u = MIXING.matrix
    f_e, f_x = (spinor[:, 0] for spinor in matter_current(medium, place))
    current = np.array([u.conj().T @ np.diag([e, x]) @ u for e, x in zip(f_e, f_x, strict=True)])
    transverse = complex(MEDIA[what].get("magnetic_field", 0))
    field = precession(1e-11, np.array([transverse.real, transverse.imag, MEDIA[what].get("longitudinal_field", 0)]))
    if nature == "majorana":
        expected = majorana_elements(current, DIPOLE[nature], field)
    else:
        expected = dirac_elements(current, DIPOLE[nature], field, antineutrino=antineutrino)
    if antineutrino:  # the sign of the sterile state is free
        sign = np.diag([1, 1, -1, -1])
        expected = sign @ expected @ sign
    # a current flips with m/E, which the order (m/E)^2 of what it does to the diagonal blocks must not hide
    flip, keep = (slice(N, None), slice(N)), (slice(N), slice(N, None))
    for rows, columns in (flip, flip[::-1]):
        assert np.abs(computed - expected)[rows, columns].max() <= 6e-4 * np.abs(expected[rows, columns]).max()
    for both in keep:
        assert np.abs(computed - expected)[both, both].max() <= 6e-4 * np.abs(expected).max()


def test_a_majorana_neutrino_flips_twice_as_fast_in_a_current_as_a_dirac_one() -> None:
    # one neutrino: (f_x - i f_y) 2 x m/2E against (f_x - i f_y) m/2E, and no neutrino keeps a vector current to itself
    single = TwoFlavours(sin2_theta=0.0, dm2=1e-5 * eV**2, lightest_mass=0.01)
    medium = Medium(1.0, **MEDIA["flowing, polarised matter"])
    f = matter_current(medium, np.zeros(1))[0][:, 0]
    for nature, times in (("majorana", 2), ("dirac", 1)):
        h = acts(hamiltonian(single, Vertex(nature, magnetic=np.zeros((2, 2))), medium), medium)
        assert h[2, 0] == pytest.approx(times * 0.01 / (2 * ENERGY) * (f[1] - 1j * f[2]), rel=1e-12)
        assert h[3, 0] == 0


def test_a_longitudinal_field_keeps_majorana_neutrinos_what_they_are_and_mixes_them_by_the_sum_or_difference_of_masses() -> (
    None
):
    # Lambda_ij = mu_ij (m_i + m_j)/2E for magnetic, -i eps_ij (m_i - m_j)/2E for electric transition moments; nothing on the diagonal
    medium = Medium(1.0, longitudinal_field=2.0)
    m = MIXING.masses
    for kind, sum_or_difference in (("magnetic", m[0] + m[1]), ("electric", -1j * (m[0] - m[1]))):
        moments = np.array([[0, 3e-11j], [-3e-11j, 0]])
        h = acts(hamiltonian(MIXING, Vertex("majorana", **{kind: moments}), medium), medium)
        scale = precession(3e-11, 2.0) / (2 * ENERGY)
        assert np.all(np.diag(h) == 0)
        assert np.all(h[2:, :2] == 0)
        assert h[0, 1] == pytest.approx(1j * scale * sum_or_difference, rel=1e-12)
        # CPT: the antineutrinos of the other helicity have the opposite, conjugate element for magnetic, as for electric moments
        assert h[2:, 2:] == pytest.approx(-h[:2, :2] if kind == "magnetic" else h[:2, :2], abs=1e-12 * abs(h).max())
    alone = Vertex("majorana", magnetic=np.zeros((2, 2)))
    assert hamiltonian(MIXING, alone, medium).names == ()
