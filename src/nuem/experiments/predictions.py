"""Predictions by name, and the few that were made last."""

import pickle
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from nuem.constants import SIN2_THETA_W
from nuem.experiments.binding import bind
from nuem.experiments.prediction import Prediction
from nuem.experiments.setup import Experiment
from nuem.experiments.shipped import experiment as known_experiment
from nuem.experiments.vertex_likelihood import VertexLikelihood
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.rates import Spectrum
from nuem.scattering.atom import ElectronModel, electron_model
from nuem.vertex import Vertex

_KEPT = 16


def predict(
    experiment: Experiment | str | Path,
    *,
    mixing: Mixing | None = None,
    electrons: ElectronModel | str | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
) -> Prediction:
    """Bind an experiment and its options; the last few predictions are kept.

    Parameters
    ----------
    experiment : Experiment, str or path
        One of `names`, a path to a TOML file, or an experiment.
    mixing : Mixing, optional
        NuFIT's best fit if not given.
    electrons : ElectronModel or str, optional
        How electrons are bound: one of `nuem.scattering.atom.MODELS`, or its name.
    sin2_theta_w : float, optional
        Weak mixing angle.

    Returns
    -------
    Prediction

    Raises
    ------
    ValueError
        For unknown names or a set-up that does not hold together.
    """
    known = experiment if isinstance(experiment, Experiment) else known_experiment(experiment)
    mixing = Mixing.nufit() if mixing is None else mixing
    if not isinstance(mixing, Mixing):
        raise ValueError(f"mixing = {mixing!r} is not a nuem.Mixing, such as Mixing.nufit()")
    angle = checks.number("sin2_theta_w", sin2_theta_w)
    return _predicted(_Inputs(_digest(known), mixing, electron_model(electrons), angle, known))


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What a prediction is made of; experiments of the same content are the same."""

    digest: bytes
    mixing: Mixing
    electrons: ElectronModel
    sin2_theta_w: float
    experiment: Experiment = field(compare=False)


def _digest(experiment: Experiment) -> bytes:
    return sha256(pickle.dumps(experiment)).digest()


@lru_cache(maxsize=_KEPT)
def _predicted(inputs: _Inputs) -> Prediction:
    binding = bind(inputs.experiment, inputs.mixing, inputs.electrons, inputs.sin2_theta_w)
    return Prediction(inputs.experiment, inputs.mixing, inputs.electrons, inputs.sin2_theta_w, binding)


def spectrum(
    experiment: Experiment | str | Path,
    *,
    vertex: Vertex | None = None,
    mixing: Mixing | None = None,
    electrons: ElectronModel | str | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
) -> Spectrum:
    """Expected counts of an experiment by what causes them, beside what was observed.

    Parameters
    ----------
    experiment : Experiment, str or path
        One of `names`, a path to a TOML file, or an experiment.
    vertex : Vertex, optional
        Without one the weak interaction alone.
    mixing, electrons, sin2_theta_w
        As in `predict`.

    Returns
    -------
    Spectrum

    Raises
    ------
    ValueError
        For unknown names or a set-up that does not hold together.

    Examples
    --------
    >>> counts = spectrum("xenonnt")
    >>> f"{counts.components['weak'].sum():.0f} of {counts.observed.sum():.0f} events are solar neutrinos"
    '...of 433 events are solar neutrinos'
    """
    return predict(experiment, mixing=mixing, electrons=electrons, sin2_theta_w=sin2_theta_w).spectrum(vertex)


def likelihood(
    experiment: Experiment | str | Path,
    *,
    mixing: Mixing | None = None,
    electrons: ElectronModel | str | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
) -> VertexLikelihood:
    """-2 ln L of an experiment's data as a function of the vertex: fold once, then microseconds a call.

    Parameters
    ----------
    experiment : Experiment, str or path
    mixing, electrons, sin2_theta_w
        As in `predict`.

    Raises
    ------
    ValueError
        For unknown names or a set-up that does not hold together.
    """
    return predict(experiment, mixing=mixing, electrons=electrons, sin2_theta_w=sin2_theta_w).likelihood
