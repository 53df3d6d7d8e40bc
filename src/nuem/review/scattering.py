"""Section 4 of the review: scattering, effective couplings and their translation."""

from math import pi

import numpy as np

from nuem.constants import (
    ALPHA,
    CLASSICAL_RADIUS_SQUARED,
    ELECTRON_MASS,
    HBAR_C,
    HBAR_C_EXACT,
    RADIUS_SHIFT,
    SIN2_THETA_W,
    W_MASS,
)
from nuem.flavour import FLAVOURS, Mixing, effective_moment, lambdas
from nuem.flavour.triangle import triangle_excess
from nuem.review.claim import DIFFERS, REPRODUCED, Compute, Verdict, agree, compare
from nuem.scattering.couplings import tree
from nuem.scattering.electromagnetic import dsigma_dT_charge, dsigma_dT_magnetic
from nuem.scattering.electroweak import dsigma_dT_weak
from nuem.scattering.low_recoil import charge_from_moment, equal_moment
from nuem.scattering.nucleus import dsigma_dT_magnetic as nuclear_magnetic
from nuem.units import keV
from nuem.vertex import Vertex

_SEED = 718


def weak() -> Verdict:
    """Eqs. (11) to (13): which sign of g_A is whose."""
    neutrino, antineutrino = tree("e").axial, tree("e", antineutrino=True).axial
    low = 1e-9
    ratio = dsigma_dT_weak(low, 1.0) / dsigma_dT_weak(low, 1.0, antineutrino=True)
    same = abs(float(ratio) - 1) < 1e-6
    return Verdict(
        f"g_A = {float(neutrino):+.1f} for nu_e, {float(antineutrino):+.1f} for its antineutrino; (13) {'holds' if same else 'fails'} for both",
        REPRODUCED if float(neutrino) == -0.5 else DIFFERS,
        "the printed g_A = -1/2 is that of the antineutrino, which reactors emit; low recoils do not tell them apart",
    )


def radius() -> Verdict:
    """Eqs. (14) and (15): the shift of g_V in the review's form and with the fine-structure constant."""
    review = 2 / 3 * W_MASS**2 * SIN2_THETA_W / HBAR_C**2
    return Verdict(
        f"g_V + {RADIUS_SHIFT:.4g} <r^2>/cm2, coherent with the weak interaction",
        REPRODUCED if abs(review / RADIUS_SHIFT - 1) < 0.01 else DIFFERS,
        f"sqrt2 pi alpha/(3 G_F) with alpha(0); the tree relation of the review is {review / RADIUS_SHIFT - 1:.0%} larger with these constants. "
        "Conventions of <r^2> are named and converted in nuem.vertex.charge_radius",
    )


def magnetic() -> Verdict:
    """Cross section of a moment, Eq. (16)."""
    recoil, energy = 0.1, 1.0
    scale = float(dsigma_dT_magnetic(recoil, energy, moment=1.0)) / (1 / recoil - 1 / energy)
    return compare(scale, 2.49e-25, within=0.003, unit="cm2", digits=6)


def charge() -> Verdict:
    """Cross section of a charge, Eq. (17), in which q^2 is Gaussian."""
    recoil, energy = np.geomspace(0.1, 100, 4) * keV, 1e6
    squared = recoil**2  # so that every recoil counts alike
    return agree(
        dsigma_dT_charge(recoil, energy, charge=1.0) * squared,
        np.full(recoil.shape, 2 * pi * ALPHA**2 * HBAR_C**2 / ELECTRON_MASS),
        within=1e-5,
        routes=(
            "the charge's part of the cross section on free electrons, 0.1 to 100 keV",
            "(17) with alpha q^2 for q^2",
        ),
        computed="2 pi alpha^2 q^2/(m_e T^2) with q in e, and interference",
        why="the review's q^2 contains e^2 = alpha; its (14) adds the charge without its interference with the weak interaction, which is kept here",
    )


def equal() -> Verdict:
    """The moment that scatters as much as the weak interaction, Eq. (18)."""
    moments = [float(equal_moment(recoil * keV)) for recoil in (2.8, 0.35)]
    worst = max(zip(moments, (1.08e-11, 3.8e-12), strict=True), key=lambda pair: abs(pair[0] / pair[1] - 1))
    return compare(*worst, within=0.01, text=f"{moments[0]:.4g} and {moments[1]:.4g} mu_B")


def effective() -> Verdict:
    """The printed sum over states against the trace that the code takes."""
    random = np.random.default_rng(_SEED)
    mixing = Mixing.nufit()
    dipole = 1e-11 * (random.normal(size=(3, 3)) + 1j * random.normal(size=(3, 3)))
    vertex = Vertex.from_dipole("dirac", dipole)
    length, energy = 1e7, 3.0
    phase = np.exp(-1j * mixing.splittings * length / (2 * energy * HBAR_C_EXACT))
    printed = [np.sqrt(np.sum(np.abs(dipole @ (row.conj() * phase)) ** 2)) for row in mixing.matrix]
    traces = [effective_moment(vertex, mixing, flavour, baseline=length, energy=energy) for flavour in FLAVOURS]
    return agree(
        traces,
        printed,
        within=1e-9,
        routes=("Tr[lambda rho lambda^dagger]", "the printed sum over states"),
        computed="Tr[lambda rho lambda^dagger] for every flavour, at 100 km and 3 MeV",
        why="reactor, accelerator, solar with matter, neutrinos and antineutrinos, all phases",
    )


def charge_of_gemma() -> Verdict:
    """Millicharge whose cross section equals that of GEMMA's moment at its threshold."""
    return compare(float(charge_from_moment(2.8 * keV, 2.9e-11)), 1.5e-12, within=0.02, unit="e", digits=4)


def triangle() -> Verdict:
    """Random Majorana dipoles: how far each is from the limit, in closed form; and Dirac ones that violate it."""
    random, mixing, draws = np.random.default_rng(_SEED), Mixing.nufit(), 200
    excess, closed, violations = [], [], 0
    for _ in range(draws):
        dipole = random.normal(size=(3, 3)) + 1j * random.normal(size=(3, 3))
        majorana, dirac = Vertex.from_dipole("majorana", dipole - dipole.T), Vertex.from_dipole("dirac", dipole)
        squares = [effective_moment(majorana, mixing, flavour) ** 2 for flavour in FLAVOURS]
        excess.append([2 * square - sum(squares) for square in squares])
        closed.append(-2 * np.abs(lambdas(majorana, mixing=mixing)) ** 2)
        violations += bool(triangle_excess([effective_moment(dirac, mixing, flavour) for flavour in FLAVOURS]) > 0)
    verdict = agree(
        excess,
        closed,
        within=1e-12,
        routes=("mu_a^2 - mu_b^2 - mu_c^2 of the moments", "-2 |Lambda_a|^2, which is never positive"),
        computed=f"violated by 0 of {draws} Majorana and {violations} of {draws} random Dirac vertices",
    )
    return verdict if violations else Verdict(verdict.computed, DIFFERS, "no random Dirac vertex violates it")


def nuclei() -> Verdict:
    """Coherence of the moment on nuclei at low recoil."""
    recoil, energy = 1e-9, 5.0
    kinds = [(6, 12.0), (32, 72.63), (54, 131.29)]
    electron = float(dsigma_dT_magnetic(recoil, energy, moment=1e-11))
    scale = np.pi * CLASSICAL_RADIUS_SQUARED
    return agree(
        [float(nuclear_magnetic(recoil, energy, Z=Z, A=A, moment=1e-11)) / Z**2 for Z, A in kinds],
        [electron] * len(kinds),
        within=1e-3,
        routes=("the cross section on C, Ge and Xe nuclei over Z^2", "that on a free electron, at a recoil of 1 meV"),
        computed="Z^2 times the electron's, at low recoil",
        why=f"pi alpha^2 Z^2/m_e^2 = {scale * 32**2:.3g} cm2 for Ge: m_e, not the nucleus",
    )


COMPUTE: dict[str, Compute] = {
    "11-13": weak,
    "14-15": radius,
    "16": magnetic,
    "17": charge,
    "18": equal,
    "s4-effective": effective,
    "s4-charge-gemma": charge_of_gemma,
    "s5-triangle": triangle,
    "s6-scattering": nuclei,
}
