r"""How much does a lower threshold improve a limit?

A germanium detector at a reactor, with GEMMA's flux, background and live times :cite:p:`Beda:2012zz` but its threshold lowered from 12 keV to 200 eV. Statistics alone gives
:math:`\mu \propto T_\mathrm{th}^{1/4}` for free electrons and a flat background; electrons of the K and L shells no longer take part below their edges, which reduces the gain.
"""

from dataclasses import replace

import numpy as np

import nuem
from nuem.detectors import Efficiency, Response
from nuem.experiments import Bins, Channel, SourceOff
from nuem.experiments.bounds.sensitivity import on_off_moment
from nuem.plots.style import BLACK, BLUE, ORANGE, drawing
from nuem.units import day, hour, keV, kg

gemma = nuem.experiment("gemma")
mass, on, off, background = 1.5 * kg, 18134 * hour, 4487 * hour, 2.5 / (kg * day * keV)
thresholds = np.geomspace(0.2, 12, 9)
reached = {"stepping": [], "free": []}
for low in thresholds:
    edges = np.linspace(low, 55, round((55 - low) / 0.4) + 1) * keV
    events = background * mass * on * np.diff(edges)
    target = replace(
        gemma.channels[0].target, response=Response(edges, Efficiency.constant(1.0))
    )
    setup = replace(
        gemma,
        name="germanium",
        kind="projection",
        channels=(Channel("electron", target, Bins.adjoining(edges)),),
        data=SourceOff(events, off / on),
    )
    for model, values in reached.items():
        values.append(
            nuem.limit(setup, "moment", statistic="one-sided", electrons=model).value
        )
closed = on_off_moment(
    flux=2.7e13,
    material="Ge",
    mass=mass,
    on=on,
    off=off,
    background=background,
    recoils=(thresholds * keV, 55 * keV),
)
for low, stepped, free, formula in zip(
    thresholds, reached["stepping"], reached["free"], closed, strict=True
):
    print(
        f"{low:>6.2f} keV: bound {stepped:.2e}, free {free:.2e}, formula {formula:.2e} mu_B"
    )

with drawing(6.2, 4.4) as figure:
    axes = figure.subplots()
    axes.plot(thresholds, reached["stepping"], "o-", color=BLACK, label="bound electrons")
    axes.plot(thresholds, reached["free"], "s-", color=BLUE, label="free electrons")
    axes.plot(thresholds, closed, "--", color=ORANGE, label="closed form")
    axes.legend(loc="upper left")
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="threshold  [keV]",
        ylabel=r"expected upper limit, 90% CL  [$\mu_B$]",
    )
    axes.set_title("Germanium at a reactor, one-sided")
