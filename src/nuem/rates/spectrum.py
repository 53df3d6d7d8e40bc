"""Spectra: counts in bins, or a rate at given recoils, by what causes them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import SIN2_THETA_W
from nuem.flavour import Mixing
from nuem.rates.beam import Source
from nuem.rates.fold import recoil_tensor
from nuem.scattering.atom import DEFAULT_MODEL
from nuem.vertex import Vertex


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """Expected counts in bins of reconstructed energy.

    `components` are "weak", "charge and radius" (with their interference, so it can be negative), "magnetic" and "background"; they add
    up to `total`.
    """

    edges: NDArray[np.float64]
    """Edges of the bins [MeV]."""
    components: dict[str, NDArray[np.float64]]
    observed: NDArray[np.float64] | None = None
    """Events seen, if any were published."""

    @property
    def total(self) -> NDArray[np.float64]:
        """Sum of all components."""
        return np.asarray(sum(self.components.values()))


def recoil_spectrum(
    source: Source,
    material: str,
    recoil: ArrayLike,
    *,
    vertex: Vertex | None = None,
    mixing: Mixing | None = None,
    model: str = DEFAULT_MODEL,
    sin2_theta_w: float = SIN2_THETA_W,
) -> dict[str, NDArray[np.float64]]:
    """Rate of neutrino-electron scattering against the true recoil energy, before any detector.

    Parameters
    ----------
    source : Source
        Such as ``nuem.sources.Sun()`` or ``nuem.sources.Reactor(flux=2.7e13)``.
    material : str
        Element or formula of the target.
    recoil : array_like
        Recoil energies T, ascending [MeV].
    vertex : Vertex, optional
        Without one the weak interaction alone.
    mixing : Mixing, optional
        NuFIT's best fit if not given.
    model : str, optional
        Atomic response, a name of `nuem.scattering.atom`.
    sin2_theta_w : float, optional
        Weak mixing angle.

    Returns
    -------
    dict
        "weak", "charge and radius", "magnetic" and "total", each dR/dT [g^-1 s^-1 MeV^-1].

    Raises
    ------
    ValueError
        For recoils that are not positive and ascending, or unknown names.
    """
    tensor = recoil_tensor(source, mixing or Mixing.nufit(), material, recoil, model=model, sin2_theta_w=sin2_theta_w)
    parts = tensor.scattering_parts(vertex or Vertex("dirac"))
    return {**parts, "total": np.sum(list(parts.values()), axis=0)}
