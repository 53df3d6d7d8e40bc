"""nuem: electromagnetic properties of neutrinos, from theory to recoil spectra, limits and stars.

Everything works in one base, MeV = cm = s = g = gauss = mu_B = e = 1: write ``2.8 * keV`` with `nuem.units`.
"""

import sys

if sys.argv[:1] == ["-m"]:  # python -m nuem: before anything else is imported, Ctrl-C becomes one line
    import nuem_command

    nuem_command.listen()

from typing import TYPE_CHECKING, Final

from nuem.lazy import door, modules

__version__ = "0.2.0"

NAMES: Final = {
    "Mixing": "nuem.flavour.mixing",
    "Sterile": "nuem.flavour.mixing",
    "Vertex": "nuem.vertex.vertex",
    "averaged_effective_moment": "nuem.flavour.effective",
    "effective_moment": "nuem.flavour.effective",
    "experiment": "nuem.experiments.shipped",
    "fit": "nuem.experiments.fits.global_fit",
    "likelihood": "nuem.experiments.predictions",
    "limit": "nuem.experiments.bounds.single_limit",
    "observables": "nuem.properties",
    "recoil_spectrum": "nuem.rates.spectrum",
    "solar_conversion": "nuem.conversion.solar",
    "solar_effective_moment": "nuem.sources.solar_moment",
    "spectrum": "nuem.experiments.predictions",
}
"""Name to the module that defines it; loaded on first use, so that `import nuem` costs nothing."""

__all__ = ["__version__", *NAMES, *modules(__name__)]

if TYPE_CHECKING:
    from nuem import astro as astro
    from nuem import catalogue as catalogue
    from nuem import citations as citations
    from nuem import constants as constants
    from nuem import conversion as conversion
    from nuem import detectors as detectors
    from nuem import elements as elements
    from nuem import experiments as experiments
    from nuem import flavour as flavour
    from nuem import inference as inference
    from nuem import models as models
    from nuem import numerics as numerics
    from nuem import plots as plots
    from nuem import portal as portal
    from nuem import propagation as propagation
    from nuem import rates as rates
    from nuem import references as references
    from nuem import review as review
    from nuem import scattering as scattering
    from nuem import sources as sources
    from nuem import sun as sun
    from nuem import supernova as supernova
    from nuem import typing as typing
    from nuem import units as units
    from nuem import vertex as vertex
    from nuem.conversion import solar_conversion as solar_conversion
    from nuem.experiments import experiment as experiment
    from nuem.experiments import fit as fit
    from nuem.experiments import likelihood as likelihood
    from nuem.experiments import limit as limit
    from nuem.experiments import spectrum as spectrum
    from nuem.flavour import Mixing as Mixing
    from nuem.flavour import Sterile as Sterile
    from nuem.flavour import averaged_effective_moment as averaged_effective_moment
    from nuem.flavour import effective_moment as effective_moment
    from nuem.properties import observables as observables
    from nuem.rates import recoil_spectrum as recoil_spectrum
    from nuem.sources import solar_effective_moment as solar_effective_moment
    from nuem.vertex import Vertex as Vertex
else:
    __getattr__, __dir__ = door(__name__, NAMES)
