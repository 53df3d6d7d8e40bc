"""A vertex as a table and in a notebook."""

from collections.abc import Mapping

import numpy as np

from nuem import notebook
from nuem.vertex.form_factors import FORM_FACTORS
from nuem.vertex.symmetry import Matrix


def columns(matrices: Mapping[str, Matrix]) -> dict[str, list[object]]:
    """One row for each element of the matrices that were given."""
    rows = [
        (name, FORM_FACTORS[name].unit, final + 1, initial + 1, float(value.real), float(value.imag))
        for name, array in matrices.items()
        for (final, initial), value in np.ndenumerate(array)
    ]
    heads = ("form_factor", "unit", "final", "initial", "real", "imaginary")
    return {head: [row[k] for row in rows] for k, head in enumerate(heads)}


def html(nature: str, matrices: Mapping[str, Matrix]) -> str:
    """Matrices that do not vanish, each with the power of ten of its elements."""
    title = f"{nature.capitalize()} vertex, mass basis [final, initial]"
    for array in matrices.values():
        if array.ndim > 2:
            return notebook.card(title, notebook.pairs({"leading axes": str(array.shape[:-2])}))
    parts = []
    for name, array in matrices.items():
        if not np.any(array):
            continue
        states = [f"ν<sub>{k + 1}</sub>" for k in range(len(array))]
        parts.append(notebook.matrix(array, FORM_FACTORS[name].title, FORM_FACTORS[name].unit, states, states))
    return notebook.card(title, notebook.side_by_side(parts or ["the weak interaction alone"]))
