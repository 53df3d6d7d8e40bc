"""What the options of `nuem limit` mean together: those that would be ignored are refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nuem.cli.options import shared
from nuem.cli.options.words import ConfidenceLevel, Quantity, Word

if TYPE_CHECKING:
    from nuem.experiments import Experiment, Limit
    from nuem.inference.statistics import Statistic
    from nuem.typing import Json, Nature
    from nuem.vertex import Vertex

STATISTICS = ("two-sided", "one-sided", "feldman-cousins", "all")
_FEW_TOYS = 300  # for bands that need a whole interval for each set of pseudo-data


@dataclass(frozen=True)
class LimitWords:
    """The options of `nuem limit`, as they were read."""

    coupling: str
    cl: float
    statistic: str
    electrons: str
    nature: "Nature"
    vertex: shared.VertexFile
    sin2_theta_w: float | None
    translate: str | None
    compare: bool
    expected: bool
    impacts: bool
    significance: bool
    goodness: bool
    toys: int
    seed: int
    field: str | None
    portal_mass: float | None = None
    portal_flavour: str = "all"
    recoils: str = "all"

    def restricted(self, experiment: "Experiment") -> "Experiment":
        """The experiment with the recoils that are asked for."""
        return experiment if self.recoils == "all" else experiment.only(self.recoils)  # type: ignore[arg-type]

    def common(self) -> "Json":
        """Arguments of every limit."""
        angle = {} if self.sin2_theta_w is None else {"sin2_theta_w": self.sin2_theta_w}
        return {"cl": self.cl, "mixing": self.vertex.mixing, **angle}

    def portal(self) -> "Json":
        """Arguments of a limit on the dipole portal."""
        return {} if self.portal_mass is None else {"mass": self.portal_mass, "flavour": self.portal_flavour}

    def coupling_or_vertex(self) -> "str | Vertex":
        """What the limit is on."""
        return "portal" if self.portal_mass is not None else self.vertex.read() or self.coupling

    def statistics(self) -> list[str]:
        """Names of the statistics that are asked for, and make sense for the coupling."""
        from nuem.inference import STATISTICS

        if self.statistic != "all":
            return [self.statistic]
        return [name for name in STATISTICS if name != "one-sided" or not self._signed()]

    def rule(self, name: str, advance: Callable[[], None] | None) -> "Statistic":
        """The statistic of a name."""
        from nuem.inference import STATISTICS, FeldmanCousins

        return FeldmanCousins(self.toys, self.seed, advance) if name == "feldman-cousins" else STATISTICS[name]()

    def in_field(self) -> "Limit":
        """The limit of kamland_antinu in the field that was given."""
        import nuem

        reason = "has no use with kamland_antinu, which has a published limit only"
        shared.refuse_unused(dict.fromkeys(("nature", "electrons", "sin2_theta_w", "translate", "compare"), reason))
        common: Json = {"cl": self.cl, "statistic": self.statistic, "mixing": self.vertex.mixing}
        return nuem.limit("kamland_antinu", self.coupling_or_vertex(), magnetic_field=self._field(), **common)

    def _field(self) -> "str | float | None":
        """The field as a strength, if it has no name."""
        from nuem.units import parse

        if self.field is None or not self.field.strip()[:1].isdigit():
            return self.field
        return parse(self.field, "gauss")

    def refuse_unused(self, experiments: int) -> None:
        """Refuse what was given and would be ignored."""
        if self.portal_mass is None:
            self._signed()  # refuses a coupling that is not one
            shared.refuse_unused({"portal_flavour": "needs --portal-mass"})
        else:
            reason = "has no use with --portal-mass: the coupling is the moment that leads to the heavy neutral lepton"
            unused = (
                "coupling",
                "nature",
                "vertex",
                "translate",
                "compare",
                "expected",
                "impacts",
                "significance",
                "goodness",
            )
            shared.refuse_unused(dict.fromkeys(unused, reason))
        if self.vertex.path is not None:
            shared.refuse_unused(dict.fromkeys(("coupling", "nature"), "has no use with --vertex, which says both"))
        elif "[" not in self.coupling:
            shared.refuse_unused({"nature": "is the symmetry of an element, such as --coupling 'magnetic[1,2]'"})
        if self.statistic not in ("feldman-cousins", "all") and not (
            self.expected or self.significance or self.goodness
        ):
            reason = "is for --statistic feldman-cousins, --expected, --significance and --goodness"
            shared.refuse_unused(dict.fromkeys(("toys", "seed"), reason))
        if self.statistic == "all" or self.compare or self.translate:
            reason = "needs one statistic and one coupling"
            shared.refuse_unused(dict.fromkeys(("expected", "impacts", "significance", "goodness"), reason))
        if (self.compare or self.translate) and experiments > 1:
            raise ValueError("--compare-electrons and --as are for one experiment")
        if self.compare:
            reason = "has no use with --compare-electrons, which shows all"
            shared.refuse_unused(dict.fromkeys(("coupling", "electrons", "translate", "vertex"), reason))
            if self.statistic != "two-sided":
                raise ValueError(f"--compare-electrons is for --statistic two-sided, not {self.statistic}")
        if self.translate and (
            self.coupling != "moment" or self.vertex.path or self.statistic not in ("two-sided", "one-sided")
        ):
            raise ValueError(
                "--as lambda translates the limit on --coupling moment, with one of two-sided or one-sided"
            )

    def more(self, experiments: "Sequence[Experiment]", coupling: "str | Vertex") -> "Json":
        """What was asked for beyond the limit, under the name of its option."""
        if not (self.expected or self.impacts or self.significance or self.goodness):
            return {}
        from nuem.experiments import combine

        arguments = self.common()
        cl, rule = arguments.pop("cl"), self.rule(self.statistic, None)
        combination = combine(experiments, electrons=self.electrons, **arguments)
        same: Json = {"coupling": coupling, "nature": self.nature}
        toys = self.toys if shared.was_given("toys") else None
        result: Json = {}
        if self.expected:
            bands = toys or (_FEW_TOYS if self._signed() or self.statistic == "feldman-cousins" else None)
            result["expected"] = combination.expected(**same, cl=cl, statistic=rule, toys=bands, seed=self.seed)
        if self.significance:
            result["significance"] = combination.significance(**same, toys=toys, seed=self.seed)
        if self.goodness:
            result["goodness"] = combination.goodness(**same, toys=toys or 1000, seed=self.seed)
        if self.impacts:
            result["impacts"] = combination.impacts(**same, cl=cl, statistic=rule)
        return result

    def _signed(self) -> bool:
        """Whether the coupling can have both signs."""
        if self.portal_mass is not None:
            return False
        from nuem.experiments.predicting.coupling import coupling

        return coupling(self.vertex.read() or self.coupling, nature=self.nature).interferes


def _words(vertex: str | None, ordering: str, **words: Any) -> LimitWords:
    return LimitWords(
        vertex=shared.VertexFile(None if vertex is None else Path(vertex), shared.nufit(ordering)), **words
    )


_NATURES = ("dirac", "majorana")
_ELEMENT = "moment, charge, charge_radius, anapole, or an element: 'magnetic[1,2]', 'charge_radius[e,mu]'."
_TOYS = "Number of pseudo-experiments: per value of the coupling for feldman-cousins, in total for --significance, --goodness and --expected (asymptotic if not given)."
_FIELD = "For kamland_antinu: magnetic field of the Sun, such as 'tachocline 100 kG', 'convective 50 kG' or '100 kG'."
_PORTAL = "Limit on the moment that leads to a heavy neutral lepton of this mass, such as '100 keV'."
limit_words = shared.bundle(
    "words",
    _words,
    shared.option("--coupling", None, "moment", _ELEMENT),
    shared.option("--cl", ConfidenceLevel(), "90", "Confidence level in per cent."),
    shared.option(
        "--statistic", Word(STATISTICS), "two-sided", "Test statistic: two-sided, one-sided, feldman-cousins, or all."
    ),
    shared.electrons,
    shared.option("--nature", Word(_NATURES), "dirac", "For one element of a matrix: dirac or majorana neutrinos."),
    shared.vertex_option,
    shared.ordering,
    shared.sin2_theta_w,
    shared.option(
        "--recoils", Word(("all", "electron", "nucleus")), "all", "Recoils that count: all, electron or nucleus."
    ),
    shared.option("--portal-mass", Quantity("keV"), None, _PORTAL),
    shared.option(
        "--portal-flavour",
        Word(("all", "coherent", "e", "mu", "tau")),
        "all",
        "Neutrinos that couple to it: e, mu, tau, all (each alike) or coherent (their sum).",
    ),
    shared.option(
        "--as",
        Word(("lambda",)),
        None,
        "lambda: also limits on the Majorana Lambda_i and on single elements.",
        "translate",
    ),
    shared.flag(
        "--compare-electrons",
        "Limits on moment, charge and charge radius with every model of the electrons.",
        "--compare-models",
        "compare",
    ),
    shared.flag("--expected", "Median and 1 and 2 sigma bands of the limit expected without a signal."),
    shared.flag("--impacts", "Change of the limit by each nuisance parameter."),
    shared.flag("--significance", "Local significance of a signal."),
    shared.flag("--goodness", "Goodness of fit, from pseudo-experiments."),
    shared.option("--toys", int, 2000, _TOYS),
    shared.option("--field", None, None, _FIELD),
    shared.option("--seed", int, 1, "Seed of the pseudo-experiments."),
)
"""The options of `nuem limit`."""
