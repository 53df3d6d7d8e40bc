"""The dipole portal: limits on the moment against the mass of the heavy neutral lepton."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from matplotlib.figure import Figure

from nuem.experiments.portal import PortalLimits
from nuem.plots.style import drawing
from nuem.units import MeV, keV

_STYLES = ("-", "--", "-.", ":")


def portal_plane(limits: Sequence[PortalLimits], names: Mapping[str, str], *, title: str = "") -> Figure:
    """Excluded moments against the mass of a heavy neutral lepton: each experiment excludes what is above its curve.

    Parameters
    ----------
    limits : sequence of PortalLimits
    names : mapping
        Name of an experiment to what the legend says.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure
    """
    with drawing(7.4, 5.2) as figure:
        axes = figure.subplots()
        for k, one in enumerate(limits):
            seen = np.isfinite(one.moments)
            flavour = "" if one.flavour == "all" else rf", $\nu_{{{_symbol(one.flavour)}}}$ only"
            axes.plot(
                one.masses[seen] / keV,
                one.moments[seen],
                _STYLES[(k // 6) % len(_STYLES)],
                color=f"C{k % 6}",
                label=names.get(one.experiment, one.experiment) + flavour,
            )
        axes.set(
            xscale="log",
            yscale="log",
            xlabel="mass of the heavy neutral lepton  [keV]",
            ylabel=rf"limit on the moment at {100 * limits[0].cl:g}% CL  [$\mu_B$]",
        )
        ratio = keV / MeV
        top = axes.secondary_xaxis("top", functions=(partial(np.multiply, ratio), partial(np.multiply, 1 / ratio)))
        top.set_xlabel("[MeV]")
        axes.set_title(title, pad=12)
        axes.legend(frameon=False)
    return figure


def _symbol(flavour: str) -> str:
    return flavour if flavour == "e" else rf"\{flavour}"
