"""`nuem moments`: from a theory of mass, or a matrix in a file, to everything that follows from it."""

from typing import Any

import click

from nuem.cli import mixing_options, options
from nuem.cli.moments_text import record, text
from nuem.cli.output import Output
from nuem.cli.parameters import arguments, pairs
from nuem.cli.words import Quantity, Word


def models() -> tuple[str, ...]:
    """Names of the models of neutrino mass."""
    from nuem.models import MODELS

    return tuple(MODELS)


@options.verb(
    "moments",
    "nuem moments",
    'nuem moments --model minimal-dirac --ordering inverted --lightest-mass "0.01 eV"',
    'nuem moments --model left-right --w-mixing "1e-3 rad" --w2-mass "5 TeV"',
    'nuem moments --model zee -p "antisymmetric=0,0,0.01;0,0,0;-0.01,0,0" -p "yukawa=0,0,0;0,0,0.01;0,0,0" -p "scalar_masses=100 GeV,300 GeV" -p "mixing_angle=0.5 rad"',
    "nuem moments --vertex v.toml --json",
)
@click.option(
    "--model",
    type=Word(models),
    default="minimal-majorana",
    show_default=True,
    help="minimal-dirac, minimal-majorana, left-right, zee or leptoquark.",
)
@options.vertex_option
@mixing_options.mixing
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of the model; can be given several times.",
)
@click.option("--w-mixing", type=Quantity("rad"), default="1e-3 rad", help="Left-right: mixing angle of W_L and W_R.")
@click.option("--w2-mass", type=Quantity("TeV"), default="5 TeV", help="Left-right: mass of the heavier W.")
@click.option(
    "--leading", is_flag=True, help="Minimal models: leading form of the loop function instead of the exact one."
)
@click.option("--scale", type=Quantity("TeV"), default="1 TeV", help="Scale of new physics for naturalness.")
@options.output
def command(
    model: str,
    vertex: str | None,
    mixing: Any,
    parameters: tuple[str, ...],
    w_mixing: float,
    w2_mass: float,
    leading: bool,
    scale: float,
    output: Output,
) -> None:
    """Print a vertex, the effective moments that experiments see, lifetimes and naturalness."""
    from pathlib import Path

    from nuem.models import MODELS
    from nuem.properties import observables

    minimal = model.startswith("minimal")
    if vertex is not None:
        options.refuse_unused(
            dict.fromkeys(
                ("model", "parameters", "w_mixing", "w2_mass", "leading"), "is of a model; with --vertex there is none"
            )
        )
        found = options.VertexFile(Path(vertex), mixing).read()
    else:
        if not minimal:
            options.refuse_unused({"leading": "is of the minimal models"})
        if model != "left-right":
            options.refuse_unused(dict.fromkeys(("w_mixing", "w2_mass"), "is of the left-right model"))
        words = arguments(
            MODELS[model],
            pairs(parameters)
            | ({"mixing_angle": f"{w_mixing!r} rad", "w2_mass": f"{w2_mass!r} MeV"} if model == "left-right" else {}),
        )
        found = MODELS[model](mixing, **words, **({"leading": leading} if minimal else {}))
    assert found is not None
    seen = observables(found, mixing, scale=scale)
    data = record(vertex or model, found, mixing, seen)
    data["loop_function"] = ("leading" if leading else "exact") if minimal and vertex is None else None
    output.show(data, text(data))
