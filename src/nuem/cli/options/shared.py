"""Options that several verbs share, each bundle defined once and made into one object before the verb is called."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click
from click.core import ParameterSource

from nuem.cli.options.inputs import refuse_to_replace
from nuem.cli.options.words import NewFile, Number, ParamType, Quantity, Word
from nuem.cli.output import Output

if TYPE_CHECKING:
    from nuem.flavour import Mixing
    from nuem.vertex import Vertex

Callback = Callable[..., object]
Decorator = Callable[[Callback], Callback]
Kind: TypeAlias = "ParamType | type[int] | None"

ORDERINGS = ("normal", "inverted")
FLAVOURS = ("e", "mu", "tau")
FIGURES = (".png", ".pdf", ".svg")


class Verb(click.Command):
    """A verb whose help ends with examples, and whose JSON names the papers that the result rests on."""

    def __init__(self, name: str, *, examples: tuple[str, ...] = (), cites: bool = True, **settings: Any) -> None:
        super().__init__(name, **settings)
        self.examples, self.cites = examples, cites

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words; an option that takes one value is given once, since the last would win in silence."""
        try:
            _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        except click.NoSuchOption as error:
            from nuem.cli.app import verbs_with

            if ctx.resilient_parsing or not (owners := ", ".join(verbs_with(error.option_name))):
                raise
            raise click.UsageError(f"{error.option_name} belongs to {owners}, not to {ctx.info_name}", ctx) from None
        for option in order:
            single = isinstance(option, click.Option) and not (option.multiple or option.is_flag or option.count)
            if single and order.count(option) > 1 and not ctx.resilient_parsing:
                raise click.UsageError(f"{option.opts[0]} is given {order.count(option)} times; give it once", ctx)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the verb, whose inputs are not what it writes; for JSON, watch what it calls."""
        refuse_to_replace(ctx)
        if not (self.cites and ctx.params.get("json")):
            return super().invoke(ctx)
        from nuem.citations import collect

        with collect() as ctx.meta["collected"]:
            return super().invoke(ctx)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, as they are typed."""
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"  {folded(example)}\n")


def folded(example: str, width: int = 76) -> str:
    """A command on lines of a terminal, continued before an option as a shell reads it."""
    lines = [""]
    for word in re.split(r" (?=-)", example):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        lines[-1:] = [joined] if len(joined) <= width or not lines[-1] else [f"{lines[-1]} \\", f"      {word}"]
    return "\n".join(lines)


def verb(name: str, *examples: str, cites: bool = True) -> Callable[[Callback], click.Command]:
    """Make a function the command `name`, its docstring the help, with examples at the end."""

    def command(function: Callback) -> click.Command:
        settings = {"help_option_names": ["-h", "--help"], "max_content_width": 80}
        return click.command(name, cls=Verb, examples=examples, cites=cites, context_settings=settings)(function)

    return command


def bundle(name: str, build: Callback, *options: Decorator) -> Decorator:
    """Options whose words `build` makes into one argument, `name`, of the verb."""

    def decorate(function: Callback) -> Callback:
        names: list[str] = []

        def wrapped(**words: object) -> object:
            bundled = {key: words.pop(key) for key in names}
            return function(**words, **{name: build(**bundled)})

        update_wrapper(wrapped, function)
        wrapped.__click_params__ = list(getattr(function, "__click_params__", []))  # type: ignore[attr-defined]
        before = len(wrapped.__click_params__)  # type: ignore[attr-defined]
        decorated: Callback = wrapped
        for option in reversed(options):
            decorated = option(decorated)
        names += [parameter.name for parameter in decorated.__click_params__[before:]]  # type: ignore[attr-defined]
        return decorated

    return decorate


def option(name: str, kind: Kind = None, default: object = None, help: str = "", *names: str) -> Decorator:
    """An option in one line: its name, what it reads, what it is if not given, and what it is for; further names come last."""
    shown = default is not None and not str(default).startswith("0 ")
    return click.option(name, *names, type=kind, default=default, show_default=shown, help=help)


def stack(*options: Decorator) -> Decorator:
    """Several options of one verb as one decorator, in the order of the help."""

    def decorate(function: Callback) -> Callback:
        for decorator in reversed(options):
            function = decorator(function)
        return function

    return decorate


def needed(name: str, kind: Kind, help: str) -> Decorator:
    """An option that must be given."""
    return click.option(name, type=kind, required=True, help=help)


def flag(name: str, help: str, *names: str) -> Decorator:
    """An option that is on or off."""
    return click.option(name, *names, is_flag=True, help=help)


def refuse_unused(unused: Mapping[str, str]) -> None:
    """Refuse options that were given and would be ignored: name of each, and what it is for."""
    context = click.get_current_context()
    for name, reason in unused.items():
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            option = next(param.opts[0] for param in context.command.params if param.name == name)
            raise ValueError(f"{option} {reason}")


def was_given(name: str) -> bool:
    """Whether an option was given on the command line."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def electron_models() -> tuple[str, ...]:
    """Names of the models of bound electrons."""
    from nuem.scattering.atom import MODELS

    return tuple(MODELS)


def experiment_names() -> tuple[str, ...]:
    """Names of the experiments that come with the package."""
    from nuem.experiments import names

    return names()


def limit_names() -> tuple[str, ...]:
    """Those names, and that of the one limit that needs a field of the Sun."""
    return (*experiment_names(), "kamland_antinu")


def is_file_name(text: str) -> bool:
    """Whether a word is the path of a TOML file, or a name that has an answer of its own: that it cannot be computed."""
    from nuem.experiments.shipped import NOT_BUILT

    return text.lower().endswith(".toml") or text in NOT_BUILT


output = bundle(
    "output",
    Output,
    click.option("--json", is_flag=True, help="Print JSON instead of text."),
)
"""--json."""

output_curve = bundle(
    "output",
    Output,
    click.option("--json", is_flag=True, help="Print JSON instead of text."),
    click.option("--csv", type=NewFile(), help="Write the numbers into this CSV file as well."),
    click.option("--plot", type=NewFile(*FIGURES), help="Draw a figure into this file (png, pdf, svg)."),
)
"""--json, --csv and --plot, for curves and counts."""

experiment = click.argument(
    "experiment",
    type=Word(limit_names, more="the path of a .toml file that names your table", allow=is_file_name),
)

experiments = click.argument(
    "experiments",
    nargs=-1,
    required=True,
    type=Word(limit_names, more="the path of a .toml file that names your table", allow=is_file_name),
)

electrons = click.option(
    "--electrons",
    type=Word(electron_models, allow=lambda text: text.partition(":")[0] in ("hfs-vacuum", "epa")),
    default="hfs",
    show_default=True,
    metavar="MODEL",
    help="Model of the bound electrons: hfs (Dirac-Hartree-Fock-Slater), hfs-vacuum, stepping, free or epa; 'epa:0.1 eV' sets the neutrino mass.",
)
ordering = click.option(
    "--ordering",
    type=Word(ORDERINGS),
    default="normal",
    show_default=True,
    help="Mass ordering, normal or inverted, at the best fit of NuFIT.",
)
sin2_theta_w = click.option("--sin2-theta-w", type=Number(), help="sin^2 theta_W [default: 0.23857, at low energies].")
flavour = click.option(
    "--flavour", type=Word(FLAVOURS), default="e", show_default=True, help="Flavour of the neutrino: e, mu or tau."
)
antineutrino = click.option("--antineutrino", is_flag=True, help="Antineutrino instead of neutrino.")


@dataclass(frozen=True)
class Couplings:
    """Effective couplings of a neutrino, in base units."""

    moment: float
    charge: float
    charge_radius: float

    def vertex(self) -> "Vertex":
        """A Dirac vertex with these couplings for every flavour."""
        import numpy as np

        from nuem.vertex import Vertex

        identity = np.eye(3)
        return Vertex(
            "dirac",
            magnetic=self.moment * identity,
            charge=self.charge * identity,
            charge_radius=self.charge_radius * identity,
        )


couplings = bundle(
    "couplings",
    Couplings,
    click.option(
        "--moment", type=Quantity("mu_B"), default="0 mu_B", help='Effective magnetic moment, such as "1e-11 mu_B".'
    ),
    click.option("--charge", type=Quantity("e"), default="0 e", help='Millicharge, such as "-1e-12 e".'),
    click.option(
        "--charge-radius", type=Quantity("cm2"), default="0 cm2", help='Charge radius <r^2>, such as "1e-33 cm2".'
    ),
)
"""--moment, --charge and --charge-radius."""


@dataclass(frozen=True)
class VertexFile:
    """A vertex in a file, or none, and the mixing that belongs to it."""

    path: Path | None
    mixing: "Mixing"

    def read(self) -> "Vertex | None":
        """The vertex, if there is a file."""
        from nuem.vertex import read_vertex

        if self.path is None:
            return None
        vertex = read_vertex(self.path, self.mixing)
        if vertex.size != self.mixing.size:
            raise ValueError(f"{self.path} has {vertex.size} neutrinos; the mixing has {self.mixing.size}")
        return vertex


def _vertex_file(vertex: str | None, ordering: str) -> VertexFile:
    return VertexFile(None if vertex is None else Path(vertex), nufit(ordering))


vertex_option = click.option(
    "--vertex", metavar="FILE", help="A TOML file with matrices of moments, charges and radii (see the README)."
)

vertex_file = bundle("vertex", _vertex_file, vertex_option, ordering)
"""--vertex and --ordering."""


def nufit(ordering: str) -> "Mixing":
    """The mixing of NuFIT's best fit."""
    from nuem.flavour import Mixing

    return Mixing.nufit(ordering)
