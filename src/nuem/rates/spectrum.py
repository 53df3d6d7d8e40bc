"""Spectra: counts in bins, or a rate at given recoils, by what causes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem import notebook
from nuem.constants import SIN2_THETA_W
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.numerics.content import ByContent
from nuem.rates.beam import Source
from nuem.rates.folding import recoil_tensor
from nuem.rates.process import Process
from nuem.results import Tabular, draw, rendered
from nuem.scattering.atom import ElectronModel
from nuem.scattering.electrons import Electrons
from nuem.scattering.nuclei import Nuclei
from nuem.units import keV
from nuem.vertex import Vertex

if TYPE_CHECKING:
    from matplotlib.axes import Axes

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
class Spectrum(ByContent, Tabular):
    """Expected counts in bins of reconstructed energy, or of another quantity, `axis`; two are equal if every number in them is.

    `components` are "weak", "charge and radius" (with their interference, so it can be negative), "magnetic" and the backgrounds; they add
    up to `total`. The components of many vertices have leading axes before that of the bins.
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

    @property
    def bins(self) -> int:
        """Number of bins."""
        return len(self.edges) - 1

    @property
    def leading(self) -> tuple[int, ...]:
        """Leading axes: those of the vertex."""
        return self.total.shape[:-1]

    def __repr__(self) -> str:
        if self.leading:
            return f"Spectrum({self.bins} bins of {prod(self.leading)} vertices: {', '.join(self.components)})"
        sums = ", ".join(f"{name} {counts.sum():.4g}" for name, counts in self.components.items())
        observed = "" if self.observed is None else f"; observed {self.observed.sum():g}"
        return f"Spectrum({self.bins} bins: {sums}{observed})"

    def _of_one_vertex(self, what: str) -> None:
        if self.leading:
            raise ValueError(
                f"{what} shows one vertex, and this spectrum is of vertices with leading axes {self.leading}"
            )

    def columns(self) -> dict[str, NDArray[np.float64]]:
        """Bins in the unit of `axis`, every component, their sum, and the data with their errors if there are any."""
        self._of_one_vertex("a table")
        edges, unit = self.edges / self.axis.size, self.axis.unit
        result = {f"low [{unit}]": edges[:-1], f"high [{unit}]": edges[1:], **self.components, "total": self.total}
        more = {"observed": self.observed, "errors": self.errors}
        return result | {name: values for name, values in more.items() if values is not None}

    def plot(self, **options: object) -> Axes:
        """Draw the spectrum with its data; options as in `nuem.plots.spectrum`. The figure is `.figure` of what is returned."""
        self._of_one_vertex("a figure")
        return draw("nuem.plots.counts.spectrum", self, **{"best_label": "expected", **options})

    def to_hist(self, component: str | None = None) -> Any:
        """The spectrum as a ``hist.Hist``; see `nuem.interop.hist.histogram`."""
        self._of_one_vertex("a histogram")
        return rendered("nuem.interop.hist.histogram", self, component)

    def _repr_html_(self) -> str:
        if self.leading:
            return notebook.card(
                f"Spectrum, {self.bins} bins of {prod(self.leading)} vertices", ", ".join(self.components)
            )
        sums = {name: f"{counts.sum():.4g}" for name, counts in self.components.items()} | {
            "total": f"{self.total.sum():.4g}"
        }
        observed = {} if self.observed is None else {"observed": f"{self.observed.sum():.4g}"}
        edges, unit = self.edges / self.axis.size, self.axis.unit
        title = f"Spectrum, {self.bins} bins, {self.axis.quantity} from {edges[0]:g} to {edges[-1]:g} {unit}"
        return notebook.card(title, notebook.pairs(sums | observed))

    @property
    def backgrounds(self) -> dict[str, NDArray[np.float64]]:
        """The components that are no neutrinos."""
        return {name: counts for name, counts in self.components.items() if name not in NEUTRINOS}

    def grouped(self, groups: NDArray[np.float64], edges: NDArray[np.float64], axis: Axis) -> Spectrum:
        """Sums of bins, such as a projection: `groups` is (new bins, bins)."""
        errors = None if self.errors is None else np.sqrt(groups**2 @ self.errors**2)
        observed = None if self.observed is None else groups @ self.observed
        parts = {name: counts @ groups.T for name, counts in self.components.items()}
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
