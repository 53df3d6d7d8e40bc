"""What `nuem moments` prints: a vertex and what follows from it, for programs and for people."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nuem.cli.tables import Table

if TYPE_CHECKING:
    from nuem.flavour import Mixing
    from nuem.properties import Observables
    from nuem.typing import Json
    from nuem.vertex import Vertex

_MATRICES = {
    "magnetic_mu_B": "magnetic moments [mu_B]", "electric_mu_B": "electric moments [mu_B]", "charge_e": "charges [e]",
    "charge_radius_cm2": "charge radii [cm2]", "anapole_cm2": "anapole moments [cm2]",
}  # fmt: skip


def record(model: str, vertex: "Vertex", mixing: "Mixing", observables: "Observables") -> "Json":
    """Everything, in units that the names of the entries say."""
    from nuem.units import TeV, eV

    natural = observables.naturalness
    mass = "delta m = 1 eV" if vertex.nature == "dirac" else "m_e,tau = 1 eV"
    return {
        "model": model, "nature": vertex.nature, "ordering": "inverted" if mixing.dm2_31 < 0 else "normal",
        "sin2_theta12": mixing.sin2_theta12, "sin2_theta13": mixing.sin2_theta13, "sin2_theta23": mixing.sin2_theta23, "delta_rad": mixing.delta,
        "masses_eV": mixing.masses / eV, "alpha21_rad": mixing.alpha21, "alpha31_rad": mixing.alpha31,
        "magnetic_mu_B": vertex.magnetic, "electric_mu_B": vertex.electric, "charge_e": vertex.charge,
        "charge_radius_cm2": vertex.charge_radius, "anapole_cm2": vertex.anapole, "lambda_mu_B": observables.lambdas,
        "effective_moments": [{"experiment": name, "value": value, "unit": "mu_B"} for name, value in observables.effective_moments.items()],
        "decays": [
            {"decay": decay.name, "rate_per_s": decay.rate, "photon_energy_eV": decay.photon_energy / eV, "lifetime_s": decay.lifetime}
            for decay in observables.decays
        ],
        "naturalness": {
            "scale_TeV": natural.scale / TeV, "largest_moment_mu_B": natural.largest_moment, "mass_correction_eV": natural.mass_correction / eV,
            "natural_moments": [
                {"argument": bound.argument, "moment_mu_B": bound.moment, "for": mass, "source": bound.source, "verified": bound.verified}
                for bound in natural.bounds
            ],
        },
    }  # fmt: skip


def text(data: "Json") -> Iterator[str | Table]:
    """The same in words and tables."""
    from nuem.references import short

    masses = ", ".join(f"{mass:.4g}" for mass in data["masses_eV"])
    yield f"{data['model']}: {data['nature']} neutrinos, {data['ordering']} ordering, masses {masses} eV\n"
    for name, title in _MATRICES.items():
        matrix = data[name]
        if matrix.any():
            rows = [[f"nu_{f + 1}", *(_complex(value) for value in row)] for f, row in enumerate(matrix)]
            yield Table(["final", *(f"nu_{i + 1}" for i in range(len(matrix)))], rows, title)
            yield ""
    yield Table(
        ["effective moment in", "mu_B"],
        [[entry["experiment"], f"{entry['value']:.4e}"] for entry in data["effective_moments"]],
    )
    yield ""
    yield Table(
        ["decay", "photon [eV]", "rate [1/s]", "mean life of nu_i [s]"],
        [
            [
                entry["decay"],
                f"{entry['photon_energy_eV']:.4g}",
                f"{entry['rate_per_s']:.4e}",
                f"{entry['lifetime_s']:.4e}",
            ]
            for entry in data["decays"]
        ],
    )
    natural = data["naturalness"]
    yield (
        f"\nNaturalness: a moment of {natural['largest_moment_mu_B']:.2e} mu_B from {natural['scale_TeV']:g} TeV brings a mass of about "
        f"{natural['mass_correction_eV']:.2e} eV."
    )
    for entry in natural["natural_moments"]:
        mark = "" if entry["verified"] else "; order of magnitude, coefficient not verified"
        yield f"Natural for {entry['for']}: up to {entry['moment_mu_B']:.1e} mu_B ({entry['argument']}; {short(entry['source'])}{mark})."


def _complex(value: complex) -> str:
    if value == 0:
        return "0"
    if value.imag == 0:
        return f"{value.real:.4e}"
    return f"{value.imag:.4e} i" if value.real == 0 else f"{value.real:.4e} {value.imag:+.4e} i"
