"""A limit on one coupling, from one experiment or several together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from math import isfinite, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from nuem.constants import SIN2_THETA_W
from nuem.experiments.coupling import Coupling, Nature
from nuem.experiments.coupling import coupling as read_coupling
from nuem.experiments.limit_result import Interval, Limit
from nuem.experiments.portal_coupling import Flavours, portal_coupling, with_portal
from nuem.experiments.prediction import Prediction, curve
from nuem.experiments.predictions import predict
from nuem.experiments.setup import Experiment
from nuem.experiments.shipped import ANTINEUTRINOS
from nuem.flavour import Mixing
from nuem.inference import Curve
from nuem.inference.data import Stack
from nuem.inference.statistics import STATISTICS, Allowed, FeldmanCousins, Statistic
from nuem.numerics import checks
from nuem.scattering.atom import ElectronModel, electron_model
from nuem.vertex import Vertex
from nuem.vertex.charge_radius import CONVENTIONS, convert

if TYPE_CHECKING:
    from nuem.conversion import Field

CHARGE_NOTE: Final = "a charge acts on the atom as a whole: electrons counted one by one give too weak a limit, electrons = hfs has what is missing"


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
        such as solar fluxes, are one parameter.
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
    flavour : {"all", "e", "mu", "tau"}, optional
        Which neutrinos couple to it: all alike, with three heavy partners, or one flavour with one partner.
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
        from nuem.experiments.field_limit import limit_in_field

        read_statistic(statistic, toys=toys, seed=seed)
        return limit_in_field(coupling, magnetic_field, cl=cl, statistic=statistic, mixing=mixing)
    if magnetic_field is not None:
        raise ValueError(f"magnetic_field is for {ANTINEUTRINOS!r}, whose neutrinos flip on the way; here they scatter")
    several = isinstance(experiment, Sequence) and not isinstance(experiment, str)
    experiments: list[Experiment | str | Path] = list(experiment) if several else [experiment]  # type: ignore[arg-type, list-item]
    chosen = read_statistic(statistic, toys=toys, seed=seed, progress=progress, executor=executor)
    if not experiments:
        raise ValueError("no experiment was given")
    if coupling == "portal":
        experiments = with_portal(experiments, mass)
        wanted: str | Vertex | Coupling = portal_coupling(flavour, Mixing.nufit() if mixing is None else mixing)
    elif mass is not None or flavour != "all":
        raise ValueError(f'mass and flavour belong to the coupling "portal", not to {coupling!r}')
    else:
        wanted = coupling
    checked(read_coupling(wanted, nature=nature), cl, chosen)
    predictions = tuple(
        predict(one, mixing=mixing, electrons=electrons, sin2_theta_w=sin2_theta_w) for one in experiments
    )
    return derive(predictions, wanted, cl=cl, statistic=chosen, nature=nature)


def read_statistic(
    statistic: Statistic | str,
    *,
    toys: int | None = None,
    seed: int | None = None,
    progress: Callable[[], None] | None = None,
    executor: Executor | None = None,
) -> Statistic:
    """A statistic from its name, or the object itself.

    Raises
    ------
    ValueError
        For an unknown name, or toys and a seed without "feldman-cousins".
    """
    given = {name: value for name, value in (("toys", toys), ("seed", seed)) if value is not None}
    if not isinstance(statistic, str):
        if not callable(getattr(statistic, "allowed", None)):
            raise ValueError(f"statistic = {statistic!r} is not a statistic; choose one of {', '.join(STATISTICS)}")
        if given:
            raise ValueError(f"{next(iter(given))} belongs into the statistic, as in FeldmanCousins(toys=1000, seed=1)")
        return statistic
    checks.choice("statistic", statistic, tuple(STATISTICS))
    if statistic == FeldmanCousins.name:
        return FeldmanCousins(**given, progress=progress, executor=executor)
    if given:
        name, value = next(iter(given.items()))
        raise ValueError(f"{name} = {value}: only the statistic feldman-cousins draws pseudo-data")
    return STATISTICS[statistic]()


def derive(
    predictions: tuple[Prediction, ...],
    coupling: str | Vertex | Coupling,
    *,
    cl: float,
    statistic: Statistic | str,
    nature: Nature = "dirac",
) -> Limit:
    """The limit that predictions give together; see `limit`."""
    chosen, rule = read_coupling(coupling, nature=nature), read_statistic(statistic)
    level = checked(chosen, cl, rule)
    along = curve(predictions, chosen)
    allowed = rule.allowed(along, level)
    pieces = tuple((_value(chosen, low), _value(chosen, high)) for low, high in allowed.pieces)
    hull = pieces[0][0], pieces[-1][1]
    value = max(abs(end) for end in hull)
    first = predictions[0]
    kinds = {one.experiment.kind for one in predictions}
    single = first.experiment if len(predictions) == 1 else None
    electrons = first.electrons.name
    return Limit(
        experiment=" + ".join(one.experiment.name for one in predictions),
        coupling=chosen.name,
        value=value,
        unit=chosen.unit,
        interval=hull,
        pieces=pieces,
        best_fit=chosen.value(along.best.x),
        cl=level,
        statistic=rule.name,
        threshold=allowed.threshold,
        errors=_errors(chosen, allowed),
        kind=kinds.pop() if len(kinds) == 1 else "combined",
        electrons=electrons,
        sin2_theta_w=first.sin2_theta_w,
        published=single.published.get(chosen.name) if single else None,
        conventions=_conventions(hull) if chosen.matrix == "charge_radius" else {},
        notes=_notes(predictions, chosen, pieces, electrons),
        nuisances=along.best.nuisances,
        goodness=(along.best.minimum, int(along.likelihood.data.bins)),
        shares=_shares(predictions, along, chosen.x(value if value == hull[1] else hull[0])),
        references=tuple(dict.fromkeys(key for one in predictions for key in one.experiment.references)),
    )


def checked(chosen: Coupling, cl: float, statistic: Statistic) -> float:
    """The confidence level, if it has a meaning for the coupling and the statistic."""
    level = checks.number("cl", cl)
    if not 0 < level < 1:
        raise ValueError(f"cl = {level:g} must lie between 0 and 1, such as 0.90")
    if chosen.interferes and not statistic.signed:
        raise ValueError(
            f"{chosen.name} can have both signs, so an upper limit alone has no meaning; choose two-sided or feldman-cousins"
        )
    if not statistic.signed and not level > 0.5:
        raise ValueError(f"cl = {level:g}: a one-sided upper limit has a meaning above 0.5 only, such as 0.90")
    return level


def _value(chosen: Coupling, x: float) -> float:
    return chosen.value(x) if isfinite(x) else x


def _errors(chosen: Coupling, allowed: Allowed) -> tuple[Interval, ...] | None:
    """Errors of the ends in units of the coupling."""
    if allowed.errors is None:
        return None

    def scaled(x: float, error: float) -> float:
        if not isfinite(x) or chosen.interferes:
            return error * chosen.scale
        return error * chosen.scale / (2 * sqrt(x)) if x > 0 else 0.0

    return tuple(
        (scaled(piece[0], error[0]), scaled(piece[1], error[1]))
        for piece, error in zip(allowed.pieces, allowed.errors, strict=True)
    )


def _notes(
    predictions: tuple[Prediction, ...], chosen: Coupling, pieces: tuple[Interval, ...], electrons: str
) -> tuple[str, ...]:
    """What a user must know."""
    notes = [note for one in predictions for note in one.experiment.notes]
    if chosen.unit == "e" and not electron_model(electrons).collective:
        notes.append(CHARGE_NOTE)
    if len(pieces) > 1:
        notes.append(f"the allowed values fall into {len(pieces)} separate pieces; the interval spans them all")
    if not all(isfinite(end) for piece in pieces for end in piece):
        notes.append("the data exclude no value on one side, however large: the flux may vanish within its error")
    return tuple(dict.fromkeys(notes))


def _shares(predictions: tuple[Prediction, ...], along: Curve, x: float) -> dict[str, float]:
    """How the rise of -2 ln L at the limit is made up."""
    if not isfinite(x):
        return {}
    at = np.array([along.best.x, x])
    nuisances = along.profile(at)[1]
    data = along.likelihood.data
    expected = along.expectation.at(at)(nuisances)[0]
    values = data.values(expected) if isinstance(data, Stack) else [data.value(expected)]
    shares: dict[str, float] = {}
    for one, value in zip(predictions, values, strict=True):
        name = one.experiment.name
        shares[name] = shares.get(name, 0.0) + float(value[1] - value[0])
    if len(along.likelihood.parameters):
        pulls = along.likelihood.pulls.value(nuisances)
        shares["pulls"] = float(pulls[1] - pulls[0])
    return shares


def _conventions(ends: Interval) -> dict[str, Interval]:
    """An interval of the charge radius in every convention in use, ascending."""
    result = {}
    for name in CONVENTIONS:
        low, high = sorted(float(convert(end, "vertex", name)) for end in ends)
        result[name] = (low, high)
    return result
