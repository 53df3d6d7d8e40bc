"""Limits on the dipole portal: the moment that leads from the neutrinos of a source to a heavy neutral lepton."""

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.experiments.bounds.portal_coupling import Flavours, portal_coupling, within_reach
from nuem.experiments.predicting.coupling import Coupling
from nuem.experiments.predicting.derivation import derive
from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.predictions import predict
from nuem.experiments.shipped import known
from nuem.flavour import Mixing
from nuem.inference.statistics import Statistic
from nuem.numerics import checks
from nuem.scattering.atom import ElectronModel


@dataclass(frozen=True, slots=True, eq=False)
class PortalLimits:
    """Upper limits on the moment against the mass of the heavy neutral lepton."""

    experiment: str
    flavour: Flavours
    masses: NDArray[np.float64]
    """[MeV]"""
    moments: NDArray[np.float64]
    """[mu_B]; infinite where the source cannot produce it or the data do not constrain it."""
    cl: float


def portal_limits(
    experiment: Experiment | str | Path,
    masses: ArrayLike,
    *,
    flavour: Flavours = "all",
    cl: float = 0.90,
    statistic: Statistic | str = "two-sided",
    electrons: ElectronModel | str | None = None,
    mixing: Mixing | None = None,
    executor: Executor | None = None,
) -> PortalLimits:
    """Limits on the moment of the dipole portal at many masses.

    Parameters
    ----------
    experiment : Experiment, str or path
    masses : array_like
        Masses of the heavy neutral lepton [MeV].
    flavour : {"all", "coherent", "e", "mu", "tau"}, optional
        As in `portal_coupling`.
    cl, statistic, electrons, mixing
        As in `nuem.limit`.
    executor : concurrent.futures.Executor, optional
        Where masses are worked on.

    Returns
    -------
    PortalLimits

    Raises
    ------
    ValueError
        For unknown names, or masses that are negative or no list.
    """
    heavy = np.atleast_1d(checks.not_negative("masses", masses, "MeV"))
    if heavy.ndim > 1:
        raise ValueError(f"masses must be a number or a list of them, got an array of shape {heavy.shape}")
    setup = known(experiment)
    mixing = Mixing.nufit() if mixing is None else mixing
    work = partial(_moment, setup, portal_coupling(flavour, mixing), mixing, electrons, cl, statistic)
    run = map if executor is None else executor.map
    return PortalLimits(setup.name, flavour, heavy, np.array(list(run(work, heavy.tolist()))), cl)


def _moment(
    experiment: Experiment,
    coupling: Coupling,
    mixing: Mixing,
    electrons: ElectronModel | str | None,
    cl: float,
    statistic: Statistic | str,
    mass: float,
) -> float:
    binding = predict(experiment.with_portal(mass), mixing=mixing, electrons=electrons).binding
    if not within_reach(binding, coupling):
        return np.inf
    return derive((binding,), coupling, cl=cl, statistic=statistic).value
