"""All processes by which a plasma loses energy to neutrinos, for the same couplings."""

from __future__ import annotations

from typing import Unpack

from nuem.astro.emission import pair_annihilation, photoneutrinos, plasmon_axial, plasmon_decay
from nuem.astro.emission.couplings import CouplingsLike, CouplingWords, bind
from nuem.astro.emission.loss import EnergyLoss
from nuem.astro.plasma import Plasma

PROCESSES = ("plasmon_decay", "plasmon_axial", "pair_annihilation", "photoneutrinos")


def by_process(
    plasma: Plasma,
    couplings: CouplingsLike = None,
    *,
    treatment: str = "braaten-segel",
    **words: Unpack[CouplingWords],
) -> dict[str, EnergyLoss]:
    """Energy loss of a plasma by each process.

    Parameters
    ----------
    plasma : Plasma
    couplings, treatment, **words : optional
        As `nuem.astro.emission.plasmon_decay.emissivity`, with the same errors.

    Returns
    -------
    dict
        Name of the process, as in `PROCESSES`, to its `EnergyLoss`. Photoneutrinos are not a number where T < omega_p and, for charges, everywhere.
    """
    bound = bind(couplings, words)
    return {
        "plasmon_decay": plasmon_decay.emissivity(plasma, bound, treatment=treatment),
        "plasmon_axial": plasmon_axial.emissivity(plasma, bound, treatment=treatment),
        "pair_annihilation": pair_annihilation.emissivity(plasma, bound),
        "photoneutrinos": photoneutrinos.emissivity(plasma, bound),
    }


def total(
    plasma: Plasma,
    couplings: CouplingsLike = None,
    *,
    treatment: str = "braaten-segel",
    **words: Unpack[CouplingWords],
) -> EnergyLoss:
    """Energy loss of a plasma by all processes together.

    Photoneutrinos count where they are known. Where T < omega_p plasmon decay outshines them; those of a charge are part of plasmon decay.
    Bremsstrahlung and the recombination of electrons are left out.

    Parameters
    ----------
    plasma : Plasma
    couplings, treatment, **words : optional
        As `nuem.astro.emission.plasmon_decay.emissivity`, with the same errors.

    Returns
    -------
    EnergyLoss

    Examples
    --------
    >>> from nuem.astro.emission import Couplings
    >>> from nuem.astro.plasma import Plasma
    >>> from nuem.units import kelvin
    >>> lost = total(Plasma([1e4, 1e6], 0.5, 1e8 * kelvin), Couplings(moment=1e-12))
    >>> print(lost.channel("magnetic").erg_per_g_s.round(4))
    [0.0923 2.9423]
    """
    return EnergyLoss.summed(by_process(plasma, couplings, treatment=treatment, **words).values())
