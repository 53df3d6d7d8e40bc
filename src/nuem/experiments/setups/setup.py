"""The set-up of an experiment: channels, data, backgrounds, and what is uncertain of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.setups.bins import Bins
from nuem.experiments.setups.channel import Channel, SignalVariation
from nuem.experiments.setups.target import Particle, Target
from nuem.inference.data import Data, OnOff, Poisson
from nuem.inference.expectations.component import Component, Systematic
from nuem.numerics import checks
from nuem.rates.beam import Source

Kind = Literal["own", "recast", "approximate", "surrogate", "projection"]


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
class SourceOff:
    """A set-up without spectra: source on against source off, each with the flat background that was published.

    The counts are those expected from the background and the weak interaction alone, so that a limit is the expected one (its median).

    Parameters
    ----------
    background : array_like
        Background events expected in each bin while the source is on.
    off_over_on : float
        How much more background is counted with the source off: ratio of times, or of acceptances.
    """

    background: NDArray[np.float64]
    off_over_on: float
    description: ClassVar[str] = "expected counts"

    def __post_init__(self) -> None:
        background = checks.within("background counts", checks.positive("background counts", self.background), 0, 1e15)
        object.__setattr__(self, "background", background)
        checks.positive("off_over_on", self.off_over_on)

    def counts(self, weak: NDArray[np.float64], backgrounds: tuple[Component, ...]) -> OnOff:
        """What is expected with the source on and off."""
        del backgrounds
        return OnOff(self.background + weak, self.off_over_on * self.background, self.off_over_on)

    def __repr__(self) -> str:
        return f"SourceOff({self.background.size} bins, {self.background.sum():.4g} background events, off/on = {self.off_over_on:g})"


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Nothing is measured yet: backgrounds and weak interaction as they are expected stand for the data, so that a limit is the median.

    Parameters
    ----------
    bins : int
        Number of bins.
    """

    bins: int
    description: ClassVar[str] = "expected counts"

    def counts(self, weak: NDArray[np.float64], backgrounds: tuple[Component, ...]) -> Poisson:
        """What is expected of the weak interaction and the backgrounds."""
        return Poisson(sum((background.nominal for background in backgrounds), weak))


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """What an experiment is: its channels, data, backgrounds, and what is uncertain of each."""

    name: str
    title: str
    kind: Kind
    """"recast" of published data, "approximate" if they are digitised, linearised or a rate alone, "surrogate" from a published set-up,
    "projection", or "own" for the user's data or set-up."""
    channels: tuple[Channel, ...]
    data: Data | SourceOff | Unmeasured
    backgrounds: tuple[Component, ...] = ()
    contains_weak: str = ""
    """Name of the background that includes the neutrinos' own weak scattering, which is replaced by the computed one; empty for none."""
    systematics: tuple[Systematic, ...] = ()
    variations: tuple[SignalVariation, ...] = ()
    flux_errors: bool | Mapping[str, float] = True
    """Whether the fluxes may vary within their errors; a mapping replaces those of the nuisances that it names."""
    published: dict[str, PublishedLimit] = field(default_factory=dict)
    portal_mass: float | None = None
    """Mass of a heavy neutral lepton that the dipole of the vertex leads to [MeV]; None for the light neutrinos themselves."""
    references: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What a user must know: what is recalled, assumed or left out."""
    overlaps: tuple[str, ...] = ()
    """Names of experiments with some of the same events, with which it must not be combined."""

    def with_source(self, source: Source) -> Self:
        """The same experiment with another source, which all its channels then see.

        Raises
        ------
        ValueError
            For data in bins of time, which belong to the pulse of their source.
        """
        if any(channel.fractions is not None for channel in self.channels):
            raise ValueError(
                f"{self.name} has bins of time that belong to its source; another one needs a file of its own"
            )

        return self._with_targets(lambda target: replace(target, source=source))

    def only(self, particle: Particle) -> Self:
        """The same experiment with the recoils of one kind of particle alone, all others left out.

        Parameters
        ----------
        particle : {"electron", "nucleus", "atom"}

        Raises
        ------
        ValueError
            For a particle that no channel has.
        """
        particles = tuple(dict.fromkeys(entry.target.particle for entry in self.channels))
        if particle not in particles:
            raise ValueError(f"{self.name} has no recoils of {particle!r}; choose one of {', '.join(particles)}")

        def of_particle(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
            return tuple(entry for entry in channels if entry.target.particle == particle)

        variations = [
            replace(entry, down=of_particle(entry.down), up=of_particle(entry.up)) for entry in self.variations
        ]
        channels = of_particle(self.channels)
        varied = tuple(entry for entry in variations if entry.down != channels or entry.up != channels)
        note = f"only recoils of the {particle}: those of {' and '.join(entry for entry in particles if entry != particle)} are left out"
        notes = (*self.notes, note) if len(particles) > 1 else self.notes
        return replace(self, channels=channels, variations=varied, notes=notes)

    def with_portal(self, mass: float) -> Self:
        """The same experiment for a dipole that leads to a heavy neutral lepton of a mass [MeV].

        Raises
        ------
        ValueError
            For a negative mass.
        """
        return replace(self, portal_mass=checks.number("mass", checks.not_negative("mass", mass, "MeV"), "MeV"))

    def _with_targets(self, change: Callable[[Target], Target]) -> Self:
        """The same experiment with every target changed; channels that share one still do."""
        new_targets: dict[int, Target] = {}

        def changed(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
            for channel in channels:
                new_targets.setdefault(id(channel.target), change(channel.target))
            return tuple(replace(channel, target=new_targets[id(channel.target)]) for channel in channels)

        varied = tuple(
            replace(variation, down=changed(variation.down), up=changed(variation.up)) for variation in self.variations
        )
        return replace(self, channels=changed(self.channels), variations=varied)

    @property
    def bins(self) -> Bins:
        """The bins of the data."""
        return self.channels[0].bins

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all channels, each once."""
        return tuple({id(channel.target.source): channel.target.source for channel in self.channels}.values())

    @property
    def source(self) -> Source:
        """The source of the first channel."""
        return self.channels[0].target.source

    @property
    def material(self) -> str:
        """What the first channel scatters on."""
        return self.channels[0].target.material

    @property
    def exposure(self) -> float:
        """Mass times time of the first channel [g s]."""
        return self.channels[0].target.exposure

    @property
    def edges(self) -> NDArray[np.float64]:
        """Edges of the energy intervals [MeV, or photo-electrons]; empty for bins that are labels."""
        return self.bins.edges
