"""Options of the mixing: the ordering of NuFIT, masses, angles and phases."""

from typing import TYPE_CHECKING

import click

from nuem.cli.options.shared import ORDERINGS, bundle, nufit
from nuem.cli.options.words import Number, Quantity, Word

if TYPE_CHECKING:
    from nuem.flavour import Mixing


def _mixing(ordering: str, **changes: float | None) -> "Mixing":
    from dataclasses import replace

    return replace(nufit(ordering), **{name: value for name, value in changes.items() if value is not None})  # type: ignore[arg-type]


mixing = bundle(
    "mixing",
    _mixing,
    click.option(
        "--ordering",
        type=Word(ORDERINGS),
        default="normal",
        show_default=True,
        help="Mass ordering, normal or inverted, at the best fit of NuFIT.",
    ),
    click.option(
        "--lightest-mass", type=Quantity("eV"), default="0 eV", help='Mass of the lightest neutrino, such as "0.01 eV".'
    ),
    click.option(
        "--alpha21",
        type=Quantity("rad"),
        default="0 rad",
        help='Majorana phase alpha_21, such as "90 deg" or "1.2 rad".',
    ),
    click.option("--alpha31", type=Quantity("rad"), default="0 rad", help="Majorana phase alpha_31."),
    click.option("--delta", type=Quantity("rad"), help="Dirac phase [default: NuFIT]."),
    click.option("--sin2-theta12", type=Number(), help="sin^2 theta_12 [default: NuFIT]."),
    click.option("--sin2-theta13", type=Number(), help="sin^2 theta_13 [default: NuFIT]."),
    click.option("--sin2-theta23", type=Number(), help="sin^2 theta_23 [default: NuFIT]."),
)
