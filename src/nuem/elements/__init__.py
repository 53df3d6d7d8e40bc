"""Elements and compounds: weights, electron shells, electrons per gram."""

from nuem.elements.compounds import Compound, compound
from nuem.elements.shells import Element, Shell, element, elements

__all__ = ["Compound", "Element", "Shell", "compound", "element", "elements"]
