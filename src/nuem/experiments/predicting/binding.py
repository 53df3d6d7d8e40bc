"""An experiment with the options that are chosen for it: its rates and its data set."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.predicting import tensor_files
from nuem.experiments.predicting.coupling import Coupling
from nuem.experiments.predicting.stacked import Stacked
from nuem.experiments.setups.channel import Channel
from nuem.experiments.setups.setup import Setup, SourceOff, Unmeasured
from nuem.experiments.setups.target import Target
from nuem.flavour import Mixing
from nuem.inference import Curve, Likelihood, Signal
from nuem.inference.data import Data
from nuem.inference.expectations.component import Component
from nuem.inference.expectations.dataset import Dataset
from nuem.rates import RateTensor
from nuem.rates.altered_beam import Unoscillated
from nuem.scattering.atom import ElectronModel
from nuem.scattering.bilinear import DIPOLE, columns


@dataclass(frozen=True, eq=False)
class Binding:
    """An experiment with every option bound once: its rates and its data set."""

    experiment: Setup
    mixing: Mixing
    electrons: ElectronModel
    """How electrons are bound."""
    sin2_theta_w: float
    """Weak mixing angle."""
    tensors: tuple[RateTensor, ...]
    """Rates for every vertex: nominal, then at -1 and +1 sigma of each nuisance that changes the signal."""
    dataset: Dataset
    """Data, backgrounds and nuisances."""
    folding: "Folding"
    """The rates of every target."""

    def __repr__(self) -> str:
        return (
            f"Binding({self.experiment.name!r}, electrons={self.electrons.name!r}, sin2_theta_w={self.sin2_theta_w:g})"
        )

    def signal(self, coupling: Coupling) -> NDArray[np.float64]:
        """Counts along a coupling as a polynomial, (powers, variants, beams, bins)."""
        return np.stack([coupling.coefficients(tensor, self.mixing) for tensor in self.tensors], axis=1)

    @cached_property
    def grouped(self) -> "Binding":
        """The same with beams whose fluxes vary alike as one: they cannot be told apart by what the data say of the fluxes."""
        tensors = tuple(tensor.grouped() for tensor in self.tensors)
        return replace(self, tensors=tensors, dataset=replace(self.dataset, fluxes=tensors[0].errors))

    def with_portal(self, mass: float) -> "Binding":
        """The same with a dipole that leads to a heavy neutral lepton of a mass [MeV]; only that part of the rates is folded."""
        folding = self.folding.with_portal(self.experiment, mass)
        heavy = self.experiment.with_portal(mass)
        return replace(self, experiment=heavy, tensors=folding.tensors(self.experiment), folding=folding)


def curve(bindings: Sequence[Binding], coupling: Coupling) -> Curve:
    """-2 ln L of one or more experiments along a coupling, nuisances of the same name shared."""
    joint = [binding.grouped for binding in bindings]
    signal = Signal([binding.signal(coupling) for binding in joint], -np.inf if coupling.interferes else 0.0)
    return Curve(Likelihood([binding.dataset for binding in joint]), signal, coupling.name)


def bind(
    experiment: Setup,
    mixing: Mixing,
    electrons: ElectronModel,
    sin2_theta_w: float,
    *,
    file: str | None = None,
) -> Binding:
    """Fold the rates of an experiment and lay out its data.

    Parameters
    ----------
    experiment, mixing, electrons, sin2_theta_w
        As in `Binding`.
    file : str, optional
        Name under which the rates are kept on disk: what they depend on, as a number.

    Raises
    ------
    ValueError
        If the published background is said to contain the weak scattering but is smaller than it.
    """
    folding = Folding(mixing, electrons, sin2_theta_w)
    try:
        folding.fold(experiment) if file is None else folding.read_or_fold(experiment, file)
    except ValueError as error:
        raise ValueError(f"{experiment.name}: {error}") from None
    tensors = folding.tensors(experiment)
    return Binding(experiment, mixing, electrons, sin2_theta_w, tensors, _dataset(experiment, tensors[0]), folding)


@dataclass(slots=True)
class Folding:
    """Folds targets with given options; those that differ in their response alone are folded together."""

    mixing: Mixing
    electrons: ElectronModel
    sin2_theta_w: float
    _folded_tensors: dict[tuple[Target, bool], RateTensor] = field(default_factory=dict)

    def fold(self, experiment: Setup) -> None:
        """Fold every target of an experiment."""
        channels = _every_channel(experiment)
        for group in _groups([channel.target for channel in channels]):
            self._fold(group, oscillated=True)
        for group in _groups([channel.target for channel in channels if _unoscillated(channel)]):
            self._fold(group, oscillated=False)

    def read_or_fold(self, experiment: Setup, file: str) -> None:
        """The same, with the rates from a file if there is one."""
        places = dict.fromkeys((channel.target, True) for channel in _every_channel(experiment))
        places |= dict.fromkeys(
            (channel.target, False) for channel in _every_channel(experiment) if _unoscillated(channel)
        )

        def folded() -> tuple[RateTensor, ...]:
            self.fold(experiment)
            return tuple(self._folded_tensors[place] for place in places)

        self._folded_tensors.update(zip(places, tensor_files.stored_or_folded(file, folded), strict=True))

    def with_portal(self, experiment: Setup, mass: float) -> "Folding":
        """The same rates with those of the dipole replaced by up-scattering to a heavy neutral lepton of a mass [MeV]."""
        heavy = Folding(self.mixing, self.electrons, self.sin2_theta_w, dict(self._folded_tensors))
        for group in _groups([channel.target for channel in _every_channel(experiment)]):
            for target, portal in self._folded(group, True, mass).items():
                light = self._folded_tensors[target, True]
                numbers = light.numbers.copy()
                dipole = columns(light.size, DIPOLE)
                numbers[..., dipole] = portal.numbers[..., dipole]
                heavy._folded_tensors[target, True] = replace(light, numbers=numbers)
        return heavy

    def tensors(self, experiment: Setup) -> tuple[RateTensor, ...]:
        """Rates in the bins of the data: nominal, then at -1 and +1 sigma of each nuisance of the signal."""
        sides = [experiment.channels]
        for variation in experiment.variations:
            sides += [variation.down, variation.up]
        return tuple(_with_errors(self._channels(side), experiment.flux_errors) for side in sides)

    def _channels(self, channels: Iterable[Channel]) -> RateTensor:
        return reduce(_joined, (self._channel(channel) for channel in channels))

    def _channel(self, channel: Channel) -> RateTensor:
        oscillated = channel.expected is None or channel.expected.oscillated
        return channel.counts(
            self._folded_tensors[channel.target, True], self._folded_tensors[channel.target, oscillated]
        )

    def _fold(self, group: Sequence[Target], *, oscillated: bool) -> None:
        for target, tensor in self._folded(group, oscillated, None).items():
            self._folded_tensors[target, oscillated] = tensor

    def _folded(self, group: Sequence[Target], oscillated: bool, portal_mass: float | None) -> dict[Target, RateTensor]:
        """Rates of targets that differ in their response alone."""
        first = group[0]
        source = first.source if oscillated else Unoscillated(first.source)
        response = first.response if len(group) == 1 else Stacked(tuple(member.response for member in group))
        whole = replace(first, source=source, response=response).fold(
            self.mixing, self.electrons, self.sin2_theta_w, portal_mass=portal_mass
        )
        ends = np.cumsum([member.response.bins for member in group])
        return {
            target: replace(whole, numbers=whole.numbers[:, end - target.response.bins : end])
            for target, end in zip(group, ends, strict=True)
        }


def _unoscillated(channel: Channel) -> bool:
    """Whether a channel is scaled to an expectation without oscillations."""
    return channel.expected is not None and not channel.expected.oscillated


def _every_channel(experiment: Setup) -> list[Channel]:
    """Channels of the nominal signal and of all variations."""
    varied = [channel for variation in experiment.variations for channel in (*variation.down, *variation.up)]
    return [*experiment.channels, *varied]


def _groups(targets: Sequence[Target]) -> list[list[Target]]:
    """Targets, each once, in groups that differ in their response alone."""
    groups: list[list[Target]] = []
    for target in dict.fromkeys(targets):
        similar = next((group for group in groups if group[0].differs_in_response(target)), None)
        groups.append([target]) if similar is None else similar.append(target)
    return groups


def _dataset(experiment: Setup, nominal: RateTensor) -> Dataset:
    """Data, backgrounds and errors of an experiment."""
    backgrounds = tuple(_without_weak(background, experiment, nominal) for background in experiment.backgrounds)
    return Dataset(
        name=experiment.name,
        data=_data(experiment.data, nominal, backgrounds),
        fluxes=nominal.errors,
        backgrounds=backgrounds,
        signal_nuisances=tuple(variation.nuisance for variation in experiment.variations),
        systematics=experiment.systematics,
    )


def _data(data: Data | SourceOff | Unmeasured, tensor: RateTensor, backgrounds: tuple[Component, ...]) -> Data:
    """The data, or what a set-up without spectra is expected to count."""
    return data.counts(tensor.counts(), backgrounds) if isinstance(data, SourceOff | Unmeasured) else data


def _without_weak(component: Component, experiment: Setup, tensor: RateTensor) -> Component:
    if component.name != experiment.contains_weak or component.table is None:
        return component
    weak = tensor.counts()
    remainder: NDArray[np.float64] = component.table - weak
    if np.any(remainder < 0):
        b = int(np.argmin(remainder))
        raise ValueError(
            f"{experiment.name}: the background of bin {b + 1} is {component.table[b]:.3g} events, less than the {weak[b]:.3g} of "
            "weak scattering that it is said to contain; set background_contains_weak = false"
        )
    return replace(component, counts=remainder)


def _with_errors(tensor: RateTensor, replaced: bool | Mapping[str, float]) -> RateTensor:
    """The tensor with the errors of its fluxes, without them, or with some replaced by name."""
    if replaced is True:
        return tensor
    if replaced is False:
        return replace(tensor, errors=tuple({} for _ in tensor.beams))
    errors = tuple(
        {name: replaced.get(name, error) for name, error in beam_errors.items()} for beam_errors in tensor.errors
    )
    return replace(tensor, errors=errors)


def _joined(first: RateTensor, second: RateTensor) -> RateTensor:
    """Rates of two channels: added for the same source, beams side by side for different ones."""
    if (first.beams, first.errors) == (second.beams, second.errors):
        return first + second
    return RateTensor(
        first.beams + second.beams,
        first.errors + second.errors,
        np.concatenate([first.numbers, second.numbers]),
        max(first.relative_accuracy, second.relative_accuracy),
    )
