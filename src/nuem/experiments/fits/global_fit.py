"""Many experiments, many parameters: one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.constants import RADIUS_SHIFT, SIN2_THETA_W
from nuem.experiments.fits.directions import Basis
from nuem.experiments.fits.inputs import (
    ModelOf,
    NumbersOf,
    gaussian_terms,
    known_experiments,
    listed,
    ranges,
)
from nuem.experiments.fits.making import fit_of
from nuem.experiments.fits.mixing_errors import MIXING, varied
from nuem.experiments.fits.model import Options, bounded, parametric
from nuem.experiments.fits.parametrisation import Parametrisation, parametrisation
from nuem.experiments.fits.result import Fit
from nuem.experiments.predicting.coupling import Nature
from nuem.experiments.predicting.predictable import Experiment
from nuem.flavour import Mixing
from nuem.inference.many_parameters.features import Features, Numerical
from nuem.inference.many_parameters.minima import minima, random_starts
from nuem.inference.many_parameters.parametric import Parametric
from nuem.numerics import checks
from nuem.scattering.atom import ElectronModel
from nuem.vertex import Vertex

Array = NDArray[np.float64]
Model = Callable[[Array], Vertex]

_LARGEST_SHIFT: Final = -2.0  # of g_V at which a charge radius turns its sign


def fit(
    experiments: Experiment | str | Path | Sequence[Experiment | str | Path],
    parameters: Sequence[str | Vertex] | str | Vertex | Model,
    *,
    nature: Nature,
    mixing: Mixing | None = None,
    priors: Mapping[str, tuple[float, float]] | None = None,
    basis: Basis = "mass",
    names: Sequence[str] | None = None,
    bounds: Mapping[str, tuple[float, float]] | None = None,
    electrons: ElectronModel | str | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
    starts: int = 32,
    seed: int = 1,
) -> Fit:
    r"""Fit any parameters of the vertex to any experiments together, with all phases free.

    Parameters
    ----------
    experiments : Experiment, str, path, or a sequence of them
        As in `nuem.limit`; nuisances of the same name, such as solar fluxes, are one parameter.
    parameters : sequence of str or Vertex, or callable
        "dipole" (Majorana: three complex Lambda; Dirac: the upper triangular matrix with the same :math:`\lambda^\dagger\lambda`),
        "charge_radius" (the hermitian matrix <r^2> - 6a), "charge"; single elements as in `nuem.limit`; a vertex, which is multiplied
        by a real number; mixing parameters ("sin2_theta12", "sin2_theta13", "sin2_theta23", "delta"), which vary within their errors. Or a
        model: a callable from an array of parameters to a vertex.
    nature : {"dirac", "majorana"}
    mixing : Mixing, optional
        NuFIT's best fit if not given.
    priors : mapping, optional
        Name to (value, error) of a Gaussian term in -2 ln L; for mixing parameters instead of NuFIT's errors.
    basis : {"mass", "flavour"}, optional
        Of "dipole", "charge_radius" and "charge".
    names : sequence of str, optional
        Of the parameters of a model.
    bounds : mapping, optional
        Name to (lowest, highest) value. Those of a model say how large its parameters typically are.
    electrons : ElectronModel or str, optional
        How electrons are bound: one of `nuem.scattering.atom.MODELS`, or its name.
    sin2_theta_w : float, optional
        Weak mixing angle.
    starts : int, optional
        Number of random points at which the search for minima begins, in addition to those at which couplings turn the sign of the weak interaction.
    seed : int, optional
        Of these points.

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        For unknown names, a parameter that no data see, or a likelihood that is finite nowhere.

    Examples
    --------
    >>> result = fit("xenonnt", ["magnetic[1,2]"], nature="majorana")
    >>> f"{result.pieces('magnetic[1,2]', 0.90)[-1][1]:.2g} mu_B"
    '...e-12 mu_B'
    """
    setups = known_experiments(experiments)
    checks.choice("nature", nature, ("dirac", "majorana"))
    central = Mixing.nufit() if mixing is None else mixing
    checks.known("mixing", central, checks.MIXING)
    starts, seed = checks.whole("starts", starts, 1), checks.whole("seed", seed, 0)
    for name, given in (("priors", priors), ("bounds", bounds)):
        checks.mapping(name, {} if given is None else given, "{name of a parameter: (number, number)}")
    gaussian_priors = dict(priors or {})
    if callable(parameters):
        question = _model(parameters, nature, tuple(names or bounds or ()), dict(bounds or {}), central)
    elif names is not None:
        raise ValueError("names are for a model; other parameters have names")
    else:
        question = _matrices(listed(parameters), nature, central, basis, gaussian_priors, dict(bounds or {}))
    options = Options(question.mixing, electrons, sin2_theta_w)
    free, predictions = parametric(setups, options, question.ends, question.features, question.directions)
    terms = {
        place: (value / question.scales[place], error / question.scales[place])
        for place, (value, error) in gaussian_terms(gaussian_priors, question.names, question.units).items()
    }
    low, high = question.low / question.scales, question.high / question.scales
    model = bounded(free, low, high, terms, question.names)
    random = np.random.default_rng(seed)
    begin = random_starts(model, starts, random)
    if question.directions:
        turned = _turned(model, question.directions, question.mixing, sin2_theta_w, random)
        begin = np.concatenate([begin, turned])
    lowest = minima(model, begin, random=random)
    return fit_of(model, predictions, question.directions, lowest, question.scales, question.vertex)


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """What is fitted."""

    names: tuple[str, ...]
    units: tuple[str, ...]
    low: Array
    high: Array
    scales: Array
    features: Features
    directions: Parametrisation | None
    vertex: Model
    """Of parameters in units of their scales."""
    mixing: Mixing
    ends: dict[str, tuple[Mixing, Mixing]]
    """Mixings at -1 and +1 sigma of each mixing parameter."""


def _matrices(
    entries: list[str | Vertex],
    nature: Nature,
    mixing: Mixing,
    basis: Basis,
    priors: dict[str, tuple[float, float]],
    bounds: dict[str, tuple[float, float]],
) -> _Question:
    """Matrices of the vertex, and mixing parameters, whose priors are taken out of the mapping."""
    varying = tuple(entry for entry in entries if isinstance(entry, str) and entry in MIXING)
    elements = [entry for entry in entries if entry not in varying]
    central, ends = varied(mixing, varying, {name: priors.pop(name) for name in varying if name in priors})
    directions = parametrisation(elements, nature=nature, mixing=central, basis=basis)
    if varying:
        _one_basis(directions)
    names, units = directions.names, tuple(direction.unit for direction in directions.directions)
    low, high = ranges(names, bounds, units)
    dipoles = [k for k, direction in enumerate(directions.directions) if np.any(direction.vertex.dipole)]
    if len(dipoles) == 1:  # only its square enters
        low[dipoles[0]] = max(low[dipoles[0]], 0.0)
    diagonal = list(directions.diagonal)
    low[diagonal] = np.maximum(low[diagonal], 0.0)
    pairs = dict(zip(varying, ends, strict=True))
    return _Question(
        names, units, low, high, directions.scales, directions.features, directions, directions.vertex, central, pairs
    )


def _model(
    model: Model, nature: Nature, names: tuple[str, ...], bounds: dict[str, tuple[float, float]], mixing: Mixing
) -> _Question:
    """A model of the user's."""
    if not names:
        raise ValueError("a model needs the names of its parameters, as names=['...'] or bounds={'...': (low, high)}")
    if len(set(names)) < len(names):
        raise ValueError(f"names = {names!r} holds a name twice")
    units = ("1",) * len(names)
    low, high = ranges(names, bounds, units)
    with np.errstate(invalid="ignore"):
        size = np.maximum(np.abs(low), np.abs(high))
    scales = np.where(np.isfinite(size) & (size > 0), size, 1.0)

    vertex = ModelOf(model, nature, scales)
    numbers = NumbersOf(vertex, mixing.size)
    return _Question(names, units, low, high, scales, Numerical(numbers, np.ones(len(names))), None, vertex, mixing, {})


def _one_basis(directions: Parametrisation) -> None:
    """Refuse what has no meaning while the mixing varies."""
    elements = [direction.name for direction in directions.directions if "[" in direction.name]
    for name in elements:
        flavour = not name.partition("[")[2][:1].isdigit()
        if flavour != (directions.basis == "flavour"):
            raise ValueError(
                f"{name} is not in the {directions.basis} basis, which is held fixed while the mixing varies; set basis="
                f"{'flavour' if flavour else 'mass'!r}"
            )


def _turned(
    model: Parametric, directions: Parametrisation, mixing: Mixing, sin2_theta_w: float, random: np.random.Generator
) -> Array:
    """Starts at which the charge radius turns the sign of the vector coupling of some of the flavours: g + delta = -g."""
    if not any(np.any(direction.vertex.effective_radius) for direction in directions.directions) or mixing.size != 3:
        return np.zeros((0, len(model.names)))
    vector = np.array([0.5, -0.5, -0.5]) + 2 * sin2_theta_w
    result = []
    for pattern in range(8):
        signs = np.array([pattern >> k & 1 for k in range(3)])
        radius = _LARGEST_SHIFT * vector * signs / RADIUS_SHIFT
        mass = mixing.matrix.conj().T @ np.diag(radius) @ mixing.matrix
        result.append(directions.nearest(Vertex("dirac", charge_radius=(mass + mass.conj().T) / 2)))
    points = np.array(result)
    return np.clip(points + 0.1 * random.normal(size=points.shape), model.low, model.high)
