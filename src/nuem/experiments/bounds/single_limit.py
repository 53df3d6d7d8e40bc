"""A limit on one coupling, from one experiment or several together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from nuem.constants import SIN2_THETA_W
from nuem.experiments.bounds.portal_coupling import Flavours, portal_coupling, refuse_out_of_reach, with_portal
from nuem.experiments.predicting.coupling import Coupling, Nature
from nuem.experiments.predicting.coupling import coupling as read_coupling
from nuem.experiments.predicting.derivation import derive
from nuem.experiments.predicting.limit_result import Limit
from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.predicting.statistic import checked, read_statistic
from nuem.experiments.predictions import predict
from nuem.experiments.setups.overlap import refuse_double_counting
from nuem.experiments.shipped import ANTINEUTRINOS, members
from nuem.flavour import Mixing
from nuem.inference.statistics import Statistic
from nuem.scattering.atom import ElectronModel
from nuem.vertex import Vertex

if TYPE_CHECKING:
    from nuem.conversion import Field


def limit(
    experiment: Experiment | str | Path | Sequence[Experiment | str | Path],
    coupling: str | Vertex = "moment",
    *,
    cl: float = 0.90,
    statistic: Statistic | str = "two-sided",
    electrons: ElectronModel | str | None = None,
    mixing: Mixing | None = None,
    nature: Nature = "dirac",
    sin2_theta_w: float = SIN2_THETA_W,
    mass: float | None = None,
    flavour: Flavours = "all",
    toys: int | None = None,
    seed: int | None = None,
    progress: Callable[[], None] | None = None,
    executor: Executor | None = None,
    magnetic_field: Field | None = None,
) -> Limit:
    r"""Limit on one coupling of the neutrino, all others being zero.

    The profile likelihood ratio :math:`q(\theta) = -2\ln[L(\theta, \hat{\hat\eta}) / L(\hat\theta, \hat\eta)]` is compared with a
    threshold. For a dipole only :math:`\theta^2 \ge 0` enters, and the best fit is the best physical one. The answer is a set: all
    allowed pieces, their hull, and the largest size in it.

    Parameters
    ----------
    experiment : Experiment, str, path, or a sequence of them
        A name of `nuem.experiments.names`, a path to a TOML file, or an experiment. Several are combined: nuisances of the same name,
        such as solar fluxes, are one parameter. Two with the same events are refused, since these would count twice.
    coupling : str or Vertex
        "moment", "charge", "charge_radius" or "anapole" (effective: the same for every flavour), an element such as "magnetic[1,2]"
        (mass basis) or "charge_radius[e,mu]" (flavour basis), or a vertex: then the limit is on the real factor that multiplies it.
        "portal" is the moment that leads to a heavy neutral lepton of a given `mass`.
    cl : float, optional
        Confidence level.
    statistic : Statistic or str, optional
        An object of `nuem.inference.statistics` or its name: "two-sided" (2.71 at 90 %), "one-sided" (an upper limit, 1.64) or
        "feldman-cousins". One-sided and a coupling that can have both signs do not go together.
    electrons : ElectronModel or str, optional
        How electrons are bound: one of `nuem.scattering.atom.MODELS`, or its name.
    mixing : Mixing, optional
        NuFIT's best fit if not given.
    nature : {"dirac", "majorana"}, optional
        Symmetry of an element; effective couplings are the same for both.
    sin2_theta_w : float, optional
        Weak mixing angle.
    mass : float, optional
        Mass of the heavy neutral lepton of "portal" [MeV].
    flavour : {"all", "coherent", "e", "mu", "tau"}, optional
        Which neutrinos couple to it: all alike, with three heavy partners; all alike with one partner, "coherent"; or one flavour with one partner.
    toys, seed, progress, executor : optional
        Of `FeldmanCousins`, if the statistic is given by name.
    magnetic_field : SolarField, float, callable, str or tuple, optional
        For "kamland_antinu" only, which refuses without one: the field of the Sun that turns neutrinos into antineutrinos, as in `nuem.solar_conversion`.

    Returns
    -------
    Limit

    Raises
    ------
    ValueError
        For unknown names, a confidence level outside (0, 1), or data that do not constrain the coupling.
    """
    if experiment == ANTINEUTRINOS:
        from nuem.experiments.bounds.field_limit import limit_in_field

        read_statistic(statistic, toys=toys, seed=seed)
        return limit_in_field(coupling, magnetic_field, cl=cl, statistic=statistic, mixing=mixing)
    if magnetic_field is not None:
        raise ValueError(f"magnetic_field is for {ANTINEUTRINOS!r}, whose neutrinos flip on the way; here they scatter")
    experiments = members(experiment)
    rule = read_statistic(statistic, toys=toys, seed=seed, progress=progress, executor=executor)
    if not experiments:
        raise ValueError("no experiment was given")
    portal: Coupling | None = None
    if coupling == "portal":
        experiments = with_portal(experiments, mass)
        portal = portal_coupling(flavour, Mixing.nufit() if mixing is None else mixing)
    elif mass is not None or flavour != "all":
        raise ValueError(f'mass and flavour belong to the coupling "portal", not to {coupling!r}')
    checked(portal or read_coupling(coupling, nature=nature), cl, rule)
    bindings = tuple(
        predict(experiment, mixing=mixing, electrons=electrons, sin2_theta_w=sin2_theta_w).binding
        for experiment in experiments
    )
    refuse_double_counting([binding.experiment for binding in bindings])
    if portal is not None and mass is not None:
        refuse_out_of_reach(bindings, portal, mass)
    return derive(bindings, portal or coupling, cl=cl, statistic=rule, nature=nature)
