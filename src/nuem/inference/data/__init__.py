"""Kinds of data, each a term of -2 ln L."""

from typing import TYPE_CHECKING

from nuem.inference.data.covariance import Covariance
from nuem.inference.data.gaussian import Gaussian
from nuem.inference.data.on_off import OnOff
from nuem.inference.data.poisson import Poisson
from nuem.inference.data.stack import Stack
from nuem.inference.data.term import Data
from nuem.lazy import door

__all__ = ["Covariance", "Data", "Gaussian", "OnOff", "Poisson", "Stack"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
