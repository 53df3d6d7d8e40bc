"""An experiment that can be asked for its predictions, of which the last few are kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import Final

from nuem.constants import SIN2_THETA_W
from nuem.experiments.predicting.binding import bind
from nuem.experiments.predicting.prediction import Prediction
from nuem.experiments.setups import card, content
from nuem.experiments.setups.setup import Setup
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.scattering.atom import ElectronModel, electron_model
from nuem.typing import Json

_KEPT: Final = 16


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Experiment(Setup):
    """A published or own experiment; see `nuem.experiment` and `nuem.experiments.load`.

    An experiment is equal to itself alone: two readings of the same files are two experiments.
    """

    def predict(
        self,
        *,
        mixing: Mixing | None = None,
        electrons: ElectronModel | str | None = None,
        sin2_theta_w: float = SIN2_THETA_W,
    ) -> Prediction:
        """What is expected with every option bound once; see `nuem.experiments.predict`."""
        central = Mixing.nufit() if mixing is None else mixing
        checks.known("mixing", central, checks.MIXING)
        angle = checks.number("sin2_theta_w", sin2_theta_w)
        return _predicted(_Inputs(content.digest(self), central, electron_model(electrons), angle, self))

    def to_dict(self) -> Json:
        """What can be said of the experiment in plain numbers and words."""
        return card.record(self)

    def _repr_html_(self) -> str:
        return card.html(self)

    def __repr__(self) -> str:
        sources = " + ".join(dict.fromkeys(source.name for source in self.sources))
        channels = " + ".join(channel.name for channel in self.channels)
        return f"Experiment({self.name!r}, {self.kind}, {channels}, {sources})"


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What a prediction is made of; experiments of the same content are the same."""

    digest: tuple[bytes, bool]
    """Of the experiment, and whether all of it is of this library."""
    mixing: Mixing
    electrons: ElectronModel
    sin2_theta_w: float
    experiment: Setup = field(compare=False)


def _file(inputs: _Inputs) -> str | None:
    """What the rates of a published experiment depend on; None for the user's own, and where code from outside the library takes part."""
    number, reproducible = inputs.digest
    options, options_reproducible = content.digest((inputs.mixing, inputs.electrons, inputs.sin2_theta_w))
    if inputs.experiment.kind == "own" or not (reproducible and options_reproducible):
        return None
    return sha256(content.library() + number + options).hexdigest()


@lru_cache(maxsize=_KEPT)
def _predicted(inputs: _Inputs) -> Prediction:
    mass = inputs.experiment.portal_mass
    if mass is not None:  # all but the dipole is the same for every mass
        light = replace(inputs.experiment, portal_mass=None)
        light_prediction = _predicted(replace(inputs, digest=content.digest(light), experiment=light))
        return Prediction(light_prediction.binding.with_portal(mass))
    options = inputs.mixing, inputs.electrons, inputs.sin2_theta_w
    return Prediction(bind(inputs.experiment, *options, file=_file(inputs)))
