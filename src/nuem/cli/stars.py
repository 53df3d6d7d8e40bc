"""`nuem stars`: bounds from stars, or the energy loss of a plasma."""

from nuem.cli.options import shared
from nuem.cli.options.stars import OTHERS, PLASMA, star_options
from nuem.cli.output import Output
from nuem.cli.printing.stars import bounds_text, plasma_text
from nuem.cli.printing.stars_portal import portal_text


@shared.verb(
    "stars",
    "nuem stars",
    "nuem stars --nature majorana",
    "nuem stars --vertex v.toml",
    'nuem stars --density "1e6 g/cm3" --temperature "1e8 K" --moment "1e-12 mu_B"',
    'nuem stars --portal-mass "10 MeV"',
)
@star_options
@shared.sin2_theta_w
@shared.output
def command(
    density: float | None,
    vertex: shared.VertexFile,
    treatment: str,
    nature: str,
    portal_mass: float | None,
    sin2_theta_w: float | None,
    output: Output,
    **plasma: float,
) -> None:
    """Print bounds from stars next to published ones, or the energy loss of a plasma."""
    from nuem.astro.emission import Couplings, by_process
    from nuem.astro.plasma import Plasma
    from nuem.astro.stars import bounds
    from nuem.constants import SIN2_THETA_W

    if portal_mass is not None:
        shared.refuse_unused(dict.fromkeys(OTHERS, "has no use with --portal-mass"))
        output.show(*portal_text(portal_mass))
        return
    angle = {"sin2_theta_w": SIN2_THETA_W if sin2_theta_w is None else sin2_theta_w}
    moments = vertex.read()
    if moments is None:
        shared.refuse_unused({"ordering": "is of the mixing of a vertex, which is missing; add --vertex FILE"})
    inputs = {} if moments is None else {"vertex": moments, "mixing": vertex.mixing}
    if density is None:
        shared.refuse_unused(
            dict.fromkeys(PLASMA, "is of a plasma, whose density is missing; add for example --density '1e6 g/cm3'")
        )
        if moments is None:
            shared.refuse_unused({"sin2_theta_w": "acts on a vertex or a plasma; add --vertex FILE or --density"})
        computed = [bound for bound in bounds(**inputs, **angle) if nature == "both" or nature in bound.natures]  # type: ignore[arg-type]
        output.show(*bounds_text(computed, compared=moments is not None))
        return
    shared.refuse_unused({"nature": "has no use with --density, which asks for the loss of a plasma, not bounds"})
    couplings = Couplings(moment=plasma["moment"], charge=plasma["charge"], **inputs, **angle)  # type: ignore[arg-type]
    state = Plasma(density, plasma["electron_fraction"], plasma["temperature"])
    losses = by_process(state, couplings, treatment=treatment)
    output.show(*plasma_text(state, losses, treatment), schema="stars-plasma")
