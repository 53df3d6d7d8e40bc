"""The electromagnetic vertex: charge, charge radius, magnetic, electric and anapole matrices."""

from nuem.vertex.vertex import FlavourMatrices, Vertex

__all__ = ["FlavourMatrices", "Vertex"]
