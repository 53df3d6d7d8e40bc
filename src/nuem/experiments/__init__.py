"""Published and own experiments: a set-up, its data, its response; and what they say about the vertex."""

from typing import TYPE_CHECKING

from nuem.experiments.bounds.combination import Combination, ExpectedLimit, combine
from nuem.experiments.bounds.compare import compare_models
from nuem.experiments.bounds.scan import limits
from nuem.experiments.bounds.single_limit import limit
from nuem.experiments.bounds.translate import DipoleLimits, limit_dipoles
from nuem.experiments.fits.from_file import fit_file
from nuem.experiments.fits.global_fit import fit
from nuem.experiments.fits.model_scan import ModelScan, scan_model
from nuem.experiments.fits.natures import Natures, compare_natures
from nuem.experiments.fits.profile import Contour, ProfileCurve
from nuem.experiments.fits.result import Fit
from nuem.experiments.predicting.limit_result import Limit
from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.predicting.prediction import Prediction
from nuem.experiments.predictions import likelihood, predict, spectrum
from nuem.experiments.reading.experiment import load
from nuem.experiments.setups.bins import Bins
from nuem.experiments.setups.channel import Channel
from nuem.experiments.setups.setup import PublishedLimit, SourceOff, Unmeasured
from nuem.experiments.setups.target import Target
from nuem.experiments.shipped import experiment, names
from nuem.lazy import door

__all__ = [
    "Bins",
    "Channel",
    "Combination",
    "Contour",
    "DipoleLimits",
    "ExpectedLimit",
    "Experiment",
    "Fit",
    "Limit",
    "ModelScan",
    "Natures",
    "Prediction",
    "ProfileCurve",
    "PublishedLimit",
    "SourceOff",
    "Target",
    "Unmeasured",
    "combine",
    "compare_models",
    "compare_natures",
    "experiment",
    "fit",
    "fit_file",
    "likelihood",
    "limit",
    "limit_dipoles",
    "limits",
    "load",
    "names",
    "predict",
    "scan_model",
    "spectrum",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
