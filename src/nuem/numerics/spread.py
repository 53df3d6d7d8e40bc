"""Many independent tasks on any executor: results do not depend on where they were computed, and no task is lost with a worker."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from pickle import PicklingError
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def spread(
    function: Callable[[Task], Result], tasks: Sequence[Task], executor: Executor | None
) -> Iterator[tuple[int, Result]]:
    """The place of each task and its result, as they come.

    Parameters
    ----------
    function : callable
        Of one task. With processes or Dask (``Client.get_executor()``) it must be a function of a module, or hold nothing else.
    tasks : sequence
    executor : concurrent.futures.Executor or None
        Where they are computed; here, one after the other, if None. What a worker that died did not return is computed here.

    Raises
    ------
    ValueError
        As the function, or for one that cannot be sent to another process.
    """
    if executor is None:
        for place, task in enumerate(tasks):
            yield place, function(task)
        return
    if not callable(getattr(executor, "submit", None)):
        raise ValueError(f"executor = {executor!r} is not a concurrent.futures.Executor, such as ProcessPoolExecutor()")
    try:
        futures = {executor.submit(function, task): place for place, task in enumerate(tasks)}
    except RuntimeError as error:
        raise ValueError(f"the executor takes no tasks: {error}") from None
    for future in as_completed(futures):
        place = futures[future]
        try:
            result = future.result()
        except ValueError:
            raise
        except Exception as error:  # whatever a pool raises when a worker has died
            if isinstance(error, PicklingError) or "pickle" in str(error):
                raise ValueError(
                    f"the function or its arguments cannot be sent to another process: {error}; use functions of a module"
                ) from None
            result = function(tasks[place])
        yield place, result


def in_order(function: Callable[[Task], Result], tasks: Sequence[Task], executor: Executor | None) -> list[Result]:
    """The results of `spread` in the order of the tasks."""
    results = dict(spread(function, tasks, executor))
    return [results[place] for place in range(len(tasks))]
