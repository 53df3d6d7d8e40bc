"""The electromagnetic vertex: charge, charge radius, magnetic, electric and anapole matrices."""

from typing import TYPE_CHECKING

from nuem.lazy import door
from nuem.vertex.flavour_basis import FlavourMatrices
from nuem.vertex.read import read_vertex
from nuem.vertex.vertex import Vertex

__all__ = ["FlavourMatrices", "Vertex", "read_vertex"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
