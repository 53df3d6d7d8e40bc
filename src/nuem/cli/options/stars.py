"""Options of `nuem stars`: a plasma, a vertex, the nature of the neutrinos, a heavy neutral lepton."""

from nuem.cli.options import shared
from nuem.cli.options.words import Number, Quantity, Word

PLASMA = ("temperature", "electron_fraction", "moment", "charge", "treatment")
OTHERS = (*PLASMA, "density", "vertex", "ordering", "nature", "sin2_theta_w")
"""Options of a plasma, and all that the bounds of a heavy partner do not take."""

star_options = shared.stack(
    shared.option(
        "--density",
        Quantity("g/cm3"),
        None,
        'Mass density of a plasma, such as "1e6 g/cm3": print its energy loss instead of bounds.',
    ),
    shared.option("--temperature", Quantity("K"), "1e8 K", 'Temperature of the plasma, such as "1e8 K".'),
    shared.option("--electron-fraction", Number(), 0.5, "Electrons per nucleon in the plasma."),
    shared.option("--moment", Quantity("mu_B"), "0 mu_B", 'Magnetic moment in the plasma, such as "1e-12 mu_B".'),
    shared.option("--charge", Quantity("e"), "0 e", 'Charge of one Dirac neutrino in the plasma, such as "1e-14 e".'),
    shared.vertex_file,
    shared.option(
        "--treatment",
        Word(("braaten-segel", "one-loop")),
        "braaten-segel",
        "Dispersion relation of the plasma: braaten-segel or one-loop.",
    ),
    shared.option(
        "--nature", Word(("dirac", "majorana", "both")), "both", "Bounds for dirac or majorana neutrinos only, or both."
    ),
    shared.option(
        "--portal-mass",
        Quantity("MeV"),
        None,
        'Bounds on the moment to a heavy neutral lepton of this mass, such as "10 MeV".',
    ),
)
"""--density, --temperature, --electron-fraction, --moment, --charge, --treatment, --nature, --portal-mass"""
