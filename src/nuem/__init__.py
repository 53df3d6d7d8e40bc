"""nuem: what a neutrino's electromagnetic vertex does, from theory to recoil spectra, limits and stars.

Everything works in one base, MeV = cm = s = g = gauss = mu_B = e = 1: write ``2.8 * keV`` with `nuem.units`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# Name -> defining module; loaded on first use, so that `import nuem` costs nothing (Scientific Python SPEC 1).
_LAZY = {
    "Mixing": "nuem.flavour.mixing",
    "Sterile": "nuem.flavour.mixing",
    "Vertex": "nuem.vertex.vertex",
    "averaged_effective_moment": "nuem.flavour.effective_moment",
    "effective_moment": "nuem.flavour.effective_moment",
    "experiment": "nuem.experiments.shipped",
    "likelihood": "nuem.experiments.predictions",
    "limit": "nuem.experiments.single_limit",
    "recoil_spectrum": "nuem.rates.spectrum",
    "solar_conversion": "nuem.conversion.solar",
    "solar_effective_moment": "nuem.sources.solar_moment",
    "spectrum": "nuem.experiments.predictions",
}
_SUBMODULES = (
    "astro",
    "catalogue",
    "constants",
    "conversion",
    "elements",
    "experiments",
    "flavour",
    "inference",
    "models",
    "plots",
    "portal",
    "propagation",
    "rates",
    "references",
    "review",
    "scattering",
    "sources",
    "sun",
    "supernova",
    "units",
    "vertex",
)

__all__ = ["__version__", *_LAZY, *_SUBMODULES]

if TYPE_CHECKING:
    from nuem.conversion import solar_conversion as solar_conversion
    from nuem.experiments import experiment as experiment
    from nuem.experiments import likelihood as likelihood
    from nuem.experiments import limit as limit
    from nuem.experiments import spectrum as spectrum
    from nuem.flavour import Mixing as Mixing
    from nuem.flavour import Sterile as Sterile
    from nuem.flavour import averaged_effective_moment as averaged_effective_moment
    from nuem.flavour import effective_moment as effective_moment
    from nuem.rates import recoil_spectrum as recoil_spectrum
    from nuem.sources import solar_effective_moment as solar_effective_moment
    from nuem.vertex import Vertex as Vertex


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    if name in _SUBMODULES:
        return import_module(f"nuem.{name}")
    raise AttributeError(f"module 'nuem' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
