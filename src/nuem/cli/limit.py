"""`nuem limit`: a limit on one coupling, from a shipped experiment or the user's own."""

from nuem.cli.options import shared
from nuem.cli.options.limit import LimitWords, limit_words
from nuem.cli.output import Output, progress
from nuem.cli.printing.limit import antineutrinos, comparison, dipoles, limits
from nuem.cli.printing.limit_counts import counts, refuse


@shared.verb(
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
    "nuem limit dresden2 --recoils nucleus",
    "nuem limit my.toml --plot my.png",
    "nuem limit my.toml --json",
)
@shared.experiments
@limit_words
@shared.output_curve
def command(experiments: tuple[str, ...], words: LimitWords, output: Output) -> None:
    """Derive a limit on one electromagnetic coupling from the data or the set-up of experiments.

    EXPERIMENTS are names (`nuem experiments` lists them) or paths of TOML files; several are combined. With --vertex the limit is on the
    factor that multiplies the vertex. --plot and --csv show the counts of one experiment: data, best fit, and the coupling at its limit.
    """
    import nuem

    words.refuse_unused(len(experiments))
    refuse(experiments, words)
    if experiments == ("kamland_antinu",):
        output.show(*antineutrinos(words.in_field()))
        return
    shared.refuse_unused({"field": "is for kamland_antinu alone"})
    setups = [words.restricted(nuem.experiment(name)) for name in experiments]
    if words.compare:
        output.show(*comparison(nuem.experiments.compare_models(setups[0], **words.common()), setups[0].title))
    elif words.translate is not None:
        arguments = {**words.common(), "electrons": words.electrons, "statistic": words.statistic}
        output.show(*dipoles(nuem.experiments.limit_dipoles(setups[0], **arguments)), schema="limit-dipoles")
    else:
        coupling, results = words.coupling_or_vertex(), []
        for name in words.statistics():
            with progress("pseudo-data", 20 if name == "feldman-cousins" else 0) as advance:
                rule = words.rule(name, advance)
                chosen = {**words.common(), **words.portal(), "electrons": words.electrons, "nature": words.nature}
                results.append(nuem.limit(setups, coupling, statistic=rule, **chosen))
        shown = limits(results, setups, single=words.statistic != "all", more=words.more(setups, coupling))
        output.show(*shown, **counts(output, setups[0], words, results[0]))
