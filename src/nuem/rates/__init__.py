"""Source x cross section x detector, folded once: a rate is a trace."""

from nuem.rates.fold import fold, recoil_tensor
from nuem.rates.spectrum import Spectrum, recoil_spectrum
from nuem.rates.tensor import RateTensor

__all__ = ["RateTensor", "Spectrum", "fold", "recoil_spectrum", "recoil_tensor"]
