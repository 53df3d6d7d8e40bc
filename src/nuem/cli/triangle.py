"""`nuem triangle`: do three measured moments still allow Majorana neutrinos?"""

import click

from nuem.cli.options import shared
from nuem.cli.output import Output


@shared.verb(
    "triangle",
    'nuem triangle "3e-11+-2e-12 mu_B" "1e-11+-2e-12 mu_B" "1e-11+-2e-12 mu_B"',
    'nuem triangle "3e-11+-2e-12 mu_B" "1e-11+-2e-12 mu_B" "1e-11+-2e-12 mu_B" --json',
)
@click.argument("electron")
@click.argument("muon")
@click.argument("tau")
@shared.output
def command(electron: str, muon: str, tau: str, output: Output) -> None:
    """Print by how many sigma three effective moments exclude Majorana neutrinos.

    ELECTRON, MUON and TAU are the moments of nu_e, nu_mu and nu_tau with their errors, at one common L/E.
    """
    from nuem.flavour import triangle_test
    from nuem.units import measurement

    values, errors = zip(*(measurement(text, "mu_B") for text in (electron, muon, tau)), strict=True)
    test = triangle_test(values, errors)
    record = {
        "moments_mu_B": values, "errors_mu_B": errors, "excess_mu_B2": test.excess, "largest": test.flavour,
        "majorana_excluded_sigma": test.significance, "nearest_mu_B": test.nearest,
    }  # fmt: skip
    other_flavours = " + ".join(f"mu_{name}^2" for name in shared.FLAVOURS if name != test.flavour)
    lines = [
        f"mu_{test.flavour}^2 {'>' if test.excess > 0 else '<='} {other_flavours}: difference {test.excess:.4g} mu_B^2"
    ]
    if test.significance == 0:
        lines.append("Three Majorana neutrinos allow these moments; Dirac neutrinos always do.")
    else:
        nearest = ", ".join(f"{value:.4g}" for value in test.nearest)
        lines += [
            f"Three Majorana neutrinos are excluded by {test.significance:.2f} sigma; nearest allowed (e, mu, tau): {nearest} mu_B.",
            "The moments must be of one kind: short baseline, or one common L/E. Sterile neutrinos void the inequality.",
        ]
    output.show(record, lines)
