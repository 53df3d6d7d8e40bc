"""When the neutrinos of a pulsed source arrive, in the time bins of an experiment."""

import numpy as np
from numpy.typing import NDArray

from nuem.detectors import TimeBins
from nuem.rates.beam import Beam, Source


def fractions(source: Source, times: TimeBins, delay: float = 0.0) -> NDArray[np.float64]:
    """Fraction of the neutrinos of each beam that is counted in each time bin, (beams, bins).

    Parameters
    ----------
    source : Source
    times : TimeBins
    delay : float, optional
        Time by which all arrive later [s].

    Raises
    ------
    ValueError
        For a steady source.
    """
    return np.stack([_counted(beam, times, delay) for beam in source.beams])


def _counted(beam: Beam, times: TimeBins, delay: float) -> NDArray[np.float64]:
    arrival = getattr(beam, "time_fractions", None)
    if arrival is None:
        raise ValueError(
            "the data have time bins, but the source is steady; give its pulse, or leave the columns start and end out"
        )
    return times.counted(lambda edges: arrival(np.asarray(edges) - delay))
