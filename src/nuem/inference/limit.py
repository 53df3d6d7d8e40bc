"""A limit on one coupling from one experiment."""

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Final

from nuem.constants import SIN2_THETA_W
from nuem.experiments import Experiment, PublishedLimit, folded
from nuem.experiments import experiment as known_experiment
from nuem.flavour import Mixing
from nuem.inference.coupling import coupling as read_coupling
from nuem.inference.interval import Profile, interval
from nuem.inference.likelihood import VertexLikelihood
from nuem.inference.likelihood import likelihood as data_likelihood
from nuem.inference.signal import Signal
from nuem.numerics import checks
from nuem.rates.tensor import RateTensor
from nuem.scattering.atom import ElectronModel, electron_model
from nuem.vertex.charge_radius import CONVENTIONS, convert

STATISTICS: Final = {
    "two-sided": "profile likelihood, -2 ln L rises by the chi-square quantile of one degree of freedom",
    "one-sided": "profile likelihood, upper limit: -2 ln L rises by the square of the one-sided normal quantile",
    "feldman-cousins": "profile likelihood with the threshold calibrated by toys at each value (Feldman-Cousins ordering)",
}
"""How an interval is drawn."""

_FEWEST_TOYS: Final = 20

CHARGE_NOTE: Final = "a charge acts on the atom as a whole: electrons counted one by one give too weak a limit, electrons = hfs has what is missing"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit on one coupling, with everything that it rests on."""

    experiment: str
    coupling: str
    value: float
    """Largest size of the coupling that is allowed [`unit`]."""
    unit: str
    interval: tuple[float, float]
    """Allowed values [`unit`]; from zero for couplings of which only the square enters."""
    best_fit: float
    cl: float
    statistic: str
    kind: str
    """"recast" of published data, "surrogate" from a published set-up, "projection", or "own"."""
    electrons: str
    """Model of the bound electrons."""
    sin2_theta_w: float
    published: PublishedLimit | None
    conventions: dict[str, tuple[float, float]]
    """For a charge radius: the allowed values in each convention of `nuem.vertex.charge_radius`; `interval` is in "vertex"."""
    notes: tuple[str, ...]
    nuisances: dict[str, float]
    """At the best fit: background relative (when free) or in units of its error, fluxes in sigma."""
    goodness: tuple[float, int]
    """-2 ln L against the saturated model at the best fit, and the number of bins."""
    references: tuple[str, ...]


def likelihood(
    experiment: Experiment | str,
    *,
    mixing: Mixing | None = None,
    electrons: ElectronModel | str | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
) -> VertexLikelihood:
    """-2 ln L of an experiment's data as a function of the vertex: fold once, then microseconds a call.

    Parameters
    ----------
    experiment : Experiment or str
    mixing, electrons, sin2_theta_w
        As in `limit`.

    Raises
    ------
    ValueError
        For unknown names or a set-up that does not hold together.
    """
    known = experiment if isinstance(experiment, Experiment) else known_experiment(experiment)
    tensor = folded(known, mixing=mixing, electrons=electrons, sin2_theta_w=sin2_theta_w)
    return VertexLikelihood(tensor, data_likelihood(known, tensor))


def limit(
    experiment: Experiment | str,
    coupling: str = "moment",
    *,
    cl: float = 0.90,
    statistic: str = "two-sided",
    electrons: ElectronModel | str | None = None,
    mixing: Mixing | None = None,
    nature: str = "dirac",
    sin2_theta_w: float = SIN2_THETA_W,
    tensor: RateTensor | None = None,
    toys: int = 500,
    seed: int = 1,
    progress: Any = None,
    executor: Executor | None = None,
) -> Limit:
    r"""Limit on one coupling of the neutrino, all others being zero.

    The profile likelihood ratio :math:`q(\theta) = -2\ln[L(\theta, \hat{\hat\eta}) / L(\hat\theta, \hat\eta)]` is compared with a
    threshold. For a dipole only :math:`\theta^2 \ge 0` enters, and the best fit is the best physical one.

    Parameters
    ----------
    experiment : Experiment or str
        A name of `nuem.experiments.names`, a path to a TOML file, or an experiment.
    coupling : str
        "moment", "charge" or "charge_radius" (effective: the same for every flavour), or an element such as "magnetic[1,2]" (mass
        basis) or "charge_radius[e,mu]" (flavour basis).
    cl : float, optional
        Confidence level.
    statistic : {"two-sided", "one-sided", "feldman-cousins"}, optional
        How the threshold is chosen: chi-square quantile (2.71 at 90 %), one-sided normal (1.64), or calibrated with toys. One-sided and
        a coupling that can have both signs do not go together.
    electrons : ElectronModel or str, optional
        How electrons are bound: "stepping", "hfs", "epa" or another of `nuem.scattering.atom`.
    mixing : Mixing, optional
        NuFIT's best fit if not given.
    nature : {"dirac", "majorana"}, optional
        Symmetry of an element; effective couplings are the same for both.
    sin2_theta_w : float, optional
        Weak mixing angle.
    tensor : RateTensor, optional
        The folded rates, to make many limits from one folding; see `folded`.
    toys, seed : int, optional
        Number of pseudo-experiments at each of nine values, and their seed.
    progress : callable, optional
        Called after each set of toys.
    executor : concurrent.futures.Executor, optional
        Where the sets of toys are worked on, such as a process pool; the limit does not depend on it.

    Returns
    -------
    Limit

    Raises
    ------
    ValueError
        For unknown names, a confidence level outside (0, 1), or data that do not constrain the coupling.
    """
    known = experiment if isinstance(experiment, Experiment) else known_experiment(experiment)
    chosen = read_coupling(coupling, nature=nature)
    level = checks.number("cl", cl)
    if not 0 < level < 1:
        raise ValueError(f"cl = {level:g} must lie between 0 and 1, such as 0.90")
    checks.choice("statistic", statistic, tuple(STATISTICS))
    if toys < _FEWEST_TOYS:
        raise ValueError(f"toys = {toys} are too few for a quantile; take {_FEWEST_TOYS} or more")
    if seed < 0:
        raise ValueError(f"seed = {seed} must not be negative")
    if statistic == "one-sided" and chosen.interferes:
        raise ValueError(
            f"{coupling} can have both signs, so an upper limit alone has no meaning; choose two-sided or feldman-cousins"
        )
    mixing = mixing or Mixing.nufit()
    tensor = tensor or folded(known, mixing=mixing, electrons=electrons, sin2_theta_w=sin2_theta_w)
    signal = Signal.of(tensor, chosen, mixing)
    profile = Profile(data_likelihood(known, tensor), signal)
    low, high = interval(profile, _threshold(profile, level, statistic, toys, seed, progress, executor))
    ends = signal.value(low), signal.value(high)
    return Limit(
        experiment=known.name,
        coupling=chosen.name,
        value=max(abs(end) for end in ends),
        unit=chosen.unit,
        interval=ends,
        best_fit=signal.value(profile.best.x),
        cl=level,
        statistic=statistic,
        kind=known.kind,
        electrons=electron_model(electrons).name,
        sin2_theta_w=sin2_theta_w,
        published=known.published.get(coupling),
        conventions=_conventions(ends) if chosen.matrix == "charge_radius" else {},
        notes=known.notes + ((CHARGE_NOTE,) if chosen.unit == "e" and not electron_model(electrons).collective else ()),
        nuisances=profile.best.nuisances,
        goodness=(profile.best.minimum, len(known.edges) - 1),
        references=known.references,
    )


def _conventions(ends: tuple[float, float]) -> dict[str, tuple[float, float]]:
    """An interval of the charge radius in every convention in use, ascending."""
    return {name: tuple(sorted(float(convert(end, "vertex", name)) for end in ends)) for name in CONVENTIONS}  # type: ignore[misc]


def _threshold(
    profile: Profile, cl: float, statistic: str, toys: int, seed: int, progress: Any, executor: Executor | None
) -> Any:
    from scipy.special import ndtri

    if statistic == "feldman-cousins":
        from nuem.inference.toys import calibrated

        return calibrated(profile, cl=cl, number=toys, seed=seed, progress=progress, executor=executor)
    tail = (1 + cl) / 2 if statistic == "two-sided" else cl
    return float(ndtri(tail)) ** 2
