"""`nuem limit`: a limit on one coupling, from a shipped experiment or the user's own."""

from typing import Any

import click

from nuem.cli import options
from nuem.cli.limit_text import antineutrinos, comparison, dipoles, limits
from nuem.cli.output import Output, progress
from nuem.cli.words import ConfidenceLevel, Quantity, Word

STATISTICS = ("two-sided", "one-sided", "feldman-cousins", "all")


@options.verb(
    "limit",
    "nuem limit xenonnt",
    "nuem limit gemma --coupling charge --cl 95",
    "nuem limit xenonnt gemma --coupling charge_radius",
    "nuem limit xenonnt --coupling 'charge_radius[e,mu]' --nature dirac",
    "nuem limit gemma --statistic feldman-cousins --toys 200 --seed 1",
    "nuem limit xenonnt --vertex v.toml",
    "nuem limit xenonnt --expected --impacts --significance --goodness",
    "nuem limit gemma --compare-electrons",
    'nuem limit kamland_antinu --field "tachocline 100 kG"',
    "nuem limit xenonnt --portal-mass '100 keV'",
    "nuem limit my.toml --json",
)
@options.experiments
@click.option(
    "--coupling",
    default="moment",
    show_default=True,
    help="moment, charge, charge_radius, anapole, or an element: 'magnetic[1,2]', 'charge_radius[e,mu]'.",
)
@click.option("--cl", type=ConfidenceLevel(), default="90", show_default=True, help="Confidence level in per cent.")
@click.option(
    "--statistic",
    type=Word(STATISTICS),
    default="two-sided",
    show_default=True,
    help="two-sided, one-sided, feldman-cousins, or all.",
)
@options.electrons
@click.option(
    "--nature",
    type=Word(("dirac", "majorana")),
    default="dirac",
    show_default=True,
    help="Symmetry of an element: dirac or majorana.",
)
@options.vertex_file
@options.sin2_theta_w
@click.option(
    "--portal-mass",
    type=Quantity("keV"),
    help="Limit on the moment that leads to a heavy neutral lepton of this mass, such as '100 keV'.",
)
@click.option(
    "--portal-flavour",
    type=Word(("all", "e", "mu", "tau")),
    default="all",
    show_default=True,
    help="Which neutrinos couple to it: all alike, or one flavour.",
)
@click.option(
    "--as",
    "translate",
    type=Word(("lambda",)),
    help="lambda: translate the moment into Lambda and single elements of the dipole matrix.",
)
@click.option(
    "--compare-electrons",
    "--compare-models",
    "compare",
    is_flag=True,
    help="Moment, charge and charge radius with every model of the electrons.",
)
@click.option("--expected", is_flag=True, help="Median and bands of the limit that is expected without a signal.")
@click.option("--impacts", is_flag=True, help="What each nuisance does to the limit.")
@click.option("--significance", is_flag=True, help="Local significance of a signal.")
@click.option("--goodness", is_flag=True, help="Goodness of the best fit, with pseudo-experiments.")
@click.option(
    "--toys",
    type=int,
    default=2000,
    show_default=True,
    help="Pseudo-experiments: at each value for feldman-cousins, in all for --expected (asymptotic bands if not given), "
    "--significance and --goodness.",
)
@click.option(
    "--field", help="For kamland_antinu: the Sun's, such as 'tachocline 100 kG', 'convective 50 kG' or '100 kG'."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the pseudo-experiments.")
@options.output
def command(experiments: tuple[str, ...], output: Output, **choices: Any) -> None:
    """Derive a limit on one electromagnetic coupling from the data or the set-up of experiments.

    EXPERIMENTS are names (`nuem experiments` lists them) or paths of TOML files; several are combined. With --vertex the limit is on the
    factor that multiplies the vertex.
    """
    import nuem
    from nuem.cli.limit_choices import LimitWords

    words = LimitWords(**choices)
    words.refuse_unused(len(experiments))
    if experiments == ("kamland_antinu",):
        output.show(*antineutrinos(words.in_field()))
        return
    options.refuse_unused({"field": "is for kamland_antinu alone"})
    known = [nuem.experiment(name) for name in experiments]
    if words.compare:
        output.show(*comparison(nuem.experiments.compare_models(known[0], **words.common()), known[0].title))
    elif words.translate is not None:
        arguments = {**words.common(), "electrons": words.electrons, "statistic": words.statistic}
        output.show(*dipoles(nuem.experiments.limit_dipoles(known[0], **arguments)))
    else:
        coupling, found = words.coupling_or_vertex(), []
        for name in words.statistics():
            with progress("pseudo-data", 20 if name == "feldman-cousins" else 0) as advance:
                arguments = {
                    **words.common(),
                    "electrons": words.electrons,
                    "nature": words.nature,
                    "statistic": words.rule(name, advance),
                    **words.portal(),
                }
                found.append(nuem.limit(known, coupling, **arguments))
        output.show(*limits(found, known, one=words.statistic != "all", more=words.more(known, coupling)))
