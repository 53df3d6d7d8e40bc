"""Source x cross section x detector, folded once: a rate is a trace."""

from typing import TYPE_CHECKING

from nuem.lazy import door
from nuem.rates.beam import Beam, Source
from nuem.rates.folding import fold, recoil_tensor
from nuem.rates.process import Process
from nuem.rates.spectrum import Spectrum, recoil_spectrum
from nuem.rates.tensor import RateTensor

__all__ = ["Beam", "Process", "RateTensor", "Source", "Spectrum", "fold", "recoil_spectrum", "recoil_tensor"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
