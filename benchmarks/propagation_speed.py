"""Spin-flavour evolution beside SciPy's DOP853 at 1e-12: three flavours through the Sun, two levels, and a whole scan.

DOP853 is timed on one hundredth of the path, in the core, and multiplied: the whole path at 15 MeV takes two
minutes. The engine's time is that of one energy in a scan of its neighbours on all threads of the process, everything included.
"""

import math
import os
import warnings
from collections.abc import Iterator

import numpy as np
from scipy.integrate import solve_ivp

from benchmarks.timing import Row, best, per_flop
from nuem import Mixing, Vertex
from nuem.constants import AVOGADRO, HBAR_C_EXACT
from nuem.propagation import Medium, ToleranceWarning, TwoFlavours, propagate
from nuem.propagation.closed_forms.two_level import charged_current_potential, precession
from nuem.propagation.hamiltonian import flavour_basis, functions, hamiltonian
from nuem.typing import ComplexArray
from nuem.units import eV, solar_radius

SHARE = 0.01
# Six levels at 15 MeV: rotations of all levels at the sixteen nodes of a panel, refused panels included, as counted in plain Python. Each is a
# Cayley matrix, its product with H, two halves of a hermitian product, and a derivative.
ROTATIONS = 66
FLOP = 16 * (8 * 6**3 + 8 * 6**3 + 8 * 6**2 * 7 + 2 * 2 * 16 * 6**2)
MIXING = Mixing(
    sin2_theta12=0.307,
    sin2_theta13=0.02195,
    sin2_theta23=0.561,
    delta=np.deg2rad(177.0),
    dm2_21=7.49e-5 * eV**2,
    dm2_31=2.513e-3 * eV**2,
)
DIPOLE = 1e-11 * np.array([[0, 1, np.exp(-0.5j)], [-1, 0, np.exp(0.3j)], [-np.exp(-0.5j), -np.exp(0.3j), 0]])


def sun() -> Medium:
    """An exponential Sun with a twisting field of five megagauss."""

    def electrons(x: np.ndarray) -> np.ndarray:
        return 245 * AVOGADRO * np.exp(-10.54 * x / solar_radius)

    return Medium(
        solar_radius,
        electron_density=electrons,
        neutron_density=lambda x: electrons(x) / 6,
        magnetic_field=lambda x: 5e6 * np.exp(-0.5 * ((x / solar_radius - 0.3) / 0.1) ** 2 + 5j * x / solar_radius),
    )


def dop853(energy: float, medium: Medium, mixing: Mixing | TwoFlavours, vertex: Vertex) -> tuple[ComplexArray, float]:
    """The state after a hundredth of the path by SciPy, and its time for the whole, with as lean a right-hand side as Python has."""
    pieces = hamiltonian(mixing, vertex, medium)
    start = flavour_basis(mixing, vertex).conj().T[:, 0]
    matrices = dict(zip(pieces.names, pieces.matrices, strict=True))
    e, x = functions(medium, ("V_e", "V_x"), np.zeros(1))[0]
    vacuum, matter = -1j * pieces.vacuum / energy, -1j * (e * matrices["V_e"] + x * matrices["V_x"])
    field_x, field_y = -1j * matrices["B_x"], -1j * matrices["B_y"]

    def slope(x: float, psi: ComplexArray) -> ComplexArray:
        r = x / solar_radius
        size = 5e6 * math.exp(-0.5 * ((r - 0.3) / 0.1) ** 2)
        h = vacuum + math.exp(-10.54 * r) * matter + size * math.cos(5 * r) * field_x + size * math.sin(5 * r) * field_y
        return h @ psi

    def run() -> ComplexArray:
        return solve_ivp(slope, (0, SHARE * medium.length), start, "DOP853", rtol=1e-12, atol=1e-12).y[:, -1]

    seconds = best(run, repeat=1) / SHARE
    return flavour_basis(mixing, vertex) @ run(), seconds


def threads() -> int:
    """Threads that the engine uses: NUMBA_NUM_THREADS, or all of this process."""
    return int(os.environ.get("NUMBA_NUM_THREADS", "0")) or len(os.sched_getaffinity(0))


def rows() -> Iterator[Row]:
    """All comparisons of this file."""
    warnings.simplefilter("ignore", ToleranceWarning)
    medium, vertex = sun(), Vertex.from_flavour("majorana", MIXING, dipole=DIPOLE)
    propagate(15.0, medium, MIXING, vertex)
    near = np.linspace(14.5, 15.5, 200)
    each = best(lambda: propagate(near, medium, MIXING, vertex, tol=1e-8), repeat=3) / len(near)
    state, naive = dop853(15.0, medium, MIXING, vertex)
    short = propagate(15.0, medium, MIXING, vertex, at=[SHARE * medium.length]).path[0, 0]
    apart = np.abs(short - np.abs(state) ** 2).max()
    yield Row(
        f"Sun, 6 levels, 15 MeV, per energy, {threads()} threads", each, naive, ">= 1.5e5 x", f"P differ by {apart:.0e}",
        ROTATIONS * FLOP * per_flop() / threads(), f"{ROTATIONS} rotations of {FLOP / 1e3:.0f} kflop",
    )  # fmt: skip
    scan = np.geomspace(0.1, 15, 1000)
    many = best(lambda: propagate(scan, medium, MIXING, vertex, tol=1e-8), repeat=3)
    yield Row(f"Sun, 6 levels, 1000 energies 0.1-15 MeV, {threads()} threads", many, 1000 * naive, "<= 0.5 s")
    one = best(lambda: propagate(10.0, medium, MIXING, vertex, tol=1e-8))
    yield Row("  one energy of a medium that was crossed before", one, naive, "<= 5 ms")
    below = best(lambda: propagate(10.0, medium, MIXING, vertex, tol=1e-12))
    yield Row("  the same, with a tolerance below rounding (naive: above)", below, one, "about 1 x")
    two = TwoFlavours(sin2_theta=0.307, dm2=7.49e-5 * eV**2)
    flip = Vertex.from_dipole("majorana", np.array([[0, 1e-11], [-1e-11, 0]]))
    each = best(lambda: propagate(near, medium, two, flip, tol=1e-8), repeat=3) / len(near)
    state, naive = dop853(15.0, medium, two, flip)
    short = propagate(15.0, medium, two, flip, at=[SHARE * medium.length]).path[0, 0]
    apart = np.abs(short - np.abs(state) ** 2).max()
    yield Row(f"Sun, 4 levels, 15 MeV, per energy, {threads()} threads", each, naive, "", f"P differ by {apart:.0e}")
    yield two_levels(medium)


def two_levels(medium: Medium) -> Row:
    """nu_e and anti-nu_x alone, which without mixing nothing couples to the other two, over their whole path; SciPy the same."""
    two, moment = TwoFlavours(sin2_theta=0.0, dm2=7.49e-5 * eV**2), 1e-11
    flip = Vertex.from_dipole("majorana", moment * np.array([[0, 1], [-1, 0]]))
    energies = np.linspace(14.5, 15.5, 1001)
    fast = best(lambda: propagate(energies, medium, two, flip, tol=1e-8), repeat=3) / len(energies)
    computed = propagate(15.0, medium, two, flip, tol=1e-8).probabilities[0]
    level = two.dm2 / (2 * 15.0 * HBAR_C_EXACT)
    potential = float(charged_current_potential(245 * AVOGADRO)) * (5 / 6)
    field = float(precession(moment, 5e6))

    def slope(x: float, psi: ComplexArray) -> ComplexArray:
        r = x / solar_radius
        half = 0.5 * (potential * math.exp(-10.54 * r) - level)
        w = field * math.exp(-0.5 * ((r - 0.3) / 0.1) ** 2) * complex(math.cos(5 * r), math.sin(5 * r))
        first, other = psi
        return np.array([-1j * (half * first + w * other), -1j * (w.conjugate() * first - half * other)])

    def naive() -> ComplexArray:
        return solve_ivp(slope, (0, medium.length), [1, 0j], "DOP853", rtol=1e-12, atol=1e-12).y[:, -1]

    apart = np.abs(computed[[0, 3]] - np.abs(naive()) ** 2).max()
    return Row(
        f"Sun, 2 levels, 15 MeV, per energy of 1001, {threads()} threads",
        fast,
        best(naive, repeat=1),
        ">= 2e4 x",
        f"P differ by {apart:.0e}",
    )
