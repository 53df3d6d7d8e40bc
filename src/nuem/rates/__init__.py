"""Source x cross section x detector, folded once: a rate is a trace."""

from nuem.rates.beam import Beam, Source
from nuem.rates.fold import fold, recoil_tensor
from nuem.rates.process import Process
from nuem.rates.spectrum import Spectrum, recoil_spectrum
from nuem.rates.tensor import RateTensor

__all__ = ["Beam", "Process", "RateTensor", "Source", "Spectrum", "fold", "recoil_spectrum", "recoil_tensor"]
