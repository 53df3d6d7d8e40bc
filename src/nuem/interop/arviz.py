"""ArviZ: posteriors of a fit, for its plots, summaries and convergence checks."""

import warnings
from importlib import metadata
from typing import Any

from nuem.experiments.fits.result import Fit
from nuem.experiments.fits.samples import Samples
from nuem.interop.extra import extra
from nuem.typing import FloatArray


def inference_data(fit: Fit | Samples, **sampling: Any) -> Any:
    """The posterior of a fit as ``arviz.InferenceData`` (a tree of data sets from ArviZ 1 on).

    Parameters
    ----------
    fit : Fit or Samples
        A fit is sampled now.
    **sampling
        Options of `Fit.sample`, such as ``steps`` and ``seed``.

    Returns
    -------
    arviz.InferenceData
        Walkers are chains; every parameter and nuisance is a variable with its unit and its prior, and ``lp`` is the logarithm of the posterior.

    Raises
    ------
    ValueError
        Without the extra ``arviz``, or options for samples that are there already.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of its own plans
        arviz = extra("arviz", "arviz", "0.17")
    if not isinstance(fit, Samples):
        samples = fit.sample(**sampling)
    elif sampling:
        raise ValueError(f"{next(iter(sampling))} is an option of the sampling, which was done already")
    else:
        samples = fit
    groups: dict[str, dict[str, FloatArray]] = {
        "posterior": {name: samples.chains[:, :, k] for k, name in enumerate(samples.names)},
        "sample_stats": {"lp": samples.log_posterior},
    }
    old = int(metadata.version("arviz").partition(".")[0]) < 1
    data = arviz.from_dict(**groups) if old else arviz.from_dict(groups)
    for name, unit in zip(samples.names, samples.units, strict=True):
        data["posterior"][name].attrs |= {"units": unit, "prior": samples.priors.get(name, samples.prior)}
    data["posterior"].attrs["prior"] = samples.prior
    return data
