r"""Spin-flavour Hamiltonians of Dirac and Majorana neutrinos in matter and fields.

Basis of the amplitudes: left-handed neutrinos in the mass basis, then, for Dirac neutrinos, the right-handed mass states, or, for Majorana
neutrinos, the antineutrinos in their mass basis (nu_alpha = sum_i U_{alpha i} nu_i, antineutrinos with U^*):

.. math:: H = \begin{pmatrix} \frac{\Delta m^2}{2E} + U^\dagger V U + B_z\,\Lambda_L & H_{RL}^\dagger \\
          H_{RL} & \frac{\Delta m^2}{2E} - (U^\dagger V U)^* + B_z\,\Lambda_R \end{pmatrix}, \qquad
          H_{RL} = -(B_x - i B_y)\,\lambda + H_{RL}^\mathrm{current}

where the matter potential of the lower block is absent for Dirac neutrinos [Schechter:1981hw; Lim:1987tk;
Akhmedov:1988uk]. The
potentials are those of neutral matter in motion, V_alpha = f^0_alpha - f^z_alpha with the four-vector

.. math:: f^\mu_\alpha = \frac{G_F}{\sqrt2} \sum_f \left( a_{\alpha f}\, j_f^\mu + b_{\alpha f}\, \lambda_f^\mu \right)

of `matter_current`; at rest V_e = sqrt2 G_F (n_e - n_n/2), V_mu = V_tau = -G_F n_n/sqrt2 at tree level. What flips the helicity without
moments is the transverse part of f with the small component m/2E of the spinor: (U^dagger f U)_ij/2 gamma_i for Dirac neutrinos
[Pustoshny:2018jxb], (U^dagger f U)_ij/2 gamma_i + (U^dagger f U)_ji/2 gamma_j for Majorana ones, so twice
as fast for one neutrino. That is derived here, without a paper to compare with.
The longitudinal field acts as Lambda_L,ij = lambda_ij/2 gamma_i + (lambda^dagger)_ij/2 gamma_j and
Lambda_R,ij = -lambda_ij/2 gamma_j - (lambda^dagger)_ij/2 gamma_i. For Majorana neutrinos it has no diagonal, and mixes two of them by
(m_i + m_j)/2E for magnetic, (m_i - m_j)/2E for electric transition moments.

Every element, with its sign and phase, is what quantum fields give to first order in m/E: for Majorana neutrinos by the diagonalised
field Hamiltonian of two flavours in the space of all occupations, for Dirac neutrinos by their spinors, for Dirac antineutrinos by holes
among the negative energies (the tests of the matrix elements; the next order is (m/E)^2).
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nuem.constants import BOHR_MAGNETON, FERMI, HBAR_C_EXACT, SIN2_THETA_W
from nuem.propagation.engine.pieces import Pieces
from nuem.propagation.medium import Medium
from nuem.vertex import Vertex

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]

_POTENTIAL = FERMI / np.sqrt(2) * HBAR_C_EXACT**2  # G_F/sqrt2 per hbar c, times a density [cm^-3]: [1/cm]
_PRECESSION = BOHR_MAGNETON / HBAR_C_EXACT  # mu_B per hbar c: [1/(cm gauss)]


class Flavours(Protocol):
    """What is needed of a mixing: U[flavour, mass] with e in the first row, and squared-mass differences."""

    @property
    def matrix(self) -> Complex:
        """U[flavour, mass]."""

    @property
    def splittings(self) -> Array:
        """m_i^2 - m_1^2 [MeV^2]."""

    @property
    def masses(self) -> Array:
        """m_i [MeV]."""

    def index(self, flavour: str) -> int:
        """Row of a flavour."""


def hamiltonian(mixing: Flavours, vertex: Vertex, medium: Medium, *, antineutrino: bool = False) -> Pieces:
    """The Hamiltonian of a neutrino in a medium, as matrices for those functions of the distance that do not vanish.

    `antineutrino` matters for Dirac neutrinos only, which it replaces by active antineutrinos and sterile, left-handed ones: the
    Hamiltonian is conjugated, and all that matter does changes sign, along the momentum and across it, but nothing that a field does. (The
    moment changes its sign and the axial coupling of the spin to a current does not; the sign of the sterile states takes up the first.)
    """
    u, n = mixing.matrix, len(mixing.matrix)
    majorana = vertex.nature == "majorana"
    level = mixing.splittings / (2 * HBAR_C_EXACT)
    shift = float(level.mean())
    vacuum = np.diag(np.concatenate([level - shift, level - shift])).astype(np.complex128)
    electron = np.zeros(n)
    electron[0] = 1.0
    muon_and_tau = np.zeros(n)
    muon_and_tau[1 : min(n, 3)] = 1.0  # sterile states have no potential
    half_mass = mixing.masses / 2  # 1/2 gamma = m/2E, the energy enters as a power
    zero = np.zeros((n, n), np.complex128)
    flip = -_PRECESSION * vertex.dipole
    present = _present(medium)
    names, matrices, powers = [], [], []

    def add(name: str, upper: Complex, lower: Complex, down: Complex, power: int) -> None:
        h = np.block([[upper, down.conj().T], [down, lower]])
        if name in present and np.any(h):
            names.append(name)
            matrices.append(h.conj() if antineutrino and not majorana else h)
            powers.append(power)

    sign = -1.0 if antineutrino and not majorana else 1.0
    for name, projector in (("V_e", electron), ("V_x", muon_and_tau)):
        potential = u.conj().T @ (projector[:, None] * u)
        add(name, sign * potential, -potential.conj() if majorana else zero, zero, 0)
    add("B_x", zero, zero, flip, 0)
    add("B_y", zero, zero, -1j * flip, 0)
    slow = _PRECESSION * half_mass[:, None] * vertex.dipole
    fast = _PRECESSION * vertex.dipole * half_mass
    add("B_z", slow + slow.conj().T, -(fast + fast.conj().T), zero, -1)
    for flavour, projector in (("e", electron), ("x", muon_and_tau)):
        current = half_mass[:, None] * (u.conj().T @ (projector[:, None] * u))
        if majorana:
            current = current + current.T
        add(f"f_{flavour}x", zero, zero, sign * current, -1)
        add(f"f_{flavour}y", zero, zero, -1j * sign * current, -1)
    return Pieces(vacuum, tuple(names), tuple(matrices), tuple(powers), shift)


def _present(medium: Medium) -> set[str]:
    """Names of the functions that a medium may have."""
    names = set()
    if any(getattr(medium, name) is not None for name in ("electron_density", "neutron_density", "proton_density")):
        names |= {"V_e", "V_x"}
        if medium.velocity is not None or medium.polarisation is not None:
            names |= {"f_ex", "f_ey", "f_xx", "f_xy"}
    if medium.magnetic_field is not None:
        names |= {"B_x", "B_y"}
    if medium.longitudinal_field is not None:
        names.add("B_z")
    return names


def functions(medium: Medium, names: tuple[str, ...], x: Array, *, sin2_theta_w: float = SIN2_THETA_W) -> Array:
    """Values of the named functions at positions x, shape (len(x), len(names)): potentials and currents [1/cm], fields [gauss]."""
    values: dict[str, Array] = {}
    if medium.magnetic_field is not None:
        field = medium.at("magnetic_field", x)
        assert field is not None
        values["B_x"], values["B_y"] = field.real, field.imag
    if medium.longitudinal_field is not None:
        along = medium.at("longitudinal_field", x)
        assert along is not None
        values["B_z"] = along
    if set(names) & {"V_e", "V_x", "f_ex", "f_ey", "f_xx", "f_xy"}:
        for flavour, current in zip("ex", matter_current(medium, x, sin2_theta_w=sin2_theta_w), strict=True):
            values[f"V_{flavour}"] = current[0] - current[3]
            values[f"f_{flavour}x"], values[f"f_{flavour}y"] = current[1], current[2]
    return np.stack([np.asarray(values[name], dtype=np.float64) for name in names], axis=1)


def matter_current(medium: Medium, x: Array, *, sin2_theta_w: float = SIN2_THETA_W) -> tuple[Array, Array]:
    r"""The four-vectors f_e and f_mu = f_tau at positions x, shape (4, len(x)) [1/cm].

    .. math:: j^\mu = n\,(1, \mathbf v), \quad \lambda^\mu = n \left( \zeta\!\cdot\!\mathbf v,\ \zeta\sqrt{1-v^2}
              + \frac{\mathbf v\,(\zeta\!\cdot\!\mathbf v)}{1+\sqrt{1-v^2}} \right), \quad n = n_0/\sqrt{1-v^2}

    a(nu_e) is 1 + 4 s^2, 1 - 4 s^2, -1 for electrons, protons, neutrons, a(nu_mu) is -(1 - 4 s^2), 1 - 4 s^2, -1; the electrons alone are
    polarised, with b(nu_e) = -1, b(nu_mu) = +1 [Lobanov:2001ar]. In neutral matter the weak mixing angle drops out.
    """
    zero = np.zeros(len(x))
    electrons, protons, neutrons = (
        zero if (density := medium.at(f"{name}_density", x)) is None else density
        for name in ("electron", "proton", "neutron")
    )
    v = medium.at("velocity", x)
    zeta = medium.at("polarisation", x)
    weak = 4 * sin2_theta_w
    neutral = (1 - weak) * (protons - electrons) - neutrons
    if v is None and zeta is None:
        electron, muon = np.zeros((2, 4, len(x)))
        electron[0], muon[0] = _POTENTIAL * (neutral + 2 * electrons), _POTENTIAL * neutral
        return electron, muon
    velocity = np.zeros((len(x), 3)) if v is None else v
    spin = np.zeros((len(x), 3)) if zeta is None else zeta
    slow = np.sqrt(1 - np.sum(velocity**2, axis=1))  # sqrt(1 - v^2)
    along = np.sum(spin * velocity, axis=1)
    current = np.concatenate([np.ones((1, len(x))), velocity.T]) / slow
    space = spin.T * slow + velocity.T * (along / (1 + slow))
    axial = np.concatenate([along[None], space]) * electrons / slow
    muon = _POTENTIAL * (neutral * current + axial)
    electron = _POTENTIAL * ((neutral + 2 * electrons) * current - axial)
    return electron, muon


def flavour_basis(mixing: Flavours, vertex: Vertex, *, antineutrino: bool = False) -> Complex:
    """W[state, mass state]: amplitudes in the basis of the results are W times those of the Hamiltonian."""
    u = mixing.matrix
    zero = np.zeros_like(u)
    if vertex.nature == "majorana":
        return np.block([[u, zero], [zero, u.conj()]])
    return np.block([[u.conj() if antineutrino else u, zero], [zero, np.eye(len(u))]]).astype(np.complex128)


def state_names(mixing: Flavours, vertex: Vertex) -> tuple[str, ...]:
    """Names of the states in the order of the results."""
    n = len(mixing.matrix)
    flavours = ("e", "mu", "tau")[:n] + tuple(f"s{k + 1}" for k in range(n - 3))
    if n == 2:
        flavours = ("e", "x")
    if vertex.nature == "majorana":
        return flavours + tuple(f"anti-{name}" for name in flavours)
    return flavours + tuple(f"{k + 1}R" for k in range(n))
