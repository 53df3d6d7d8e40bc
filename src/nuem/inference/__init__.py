"""What data say about a model that gives expectations: likelihoods, intervals, significance. It knows arrays only."""

from typing import TYPE_CHECKING

from nuem.inference.component import Component, Systematic, Variation
from nuem.inference.curve import Curve
from nuem.inference.data import Covariance, Gaussian, OnOff, Poisson
from nuem.inference.dataset import Dataset
from nuem.inference.likelihood import Likelihood
from nuem.inference.shapes import Constant, Exponential, Line, Parameter
from nuem.inference.signal import Signal
from nuem.inference.statistics import STATISTICS, FeldmanCousins, OneSided, TwoSided
from nuem.lazy import door

__all__ = [
    "STATISTICS",
    "Component",
    "Constant",
    "Covariance",
    "Curve",
    "Dataset",
    "Exponential",
    "FeldmanCousins",
    "Gaussian",
    "Likelihood",
    "Line",
    "OnOff",
    "OneSided",
    "Parameter",
    "Poisson",
    "Signal",
    "Systematic",
    "TwoSided",
    "Variation",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
