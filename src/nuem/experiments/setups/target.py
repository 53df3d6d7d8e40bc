"""A source's neutrinos on the particles of a material, as a detector sees them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from nuem.detectors import DetectorResponse
from nuem.elements import compound
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.rates import RateTensor, fold
from nuem.rates.beam import Source
from nuem.scattering import Atoms, Electrons, Nuclei
from nuem.scattering.atom import ElectronModel
from nuem.scattering.portal import UpScattering
from nuem.units import day, kg

Particle = Literal["electron", "nucleus", "atom"]

_LARGEST = 1e30  # exposure [g s], the Earth for minutes


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """What is folded: a source, the particles that are hit, the exposure, and the response.

    Parameters
    ----------
    source : Source
    material : str
        Element or formula.
    exposure : float
        Mass times time [g s].
    response : DetectorResponse
        Probability that a recoil of the particle is counted in each bin.
    nuclei : Nuclei, Atoms or None, optional
        The nuclei or the whole atoms that recoil; None for electrons.

    Raises
    ------
    ValueError
        For an unknown material, or an exposure that is not positive.
    """

    source: Source
    material: str
    exposure: float
    response: DetectorResponse
    nuclei: Nuclei | Atoms | None = None

    def __post_init__(self) -> None:
        compound(self.material)
        checks.within("exposure", checks.positive("exposure", self.exposure, "g s"), 0, _LARGEST, "g s")

    def __repr__(self) -> str:
        return (
            f"Target({self.source.name!r}, {self.material!r}, {self.particle}, {self.exposure / (kg * day):.4g} kg day)"
        )

    @property
    def particle(self) -> Particle:
        """What recoils."""
        return "electron" if self.nuclei is None else self.nuclei.particle

    def differs_in_response(self, other: Target) -> bool:
        """Whether another target is the same but for its response."""
        source, theirs = (target.source for target in (self, other))
        rest = (self.material, self.exposure, self.nuclei) == (other.material, other.exposure, other.nuclei)
        return source is theirs and rest

    def fold(
        self,
        mixing: Mixing,
        electrons: ElectronModel | str | None,
        sin2_theta_w: float,
        *,
        portal_mass: float | None = None,
    ) -> RateTensor:
        """Expected counts in the bins of the response, for every vertex.

        Parameters
        ----------
        mixing : Mixing
        electrons : ElectronModel or str or None
            How electrons are bound; ignored for nuclei.
        sin2_theta_w : float
            Weak mixing angle.
        portal_mass : float or None, optional
            The rate of up-scattering to a heavy neutral lepton of this mass alone [MeV], as that of the dipole of the vertex.
        """
        if self.nuclei is None:
            process: Electrons | Nuclei | Atoms = Electrons(self.material, electrons, sin2_theta_w)
        else:
            process = replace(self.nuclei, sin2_theta_w=sin2_theta_w)
        if portal_mass is None:
            return fold(self.source, mixing, process, self.response, exposure=self.exposure)
        heavy = UpScattering(process, portal_mass, alone=True)
        return fold(self.source, mixing, heavy, self.response, exposure=self.exposure)
