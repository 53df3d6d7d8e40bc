"""What `nuem stars --portal-mass` prints: moments to a heavy partner that stars exclude."""

from math import isfinite
from typing import TYPE_CHECKING

from nuem.cli.tables import Table

if TYPE_CHECKING:
    from nuem.typing import Json

_SHAPES = {"one zone": False, "radial profile": True}
_NOTES = (
    "\nmu_nu is the moment of one flavour, or of each of three with a partner of its own (all): d = mu/2 in the literature, 1 mu_B = 296.3/GeV.",
    "Red giants: plasmons of the core decay to N, 10 erg/g/s at most. SN 1987A: less than 1e53 erg/s of N, of Dirac kind, may pass 100 km; good to a factor",
    "of two below, to an order of magnitude above, where N is trapped; a light N has a second interval, of the helicity that couples by its mass. Annihilation of pairs, muons and gravity are left out.",
)


def portal_text(mass: float) -> "tuple[Json, list[str | Table]]":
    """Bounds from red giants and SN 1987A, by flavour."""
    from nuem.astro.stars.red_giant import portal_moment
    from nuem.astro.stars.supernova_portal import portal_supernova

    giants = portal_moment(mass)
    entries: Json = {"mass_MeV": mass, "unit": "mu_B", "red_giant": giants if isfinite(giants) else None}
    rows = [("red giants, core", "all", f"mu_nu > {giants:.2e}" if isfinite(giants) else "none: plasmons are lighter")]
    entries["supernova"] = []
    for words, profile in _SHAPES.items():
        for flavour in ("all", "e", "mu"):
            pieces = portal_supernova(mass, flavour=flavour, profile=profile).excluded
            entries["supernova"].append({"shape": words, "flavour": flavour, "excluded": pieces})
            excluded = [f"{low:.2e} < mu_nu < {high:.1e}" for low, high in pieces]
            rows.append((f"SN 1987A, {words}", flavour.replace("mu", "mu, tau"), " and ".join(excluded) or "none"))
    return entries, [Table(("from", "flavour", "excluded [mu_B]"), rows), *_NOTES]
