"""hist, and every other program that reads histograms by the protocol UHI: mplhep, uproot, boost-histogram."""

from typing import Any

import numpy as np

from nuem.interop.extra import extra
from nuem.rates import Spectrum


def histogram(spectrum: Spectrum, component: str | None = None) -> Any:
    """A spectrum as a ``hist.Hist``.

    Parameters
    ----------
    spectrum : Spectrum
    component : str, optional
        One of its components, "total" or "observed", as a histogram of one axis. Otherwise all of them along a second axis, "component".

    Returns
    -------
    hist.Hist
        Bins in the unit of the spectrum's axis. Observed counts have their number as variance, measurements the square of their error; what
        is expected has none.

    Raises
    ------
    ValueError
        Without the extra ``hist``, for an unknown component, or a spectrum whose bins have no edges.
    """
    hist = extra("hist", "hist", "2.7")
    columns = {**spectrum.components, "total": spectrum.total}
    if spectrum.observed is not None:
        columns["observed"] = spectrum.observed
    if component is not None and component not in columns:
        raise ValueError(f"component = {component!r} is unknown; choose one of {', '.join(columns)}")
    if len(spectrum.edges) != len(spectrum.total) + 1:
        raise ValueError("the bins of this spectrum are labels without edges, which a histogram needs")
    quantity, unit = spectrum.axis.quantity, spectrum.axis.unit
    energy = hist.axis.Variable(
        spectrum.edges / spectrum.axis.size,
        name=quantity.replace(" ", "_"),
        label=f"{quantity} [{unit}]",
        underflow=False,
        overflow=False,
    )
    names = list(columns) if component is None else [component]
    axes = [energy, *([hist.axis.StrCategory(names, name="component")] if component is None else [])]
    result = hist.Hist(*axes, storage=hist.storage.Weight())
    for k, name in enumerate(names):
        place = (slice(None), k) if component is None else slice(None)
        result.view()["value"][place] = columns[name]
        if name == "observed":
            errors = spectrum.errors
            result.view()["variance"][place] = np.abs(columns[name]) if errors is None else errors**2
    return result
