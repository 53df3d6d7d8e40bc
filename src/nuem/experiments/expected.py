"""What an experiment is expected to count: its rates, folded."""

from nuem.constants import SIN2_THETA_W
from nuem.experiments.setup import Experiment
from nuem.flavour import Mixing
from nuem.rates import RateTensor, fold
from nuem.scattering import Electrons
from nuem.scattering.atom import ElectronModel


def folded(
    experiment: Experiment,
    *,
    mixing: Mixing,
    electrons: ElectronModel,
    sin2_theta_w: float = SIN2_THETA_W,
) -> RateTensor:
    """The rates of an experiment for every vertex: `nuem.rates.fold` with its source, target and response."""
    process = Electrons(experiment.material, electrons, sin2_theta_w)
    return fold(experiment.source, mixing, process, experiment.response, exposure=experiment.exposure)
