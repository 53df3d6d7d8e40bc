"""Section 6 of the review: what the vertex does in plasmas, stars and dispersive media."""

import numpy as np

from nuem.astro import stars
from nuem.astro.emission import plasmon_decay
from nuem.astro.plasma import Plasma
from nuem.astro.radiation import cherenkov, spin_light
from nuem.astro.stars import pulsar
from nuem.review.claim import Compute, Verdict, agree, compare
from nuem.units import MeV, eV, kelvin, keV


def cherenkov_rate() -> Verdict:
    """Photons of visible light in water from a neutrino of 1 MeV: a rate against a sum over its spectrum."""
    moment, index, window = 1e-11, 1.33, (0.0, 5 * eV)
    rate = cherenkov.rate(1 * MeV, index=index, window=window, moment=moment)
    photons = np.linspace(*window, 20_001)[1:]
    summed = np.sum(cherenkov.spectrum(photons, 1 * MeV, index=index, moment=moment)) * photons[0]
    return agree(
        [float(summed)],
        [float(rate)],
        within=1e-3,
        routes=("the sum over the spectrum", "the integrated rate"),
        computed=f"{rate:.3g} /s below 5 eV in water (n = 1.33) at 1 MeV, 1e-11 mu_B",
        why="helicity flips; none in a plasma, where n < 1",
    )


def spin_light_rate() -> Verdict:
    """Mean photon energy between the dilute and the dense regime: a third of the momentum."""
    momentum, mass = 1e6 * eV, 1 * eV
    potential = spin_light.potential(neutron_density=3e37)
    light = spin_light.rate(momentum, mass, abs(float(potential)), moment=1e-11)
    return compare(
        light.mean_energy / momentum,
        1 / 3,
        within=0.05,
        unit="of the momentum is the mean photon energy",
        why=f"one third in the {light.regime} regime; rate {light.rate:.2g} /s for 1e-11 mu_B at 1 MeV. The review's group has "
        "Gaussian moments, 4 pi larger in the square: here they are Heaviside-Lorentz",
    )


def plasmon_ratio() -> Verdict:
    """Magnetic over weak emission in the core of a red giant, against the constant 0.318 of the literature."""
    core = Plasma(1e6, 0.5, 1e8 * kelvin)
    loss = plasmon_decay.emissivity(core, moment=1e-12)
    weak = plasmon_decay.emissivity(core)
    extra = float(loss.total / weak.total) - 1
    literature = 0.318 * (10 * keV / float(core.plasma_frequency)) ** 2
    return compare(
        extra,
        literature,
        within=0.05,
        digits=4,
        why=f"magnetic over weak at 1e6 g/cm3, 1e8 K, 1e-12 mu_B; 0.318 (10 keV/omega_p)^2 = {literature:.4g}",
    )


def globular_clusters() -> Verdict:
    """Eq. (20)."""
    bound = next(one for one in stars.bounds() if one.name == "red_giant" and "dirac" in one.natures)
    return compare(
        bound.value,
        3e-12,
        within=0.1,
        unit="mu_B",
        why="from the emissivity criterion; newer bounds beside it: nuem stars",
    )


def pulsar_charge() -> Verdict:
    """Spin-down of a neutron star by charged neutrinos."""
    bound = next(one for one in stars.bounds() if one.name == "pulsar")
    return compare(float(pulsar.spin_down_bound()), 1.3e-19, within=0.1, unit="e", why=f"{bound.checked}: {bound.note}")


COMPUTE: dict[str, Compute] = {
    "s4-charge-pulsar": pulsar_charge,
    "s6-cherenkov": cherenkov_rate,
    "s6-spin-light": spin_light_rate,
    "s6-plasmon": plasmon_ratio,
    "20": globular_clusters,
}
