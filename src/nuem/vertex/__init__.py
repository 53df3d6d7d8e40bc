"""The electromagnetic vertex: charge, charge radius, magnetic, electric and anapole matrices."""

from nuem.vertex.read import read_vertex
from nuem.vertex.vertex import FlavourMatrices, Vertex

__all__ = ["FlavourMatrices", "Vertex", "read_vertex"]
