"""The program `nuem`: its verbs, and what an error and a warning look like."""

import os
import sys
import warnings
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Final, TextIO

import click

from nuem import __version__

# In the order of a first reading. A verb's file is imported when the verb is used, so that `nuem --help` is instant.
VERBS: Final = {
    "moments": "Moments in a model of mass, lifetimes and naturalness.",
    "triangle": "Whether three measured moments allow Majorana neutrinos.",
    "cross-section": "The differential cross section and its parts.",
    "atom": "The effective number of electrons of a material.",
    "spectrum": "Expected and observed counts of an experiment.",
    "experiments": "The experiments and what each of them can limit.",
    "limit": "A limit on one electromagnetic coupling.",
    "fit": "A fit of several experiments and parameters of the vertex.",
    "propagate": "Flavour and helicity after propagation through a medium.",
    "supernova": "Events of a supernova by channel, and sensitivity to moments.",
    "stars": "Bounds from stars, or the energy loss of a plasma.",
    "catalogue": "Published limits.",
    "export": "Files for other programs: pyhf, HS3, HEPData, CSV.",
    "explore": "An interactive web page of every experiment and star bound.",
    "review": "The claims of the 2016 review, each computed again.",
    "cite": "BibTeX of the papers that a result rests on.",
}


class Verbs(click.Group):
    """The group of all verbs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all verbs."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of a name, imported now."""
        if cmd_name not in VERBS:
            close = get_close_matches(cmd_name, VERBS, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else f"; choose one of {', '.join(VERBS)}"
            ctx.fail(f"unknown command {cmd_name!r}{hint}")
        command = import_module(f"nuem.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


def verbs_with(option: str) -> list[str]:
    """The verbs that have an option of a name."""
    commands = {name: import_module(f"nuem.cli.{name.replace('-', '_')}").command for name in VERBS}
    return [name for name, command in commands.items() if any(option in param.opts for param in command.params)]


def _print_version(context: click.Context, option: click.Parameter, value: bool) -> None:
    if value:
        click.echo(__version__)
        context.exit()


def _print_completion(context: click.Context, option: click.Parameter, value: str | None) -> None:
    if value:
        from click.shell_completion import get_completion_class

        completion = get_completion_class(value)
        assert completion is not None
        click.echo(completion(context.command, {}, "nuem", "_NUEM_COMPLETE").source())
        context.exit()


@click.command(
    cls=Verbs,
    name="nuem",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="\b\nExamples:\n  nuem limit xenonnt\n  nuem moments --model minimal-dirac\n  nuem COMMAND --help",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print the version."
)
@click.option(
    "--completion",
    type=click.Choice(["bash", "zsh", "fish"]),
    is_eager=True,
    expose_value=False,
    callback=_print_completion,
    help='Print the completion script of a shell; use it with eval "$(nuem --completion bash)".',
)
@click.pass_context
def app(context: click.Context) -> None:
    """Electromagnetic properties of neutrinos: recoil spectra, limits, stars, spin-flavour conversion."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def run() -> int:
    """Run the program with the words of the command line; the exit code."""
    _show_warnings()
    try:
        code = app.main(prog_name="nuem", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except click.exceptions.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        return _refuse(error.format_message(), getattr(error, "ctx", None))
    except MemoryError as error:
        return _refuse(f"not enough memory ({str(error) or 'none left'}); ask for fewer points, domains or toys")
    except (ValueError, OSError, OverflowError) as error:
        return _refuse(str(error) or type(error).__name__)
    return code if isinstance(code, int) else 0


def cited_by(words: Sequence[str]) -> tuple[str, ...]:
    """Keys of the papers that a whole command rests on: it is run with its output suppressed."""
    from contextlib import redirect_stdout
    from io import StringIO

    from nuem.citations import collect
    from nuem.references import bibliography

    with collect() as collected, redirect_stdout(StringIO()) as printed:
        app.main([*words, *([] if "--json" in words else ["--json"])], prog_name="nuem", standalone_mode=False)
    text = printed.getvalue()
    return tuple(key for key in bibliography() if key in collected.keys or f'"{key}"' in text)


def _refuse(message: str, context: click.Context | None = None) -> int:
    """One line on what is wrong; the exit code."""
    where = f" (see {context.command_path} --help)" if context is not None else ""
    sys.stderr.write(f"nuem: {' '.join(message.split()).rstrip('.')}{where}\n")
    try:  # so that a full disk is not reported twice when Python ends
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 2


def _show_warnings() -> None:
    """A warning is a line for the user, once in a command and never a stop, wherever in the code it was raised."""
    written: set[str] = set()

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        text = " ".join(str(message).split())
        if text not in written:
            written.add(text)
            sys.stderr.write(f"nuem: warning: {text}\n")

    warnings.showwarning = show
    if any(action == "error" for action, *_ in warnings.filters):  # python -W error is for tests of code
        warnings.simplefilter("default", UserWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        for quiet in (PendingDeprecationWarning, ImportWarning, ResourceWarning, FutureWarning, SyntaxWarning):
            warnings.simplefilter("ignore", quiet)
        warnings.simplefilter("default", RuntimeWarning)
