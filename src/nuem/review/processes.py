"""Section 6 of the review: electromagnetic processes in plasmas, stars and dispersive media."""

import numpy as np

from nuem.astro import stars
from nuem.astro.emission import plasmon_decay
from nuem.astro.plasma import Plasma
from nuem.astro.radiation import cherenkov, spin_light, spin_light_plasma
from nuem.astro.stars import pulsar, red_giant
from nuem.astro.stars.settings import read_settings
from nuem.constants import BOHR_MAGNETON_SQUARED, HBAR
from nuem.numerics.quadrature import panels
from nuem.review.claim import Compute, Verdict, agree, by_another_route, compare
from nuem.units import MeV, eV, kelvin, keV


def cherenkov_rate() -> Verdict:
    """Photons of visible light in water from a neutrino of 1 MeV: the rate, and that of a helicity flip on the fields of light in water."""
    moment, index, E, end = 1e-11, 1.33, 1 * MeV, 5 * eV
    rate = cherenkov.rate(E, index=index, window=(0.0, end), moment=moment)
    # Gamma = mu^2/(16 pi^2 E^2) int dq0 q dq Q^4/q^2 [(2E - q0)^2 - q^2] rho_T, rho_T = 2 pi delta(q^2 - n^2 q0^2)
    photon, weight = (a.ravel() for a in panels(np.array([0.0, end]), 20))
    q2 = (index * photon) ** 2
    space_like = q2 - photon**2
    fields = np.sum(weight * np.pi * space_like**2 / q2 * ((2 * E - photon) ** 2 - q2))
    flips = moment**2 * BOHR_MAGNETON_SQUARED / (16 * np.pi**2 * E**2) * fields / HBAR
    return agree(
        [float(rate)],
        [float(flips)],
        within=1e-9,
        routes=(
            "the spectrum of Grimus and Neufeld",
            "the rate of helicity flips on the fields of light in the medium",
        ),
        computed=f"{rate:.3g} /s below 5 eV in water (n = 1.33) at 1 MeV, 1e-11 mu_B",
        why="helicity flips; none in a plasma, where n < 1",
    )


def spin_light_rate() -> Verdict:
    """Rate and power between the dilute and the dense regime, over angles and over momenta of the final neutrino."""
    momentum, mass = 1e6 * eV, 1 * eV
    potential = abs(float(spin_light.potential(neutron_density=3e37)))
    light = spin_light.rate(momentum, mass, potential, moment=1e-11)
    scaled = (momentum / mass, potential / 2 / mass)
    return agree(
        spin_light.reduced_rate(*scaled),
        spin_light_plasma.reduced_rate(*scaled, 0.0),
        within=1e-5,
        routes=("the integral over angles", "the amplitudes by helicity of the photon, over the final momentum"),
        computed=f"{light.rate:.3g} /s for 1e-11 mu_B at 1 MeV; the mean photon has {light.mean_energy / momentum:.3f} of the momentum",
        why=f"a third of the momentum in the {light.regime} regime. The review's group has Gaussian moments, 4 pi larger in the square: "
        "here they are Heaviside-Lorentz",
    )


def plasmon_ratio() -> Verdict:
    """Weak and magnetic emission in the core of a red giant, in two treatments of the electrons."""
    core = Plasma(1e6, 0.5, 1e8 * kelvin)
    losses = [
        plasmon_decay.emissivity(core, moment=1e-12, treatment=treatment) for treatment in ("braaten-segel", "one-loop")
    ]
    simple, loop = ([float(loss.weak), float(loss.magnetic)] for loss in losses)
    ratio, literature = simple[1] / simple[0], 0.318 * (10 * keV / float(core.plasma_frequency)) ** 2
    return agree(
        simple,
        loop,
        within=5e-3,
        routes=("electrons of one velocity", "one loop with the velocities as they are"),
        computed=f"magnetic over weak {ratio:.4g} at 1e6 g/cm3, 1e8 K, 1e-12 mu_B",
        why=f"the literature's 0.318 (10 keV/omega_p)^2 is {literature:.4g} here, since it takes <K^4> omega_p^2 for <K^6>",
    )


def globular_clusters() -> Verdict:
    """The bound from globular clusters, Eq. (20)."""
    bound = next(candidate for candidate in stars.bounds(names=["red_giant"]) if "dirac" in candidate.natures)
    core = red_giant.core(read_settings()["red_giant"])
    loop = plasmon_decay.emissivity(core, moment=bound.value, weak=False, treatment="one-loop").channel("magnetic")
    tips = [one.value for one in stars.bounds(names=("tip",))]
    verdict = compare(
        bound.value,
        3e-12,
        within=0.1,
        unit="mu_B",
        why=f"from the emissivity criterion; the brightness of the tip of the red-giant branch against stellar models gives {min(tips):.2g} to "
        f"{max(tips):.2g} mu_B at 95 % CL, by target: nuem stars",
    )
    return by_another_route(
        verdict,
        bound.inputs["allowed_erg_per_g_s"],
        float(loop.erg_per_g_s),
        within=5e-3,
        route="the loss by one loop with the velocities of the electrons as they are",
    )


def pulsar_charge() -> Verdict:
    """Spin-down of a neutron star by charged neutrinos."""
    (bound,) = stars.bounds(names=["pulsar"])
    return compare(float(pulsar.spin_down_bound()), 1.3e-19, within=0.1, unit="e", why=f"{bound.checked}: {bound.note}")


COMPUTE: dict[str, Compute] = {
    "s4-charge-pulsar": pulsar_charge,
    "s6-cherenkov": cherenkov_rate,
    "s6-spin-light": spin_light_rate,
    "s6-plasmon": plasmon_ratio,
    "20": globular_clusters,
}
