"""Sections 2 and 3 of the review: the vertex, its symmetries, and moments in gauge models."""

import numpy as np
from numpy.typing import NDArray

from nuem.constants import ALPHA, BOHR_MAGNETON_SQUARED, ELECTRON_MASS, FERMI, HBAR, HBAR_C, TAU_MASS, W_MASS
from nuem.flavour import Mixing
from nuem.models import loop_function, loop_function_exact, mass_correction, minimal_dirac, minimal_majorana
from nuem.models.minimal import LEPTON_MASSES
from nuem.review.claim import DIFFERS, Compute, Verdict, agree, by_another_route, compare
from nuem.review.gamma import gamma_matrices, radiative_decay, scattering, structures
from nuem.scattering.electromagnetic import dsigma_dT_charge, dsigma_dT_magnetic
from nuem.units import TeV, eV, year
from nuem.vertex import Vertex

_AGE_OF_THE_UNIVERSE = 13.8e9 * year


def vertex() -> Verdict:
    """Eq. (2) and (3): cross sections of the form factors by explicit traces against the closed forms in use."""
    recoil, energy = 0.37, 1.9
    traces = {
        name: scattering(name, recoil, energy, ELECTRON_MASS) for name in ("charge", "magnetic", "electric", "anapole")
    }
    flux = 64 * np.pi * ELECTRON_MASS * energy**2  # with the mean over the spins of the target
    unit = 4 * np.pi * ALPHA * HBAR_C**2 / flux
    computed = [
        4 * np.pi * ALPHA * unit * traces["charge"],
        BOHR_MAGNETON_SQUARED * unit * traces["magnetic"],
        BOHR_MAGNETON_SQUARED * unit * traces["electric"],
    ]
    magnetic = float(dsigma_dT_magnetic(recoil, energy, moment=1.0))
    closed = [float(dsigma_dT_charge(recoil, energy, charge=1.0)), magnetic, magnetic]
    ratio = np.divide(computed, closed)
    q2 = -2 * ELECTRON_MASS * recoil
    anapole = traces["anapole"] / (q2**2 * traces["charge"])
    return agree(
        [*ratio, anapole],
        [1, 1, 1, 1],
        within=1e-10,
        routes=("traces of explicit gamma matrices", "the closed cross sections"),
        computed="charge, magnetic, electric and anapole vertex on an electron",
        why="(2) and (3) differ in print: in the sign of f_M, and in the side of gamma5, which flips the sign of f_A; (2) is used everywhere. "
        "A left-handed neutrino cannot tell an anapole a from a charge radius -6a",
    )


def symmetries() -> Verdict:
    """Which matrices a Majorana neutrino may have, from charge conjugation of each vertex function."""
    gamma, _ = gamma_matrices()
    conjugation = 1j * gamma[2] @ gamma[0]
    momentum = np.array([0.3, 0.1, -0.2, 0.7])
    derived, accepted = [], []
    for name, function in structures(momentum).items():
        mirrored = [conjugation @ gamma.T @ np.linalg.inv(conjugation) for gamma in function]
        size = np.max(np.abs(function))
        sign = 1 if max(np.abs(a - b).max() for a, b in zip(mirrored, function, strict=True)) < 1e-12 * size else -1
        derived.append(sign)
        symmetric, antisymmetric = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[0.0, 1.0j], [-1.0j, 0.0]])
        allowed = [_accepted("majorana", {name: matrix}) for matrix in (symmetric, antisymmetric)]
        accepted.append({(True, False): 1, (False, True): -1}.get((allowed[0], allowed[1]), 0))
    return agree(
        accepted,
        derived,
        within=0,
        routes=("matrices that the vertex accepts", "C Lambda^T C^-1 of each vertex function"),
        computed="Majorana: charge, magnetic and electric antisymmetric, anapole symmetric",
        why="'magnetic or electric, but not both' for a Majorana pair holds if CP is conserved; with CP violation both occur",
    )


def diagonal_moment() -> Verdict:
    """The diagonal moment of the minimal model, Eq. (5)."""
    mixing = _mixing(lightest_mass=1 * eV)
    moment = minimal_dirac(mixing).magnetic[0, 0].real
    return compare(moment, 3.2e-19, within=0.01, unit="mu_B per eV", digits=5)


def charged_lepton() -> Verdict:
    """Eq. (6)."""
    return compare(ALPHA / (2 * np.pi), 1e-3, within=0.2, digits=5)


def transition_moment() -> Verdict:
    """Eqs. (7) and (8): the coefficient of the leading form, and the exact one."""
    mixing = _mixing(lightest_mass=0.01 * eV)
    weights = (np.array(LEPTON_MASSES) / TAU_MASS) ** 2
    unitary, masses = mixing.matrix, mixing.masses
    suppression = np.abs(np.sum(weights * unitary[:, 1].conj() * unitary[:, 0]))
    scale = (masses[0] + masses[1]) / eV * suppression
    leading, exact = (abs(minimal_dirac(mixing, leading=form).magnetic[1, 0]) / scale for form in (True, False))
    reason = f"leading form; with the exact loop function {exact:.4g}, {abs(exact / leading - 1):.1%} away"
    return compare(leading, 4e-23, within=0.03, unit="mu_B per eV", digits=4, why=reason)


def majorana_moment() -> Verdict:
    """Eq. (9) against the coefficient of Eq. (7) as printed, summed lepton by lepton."""
    mixing = _mixing(lightest_mass=0.01 * eV, alpha21=0.7, alpha31=1.9)
    magnetic, unitary, masses = minimal_majorana(mixing, leading=True).magnetic, mixing.matrix, mixing.masses
    printed = 0.0
    for row, lepton in zip(unitary, LEPTON_MASSES, strict=True):
        printed += (row[0].conjugate() * row[1]).imag * (lepton / W_MASS) ** 2
    printed *= -3 * FERMI * (2 * ELECTRON_MASS) / (32 * np.sqrt(2) * np.pi**2) * (masses[0] + masses[1])
    return compare(
        float(magnetic[0, 1].imag / printed),
        2,
        within=1e-6,
        digits=10,
        why="of the coefficient of (7), summed over the leptons as printed",
    )


def exact_moment() -> Verdict:
    """The one-loop moment for any mass of the neutrino, against the light limit and a Taylor coefficient by differences."""
    a = np.array([0.01, 0.3, 0.9])
    light = [complex(loop_function_exact(squared_ratio, 1e-9)).real for squared_ratio in a]
    heavy = complex(loop_function_exact(1e-10, 1e6))
    open_channel = complex(loop_function_exact((TAU_MASS / W_MASS) ** 2, 1.5))
    return agree(
        [*light, heavy.real, float(np.sign(open_channel.imag))],
        [*loop_function(a), 0.5, 1.0],
        within=1e-3,
        routes=(
            "I(a, b) for any mass",
            "the light-neutrino form, the heavy limit 1/2 and an open channel to W and lepton",
        ),
        computed=f"I(0.3, 0.2) = {complex(loop_function_exact(0.3, 0.2)).real:.10g}; heavy limit {heavy.real:.4f}; complex above threshold",
        why="the heavy limit 1/2 gives mu = e G_F m/(8 sqrt2 pi^2)",
    )


def naturalness() -> Verdict:
    """The neutrino mass that comes with a moment, Eq. (10)."""
    return compare(float(mass_correction(1e-18, 1 * TeV)) / eV, 1.0, within=0.05, unit="eV", digits=4)


def slow_decay() -> Verdict:
    """Lifetime of the heaviest neutrino in the minimal model, against the estimate from the printed coefficients."""
    from nuem.astro.radiation.radiative_decay import rate

    mixing = _mixing(lightest_mass=0.01 * eV)
    vertex = minimal_dirac(mixing, leading=True)
    lifetime = 1 / sum(rate(vertex, mixing, 2, j) for j in (0, 1))
    masses, total = mixing.masses / eV, 0.0
    for j in (0, 1):
        suppression = sum(
            (lepton / TAU_MASS) ** 2 * row[j].conjugate() * row[2]
            for row, lepton in zip(mixing.matrix, LEPTON_MASSES, strict=True)
        )
        moments = 4e-23 * abs(suppression) * np.hypot(masses[2] + masses[j], masses[2] - masses[j])
        total += 5.3 * moments**2 * ((masses[2] ** 2 - masses[j] ** 2) / masses[2]) ** 3
    verdict = agree(
        [np.log10(lifetime)],
        [np.log10(1 / total)],
        within=1e-3,
        routes=("the rate from the matrices", "4e-23 mu_B and 5.3 /s of the review, in log10 of the lifetime"),
        computed=f"{lifetime / year:.2g} years for nu_3 in the minimal model",
        why="the age of the Universe is 1.4e10 years",
    )
    return (
        verdict
        if lifetime > _AGE_OF_THE_UNIVERSE
        else Verdict(verdict.computed, DIFFERS, "shorter than the age of the Universe")
    )


def decay_coefficient() -> Verdict:
    """Decay of nu_3 to a massless nu_1 by a moment, per (mu/mu_B)^2 (m/eV)^3; to the massive nu_2 by traces as well."""
    from nuem.astro.radiation.radiative_decay import rate

    mixing, moment = _mixing(lightest_mass=0.0), np.zeros((3, 3))
    moment[0, 2] = moment[2, 0] = moment[1, 2] = moment[2, 1] = 1e-11
    decay, slower = (rate(Vertex("dirac", magnetic=moment), mixing, 2, j) for j in (0, 1))
    verdict = compare(decay / (1e-11**2 * (mixing.masses[2] / eV) ** 3), 5.3, within=0.02, unit="/s", digits=6)
    traces = [
        1e-11**2 * BOHR_MAGNETON_SQUARED / HBAR * radiative_decay(float(mixing.masses[2]), float(mixing.masses[j]))
        for j in (0, 1)
    ]
    return by_another_route(
        verdict,
        decay + slower,
        sum(traces),
        within=1e-9,
        route="the amplitude by traces of explicit gamma matrices, to nu_1 and nu_2 in two-body phase space,",
    )


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
