"""What an experiment is expected to count."""

import numpy as np

from nuem.constants import SIN2_THETA_W
from nuem.experiments.setup import Counts, Experiment
from nuem.experiments.shipped import experiment as known_experiment
from nuem.flavour import Mixing
from nuem.rates import RateTensor, Spectrum, fold
from nuem.scattering import Electrons
from nuem.scattering.atom import ElectronModel
from nuem.vertex import Vertex


def folded(
    experiment: Experiment | str,
    *,
    mixing: Mixing | None = None,
    electrons: ElectronModel | str | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
) -> RateTensor:
    """The rates of an experiment for every vertex: `nuem.rates.fold` with its source, target and response.

    Parameters
    ----------
    experiment : Experiment or str
        One of `names`, a path to a TOML file, or an experiment.
    mixing : Mixing, optional
        NuFIT's best fit if not given.
    electrons : ElectronModel or str, optional
        How electrons are bound, of `nuem.scattering.atom`.
    sin2_theta_w : float, optional
        Weak mixing angle.
    """
    known = experiment if isinstance(experiment, Experiment) else known_experiment(experiment)
    return fold(
        known.source,
        mixing or Mixing.nufit(),
        Electrons(known.material, electrons, sin2_theta_w),
        known.response,
        exposure=known.exposure,
    )


def background_without_weak(experiment: Experiment, tensor: RateTensor) -> np.ndarray:
    """Expected background in each bin, without the neutrinos' own weak scattering.

    Raises
    ------
    ValueError
        If the published background is said to contain the weak scattering but is smaller than it.
    """
    data = experiment.data
    if not isinstance(data, Counts) or not data.contains_weak:
        return data.background
    weak = tensor.counts()
    remainder = data.background - weak
    if np.any(remainder < 0):
        b = int(np.argmin(remainder))
        raise ValueError(
            f"{experiment.name}: the background of bin {b + 1} is {data.background[b]:.3g} events, less than the {weak[b]:.3g} of "
            "weak scattering that it is said to contain; set background_contains_weak = false"
        )
    return remainder


def spectrum(
    experiment: Experiment | str,
    *,
    vertex: Vertex | None = None,
    mixing: Mixing | None = None,
    electrons: ElectronModel | str | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
    tensor: RateTensor | None = None,
) -> Spectrum:
    """Expected counts of an experiment by what causes them, beside what was observed.

    Parameters
    ----------
    experiment : Experiment or str
        One of `names`, a path to a TOML file, or an experiment.
    vertex : Vertex, optional
        Without one the weak interaction alone.
    mixing, electrons, sin2_theta_w
        As in `folded`.
    tensor : RateTensor, optional
        The folded rates, if they are at hand.

    Returns
    -------
    Spectrum

    Raises
    ------
    ValueError
        For unknown names or a set-up that does not hold together.

    Examples
    --------
    >>> counts = spectrum("xenonnt")
    >>> f"{counts.components['weak'].sum():.0f} of {counts.observed.sum():.0f} events are solar neutrinos"
    '...of 433 events are solar neutrinos'
    """
    known = experiment if isinstance(experiment, Experiment) else known_experiment(experiment)
    tensor = tensor or folded(known, mixing=mixing, electrons=electrons, sin2_theta_w=sin2_theta_w)
    parts = {name: part.sum(axis=0) for name, part in tensor.parts(vertex).items()}
    parts["background"] = background_without_weak(known, tensor)
    return Spectrum(known.edges, parts, known.data.observed if isinstance(known.data, Counts) else None)
