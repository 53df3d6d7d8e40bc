"""The experiments that come with the package, and the one door to them and to the user's own."""

from pathlib import Path
from typing import Final

from nuem.experiments.load import load, read
from nuem.experiments.setup import Experiment
from nuem.numerics import checks
from nuem.numerics.table import shipped

SHIPPED: Final = ("xenonnt", "gemma", "gemma_2007", "nugen", "texono", "munu")


def names() -> tuple[str, ...]:
    """Names of the experiments that come with the package."""
    return SHIPPED


def experiment(name: str | Path) -> Experiment:
    """An experiment by its name, or from a TOML file of one's own.

    Parameters
    ----------
    name : str or path
        One of `names`, or a path that ends in ``.toml``.

    Raises
    ------
    ValueError
        For an unknown name, or a file with a mistake (see `nuem.experiments.load`).

    Examples
    --------
    >>> experiment("xenonnt").title
    'XENONnT SR0, solar neutrinos on xenon'
    """
    if str(name).endswith(".toml"):
        return load(name)
    checks.choice("experiment", str(name), SHIPPED)
    return read(str(name), shipped("nuem.experiments", f"{name}.toml"))
