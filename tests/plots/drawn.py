"""Numbers that were drawn, read off a figure."""

from typing import cast

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, StepPatch

from nuem.typing import FloatArray


def steps(patch: Patch) -> tuple[FloatArray, FloatArray]:
    """Heights and edges of a histogram."""
    assert isinstance(patch, StepPatch)
    values, edges, _ = patch.get_data()
    return np.asarray(values), np.asarray(edges)


def ordinates(line: Line2D) -> FloatArray:
    """What a line has on the vertical axis."""
    return np.asarray(line.get_ydata())


def label(thing: Patch) -> str:
    """The name of something in the legend."""
    return cast(str, thing.get_label())
