"""`nuem triangle`: do three measured moments still allow Majorana neutrinos?"""

import re
from typing import Annotated

import typer

from nuem.cli.output import Json, print_json


def triangle(
    electron: Annotated[str, typer.Argument(help='Moment of nu_e with its error, such as "3.0e-11 +- 0.2e-11 mu_B".')],
    muon: Annotated[str, typer.Argument(help="The same of nu_mu.")],
    tau: Annotated[str, typer.Argument(help="The same of nu_tau.")],
    json: Json = False,
) -> None:
    """By how many sigma do three effective moments, at one common L/E, exclude three Majorana neutrinos."""
    from nuem.flavour import triangle_test

    values, errors = zip(*(_measurement(text) for text in (electron, muon, tau)), strict=True)
    found = triangle_test(values, errors)
    if json:
        print_json(
            {
                "moments_mu_B": values, "errors_mu_B": errors, "excess_mu_B2": found.excess, "largest": found.flavour,
                "majorana_excluded_sigma": found.significance, "nearest_mu_B": found.nearest,
            }
        )  # fmt: skip
        return
    others = " + ".join(f"mu_{name}^2" for name in ("e", "mu", "tau") if name != found.flavour)
    relation = ">" if found.excess > 0 else "<="
    typer.echo(f"mu_{found.flavour}^2 {relation} {others}: difference {found.excess:.4g} mu_B^2")
    if found.significance == 0:
        typer.echo("Three Majorana neutrinos allow these moments; Dirac neutrinos always do.")
        return
    nearest = ", ".join(f"{value:.4g}" for value in found.nearest)
    typer.echo(
        f"Three Majorana neutrinos are excluded by {found.significance:.2f} sigma; nearest allowed (e, mu, tau): {nearest} mu_B."
    )
    typer.echo(
        "The moments must be of one kind: short baseline, or one common L/E. Sterile neutrinos void the inequality."
    )


def _measurement(text: str) -> tuple[float, float]:
    """Value and error in mu_B: "3e-11 +- 0.2e-11 mu_B", or a unit on both."""
    from nuem.cli.quantities import quantity

    parts = [part.strip() for part in re.split(r"\+-|\+/-|±", text)]
    if len(parts) != 2:
        raise ValueError(f"{text!r} is no measurement; write '3.0e-11 +- 0.2e-11 mu_B'")
    value, error = parts
    unit = re.sub(r"^[-+]?[\d.]+(?:[eE][-+]?\d+)?", "", error).strip()
    has_unit = re.fullmatch(r"[-+]?[\d.]+(?:[eE][-+]?\d+)?", value) is None
    return quantity(value if has_unit else f"{value} {unit}", "mu_B"), quantity(error, "mu_B")
