"""The same numbers from other programs, as far as they are installed: pyhf, pynucastro."""

import warnings
from importlib.util import find_spec

import numpy as np

from nuem.astro.emission.plasmon_decay import emissivity
from nuem.astro.plasma import Plasma
from nuem.experiments import combine
from nuem.interop import pyhf as pyhf_door
from nuem.units import kelvin


def against_pyhf() -> None:
    """Largest difference of the profiles up to the 90 % limit on the moment."""
    print("pyhf: largest difference of -2 ln L")
    for name in ("xenonnt", "lz_ws2022", "munu", "coherent_csi"):
        curve, made = combine(name).curve("moment"), pyhf_door.workspace(name, "moment")
        high = made["measurements"][0]["config"]["parameters"][0]["bounds"][0][1]
        ends = np.linspace(0, high / 20, 4)
        unit = float(made["measurements"][0]["name"].partition(" / ")[2].split()[0])
        computed = curve.profile(ends * (unit / 1e-11) ** 2)[0]
        theirs = pyhf_door.deviance(made, ends)
        print(f"  {name:<14} {np.ptp(computed - theirs):.1e}")


def against_pynucastro() -> None:
    """Energy loss by plasmon decay next to the fit."""
    from pynucastro.neutrino_cooling import sneut5

    print("pynucastro: plasmon decay here over sneut5")
    for density, temperature in ((1e6, 1e8), (1e4, 1e8), (1e6, 3e7)):
        fit = sneut5(density, temperature, abar=4.0, zbar=2.0, full_output=True)[1].splas
        computed = emissivity(Plasma(density, 0.5, temperature * kelvin), sin2_theta_w=0.2319).erg_per_g_s
        print(f"  {density:.0e} g/cm3, {temperature:.0e} K: {float(computed) / float(fit):.3f}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    for package, compare in (("pyhf", against_pyhf), ("pynucastro", against_pynucastro)):
        if find_spec(package):
            compare()
        else:
            print(f"{package} is not installed")
