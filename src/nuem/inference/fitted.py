"""What is expected at one value of a coupling once the nuisances have settled: the spectrum to hold against the data."""

import numpy as np

from nuem.constants import SIN2_THETA_W
from nuem.experiments import Experiment, folded
from nuem.experiments import experiment as known_experiment
from nuem.flavour import Mixing
from nuem.inference.counts import CountsLikelihood
from nuem.inference.coupling import coupling as read_coupling
from nuem.inference.likelihood import likelihood
from nuem.inference.signal import Signal
from nuem.rates import Spectrum
from nuem.rates.tensor import RateTensor
from nuem.scattering.atom import ElectronModel


def fitted_spectrum(
    experiment: Experiment | str,
    coupling: str,
    value: float,
    *,
    nature: str = "dirac",
    mixing: Mixing | None = None,
    electrons: ElectronModel | str | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
    tensor: RateTensor | None = None,
) -> Spectrum:
    """Expected counts at one value of a coupling, with background and fluxes at their best for it.

    Parameters
    ----------
    experiment : Experiment or str
    coupling : str
        As in `limit`.
    value : float
        Of the coupling, such as the `value` or `best_fit` of a `Limit` [mu_B, e or cm^2].
    nature, mixing, electrons, sin2_theta_w, tensor
        As in `limit`.

    Returns
    -------
    Spectrum
        Components "weak", "signal" (what the coupling adds, with its interference) and "background".

    Raises
    ------
    ValueError
        For unknown names, or an experiment without counts in bins.
    """
    known = experiment if isinstance(experiment, Experiment) else known_experiment(experiment)
    mixing = mixing or Mixing.nufit()
    tensor = tensor or folded(known, mixing=mixing, electrons=electrons, sin2_theta_w=sin2_theta_w)
    data = likelihood(known, tensor)
    if not isinstance(data, CountsLikelihood):
        raise ValueError(f"{known.name} has no counts in bins, so there is nothing to fit a spectrum to")
    signal = Signal.of(tensor, read_coupling(coupling, nature=nature), mixing)
    counts = signal.counts(signal.x(value))
    pulls = dict(zip(data.nuisances, data.profile(counts)[1], strict=True))
    background = data.background * (1 + pulls["background"] * (data.background_error or 1.0))
    fluxes = np.array(
        [1 + error * pulls.get(name, 0.0) for name, error in zip(data.beams, data.flux_errors, strict=True)]
    )
    weak = tensor.counts_by_beam()
    parts = {"weak": fluxes @ weak, "signal": fluxes @ (counts - weak), "background": background}
    return Spectrum(known.edges, parts, data.observed)
