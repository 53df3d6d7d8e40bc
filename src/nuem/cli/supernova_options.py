"""Options of `nuem supernova`: the burst, the detectors, conversion in the star, and the field of the Galaxy."""

from typing import NamedTuple

from nuem.cli import options
from nuem.cli.words import Quantity, Word


class Galaxy(NamedTuple):
    """The magnetic field between the supernova and the Earth."""

    field: float
    """Transverse [gauss]."""
    coherence: float
    """Length of one direction of the field [cm]."""


burst_options = options.stack(
    options.option("--burst", None, "whole", "Fluxes: test, neutronisation, cooling, whole, or a CSV file."),
    options.option("--detector", Word(("all", "dune", "hyperk", "juno")), "all", "all, dune, hyperk or juno."),
    options.option("--distance", Quantity("kpc"), "10 kpc", "Distance of the supernova."),
    options.option(
        "--conversion", Word(("adiabatic", "none")), "adiabatic", "Flavour conversion in the star: adiabatic or none."
    ),
    options.option("--argon", Word(("marley", "rpa")), "marley", "Cross section of nu_e on argon: marley or rpa."),
    options.bundle(
        "galaxy",
        Galaxy,
        options.option("--field", Quantity("gauss"), "1e-6 gauss", "Transverse magnetic field of the Galaxy."),
        options.option("--coherence", Quantity("pc"), "10 pc", "Coherence length of the Galactic field."),
    ),
)
"""--burst, --detector, --distance, --conversion, --argon, --field and --coherence."""
