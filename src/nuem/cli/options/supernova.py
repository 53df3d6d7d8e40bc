"""Options of `nuem supernova`: the burst, the detectors, conversion in the star, and the fields of the Galaxy and of the star."""

from typing import NamedTuple

from nuem.cli.options import shared
from nuem.cli.options.words import Quantity, Word


class Fields(NamedTuple):
    """Magnetic fields between the supernova and the Earth, and in the star."""

    field: float
    """Transverse [gauss]."""
    coherence: float
    """Length of one direction of the field [cm]."""
    star_field: float | None
    """In an envelope at 1e9 cm [gauss]."""


burst_options = shared.stack(
    shared.option("--burst", None, "whole", "Fluxes: test, neutronisation, cooling, whole, or a CSV file."),
    shared.option("--detector", Word(("all", "dune", "hyperk", "juno")), "all", "all, dune, hyperk or juno."),
    shared.option("--distance", Quantity("kpc"), "10 kpc", "Distance of the supernova."),
    shared.option(
        "--conversion", Word(("adiabatic", "none")), "adiabatic", "Flavour conversion in the star: adiabatic or none."
    ),
    shared.option("--argon", Word(("marley", "rpa")), "marley", "Cross section of nu_e on argon: marley or rpa."),
    shared.bundle(
        "fields",
        Fields,
        shared.option("--field", Quantity("gauss"), "1e-6 gauss", "Transverse magnetic field of the Galaxy."),
        shared.option("--coherence", Quantity("pc"), "10 pc", "Coherence length of the Galactic field."),
        shared.option(
            "--star-field",
            Quantity("gauss"),
            None,
            "Field at 1e9 cm in an envelope of the star, falling as 1/r^2: adds the sensitivity to Majorana moments.",
        ),
    ),
)
"""--burst, --detector, --distance, --conversion, --argon, --field, --coherence and --star-field."""
