"""A limit with everything that it rests on."""

from dataclasses import dataclass, field

from nuem.experiments.setup import PublishedLimit

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Limit:
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
        return f"Limit({self.experiment}: {self.coupling} in {pieces} {self.unit}, {100 * self.cl:g} % CL, {self.statistic}, {self.kind})"
