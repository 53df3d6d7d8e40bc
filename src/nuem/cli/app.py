"""The program `nuem`: its verbs, and what an error looks like."""

import sys
import warnings
from typing import Annotated, TextIO

import typer

from nuem import __version__
from nuem.cli.atom import atom
from nuem.cli.catalogue import catalogue
from nuem.cli.cite import cite
from nuem.cli.cross_section import cross_section
from nuem.cli.limit import limit
from nuem.cli.moments import moments
from nuem.cli.propagate import propagate
from nuem.cli.review import review
from nuem.cli.spectrum import spectrum
from nuem.cli.stars import stars
from nuem.cli.triangle import triangle

app = typer.Typer(
    name="nuem",
    no_args_is_help=True,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def nuem(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """What a neutrino's electromagnetic vertex does: recoil spectra, limits, stars, spin-flavour conversion."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


# In the order of a first reading. The files of the verbs import what they need when they run, so that `nuem --help` is instant.
for verb in (moments, triangle, cross_section, atom, spectrum, limit, propagate, stars, catalogue, review, cite):
    app.command()(verb)


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning is a line for the user, who does not care where in the code it was raised."""
    sys.stderr.write(f"nuem: warning: {message}\n")


def main() -> None:
    """Run `nuem`: exit code 0 when done, 2 for wrong input with one line that says what was wrong."""
    warnings.showwarning = _warn
    try:
        app()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stderr.close()
        raise SystemExit(1) from None
    except (ValueError, OSError) as error:
        sys.stderr.write(f"nuem: {error}\n")
        raise SystemExit(2) from None
