"""An experiment: a source, a target, a response, and what was counted."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nuem.constants import SIN2_THETA_W
from nuem.detectors import Response
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.rates.beam import Source
from nuem.scattering.atom import ElectronModel

if TYPE_CHECKING:
    from nuem.experiments.prediction import Prediction

_MOST = 1e15  # events in a bin, beyond which a Poisson likelihood has no digits left
_LARGEST = 1e30  # exposure [g s], the Earth for minutes


@dataclass(frozen=True, slots=True)
class PublishedLimit:
    """A limit as the collaboration, or the paper named, gives it."""

    value: float
    """Upper limit on the size of the coupling [mu_B, e or cm^2]."""
    cl: float
    reference: str
    """Citation key."""
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Events in bins, and the background expected in each.

    Parameters
    ----------
    observed : array_like
        Events seen.
    background : array_like
        Events expected without a signal.
    background_error : float or None, optional
        Relative uncertainty of the background's normalisation; None leaves it free.
    contains_weak : bool, optional
        Whether `background` includes the neutrinos' own weak scattering, which is then taken out and replaced by the computed one.

    Raises
    ------
    ValueError
        For counts that are negative, all zero or of different numbers of bins.
    """

    observed: NDArray[np.float64]
    background: NDArray[np.float64]
    background_error: float | None = None
    contains_weak: bool = False

    def __post_init__(self) -> None:
        observed = checks.within("observed counts", checks.not_negative("observed counts", self.observed), 0, _MOST)
        background = checks.within(
            "background counts", checks.not_negative("background counts", self.background), 0, _MOST
        )
        if observed.ndim != 1 or observed.shape != background.shape:
            raise ValueError(
                f"observed and background must have one entry a bin, got {observed.shape} and {background.shape}"
            )
        if not np.any(observed) and not np.any(background):
            raise ValueError("neither events nor background in any bin: there is nothing to fit")
        if self.background_error is not None:
            checks.positive("background_error", self.background_error)
        object.__setattr__(self, "observed", observed)
        object.__setattr__(self, "background", background)


@dataclass(frozen=True, slots=True, eq=False)
class OnOff:
    """Source on against source off, each bin's background being what the off time says.

    Without published spectra the counts are those expected from the background alone and the weak interaction, so that a limit is
    the expected one (its median).

    Parameters
    ----------
    background : array_like
        Background events expected in each bin while the source is on.
    off_over_on : float
        How much more background is counted with the source off: ratio of times, or of acceptances.
    """

    background: NDArray[np.float64]
    off_over_on: float

    def __post_init__(self) -> None:
        background = checks.within("background counts", checks.positive("background counts", self.background), 0, _MOST)
        object.__setattr__(self, "background", background)
        checks.positive("off_over_on", self.off_over_on)


@dataclass(frozen=True, slots=True, eq=False)
class Experiment:
    """A published or own experiment; see `nuem.experiment` and `nuem.experiments.load`."""

    name: str
    title: str
    kind: str
    """"recast" of published data, "surrogate" from a published set-up, "projection", or "own" for the user's data or set-up."""
    source: Source
    material: str
    exposure: float
    """Mass times time [g s]."""
    response: Response
    data: Counts | OnOff
    flux_errors: bool = True
    """Whether the fluxes may vary within their errors."""
    published: dict[str, PublishedLimit] = field(default_factory=dict)
    references: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What a user must know: what is recalled, assumed or left out."""

    def __post_init__(self) -> None:
        checks.within("exposure", checks.positive("exposure", self.exposure, "g s"), 0, _LARGEST, "g s")

    def predict(
        self,
        *,
        mixing: Mixing | None = None,
        electrons: ElectronModel | str | None = None,
        sin2_theta_w: float = SIN2_THETA_W,
    ) -> "Prediction":
        """What is expected with every option bound once; see `nuem.experiments.predict`."""
        from nuem.experiments.predictions import predict

        return predict(self, mixing=mixing, electrons=electrons, sin2_theta_w=sin2_theta_w)

    @property
    def edges(self) -> NDArray[np.float64]:
        """Edges of the bins [MeV]."""
        return self.response.edges
