"""Events of a burst in a detector, by channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.constants import ELECTRON_MASS, SIN2_THETA_W
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.numerics.quadrature import panels
from nuem.scattering.inverse_beta import THRESHOLD
from nuem.supernova.channels import (
    Argon,
    charged_current,
    flavour_content,
    magnetic_on_electrons,
    weak_on_electrons,
)
from nuem.supernova.conversion import Conversion, adiabatic
from nuem.supernova.detectors import BurstDetector
from nuem.supernova.detectors import detector as known_detector
from nuem.supernova.emission import Burst
from nuem.vertex import Vertex

Array = NDArray[np.float64]

HIGHEST: Final = 110.0  # neutrino energy [MeV]; less than 1e-8 of a burst is above
_ORDER: Final = 20


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Expected events of a burst in one detector."""

    burst: Burst
    detector: BurstDetector
    channels: Mapping[str, Array]
    """Events in each interval of time, by channel."""
    conversion: str
    """What was assumed to happen to the neutrinos."""
    argon: str
    """Cross section of nu_e on argon."""

    @property
    def total(self) -> Array:
        """All channels, in each interval of time."""
        return np.asarray(sum(self.channels.values()))

    @property
    def counts(self) -> dict[str, float]:
        """All intervals together, by channel."""
        return {name: float(values.sum()) for name, values in self.channels.items()}

    @property
    def per_kiloton(self) -> dict[str, float]:
        """The same for one kiloton."""
        return {name: count / self.detector.mass for name, count in self.counts.items()}

    def __repr__(self) -> str:
        counts = ", ".join(f"{name} {count:.4g}" for name, count in self.counts.items())
        return f"Events({self.detector.name}, {self.conversion}: {counts})"


def events(
    burst: Burst,
    detector: BurstDetector | str,
    vertex: Vertex | None = None,
    mixing: Mixing | None = None,
    *,
    conversion: Conversion | str = "none",
    argon: Argon = "marley",
    sin2_theta_w: float = SIN2_THETA_W,
) -> Events:
    """Expected events by channel, in each interval of time of the burst.

    Parameters
    ----------
    burst : Burst
    detector : BurstDetector or {"dune", "hyperk", "juno"}
    vertex : Vertex, optional
        Moments that scatter electrons in the detector; what they do on the way is in `conversion`.
    mixing : Mixing, optional
        NuFIT for normal ordering if not given.
    conversion : Conversion or {"none", "adiabatic"}, optional
        "none": flavours arrive as they were emitted. See `nuem.supernova.in_star` and `nuem.supernova.adiabatic`.
    argon : {"marley", "rpa"}, optional
        Cross section of nu_e on argon; the counts differ by 14 %.
    sin2_theta_w : float, optional

    Returns
    -------
    Events

    Examples
    --------
    >>> from nuem.supernova import burst
    >>> print(events(burst("test"), "juno"))
    Events(juno, none: inverse beta decay 23.79, electron scattering 7.404)
    """
    checks.known("burst", burst, checks.BURST)
    if vertex is not None:
        checks.single("vertex", vertex)
        if vertex.size != 3:
            raise ValueError(f"vertex must be a Vertex of three neutrinos, got {vertex!r}")
    instrument = known_detector(detector)
    lepton = Mixing.nufit() if mixing is None else mixing
    checks.known("mixing", lepton, checks.MIXING)
    if isinstance(conversion, str):
        word = checks.choice("conversion", conversion, ("none", "adiabatic"))
        rule = adiabatic(lepton) if word == "adiabatic" else None
    else:
        rule = conversion
    energy, weight = _grid(instrument)
    emitted = burst.fluence(energy)
    if rule is None:
        flavours = emitted
        square = np.abs(lepton.matrix.T) ** 2
        masses = np.concatenate([square @ emitted[:, :3], square @ emitted[:, 3:]], axis=1)
    else:
        masses = np.einsum("ema,tae->tme", rule(energy), emitted)
        flavours = flavour_content(lepton, masses)
    channels: dict[str, Array] = {}
    for name, (flavour, targets) in charged_current(energy, instrument, argon).items():
        channels[name] = flavours[:, flavour] @ (targets * weight)
    if instrument.electrons:
        weak = weak_on_electrons(energy, instrument.recoil_threshold, sin2_theta_w) * instrument.electrons * weight
        channels["electron scattering"] = np.einsum("tae,ae->t", flavours, weak)
        if vertex is not None and np.any(vertex.dipole):
            magnetic = (
                magnetic_on_electrons(energy, instrument.recoil_threshold, vertex)[:3] * instrument.electrons * weight
            )
            channels["magnetic scattering"] = np.einsum("tme,me->t", masses[:, :3] + masses[:, 3:], magnetic)
    name = "none" if rule is None else rule.name
    return Events(burst, instrument, channels, name, argon if instrument.argon else "")


def _grid(instrument: BurstDetector) -> tuple[Array, Array]:
    """Energies and weights that end panels where a channel opens or closes [MeV]."""
    least = instrument.recoil_threshold
    opens = (least + np.sqrt(least * (least + 2 * ELECTRON_MASS))) / 2
    edges = np.unique(
        [0.05, THRESHOLD, opens, 5.5, instrument.least_energy, 3.0, 8.0, 12.0, 20.0, 30.0, 45.0, 70.0, HIGHEST]
    )
    energy, weight = panels(edges, _ORDER)
    return energy.ravel(), weight.ravel()
