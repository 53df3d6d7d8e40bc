"""Limits on the dipole portal: the moment that leads from the neutrinos of a source to a heavy neutral lepton."""

from __future__ import annotations

from collections.abc import Sequence
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
    return portal_limits_by_flavour(
        experiment,
        masses,
        (flavour,),
        cl=cl,
        statistic=statistic,
        electrons=electrons,
        mixing=mixing,
        executor=executor,
    )[flavour]


def portal_limits_by_flavour(
    experiment: Experiment | str | Path,
    masses: ArrayLike,
    flavours: Sequence[Flavours],
    *,
    cl: float = 0.90,
    statistic: Statistic | str = "two-sided",
    electrons: ElectronModel | str | None = None,
    mixing: Mixing | None = None,
    executor: Executor | None = None,
) -> dict[Flavours, PortalLimits]:
    """`portal_limits` for several flavours: their rates are folded together.

    Parameters
    ----------
    experiment, masses, cl, statistic, electrons, mixing, executor
        As in `portal_limits`.
    flavours : sequence of str
        Each as in `portal_coupling`.
    """
    heavy = np.atleast_1d(checks.not_negative("masses", masses, "MeV"))
    if heavy.ndim > 1:
        raise ValueError(f"masses must be a number or a list of them, got an array of shape {heavy.shape}")
    setup = known(experiment)
    mixing = Mixing.nufit() if mixing is None else mixing
    couplings = [portal_coupling(flavour, mixing) for flavour in flavours]
    work = partial(_moments, setup, couplings, mixing, electrons, cl, statistic)
    run = map if executor is None else executor.map
    moments = np.array(list(run(work, heavy.tolist())))
    return {flavour: PortalLimits(setup.name, flavour, heavy, moments[:, k], cl) for k, flavour in enumerate(flavours)}


def _moments(
    experiment: Experiment,
    couplings: Sequence[Coupling],
    mixing: Mixing,
    electrons: ElectronModel | str | None,
    cl: float,
    statistic: Statistic | str,
    mass: float,
) -> list[float]:
    binding = predict(experiment.with_portal(mass), mixing=mixing, electrons=electrons).binding
    return [
        derive((binding,), coupling, cl=cl, statistic=statistic).value if within_reach(binding, coupling) else np.inf
        for coupling in couplings
    ]
