"""A limit with everything that it rests on."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from html import escape

from nuem import notebook
from nuem.experiments.setups.setup import PublishedLimit
from nuem.numerics.brief import after
from nuem.results import Tabular, plain
from nuem.typing import Json

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Limit(Tabular):
    """A limit on one coupling, with everything that it rests on."""

    experiment: str
    """Name of the experiment, or those of several joined by " + "."""
    coupling: str
    value: float
    """Largest size of the coupling that is allowed [`unit`]."""
    unit: str
    interval: Interval
    """Hull of the allowed values [`unit`]; not negative for couplings of which only the square enters."""
    pieces: tuple[Interval, ...]
    """Every allowed piece, ascending [`unit`]; more than one where the interference cancels what the square adds."""
    best_fit: float
    cl: float
    statistic: str
    threshold: float
    """Rise of -2 ln L at the end that gives the value."""
    errors: tuple[Interval, ...] | None
    """Monte Carlo errors of the ends of each piece, one standard deviation, where pseudo-data were used [`unit`]."""
    kind: str
    """"recast" of published data, "approximate" if they are digitised, linearised or a rate alone, "surrogate" from a published set-up,
    "projection", "own", or "combined" for experiments of different kinds."""
    electrons: str
    """How bound electrons are treated."""
    sin2_theta_w: float
    published: PublishedLimit | None
    conventions: dict[str, Interval] = field(hash=False)
    """For a charge radius: the allowed values in each convention of `nuem.vertex.charge_radius`; `interval` is in "vertex"."""
    notes: tuple[str, ...]
    nuisances: dict[str, float] = field(hash=False)
    """At the best fit, in units of their errors; free normalisations relative to their nominal values."""
    goodness: tuple[float, int]
    """-2 ln L against the saturated model at the best fit, and the number of bins."""
    shares: dict[str, float] = field(hash=False)
    """Rise of -2 ln L of each experiment's data between the best fit and the value, and of the pulls, under "pulls"."""
    references: tuple[str, ...]

    def __repr__(self) -> str:
        pieces = " or ".join(f"[{low:.4g}, {high:.4g}]" for low, high in self.pieces)
        return f"Limit({self.experiment}: {self.coupling} in {pieces}{after(self.unit)}, {100 * self.cl:g} % CL, {self.statistic}, {self.kind})"

    def columns(self) -> dict[str, list[object]]:
        """One row for each allowed piece."""
        same = ("experiment", "coupling", "value", "unit", "best_fit", "cl", "statistic", "kind", "electrons")
        repeated = {name: [getattr(self, name)] * len(self.pieces) for name in same}
        return repeated | {"low": [low for low, _ in self.pieces], "high": [high for _, high in self.pieces]}

    def to_dict(self) -> Json:
        """Every field as plain numbers, lists and words."""
        entries: Json = plain(asdict(self))
        return entries

    def _repr_html_(self) -> str:
        unit, published = self.unit, self.published
        ends = [[notebook.scientific(end, digits=4) for end in piece] for piece in self.pieces]
        single = len(ends) == 1 and self.pieces[0][0] == 0
        allowed = f"&lt; {ends[0][1]}" if single else " or ".join(f"{low} … {high}" for low, high in ends)
        rests = {
            "best fit": notebook.scientific(self.best_fit, unit),
            "−2 ln L": f"{self.goodness[0]:.1f} for {self.goodness[1]} bins",
            "published": "" if published is None else _published(published, unit, self.value),
            "nuisances": ", ".join(
                f"{escape(name)} {notebook.signed(value)}" for name, value in self.nuisances.items()
            ),
            "bound electrons": f"{escape(self.electrons)}, sin² θ<sub>W</sub> = {self.sin2_theta_w:.5f}",
        }
        title = f"{self.experiment}, {self.kind}: {self.coupling.replace('_', ' ')}"
        number = f"{allowed} {notebook.unit_html(unit)}"
        sources = notebook.notes([*self.notes, *self.references])
        beside = f"at {100 * self.cl:g} % CL, {self.statistic}"
        return notebook.card(title, notebook.pairs(rests), sources, number=number, beside=beside)


def _published(published: PublishedLimit, unit: str, value: float) -> str:
    """What was published, and how far the value here is from it."""
    number = notebook.scientific(published.value, unit)
    return (
        f"{number} at {100 * published.cl:g} % CL ({escape(published.reference)}), ratio {value / published.value:.2f}"
    )
