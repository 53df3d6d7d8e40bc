"""Cross sections of neutrinos on electrons, atoms and nuclei: plain functions of floats and arrays, and the processes that rates are made of."""

from typing import TYPE_CHECKING, Final

from nuem.lazy import door, modules

NAMES: Final = {
    "Atoms": "nuem.scattering.atoms",
    "Couplings": "nuem.scattering.neutrino_couplings",
    "Electrons": "nuem.scattering.electrons",
    "Nuclei": "nuem.scattering.nuclei",
}
__all__ = [*NAMES, *modules(__name__)]

if TYPE_CHECKING:
    from nuem.scattering import atom as atom
    from nuem.scattering import atoms as atoms
    from nuem.scattering import bilinear as bilinear
    from nuem.scattering import couplings as couplings
    from nuem.scattering import electromagnetic as electromagnetic
    from nuem.scattering import electron as electron
    from nuem.scattering import electrons as electrons
    from nuem.scattering import electroweak as electroweak
    from nuem.scattering import form_factor as form_factor
    from nuem.scattering import kinematics as kinematics
    from nuem.scattering import low_recoil as low_recoil
    from nuem.scattering import mass_basis as mass_basis
    from nuem.scattering import neutrino_couplings as neutrino_couplings
    from nuem.scattering import nuclei as nuclei
    from nuem.scattering import nucleon_couplings as nucleon_couplings
    from nuem.scattering import nucleus as nucleus
    from nuem.scattering import parts as parts
    from nuem.scattering import portal as portal
    from nuem.scattering import radiative as radiative
    from nuem.scattering import window as window
    from nuem.scattering.atoms import Atoms as Atoms
    from nuem.scattering.electrons import Electrons as Electrons
    from nuem.scattering.neutrino_couplings import Couplings as Couplings
    from nuem.scattering.nuclei import Nuclei as Nuclei
else:
    __getattr__, __dir__ = door(__name__, NAMES)
