"""Elements and compounds: weights, electron shells, electrons per gram, and the atom as a self-consistent field."""

from nuem.elements.atom import Atom
from nuem.elements.compounds import Compound, compound
from nuem.elements.isotopes import Isotope, isotopes
from nuem.elements.shells import Element, Shell, element, elements

__all__ = ["Atom", "Compound", "Element", "Isotope", "Shell", "compound", "element", "elements", "isotopes"]
