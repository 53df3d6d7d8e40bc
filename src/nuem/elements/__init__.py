"""Elements and compounds: weights, electron shells, electrons per gram, and the atom as a self-consistent field."""

from typing import TYPE_CHECKING

from nuem.elements.atom import Atom
from nuem.elements.compounds import Compound, compound
from nuem.elements.natural_isotopes import Isotope, isotopes
from nuem.elements.shells import Element, Shell, element, elements
from nuem.lazy import door

__all__ = ["Atom", "Compound", "Element", "Isotope", "Shell", "compound", "element", "elements", "isotopes"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
