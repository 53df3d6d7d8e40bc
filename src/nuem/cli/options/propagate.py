"""Options of `nuem propagate` beside the energy and the medium: the state, where it is asked for, accuracy and output."""

from nuem.cli.options import shared
from nuem.cli.options.words import NewFile, Number, Word

METHODS = ("auto", "magnus", "cf4", "cells", "sad")

passage_options = shared.stack(
    shared.option("--flavour", Word(shared.FLAVOURS), "e", "Flavour at production: e, mu or tau."),
    shared.flag("--antineutrino", "Produced as an antineutrino."),
    shared.flag("--average", "Average over the oscillation phases."),
    shared.option(
        "--at",
        Word(("earth", "surface", "end")),
        None,
        "Where, for the Sun: earth (the default), surface of the Sun, or end of the path from the centre (or from -p start=...).",
    ),
    shared.option("--tol", Number(), 1e-07, "Largest error of the amplitudes."),
    shared.option("--method", Word(METHODS), "auto", "Integrator: auto, magnus, cf4, cells or sad."),
    shared.flag("--json", "Print JSON instead of text."),
    shared.option(
        "--csv",
        NewFile(),
        None,
        "Write the probabilities into this CSV file; an unfinished one is continued.",
        "--out",
        "csv",
    ),
    shared.option("--plot", NewFile(*shared.FIGURES), None, "Draw a figure into this file (png, pdf, svg)."),
)
"""--flavour, --antineutrino, --average, --at, --tol, --method, --json, --csv, --out, --plot"""
