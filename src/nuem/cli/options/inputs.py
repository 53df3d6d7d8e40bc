"""A file that a command reads is never the one that it writes."""

import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import click

from nuem.cli.options.words import NewFile


def refuse_to_replace(context: click.Context) -> None:
    """Refuse to write into a file that the command reads: one that its words name, or that a TOML file among them names."""
    kinds = {param.name: param.type for param in context.command.params}
    outputs = {
        name: path
        for name, path in context.params.items()
        if isinstance(path, Path) and isinstance(kinds[name], NewFile | click.Path)
    }
    present = {name: path for name, path in outputs.items() if path.is_file()}
    if not present:
        return
    words = [value for name, value in context.params.items() if name not in outputs]
    for file in _files(words, Path(), set()):
        for name, path in present.items():
            if os.path.samefile(file, path):
                option = next(param.opts[0] for param in context.command.params if param.name == name)
                raise click.UsageError(
                    f"{option}: {str(path)!r} is read by this command; write into another file", context
                )


def _files(value: object, folder: Path, seen: set[Path]) -> Iterator[Path]:
    """Files among words, ``name=value`` texts and the entries of TOML files, whose paths begin in the folder of the file."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for entry in value:
            yield from _files(entry, folder, seen)
    elif isinstance(value, str | Path):
        for text in (str(value), str(value).partition("=")[2].strip()):
            path = folder / text
            if text and os.path.isfile(path) and path not in seen:
                seen.add(path)
                yield path
                if path.suffix.lower() == ".toml":
                    yield from _files(_content(path), path.parent, seen)


def _content(path: Path) -> dict[str, object]:
    """What a TOML file says; nothing if it cannot be read, which the command itself will explain."""
    from nuem.numerics.toml import load_toml

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return load_toml(path)
        except ValueError:
            return {}
