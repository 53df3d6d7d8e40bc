"""Masses and mixing, states in flight, and the effective couplings that an experiment sees."""

from nuem.flavour.effective_moment import averaged_effective_moment, effective_moment
from nuem.flavour.mixing import FLAVOURS, Mixing, Sterile
from nuem.flavour.states import flavour_state

__all__ = ["FLAVOURS", "Mixing", "Sterile", "averaged_effective_moment", "effective_moment", "flavour_state"]
