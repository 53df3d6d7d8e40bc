"""A fit from the minima that were found: phases fixed, and notes on what the data do not see."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.fits.parametrisation import Parametrisation
from nuem.experiments.fits.result import Fit
from nuem.experiments.predicting.prediction import Prediction
from nuem.inference.many_parameters.minima import Minimum
from nuem.inference.many_parameters.parametric import Parametric
from nuem.inference.many_parameters.rank import sensitive_directions
from nuem.vertex import Vertex

Array = NDArray[np.float64]

_NO_DIFFERENCE = 1e-8  # rise of -2 ln L below which the data prefer no dipole


def fit_of(
    model: Parametric,
    predictions: tuple[Prediction, ...],
    directions: Parametrisation | None,
    minima: tuple[Minimum, ...],
    scales: Array,
    of: Callable[[Array], Vertex],
) -> Fit:
    """A result from what was found, with phases fixed and notes."""
    if not minima:
        raise ValueError("no minimum of -2 ln L was found; give more starts")
    notes = []
    if directions is not None:
        fixed = [directions.standard(minimum.theta) for minimum in minima]
        minima = tuple(replace(minimum, theta=theta) for minimum, (theta, _) in zip(minima, fixed, strict=True))
        minima = (_without_dipole(model, directions, minima[0]), *minima[1:])
        notes += [fixed[0][1]] if fixed[0][1] else []
    count = sensitive_directions(model)
    if count == 0:
        raise ValueError("the data do not constrain any of the parameters: no expected count depends on them")
    if count < len(model.names):
        notes.append(
            f"the counts depend on {count} combination{'s' * (count > 1)} of {len(model.names)} real parameters; the others change them a "
            "thousand times less"
        )
    near = [minimum for minimum in minima if minimum.deviance < minima[0].deviance + 1]
    if len(near) > 1:
        notes.append(f"{len(near)} minima lie within 1 of the lowest -2 ln L and expect different counts")
    notes += [note for prediction in predictions for note in prediction.experiment.notes]
    units = dict.fromkeys(model.names, "1")
    if directions is not None:
        units = {direction.name: direction.unit for direction in directions.directions}
        units |= {name: directions.directions[pair[0]].unit for name, pair in directions.moduli.items()}
    return Fit(
        experiments=tuple(prediction.experiment.name for prediction in predictions),
        names=model.names,
        units=units,
        minima=minima,
        scales=scales,
        notes=tuple(dict.fromkeys(notes)),
        constrained=count,
        model=model,
        predictions=predictions,
        directions=directions,
        of=of,
    )


def _without_dipole(model: Parametric, directions: Parametrisation, minimum: Minimum) -> Minimum:
    """The minimum without any dipole, where the data do not tell the difference."""
    places = [k for k, direction in enumerate(directions.directions) if np.any(direction.vertex.dipole)]
    theta = minimum.theta.copy()
    theta[places] = np.clip(0.0, model.low[places], model.high[places])
    value, nuisances = model.profile(theta[None], minimum.nuisances[None])
    same = value[0] <= minimum.deviance + _NO_DIFFERENCE
    return Minimum(min(float(value[0]), minimum.deviance), theta, nuisances[0]) if same else minimum
