"""A model's parameters on a grid against experiments, and against anything else that a vertex decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.experiments.bounds.scan_file import ScanFile
from nuem.experiments.fits.inputs import known_experiments
from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.predictions import predict
from nuem.experiments.shipped import members
from nuem.flavour import Mixing
from nuem.inference import Likelihood
from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.numerics.spread import spread
from nuem.vertex import Vertex

Array = NDArray[np.float64]
Model = Callable[[Array], Vertex]
Quantity = Callable[[Vertex], float]

_BLOCK = 200  # points a task


@dataclass(frozen=True, slots=True, eq=False)
class ModelScan:
    """A grid of a model's parameters with what the data say at each point."""

    axes: dict[str, Array]
    """Values of each parameter; the last varies fastest."""
    deviance: Array
    """-2 ln L of all experiments together, nuisances at their best and those of the same name shared, on the grid."""
    experiments: dict[str, Array]
    """-2 ln L of each experiment by itself, on the grid."""
    quantities: dict[str, Array]
    """What else was asked for, on the grid."""
    without: float
    """-2 ln L together without any electromagnetic coupling."""

    __repr__ = brief

    @property
    def rise(self) -> Array:
        """-2 ln L above the lowest, on the grid or without any coupling."""
        return self.deviance - min(self.without, float(self.deviance.min()))


def scan_model(
    model: Model,
    grid: Mapping[str, ArrayLike],
    experiments: Experiment | str | Path | Sequence[Experiment | str | Path],
    *,
    mixing: Mixing | None = None,
    quantities: Mapping[str, Quantity] | None = None,
    path: Path | str | None = None,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
) -> ModelScan:
    """Compare every point of a grid of model parameters with experiments.

    Parameters
    ----------
    model : callable
        From an array of parameters, in the order of the grid, to a vertex.
    grid : mapping
        Name of a parameter to its values.
    experiments : Experiment, str, path, or a sequence of them
        As in `nuem.limit`.
    mixing : Mixing, optional
        NuFIT's best fit if not given.
    quantities : mapping, optional
        Name to a function of the vertex, such as the moment that stars feel or a natural mass.
    path : path, optional
        A CSV file to which every block of points is added as it comes; a file that exists is continued, no point of it computed again.
    executor : concurrent.futures.Executor, optional
        Where blocks of points are computed; in this process if not given. With processes or Dask (``Client.get_executor()``) the model
        and the quantities must be functions of a module. A block whose worker is lost is computed here.
    progress : callable, optional
        Called with the number of points that are done.

    Returns
    -------
    ModelScan

    Raises
    ------
    ValueError
        For an empty grid, or a file of another scan, of which one point is computed again.
    """
    axes = {name: np.atleast_1d(checks.real(name, values)) for name, values in grid.items()}
    if not axes or any(axis.size == 0 for axis in axes.values()):
        raise ValueError("a scan needs at least one parameter, with at least one value")
    derived = dict(quantities or {})
    names = [experiment.name for experiment in known_experiments(experiments)]
    setups = tuple(members(experiments))
    points = np.array(list(product(*axes.values())))
    central = Mixing.nufit() if mixing is None else mixing
    settings = f"{names} {list(derived)} {[(name, axis.tolist()) for name, axis in axes.items()]} {central!r}"
    file = ScanFile(path, settings, ["point", "deviance", *names, *derived])
    missing = [k for k in range(len(points)) if k not in file.rows]
    blocks = [missing[k : k + _BLOCK] for k in range(0, len(missing), _BLOCK)]
    run = partial(_block, model, setups, central, tuple(derived.values()))
    _same_model(file, run, points)
    for place, rows in spread(run, [points[block] for block in blocks], executor):
        file.add(zip(blocks[place], rows, strict=True))
        if progress is not None:
            progress(len(file.rows))
    table = np.array([file.rows[k] for k in range(len(points))])
    shape = tuple(axis.size for axis in axes.values())
    columns = [table[:, k].reshape(shape) for k in range(table.shape[1])]
    alone = _combined(setups, central, None)[0]
    by_experiment = dict(zip(names, columns[1:], strict=False))
    return ModelScan(
        axes, columns[0], by_experiment, dict(zip(derived, columns[1 + len(names) :], strict=True)), float(alone[0])
    )


def _same_model(file: ScanFile, run: Callable[[Array], Array], points: Array) -> None:
    """Refuse to continue the file of another model: one point of it, computed again, must be what the file says."""
    if not file.rows:
        return
    point, row = max(file.rows.items(), key=lambda pair: float(pair[1][0]))
    recomputed = run(points[[point]])[0]
    if not np.allclose(recomputed, row, rtol=1e-6, atol=1e-9, equal_nan=True):
        raise ValueError(
            f"{file.path} holds a scan of another model, or by another version: its point {point} has {row.tolist()}, now {recomputed.tolist()}"
        )


def _block(
    model: Model,
    experiments: tuple[Experiment | str | Path, ...],
    mixing: Mixing,
    quantities: tuple[Quantity, ...],
    points: Array,
) -> Array:
    vertices = [model(point) for point in points]
    combined, separate = _combined(experiments, mixing, vertices)
    extra = np.array([[float(quantity(vertex)) for quantity in quantities] for vertex in vertices]).reshape(
        len(vertices), -1
    )
    return np.column_stack([combined, separate, extra])


def _combined(
    experiments: tuple[Experiment | str | Path, ...], mixing: Mixing, vertices: list[Vertex] | None
) -> tuple[Array, Array]:
    """-2 ln L together, (points), and of each experiment, (points, experiments)."""
    predictions = [predict(experiment, mixing=mixing) for experiment in experiments]
    variants = [None] if vertices is None else vertices
    signals = [np.stack([prediction.likelihood.signal(vertex) for vertex in variants]) for prediction in predictions]
    combined = Likelihood([prediction.dataset for prediction in predictions]).profile(signals)[0]
    separate = [
        Likelihood([prediction.dataset]).profile([signal])[0]
        for prediction, signal in zip(predictions, signals, strict=True)
    ]
    return combined, np.column_stack(separate)
