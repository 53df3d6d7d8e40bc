"""A vertex as a table and in a notebook."""

from typing import TYPE_CHECKING, Any

import numpy as np

from nuem import notebook
from nuem.vertex.form_factors import FORM_FACTORS

if TYPE_CHECKING:
    from nuem.vertex.vertex import Vertex


def columns(vertex: "Vertex") -> dict[str, list[Any]]:
    """One row for each element of the matrices that were given.

    Raises
    ------
    ValueError
        For many vertices at once.
    """
    if vertex.batch:
        raise ValueError(f"one vertex makes a table; this one has leading axes {vertex.batch}")
    rows = [
        (name, FORM_FACTORS[name].unit, final + 1, initial + 1, float(value.real), float(value.imag))
        for name in FORM_FACTORS
        if name in vertex.given
        for (final, initial), value in np.ndenumerate(getattr(vertex, name))
    ]
    heads = ("form_factor", "unit", "final", "initial", "real", "imaginary")
    return {head: [row[k] for row in rows] for k, head in enumerate(heads)}


def html(vertex: "Vertex") -> str:
    """Its matrices that do not vanish, each with the power of ten of its elements."""
    title = f"{vertex.nature.capitalize()} vertex, mass basis [final, initial]"
    if vertex.batch:
        return notebook.card(title, notebook.pairs({"leading axes": str(vertex.batch)}))
    names = [f"ν<sub>{k + 1}</sub>" for k in range(vertex.size)]
    used = [one for one in FORM_FACTORS.values() if np.any(getattr(vertex, one.name))]
    parts = [notebook.matrix(getattr(vertex, one.name), one.title, one.unit, names, names) for one in used]
    return notebook.card(title, notebook.side_by_side(parts or ["the weak interaction alone"]))
