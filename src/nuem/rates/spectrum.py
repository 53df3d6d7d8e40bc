"""Spectra: counts in bins, or a rate at given recoils, by what causes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import SIN2_THETA_W
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.rates.beam import Source
from nuem.rates.folding import recoil_tensor
from nuem.rates.process import Process
from nuem.scattering.atom import ElectronModel
from nuem.scattering.electrons import Electrons
from nuem.scattering.nuclei import Nuclei
from nuem.units import keV
from nuem.vertex import Vertex

PROCESSES: Final = ("electrons", "nuclei")
"""What can recoil."""

NEUTRINOS: Final = ("weak", "charge and radius", "magnetic", "signal")
"""Components of a spectrum that neutrinos make."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What the bins of a spectrum are intervals of."""

    quantity: str = "reconstructed energy"
    unit: str = "keV"
    """Name of the unit in text."""
    size: float = keV
    """The unit in base units."""


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """Expected counts in bins of reconstructed energy, or of what else `axis` says.

    `components` are "weak", "charge and radius" (with their interference, so it can be negative), "magnetic" and the backgrounds; they add
    up to `total`.
    """

    edges: NDArray[np.float64]
    """Edges of the bins in base units, such as MeV."""
    components: dict[str, NDArray[np.float64]]
    observed: NDArray[np.float64] | None = None
    """Events seen, if any were published."""
    errors: NDArray[np.float64] | None = None
    """One standard deviation of each bin, for measurements that are no counts."""
    axis: Axis = field(default_factory=Axis)

    @property
    def total(self) -> NDArray[np.float64]:
        """Sum of all components."""
        return np.asarray(sum(self.components.values()))

    def __repr__(self) -> str:
        sums = ", ".join(f"{name} {counts.sum():.4g}" for name, counts in self.components.items())
        seen = "" if self.observed is None else f"; observed {self.observed.sum():g}"
        return f"Spectrum({len(self.total)} bins: {sums}{seen})"

    @property
    def backgrounds(self) -> dict[str, NDArray[np.float64]]:
        """The components that are no neutrinos."""
        return {name: counts for name, counts in self.components.items() if name not in NEUTRINOS}

    def grouped(self, groups: NDArray[np.float64], edges: NDArray[np.float64], axis: Axis) -> Spectrum:
        """Sums of bins, such as a projection: `groups` is (new bins, bins)."""
        errors = None if self.errors is None else np.sqrt(groups**2 @ self.errors**2)
        observed = None if self.observed is None else groups @ self.observed
        parts = {name: groups @ counts for name, counts in self.components.items()}
        return Spectrum(edges, parts, observed, errors, axis)


def recoil_spectrum(
    source: Source,
    target: str,
    recoil: ArrayLike,
    *,
    process: Literal["electrons", "nuclei"] | Process = "electrons",
    vertex: Vertex | None = None,
    mixing: Mixing | None = None,
    electrons: ElectronModel | str | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
) -> dict[str, NDArray[np.float64]]:
    """Rate of neutrino scattering against the true recoil energy, before any detector.

    Parameters
    ----------
    source : Source
        Such as ``nuem.sources.Sun()`` or ``nuem.sources.Reactor(flux=2.7e13)``.
    target : str
        Element or formula of the target.
    recoil : array_like
        Recoil energies T of the particle that is hit, unquenched, ascending [MeV].
    process : {"electrons", "nuclei"} or Process, optional
        What recoils. A process of `nuem.scattering`, such as ``Nuclei("Ge", radiative=True)``, must be one of the same target.
    vertex : Vertex, optional
        Without one the weak interaction alone.
    mixing : Mixing, optional
        NuFIT's best fit if not given.
    electrons : ElectronModel or str, optional
        How electrons are bound, of `nuem.scattering.atom`.
    sin2_theta_w : float, optional
        Weak mixing angle.

    Returns
    -------
    dict
        "weak", "charge and radius", "magnetic" and "total", each dR/dT [g^-1 s^-1 MeV^-1], with the leading axes of the vertex.

    Raises
    ------
    ValueError
        For recoils that are not positive and ascending, or unknown names.
    """
    scattering = _process(process, target, electrons, sin2_theta_w)
    tensor = recoil_tensor(source, mixing or Mixing.nufit(), scattering, recoil)
    parts = {name: part[..., 0, :] for name, part in tensor.parts(vertex).items()}
    return {**parts, "total": np.sum(list(parts.values()), axis=0)}


def _process(
    process: str | Process, target: str, electrons: ElectronModel | str | None, sin2_theta_w: float
) -> Process:
    if not isinstance(process, str):
        if process.material != target:
            raise ValueError(f"the process is one of {process.material}, the target is {target}")
        return process
    if checks.choice("process", process, PROCESSES) == "electrons":
        return Electrons(target, electrons, sin2_theta_w)
    if electrons is not None:
        raise ValueError(f"electrons = {electrons!r} does not enter a recoil of nuclei")
    return Nuclei(target, sin2_theta_w=sin2_theta_w)
