"""Predictions by the name of an experiment."""

from __future__ import annotations

from pathlib import Path

from nuem.constants import SIN2_THETA_W
from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.predicting.prediction import Prediction
from nuem.experiments.predicting.vertex_likelihood import VertexLikelihood
from nuem.experiments.shipped import known
from nuem.flavour import Mixing
from nuem.rates import Spectrum
from nuem.scattering.atom import ElectronModel
from nuem.vertex import Vertex


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
    return known(experiment).predict(mixing=mixing, electrons=electrons, sin2_theta_w=sin2_theta_w)


def spectrum(
    experiment: Experiment | str | Path,
    *,
    vertex: Vertex | None = None,
    mixing: Mixing | None = None,
    electrons: ElectronModel | str | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
) -> Spectrum:
    """Expected counts of an experiment by what causes them, next to what was observed.

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
