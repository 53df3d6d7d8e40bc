"""What the options of `nuem limit` mean together: those that would be ignored are refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nuem.cli import options

if TYPE_CHECKING:
    from nuem.inference.statistics import Statistic
    from nuem.typing import Nature
    from nuem.vertex import Vertex


@dataclass(frozen=True)
class LimitWords:
    """The options of `nuem limit`, as they were read."""

    coupling: str
    cl: float
    statistic: str
    electrons: str
    nature: "Nature"
    vertex: options.VertexFile
    sin2_theta_w: float | None
    translate: str | None
    compare: bool
    toys: int
    seed: int

    def common(self) -> dict[str, Any]:
        """Arguments of every limit."""
        angle = {} if self.sin2_theta_w is None else {"sin2_theta_w": self.sin2_theta_w}
        return {"cl": self.cl, "mixing": self.vertex.mixing, **angle}

    def coupling_or_vertex(self) -> "str | Vertex":
        """What the limit is on."""
        return self.vertex.read() or self.coupling

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

    def refuse_unused(self, experiments: int) -> None:
        """Refuse what was given and would be ignored."""
        self._signed()  # refuses a coupling that is not one
        if self.vertex.path is not None:
            options.refuse_unused(dict.fromkeys(("coupling", "nature"), "has no use with --vertex, which says both"))
        elif "[" not in self.coupling:
            options.refuse_unused({"nature": "is the symmetry of an element, such as --coupling 'magnetic[1,2]'"})
        if self.statistic not in ("feldman-cousins", "all"):
            options.refuse_unused(dict.fromkeys(("toys", "seed"), "is for --statistic feldman-cousins"))
        if (self.compare or self.translate) and experiments > 1:
            raise ValueError("--compare-electrons and --as are for one experiment")
        if self.compare:
            why = "has no use with --compare-electrons, which shows all"
            options.refuse_unused(dict.fromkeys(("coupling", "electrons", "translate", "vertex"), why))
            if self.statistic != "two-sided":
                raise ValueError(f"--compare-electrons is for --statistic two-sided, not {self.statistic}")
        if self.translate and (
            self.coupling != "moment" or self.vertex.path or self.statistic not in ("two-sided", "one-sided")
        ):
            raise ValueError(
                "--as lambda translates the limit on --coupling moment, with one of two-sided or one-sided"
            )

    def _signed(self) -> bool:
        """Whether the coupling can have both signs."""
        from nuem.experiments.coupling import coupling

        return coupling(self.coupling, nature=self.nature).interferes
