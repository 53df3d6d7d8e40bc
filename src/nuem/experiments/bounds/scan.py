"""Limits for every combination of experiments, couplings, electron models and mixings, in parallel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from nuem.experiments.bounds.single_limit import limit
from nuem.experiments.predicting.limit_result import Limit
from nuem.experiments.predicting.predictable import Experiment
from nuem.flavour import Mixing
from nuem.scattering.atom import ElectronModel
from nuem.typing import Json
from nuem.vertex import Vertex

Task = tuple[Experiment | str | Path, str | Vertex, ElectronModel | str | None, Mixing | None]


def limits(
    experiments: Sequence[Experiment | str | Path],
    couplings: Sequence[str | Vertex] = ("moment",),
    *,
    electrons: Sequence[ElectronModel | str | None] = (None,),
    mixings: Sequence[Mixing | None] = (None,),
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
    **options: Any,
) -> list[Limit]:
    """Limits of every experiment on every coupling, with every model of the electrons and every mixing.

    Parameters
    ----------
    experiments : sequence of Experiment, str or path
    couplings : sequence of str or Vertex, optional
        As `coupling` of `limit`.
    electrons : sequence of ElectronModel or str, optional
        As in `limit`.
    mixings : sequence of Mixing or None, optional
        None is NuFIT's best fit.
    executor : concurrent.futures.Executor, optional
        Where the limits are computed, one a task; in this process, one after the other, if not given. Processes, Dask
        (``Client.get_executor()``) and ``mpi4py.futures`` have the same interface.
    progress : callable, optional
        Called after each limit with the number that are done.
    **options
        As in `limit`, for all.

    Returns
    -------
    list of Limit
        The last of experiments, couplings, electrons and mixings varies fastest.

    Raises
    ------
    ValueError
        As `limit`, or if one name is given instead of several.

    Examples
    --------
    >>> for one in limits(["xenonnt"], ["moment", "charge"], electrons=["stepping"]):
    ...     print(f"{one.coupling}: {one.value:.2g} {one.unit}")
    moment: 7.1e-12 mu_B
    charge: 4.3e-13 e
    """
    for name, sequence in (("experiments", experiments), ("couplings", couplings), ("electrons", electrons)):
        if isinstance(sequence, str):
            raise ValueError(f"{name} = {sequence!r} is one name; give a sequence of names, such as [{sequence!r}]")
    tasks: list[Task] = list(product(experiments, couplings, electrons, mixings))
    run = map if executor is None else executor.map
    result = []
    for result_of_task in run(partial(_limit, options), tasks):
        result.append(result_of_task)
        if progress is not None:
            progress(len(result))
    return result


def _limit(options: Json, task: Task) -> Limit:
    experiment, coupling, electrons, mixing = task
    return limit(experiment, coupling, electrons=electrons, mixing=mixing, **options)
