"""The limit on a coupling that one or more experiments give, their options bound."""

from collections.abc import Sequence
from math import cbrt, isfinite, sqrt
from typing import Final

import numpy as np

from nuem.experiments.predicting.binding import Binding, curve
from nuem.experiments.predicting.coupling import Coupling, Nature
from nuem.experiments.predicting.coupling import coupling as read_coupling
from nuem.experiments.predicting.limit_result import Interval, Limit
from nuem.experiments.predicting.statistic import checked, read_statistic
from nuem.inference import Curve
from nuem.inference.statistics import Allowed, Statistic
from nuem.scattering.atom import electron_model
from nuem.vertex import Vertex
from nuem.vertex.charge_radius import CONVENTIONS, convert

CHARGE_NOTE: Final = "a charge acts on the atom as a whole: electrons counted one by one give too weak a limit, electrons = hfs has what is missing"

_HOPELESS: Final = (
    6.0  # standard deviations by which the best fit misses the data, beyond which something else than physics is wrong
)


def derive(
    bindings: Sequence[Binding],
    coupling: str | Vertex | Coupling,
    *,
    cl: float,
    statistic: Statistic | str,
    nature: Nature = "dirac",
) -> Limit:
    """The limit that experiments give together, their options bound; see `nuem.limit`."""
    parameter, rule = read_coupling(coupling, nature=nature), read_statistic(statistic)
    level = checked(parameter, cl, rule)
    along = curve(bindings, parameter)
    allowed = rule.allowed(along, level)
    pieces = tuple((_value(parameter, low), _value(parameter, high)) for low, high in allowed.pieces)
    hull = pieces[0][0], pieces[-1][1]
    value = max(abs(end) for end in hull)
    first = bindings[0]
    kinds = {binding.experiment.kind for binding in bindings}
    single = first.experiment if len(bindings) == 1 else None
    electrons = first.electrons.name
    goodness = along.best.minimum, int(along.likelihood.data.bins)
    return Limit(
        experiment=" + ".join(binding.experiment.name for binding in bindings),
        coupling=parameter.name,
        value=value,
        unit=parameter.unit,
        interval=hull,
        pieces=pieces,
        best_fit=parameter.value(along.best.x),
        cl=level,
        statistic=rule.name,
        threshold=allowed.threshold,
        errors=_errors(parameter, allowed),
        kind=kinds.pop() if len(kinds) == 1 else "combined",
        electrons=electrons,
        sin2_theta_w=first.sin2_theta_w,
        published=single.published.get(parameter.name) if single else None,
        conventions=_conventions(hull) if parameter.matrix == "charge_radius" else {},
        notes=_notes(bindings, parameter, pieces, electrons, goodness),
        nuisances=along.best.nuisances,
        goodness=goodness,
        shares=_rises(bindings, along, parameter.x(value if value == hull[1] else hull[0])),
        references=tuple(dict.fromkeys(key for binding in bindings for key in binding.experiment.references)),
    )


def _value(coupling: Coupling, x: float) -> float:
    return coupling.value(x) if isfinite(x) else x


def _errors(coupling: Coupling, allowed: Allowed) -> tuple[Interval, ...] | None:
    """Errors of the ends in units of the coupling."""
    if allowed.errors is None:
        return None

    def scaled(x: float, error: float) -> float:
        if not isfinite(x) or coupling.interferes:
            return error * coupling.scale
        return error * coupling.scale / (2 * sqrt(x)) if x > 0 else 0.0

    return tuple(
        (scaled(piece[0], error[0]), scaled(piece[1], error[1]))
        for piece, error in zip(allowed.pieces, allowed.errors, strict=True)
    )


def _notes(
    bindings: Sequence[Binding],
    coupling: Coupling,
    pieces: tuple[Interval, ...],
    electrons: str,
    goodness: tuple[float, int],
) -> tuple[str, ...]:
    """What a user must know, the worst first."""
    notes = []
    deviance, bins = goodness
    if normal_deviation(deviance, bins) > _HOPELESS:
        notes.append(
            f"nothing fits: -2 ln L = {deviance:.4g} for {bins} bins at its best, so the limit means little; "
            "are background, exposure and units those of the data?"
        )
    notes += [note for binding in bindings for note in binding.experiment.notes]
    if coupling.unit == "e" and not electron_model(electrons).collective:
        notes.append(CHARGE_NOTE)
    if len(pieces) > 1:
        notes.append(f"the allowed values fall into {len(pieces)} separate pieces; the interval spans them all")
    if not all(isfinite(end) for piece in pieces for end in piece):
        notes.append("the data exclude no value on one side, however large: fluxes that vanish fit them as well")
    return tuple(dict.fromkeys(notes))


def normal_deviation(chi_squared: float, number: int) -> float:
    """By how many standard deviations a chi^2 of so many degrees of freedom is too large: Wilson and Hilferty's cube root, without loading SciPy."""
    spread = 2 / (9 * number)
    return float((cbrt(max(chi_squared, 0.0) / number) - (1 - spread)) / sqrt(spread))


def _rises(bindings: Sequence[Binding], along: Curve, x: float) -> dict[str, float]:
    """How the rise of -2 ln L at the limit is made up."""
    if not isfinite(x):
        return {}
    at = np.array([along.best.x, x])
    start = np.array(list(along.best.nuisances.values()))
    nuisances = along.profile(at, np.broadcast_to(start, (2, len(start))))[1]
    values = along.likelihood.values(along.expectation.at(at)(nuisances)[0])
    rises: dict[str, float] = {}
    for binding, value in zip(bindings, values, strict=True):
        name = binding.experiment.name
        rises[name] = rises.get(name, 0.0) + float(value[1] - value[0])
    if len(along.likelihood.parameters):
        pulls = along.likelihood.pulls.value(nuisances)
        rises["pulls"] = float(pulls[1] - pulls[0])
    return rises


def _conventions(ends: Interval) -> dict[str, Interval]:
    """An interval of the charge radius in every convention in use, ascending."""
    result = {}
    for name in CONVENTIONS:
        low, high = sorted(float(convert(end, "vertex", name)) for end in ends)
        result[name] = (low, high)
    return result
