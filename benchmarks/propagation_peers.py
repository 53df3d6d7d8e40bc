"""Spin-flavour evolution beside QuTiP's sesolve and nuSQuIDS; ``pip install qutip nusquids`` first, else there is nothing to compare.

Both are timed on one thread over one hundredth of the Sun, and multiplied; the engine as in `propagation_speed`.
"""

import math
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from time import perf_counter

import numpy as np

from benchmarks.propagation_speed import DIPOLE, MIXING, SHARE, sun, threads
from benchmarks.timing import Row, best
from nuem import Vertex
from nuem.constants import AVOGADRO
from nuem.propagation import ToleranceWarning, propagate
from nuem.propagation.hamiltonian import flavour_basis, functions, hamiltonian
from nuem.units import solar_radius

NEAR = np.linspace(14.5, 15.5, 200)
ENERGY = 15.0


def rows() -> Iterator[Row]:
    """A row for each peer that is installed."""
    warnings.simplefilter("ignore", ToleranceWarning)
    for name, row in (("qutip", qutip_row), ("nuSQuIDS", nusquids_row)):
        if find_spec(name):
            yield row()
        else:
            print(f"{name} is not installed: no comparison with it")


def qutip_row() -> Row:
    """Three Majorana flavours in the field of the Sun; sesolve by vern9 at 1e-12."""
    import qutip

    medium, vertex = sun(), Vertex.from_flavour("majorana", MIXING, dipole=DIPOLE)
    fast = best(lambda: propagate(NEAR, medium, MIXING, vertex, tol=1e-8), repeat=3) / len(NEAR)
    short = propagate(ENERGY, medium, MIXING, vertex, at=[SHARE * medium.length]).path[0, 0]
    pieces, basis = hamiltonian(MIXING, vertex, medium), flavour_basis(MIXING, vertex)
    matrices = {name: qutip.Qobj(m * solar_radius) for name, m in zip(pieces.names, pieces.matrices, strict=True)}
    e, x = functions(medium, ("V_e", "V_x"), np.zeros(1))[0]

    def density(r: float) -> float:
        return math.exp(-10.54 * r)

    def size(r: float) -> float:
        return 5e6 * math.exp(-0.5 * ((r - 0.3) / 0.1) ** 2)

    h = qutip.QobjEvo(
        [
            qutip.Qobj(pieces.vacuum / ENERGY * solar_radius),
            [e * matrices["V_e"] + x * matrices["V_x"], density],
            [matrices["B_x"], lambda r: size(r) * math.cos(5 * r)],
            [matrices["B_y"], lambda r: size(r) * math.sin(5 * r)],
        ]
    )
    start = qutip.Qobj(basis.conj().T[:, 0])
    options = {"method": "vern9", "rtol": 1e-12, "atol": 1e-12, "nsteps": 10**9, "progress_bar": ""}
    began = perf_counter()
    state = qutip.sesolve(h, start, [0, SHARE], options=options).states[-1].full()[:, 0]
    slow = (perf_counter() - began) / SHARE
    apart = np.abs(short - np.abs(basis @ state) ** 2).max()
    return Row(
        f"Sun, 6 levels, 15 MeV, {threads()} threads; QuTiP vern9", fast, slow, ">= 1e4 x", f"P differ by {apart:.0e}"
    )


def nusquids_row() -> Row:
    """Three flavours without a field: what nuSQuIDS does as well, by its Runge-Kutta of eighth order at 1e-10, from a table of 401 rows."""
    import nuSQuIDS as peer

    medium, vertex, unit = sun(), Vertex("dirac"), peer.Const()
    fast = best(lambda: propagate(NEAR, medium, MIXING, vertex, tol=1e-8), repeat=3) / len(NEAR)
    short = propagate(ENERGY, medium, MIXING, vertex, at=[SHARE * medium.length]).path[0, 0, :3]
    r = np.linspace(0, 1, 401)
    electrons = medium.at("electron_density", r * solar_radius)
    assert electrons is not None
    density = electrons / AVOGADRO / 0.5
    nu = peer.nuSQUIDS(3, peer.neutrino)
    nu.Set_E(ENERGY * unit.MeV)
    nu.Set_Body(peer.VariableDensity(list(r * solar_radius), list(density), [0.5] * len(r)))
    nu.Set_Track(peer.VariableDensity.Track(0.0, SHARE * solar_radius * unit.cm))
    for i, j, sin2 in ((0, 1, MIXING.sin2_theta12), (0, 2, MIXING.sin2_theta13), (1, 2, MIXING.sin2_theta23)):
        nu.Set_MixingAngle(i, j, math.asin(math.sqrt(sin2)))
    nu.Set_CPPhase(0, 2, MIXING.delta)
    nu.Set_SquareMassDifference(1, MIXING.dm2_21 * 1e12)  # MeV^2 -> eV^2
    nu.Set_SquareMassDifference(2, MIXING.dm2_31 * 1e12)
    nu.Set_GSL_step(peer.GSL_STEP_RK8PD)
    nu.Set_rel_error(1e-10)
    nu.Set_abs_error(1e-10)
    nu.Set_initial_state(np.array([1.0, 0, 0]), peer.flavor)
    began = perf_counter()
    nu.EvolveState()
    slow = (perf_counter() - began) / SHARE
    apart = max(abs(nu.EvalFlavor(k) - short[k]) for k in range(3))
    return Row(
        f"Sun, 3 levels, 15 MeV, {threads()} threads; nuSQuIDS", fast, slow, ">= 1e3 x", f"P differ by {apart:.0e}"
    )
