r"""A vertex in a text file.

.. code-block:: toml

    nature = "majorana"         # or "dirac"
    basis = "flavour"           # or "mass", which is the default

    [dipole]                    # or magnetic and electric; also charge, charge_radius, anapole
    unit = "1e-12 mu_B"
    matrix = [["0", "1+2i", "0.5i"], ["-1-2i", "0", "0"], ["-0.5i", "0", "0"]]
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nuem.numerics import checks
from nuem.numerics.text import complex_number
from nuem.numerics.toml import load_toml
from nuem.typing import Json
from nuem.units import parse
from nuem.vertex.flavour_basis import MixingMatrix
from nuem.vertex.form_factors import FORM_FACTORS, MATRICES
from nuem.vertex.vertex import NATURES, Vertex


def read_vertex(path: Path | str, mixing: MixingMatrix | None = None) -> Vertex:
    """Read a vertex from a TOML file, as above; matrices are [final, initial], complex numbers text such as "1+2i".

    Parameters
    ----------
    path : path
        The file.
    mixing : Mixing, optional
        Needed for a file in the flavour basis.

    Returns
    -------
    Vertex

    Raises
    ------
    ValueError
        For a file that cannot be read, unknown words, a matrix without a unit, or one that breaks a symmetry; the message names the file.
    """
    file = Path(path)
    data = load_toml(file, "a TOML file with a vertex")
    try:
        return _vertex(data, mixing)
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from None


def _vertex(data: Json, mixing: MixingMatrix | None) -> Vertex:
    for name in data:
        checks.choice("entry", name, ("nature", "basis", *MATRICES))
    nature = checks.choice("nature", data.get("nature"), NATURES)
    basis = checks.choice("basis", data.get("basis", "mass"), ("mass", "flavour"))
    matrices = {name: _matrix(name, data[name]) for name in MATRICES if name in data}
    if not matrices:
        raise ValueError(f"no matrix is given; write at least one of {', '.join(MATRICES)}")
    if basis == "flavour":
        if mixing is None:
            raise ValueError("a vertex in the flavour basis needs a mixing")
        return Vertex.from_flavour(nature, mixing, **matrices)
    if "dipole" not in matrices:
        return Vertex(nature, **matrices)
    if "magnetic" in matrices or "electric" in matrices:
        raise ValueError("give either dipole or magnetic and electric, not both: dipole = magnetic - i electric")
    moments = Vertex.from_dipole(nature, matrices.pop("dipole"))
    return Vertex(
        nature,
        magnetic=moments.magnetic,
        electric=moments.electric,
        **{k: matrices[k] for k in FORM_FACTORS if k in matrices},
    )


def _matrix(name: str, table: object) -> NDArray[np.complex128]:
    if not isinstance(table, dict) or set(table) != {"unit", "matrix"}:
        raise ValueError(f'[{name}] needs exactly a unit, such as unit = "1 {MATRICES[name].unit}", and a matrix')
    text = str(table["unit"]).strip()
    scale = parse(text if text[:1] in tuple("0123456789.") else f"1 {text}", MATRICES[name].unit)
    rows = table["matrix"]
    if (
        not isinstance(rows, list)
        or not rows
        or not all(isinstance(row, list) and len(row) == len(rows) for row in rows)
    ):
        raise ValueError(f"{name}: the matrix must be square, a list of rows [final][initial]")
    return np.asarray(scale * np.array([[_number(name, entry) for entry in row] for row in rows]), dtype=np.complex128)


def _number(name: str, entry: object) -> complex:
    if isinstance(entry, int | float) and not isinstance(entry, bool):
        return complex(entry)
    if not isinstance(entry, str):
        raise ValueError(f'{name}: {entry!r} is not a number; write 0.3 or "1.2-0.3i"')
    try:
        return complex_number(entry)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
