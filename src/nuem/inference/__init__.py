"""What data say about a model that gives expectations: likelihoods, intervals, significance. It knows arrays only."""

from typing import TYPE_CHECKING

from nuem.inference.data import Covariance, Gaussian, OnOff, Poisson
from nuem.inference.expectations.component import Component, Systematic, Variation
from nuem.inference.expectations.dataset import Dataset
from nuem.inference.expectations.shapes import Constant, Exponential, Line, Parameter
from nuem.inference.expectations.signal import Signal
from nuem.inference.likelihood import Likelihood
from nuem.inference.one_coupling.curve import Curve
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
