"""Sections 6 and 7 of the review: spin in fields and moving matter, and flavour conversion."""

from dataclasses import replace

import numpy as np

from nuem.flavour import Mixing
from nuem.propagation import Medium, propagate, spin
from nuem.propagation.closed_forms.crossing import adiabaticity, landau_zener
from nuem.propagation.closed_forms.two_level import precession
from nuem.review.claim import CONSISTENT, DIFFERS, Compute, Verdict, agree
from nuem.units import MeV, cm, eV, m, solar_radius
from nuem.vertex import Vertex


def precession_and_resonance() -> Verdict:
    """Flips in a pulsar's field, evolved and by their formula, and the adiabaticity of a resonance in the Sun."""
    turn = float(precession(1e-11, 1e12))
    first_flip = np.pi / 2 / turn
    vertex = Vertex("dirac", magnetic=1e-11 * np.eye(3))
    lengths = first_flip * np.array([0.3, 0.5, 1.0])
    media = [Medium(length, magnetic_field=1e12) for length in lengths]
    flipped = [
        float(propagate([1000 * MeV], medium, Mixing.nufit(), vertex).probabilities[0, 3:].sum()) for medium in media
    ]
    gamma = float(
        adiabaticity(
            10 * MeV, moment=1e-11, field=1e6, scale_height=0.1 * solar_radius, dm2=7.42e-5 * eV**2, sin2_theta=0.304
        )
    )
    return agree(
        flipped,
        np.sin(turn * lengths) ** 2,
        within=1e-6,
        routes=("the evolution of six states", "sin^2(mu B L) up to its first maximum"),
        computed=f"P = {flipped[-1]:.6f} after {first_flip / m:.4g} m at 1e12 G; at resonance in 1e6 G gamma = {gamma:.4g}, P_LZ = {float(landau_zener(gamma)):.3g}",
        why="for 1e-11 mu_B; nuem.propagation.propagate takes any profile, matter and number of flavours",
    )


def spin_equation() -> Verdict:
    """Eqs. (21) to (25): matter that moves along with the neutrino must leave minus rho2 n zeta, the polarisation in its rest frame."""
    beta, zeta, rho1, rho2 = np.array([0.3, -0.2, 0.5]), np.array([0.1, 0.7, -0.2]), 1.3, 0.4
    field = spin.matter_field(beta, density=2.0, velocity=beta, polarisation=zeta, rho1=rho1, rho2=rho2)
    exact = -rho2 * 2.0 * zeta
    gamma = 1 / np.sqrt(1 - beta @ beta)
    printed = field - gamma * beta * 2.0 * gamma * rho2 * (zeta @ beta)
    off, off_in_print = (float(np.max(np.abs(rate - exact))) for rate in (field, printed))
    if off > 1e-12:
        return Verdict(f"M_0 in co-moving matter off by {off:.2g}", DIFFERS, "the matter field in use is wrong")
    return Verdict(
        f"M_0 in co-moving matter is that of the rest frame within {off:.0e}",
        CONSISTENT if off_in_print <= 1e-12 else DIFFERS,
        f"(24) as printed lacks the term rho2 (zeta.v) of the time component and is off by {off_in_print:.2g} of {np.max(np.abs(exact)):.2g} here; "
        "it is restored",
        "the covariant field against -rho2 n zeta, which co-moving matter must leave; tolerance 1e-12",
    )


def two_state_evolution() -> Verdict:
    """Eqs. (26) to (28): closed form, matrix exponential and the vector equation."""
    from scipy.integrate import solve_ivp
    from scipy.linalg import expm

    beta, moment, time = np.array([0.0, 0.0, 0.8]), 0.3, 4.0
    gamma = 1 / np.sqrt(1 - beta @ beta)
    field = spin.rest_frame_field(beta, magnetic=[0.4, 0.1, 0.7], electric=[0.2, -0.3, 0.1])
    field = field + spin.matter_field(beta, density=1.0, velocity=[0.1, 0.2, -0.3], rho1=0.9)
    coupling, delta = spin.effective_parameters(beta, field, moment=moment)
    closed = float(spin.transition_probability(time, coupling=coupling, splitting=2 * delta))
    matrix = abs(expm(-1j * time * spin.hamiltonian(field, moment=moment, gamma=gamma))[0, 1]) ** 2
    vector = solve_ivp(
        lambda _, s: 2 * moment / gamma * np.cross(s, field),
        (0, time),
        [0.0, 0.0, -1.0],
        method="DOP853",
        rtol=1e-12,
        atol=1e-12,
    ).y[2, -1]
    return agree(
        [closed, closed],
        [matrix, (1 + vector) / 2],
        within=1e-9,
        routes=("the closed form (28)", "the matrix exponential of (26) and the vector equation (21)"),
        computed=f"P = {closed:.6f} in a moving medium with electric and magnetic fields",
        why="the diagonal of (26) loses its sign in print, which matters at resonances; it is kept",
    )


def transversal_current() -> Verdict:
    """Neutron matter that flows across, no magnetic field: closed form against the evolution of a Dirac neutrino without a moment."""
    gamma, density, velocity = 1e7, 1e37, 0.1
    strength, _ = spin.matter_strength("mu", "neutron")
    field = spin.matter_field(
        [0, 0, 1 - 0.5 / gamma**2], density=density, velocity=[velocity, 0, 0], rho1=strength, gamma=gamma
    )
    coupling, delta = spin.effective_parameters([0, 0, 1], field, moment=1.0, gamma=gamma)
    suppression = float(coupling**2 / (coupling**2 + delta**2))
    expected = (velocity / gamma) ** 2
    return agree(
        [suppression],
        [expected],
        within=0.02,
        routes=("the matter field of (24) in the closed form", "(v_perp/gamma)^2, its expansion for slow matter"),
        computed=f"sin^2 2theta_eff = {suppression:.3g} for v = 0.1, gamma = 1e7",
        why="(v_perp/gamma)^2: it needs a resonance with a longitudinal field, another species or dm^2 to grow",
    )


def anisotropic_media() -> Verdict:
    """A polarised, streaming slab without a magnetic field: to be right-handed from nothing but matter, evolved and to first order."""
    mixing = Mixing.nufit(lightest_mass=0.1 * eV)
    rest = Medium(10 * cm, electron_density=1e32, neutron_density=1e32)
    flipped = []
    for scale in (0.4, 0.2):
        slab = replace(rest, velocity=(0.3 * scale, 0.0, 0.2), polarisation=(0.0, 0.4 * scale, 0.0))
        flipped.append(float(propagate([100 * eV], slab, mixing, Vertex("dirac")).probabilities[0, 3:].sum()))
    still = float(propagate([100 * eV], rest, mixing, Vertex("dirac")).probabilities[0, 3:].sum())
    verdict = agree(
        [flipped[0] / flipped[1]],
        [4.0],
        within=0.02,
        routes=("the evolution with the current and polarisation halved", "their square to first order"),
        computed=f"P(nu_L -> nu_R) = {flipped[0]:.2g} in a streaming, polarised slab, {still:.0g} in one at rest (100 eV, 0.1 eV mass)",
        why="velocity and polarisation are profiles along the path, as functions or tables",
    )
    return verdict if still == 0 else Verdict(verdict.computed, DIFFERS, "matter at rest flips the helicity")


COMPUTE: dict[str, Compute] = {
    "s6-precession": precession_and_resonance,
    "21-25": spin_equation,
    "26-28": two_state_evolution,
    "s7": transversal_current,
    "refs-4-6": anisotropic_media,
}
