"""What results have in common: plain numbers, tables for other programs, and a figure that is looked up when it is asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame


def _as_it_is(value: object) -> object:
    return value


def plain(value: object, leaf: Callable[[object], object] = _as_it_is) -> Any:
    """Numbers, lists and words alone: arrays become lists, complex numbers [re, im], mappings dictionaries; `leaf` writes what has no parts."""
    if isinstance(value, Mapping):
        return {str(name): plain(entry, leaf) for name, entry in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(entry, leaf) for entry in value]
    return [leaf(value.real), leaf(value.imag)] if isinstance(value, complex) else leaf(value)


def rendered(renderer: str, *results: object, **options: object) -> Any:
    """What a function of `nuem.plots` or `nuem.interop` makes of results, by its name.

    This is the one call upward in the house: a result knows the name of its figure and of its formats, which know results.
    """
    module, _, name = renderer.rpartition(".")
    return getattr(import_module(module), name)(*results, **options)


def draw(renderer: str, *drawn: object, **options: object) -> "Axes":
    """The first axes of a figure of `nuem.plots`, by the name of the function that draws it."""
    axes: Axes = rendered(renderer, *drawn, **options).axes[0]
    return axes


class Tabular:
    """A result that is a table; a subclass says what its columns are."""

    __slots__ = ()

    def columns(self) -> Mapping[str, Iterable[object]]:
        """Name, with its unit, to the values of a column; all of one length."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """The result as plain numbers, lists and words."""
        return {name: plain(values) for name, values in self.columns().items()}

    def to_pandas(self) -> "DataFrame":
        """The table as a data frame; needs the extra ``nuem[pandas]``.

        Raises
        ------
        ModuleNotFoundError
            Without pandas.
        """
        try:
            pandas = import_module("pandas")
        except ModuleNotFoundError:
            raise ModuleNotFoundError("a data frame needs pandas: pip install 'nuem[pandas]'") from None
        frame: DataFrame = pandas.DataFrame({name: list(values) for name, values in self.columns().items()})
        return frame

    def to_astropy(self) -> Any:
        """The table as an astropy ``QTable`` with units; see `nuem.interop.astropy.table`."""
        return rendered("nuem.interop.astropy.table", self)

    def to_csv(self, path: Path | str | None = None) -> str:
        """The table as text, numbers to their last digit.

        Parameters
        ----------
        path : path, optional
            A file into which it is written as well.
        """
        columns = self.columns()
        rows = zip(*(plain(values) for values in columns.values()), strict=True)
        lines = [",".join(map(cell, columns)), *(",".join(map(cell, row)) for row in rows)]
        text = "\n".join(lines) + "\n"
        if path is not None:
            Path(path).write_text(text, encoding="utf-8")
        return text


def cell(value: object) -> str:
    """A value of a CSV table, in quotes where it must be."""
    number = value.item() if hasattr(value, "item") else value  # whose repr is that of Python's number in any NumPy
    text = number if isinstance(number, str) else "" if number is None else repr(number)
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n') else text
