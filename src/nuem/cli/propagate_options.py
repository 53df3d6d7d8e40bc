"""Options of `nuem propagate` beside the energy and the medium: the state, where it is asked for, accuracy and output."""

from nuem.cli import options
from nuem.cli.words import NewFile, Number, Word

METHODS = ("auto", "magnus", "cf4", "cells", "sad")

passage_options = options.stack(
    options.option("--flavour", Word(options.FLAVOURS), "e", "Flavour at production: e, mu or tau."),
    options.flag("--antineutrino", "Produced as an antineutrino."),
    options.flag("--average", "Average over the oscillation phases."),
    options.option(
        "--at",
        Word(("earth", "surface", "end")),
        None,
        "Where, for the Sun: earth (the default), surface of the Sun, or end of the path from the centre (or from -p start=...).",
    ),
    options.option("--tol", Number(), 1e-07, "Largest error of the amplitudes."),
    options.option("--method", Word(METHODS), "auto", "Integrator: auto, magnus, cf4, cells or sad."),
    options.flag("--json", "Print JSON instead of text."),
    options.option(
        "--csv",
        NewFile(),
        None,
        "Write the probabilities into this CSV file; an unfinished one is continued.",
        "--out",
        "csv",
    ),
    options.option("--plot", NewFile(*options.FIGURES), None, "Draw a figure into this file (png, pdf, svg)."),
)
"""--flavour, --antineutrino, --average, --at, --tol, --method, --json, --csv, --out, --plot"""
