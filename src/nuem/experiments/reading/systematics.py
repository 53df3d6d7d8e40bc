"""Read named nuisances: what they change, and by how much at -1 and +1 sigma."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nuem.experiments.reading.data import Measured
from nuem.experiments.reading.section import Section
from nuem.experiments.setups.channel import Channel, SignalVariation
from nuem.inference.expectations.component import Systematic, Variation
from nuem.numerics import checks
from nuem.typing import FloatArray

SIGNAL = "signal"
_LARGEST_FACTOR = 10.0  # of the signal in a bin at one standard deviation; more are events, not factors


@dataclass(frozen=True, slots=True)
class Systematics:
    """The nuisances of an experiment by what they change."""

    normalisations: tuple[Systematic, ...]
    backgrounds: dict[str, tuple[Variation, ...]]
    """Variations of each background."""
    signal: tuple[SignalVariation, ...]


def read_systematics(
    top: Section, measured: Measured, channels: tuple[Channel, ...], vary: Callable[[str, Section], Channel]
) -> Systematics:
    """Each ``[[systematic]]``: a normalisation, columns of the data table, or other keys of a channel.

    Parameters
    ----------
    top : Section
    measured : Measured
    channels : tuple of Channel
        The nominal ones.
    vary : callable
        Makes the channel of a name with some keys replaced by those of a section.
    """
    norms: list[Systematic] = []
    backgrounds: dict[str, list[Variation]] = {}
    signal: list[SignalVariation] = []
    for section in top.sections("systematic"):
        name, targets = section.name_of(), section.texts("applies_to")
        if "relative_error" in section:
            error = section.number("relative_error")
            checks.within(f"[{section.name}] relative_error", error, 0, 0.99)
            norms.append(Systematic(name, targets or (SIGNAL,), 1 - error, 1 + error))
        elif section.has_table("up"):
            signal.append(_channels(section, name, targets, channels, vary))
        elif section.has_text("up") and targets and targets != (SIGNAL,):
            for target in targets:
                backgrounds.setdefault(target, []).append(_columns(section, name, target, measured))
        elif section.has_text("up"):
            signal.append(_factors(section, name, measured, channels))
        else:
            down, up = section.number("down"), section.number("up")
            norms.append(Systematic(name, targets or (SIGNAL,), down, up))
        section.done()
    return Systematics(tuple(norms), {key: tuple(value) for key, value in backgrounds.items()}, tuple(signal))


def _columns(section: Section, name: str, target: str, measured: Measured) -> Variation:
    """A background at -1 and +1 sigma, as columns of the data table; one side alone is mirrored."""
    table = measured.table
    up = checks.not_negative(f"[{section.name}] up", table[section.text("up")])
    if "down" in section:
        return Variation(name, checks.not_negative(f"[{section.name}] down", table[section.text("down")]), up)
    nominal = section.text("nominal", target)
    checks.choice(f"[{section.name}] applies_to", nominal, table.names)
    return Variation.one_sided(name, table[nominal], up)


def _factors(section: Section, name: str, measured: Measured, channels: tuple[Channel, ...]) -> SignalVariation:
    """Factors of the signal in each bin, as columns of the data table."""
    down, up = (
        checks.not_negative(f"[{section.name}] {side}", measured.table[section.text(side)]) for side in ("down", "up")
    )
    largest = max(float(np.max(down)), float(np.max(up)))
    if largest > _LARGEST_FACTOR:
        raise ValueError(
            f"[{section.name}] multiplies the signal of a bin by {largest:g}; if these are events of a background, name it in applies_to"
        )
    return SignalVariation(
        name, tuple(_scaled(channel, down) for channel in channels), tuple(_scaled(channel, up) for channel in channels)
    )


def _scaled(channel: Channel, factor: float | FloatArray) -> Channel:
    efficiency = 1.0 if channel.efficiency is None else channel.efficiency
    return replace(channel, efficiency=np.asarray(efficiency * factor))


def _channels(
    section: Section,
    name: str,
    targets: tuple[str, ...],
    channels: tuple[Channel, ...],
    vary: Callable[[str, Section], Channel],
) -> SignalVariation:
    """Channels with other keys at -1 and at +1 sigma."""
    names = tuple(channel.name for channel in channels)
    for target in targets:
        checks.choice(f"[{section.name}] applies_to", target, (*names, SIGNAL))
    affected = names if not targets or SIGNAL in targets else targets
    sides = []
    for side in ("down", "up"):
        changes = section.section(side)
        sides.append(
            tuple(vary(channel.name, changes) if channel.name in affected else channel for channel in channels)
        )
    return SignalVariation(name, sides[0], sides[1])
