"""What is uncertain of a signal by itself: the quenching or efficiency of a response, and the radii of neutrons."""

from collections.abc import Mapping
from dataclasses import replace

from nuem.experiments.setups.channel import Channel, SignalVariation
from nuem.experiments.setups.target import Target
from nuem.scattering import Nuclei

Pair = tuple[Target, Target]


def inherent_variations(
    channels: tuple[Channel, ...], radius_errors: Mapping[str, float]
) -> tuple[SignalVariation, ...]:
    """A variation for each nuisance of the responses and of the neutron radii; one name in several channels is one nuisance.

    Parameters
    ----------
    channels : tuple of Channel
        The nominal ones.
    radius_errors : mapping
        Name of a channel to the relative error of the neutron radii of its nuclei.
    """
    varied = {channel.name: _targets(channel.target, radius_errors.get(channel.name, 0.0)) for channel in channels}
    names = dict.fromkeys(name for targets in varied.values() for name in targets)

    def shifted(name: str, side: int) -> tuple[Channel, ...]:
        return tuple(
            replace(channel, target=varied[channel.name][name][side]) if name in varied[channel.name] else channel
            for channel in channels
        )

    return tuple(SignalVariation(name, shifted(name, 0), shifted(name, 1)) for name in names)


def _targets(target: Target, radius_error: float) -> dict[str, Pair]:
    """Nuisance to the target at -1 and +1 sigma."""
    pairs: dict[str, Pair] = {
        name: (replace(target, response=down), replace(target, response=up))
        for name, (down, up) in target.response.variations.items()
    }
    if isinstance(target.nuclei, Nuclei) and radius_error:
        for name in target.nuclei.nuisances:
            down, up = (replace(target, nuclei=target.nuclei.varied(name, sign * radius_error)) for sign in (-1, 1))
            pairs[name] = (down, up)
    return pairs
