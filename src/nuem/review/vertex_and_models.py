"""Sections 2 and 3 of the review: the vertex, its symmetries, and moments in gauge models."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from nuem.constants import ALPHA, TAU_MASS, W_MASS
from nuem.flavour import Mixing
from nuem.models import loop_function, loop_function_exact, mass_correction, minimal_dirac, minimal_majorana
from nuem.models.minimal import LEPTON_MASSES
from nuem.review.claim import DIFFERS, REPRODUCED, Compute, Verdict, compare
from nuem.units import TeV, eV, year
from nuem.vertex import Vertex

_AGE_OF_THE_UNIVERSE = 13.8e9 * year


def vertex() -> Verdict:
    """Eq. (3) against Eq. (2), with explicit gamma matrices."""
    gamma, gamma5 = _gamma_matrices()
    metric = np.diag([1.0, -1.0, -1.0, -1.0])
    momentum = np.array([0.3, 0.1, -0.2, 0.7])
    slash = sum(metric[k, k] * momentum[k] * gamma[k] for k in range(4))
    square = momentum @ metric @ momentum
    anapole = [square * gamma[k] - momentum[k] * slash for k in range(4)]
    opposite = max(np.abs(gamma5 @ one + one @ gamma5).max() for one in anapole)
    status = REPRODUCED if opposite < 1e-12 else DIFFERS
    return Verdict(
        "five matrices, one form",
        status,
        "(2) and (3) differ in print: in the sign of f_M, and in the side of gamma5, which flips the sign of f_A (checked with gamma matrices); "
        "(2) is used everywhere",
    )


def symmetries() -> Verdict:
    """Matrices that must be accepted and refused."""
    real, imaginary = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[0.0, 1.0j], [-1.0j, 0.0]])
    diagonal = np.diag([1.0, 2.0])
    cases = [
        ("dirac", {"magnetic": diagonal}, True),
        ("dirac", {"magnetic": 1j * real}, False),
        ("majorana", {"magnetic": diagonal}, False),
        ("majorana", {"electric": diagonal}, False),
        ("majorana", {"charge": diagonal}, False),
        ("majorana", {"anapole": diagonal}, True),
        ("majorana", {"magnetic": imaginary}, True),
        ("majorana", {"magnetic": real}, False),
        ("majorana", {"electric": imaginary}, True),
        ("majorana", {"magnetic": imaginary, "electric": imaginary}, True),
        ("majorana", {"anapole": imaginary}, False),
    ]
    right = sum(_accepted(nature, matrices) == expected for nature, matrices, expected in cases)
    return Verdict(
        f"{right} of {len(cases)} matrices accepted or refused as they must be",
        REPRODUCED if right == len(cases) else DIFFERS,
        "'magnetic or electric, but not both' for a Majorana pair holds if CP is conserved; with CP violation both occur",
    )


def diagonal_moment() -> Verdict:
    """Eq. (5)."""
    mixing = _mixing(lightest_mass=1 * eV)
    moment = minimal_dirac(mixing).magnetic[0, 0].real
    return compare(moment, 3.2e-19, within=0.01, unit="mu_B per eV", digits=5)


def charged_lepton() -> Verdict:
    """Eq. (6)."""
    return compare(ALPHA / (2 * np.pi), 1e-3, within=0.2, digits=5)


def transition_moment() -> Verdict:
    """Eqs. (7) and (8): the coefficient of the leading form, and the exact one beside it."""
    mixing = _mixing(lightest_mass=0.01 * eV)
    weights = (np.array(LEPTON_MASSES) / TAU_MASS) ** 2
    unitary, masses = mixing.matrix, mixing.masses
    suppression = np.abs(np.sum(weights * unitary[:, 1].conj() * unitary[:, 0]))
    scale = (masses[0] + masses[1]) / eV * suppression
    leading, exact = (abs(minimal_dirac(mixing, leading=form).magnetic[1, 0]) / scale for form in (True, False))
    why = f"leading form; with the exact loop function {exact:.4g}, {abs(exact / leading - 1):.1%} away"
    return compare(leading, 4e-23, within=0.03, unit="mu_B per eV", digits=4, why=why)


def majorana_moment() -> Verdict:
    """Eq. (9): mu^M is twice the imaginary part of mu^D, eps^M twice its real counterpart."""
    mixing = _mixing(lightest_mass=0.01 * eV, alpha21=0.7, alpha31=1.9)
    dirac, majorana = minimal_dirac(mixing), minimal_majorana(mixing)
    ratio = float((majorana.magnetic[0, 1].imag / dirac.magnetic[0, 1].imag).real)
    return compare(ratio, 2, within=1e-9, digits=10)


def exact_moment() -> Verdict:
    """The one-loop moment for any mass of the neutrino."""
    light = abs(complex(loop_function_exact(0.3, 0.0)) - loop_function(0.3))
    heavy = complex(loop_function_exact(1e-10, 1e6))
    open_channel = complex(loop_function_exact((TAU_MASS / W_MASS) ** 2, 1.5))
    works = light < 1e-12 and abs(heavy.real - 0.5) < 1e-3 and open_channel.imag > 0
    return Verdict(
        f"I(0.3, 0.2) = {complex(loop_function_exact(0.3, 0.2)).real:.10g}; heavy limit {heavy.real:.4f}; complex above threshold",
        REPRODUCED if works else DIFFERS,
        "the heavy limit 1/2 gives mu = e G_F m/(8 sqrt2 pi^2)",
    )


def naturalness() -> Verdict:
    """Eq. (10)."""
    return compare(float(mass_correction(1e-18, 1 * TeV)) / eV, 1.0, within=0.05, unit="eV", digits=4)


def slow_decay() -> Verdict:
    """Lifetime of the heaviest neutrino in the minimal model."""
    from nuem.astro.radiation.radiative_decay import rate

    mixing = _mixing(lightest_mass=0.01 * eV)
    vertex = minimal_dirac(mixing)
    lifetime = 1 / sum(rate(vertex, mixing, 2, j) for j in (0, 1))
    status = REPRODUCED if lifetime > _AGE_OF_THE_UNIVERSE else DIFFERS
    return Verdict(f"{lifetime / year:.2g} years for nu_3 in the minimal model", status)


def decay_coefficient() -> Verdict:
    """Decay of nu_3 to a massless nu_1 by a moment, per (mu/mu_B)^2 (m/eV)^3."""
    from nuem.astro.radiation.radiative_decay import rate

    mixing, moment = _mixing(lightest_mass=0.0), np.zeros((3, 3))
    moment[0, 2] = moment[2, 0] = 1e-11
    decay = rate(Vertex("dirac", magnetic=moment), mixing, 2, 0)
    return compare(decay / (1e-11**2 * (mixing.masses[2] / eV) ** 3), 5.3, within=0.02, unit="/s", digits=6)


COMPUTE: dict[str, Compute] = {
    "2-3": vertex,
    "s2-symmetries": symmetries,
    "5": diagonal_moment,
    "6": charged_lepton,
    "7-8": transition_moment,
    "9": majorana_moment,
    "s3-exact": exact_moment,
    "10": naturalness,
    "s3-decay": slow_decay,
    "s6-decay": decay_coefficient,
}


def _mixing(*, lightest_mass: float, alpha21: float = 0.0, alpha31: float = 0.0) -> Mixing:
    from dataclasses import replace

    return replace(Mixing.nufit(lightest_mass=lightest_mass), alpha21=alpha21, alpha31=alpha31)


def _accepted(nature: str, matrices: dict[str, NDArray[np.complex128]]) -> bool:
    try:
        Vertex(nature, **matrices)
    except ValueError:
        return False
    return True


@cache
def _gamma_matrices() -> tuple[list[NDArray[np.complex128]], NDArray[np.complex128]]:
    """Dirac matrices in the chiral representation."""
    pauli = (
        np.array([[0, 1], [1, 0]], dtype=np.complex128),
        np.array([[0, -1j], [1j, 0]], dtype=np.complex128),
        np.array([[1, 0], [0, -1]], dtype=np.complex128),
    )
    zero, unit = np.zeros((2, 2)), np.eye(2)
    gamma = [np.block([[zero, unit], [unit, zero]]).astype(np.complex128)]
    gamma += [np.block([[zero, one], [-one, zero]]) for one in pauli]
    return gamma, 1j * gamma[0] @ gamma[1] @ gamma[2] @ gamma[3]
