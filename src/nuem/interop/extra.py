"""Packages that nuem does not need itself: loaded when they are asked for, with one line on what is missing."""

from importlib import import_module, metadata
from types import ModuleType


def extra(package: str, name: str, oldest: str = "0", *, module: str | None = None) -> ModuleType:
    """A module of a package that comes with an extra.

    Parameters
    ----------
    package : str
        As it is installed.
    name : str
        Of the extra, as in ``pip install 'nuem[name]'``.
    oldest : str, optional
        Version that is needed at least.
    module : str, optional
        What is imported, if it has another name.

    Raises
    ------
    ValueError
        If the package is missing, cannot be loaded, or is too old.

    Examples
    --------
    >>> extra("numpy", "hist").__name__
    'numpy'
    """
    try:
        version = metadata.version(package)
    except metadata.PackageNotFoundError:
        raise ValueError(f"{package} is not installed: pip install 'nuem[{name}]'") from None
    if _numbers(version) < _numbers(oldest):
        raise ValueError(f"{package} {version} is too old, {oldest} is needed: pip install -U 'nuem[{name}]'")
    try:
        return import_module(module or package)
    except ImportError as error:
        raise ValueError(f"{package} {version} cannot be loaded: {error}") from None


def _numbers(version: str) -> tuple[int, ...]:
    """The leading numbers of a version."""
    words = version.split(".")
    whole = [word.isdigit() for word in words]
    return tuple(int(word) for word in words[: whole.index(False) if False in whole else None])
