"""`nuem propagate --medium sun`: what an observer at the Earth sees, averaged over the birthplaces."""

from typing import TYPE_CHECKING

from nuem.cli.options import shared
from nuem.cli.options.medium import SHORT
from nuem.cli.output import Shown
from nuem.cli.printing.propagate import shown

if TYPE_CHECKING:
    from nuem.cli.options.medium import MediumWords
    from nuem.typing import FloatArray
    from nuem.vertex import Vertex

_FOR_END = "is for the end of the path: add --at end"


def is_wanted(at: str | None, medium: "MediumWords") -> bool:
    """Whether the flavours at the Earth, or at the surface of the Sun, are asked for: by default for the Sun."""
    if at in ("earth", "surface") and medium.name != "sun":
        raise ValueError(f"--at {at} is for --medium sun; after {medium.name} there is only the end of the path")
    return at != "end" and medium.name == "sun"


def at_earth(
    energy: "FloatArray", medium: "MediumWords", vertex: shared.VertexFile, moments: "Vertex", at: str, tol: float
) -> Shown:
    """Arguments of `Output.show`: probabilities of `solar_conversion`, with a line that says what they are."""
    from nuem import solar_conversion
    from nuem.units import parse

    shared.refuse_unused(dict.fromkeys(("flavour", "antineutrino", "method"), _FOR_END))
    words = dict(medium.words)
    strength, component = words.pop("magnetic_field", None), words.pop("component", "B8")
    profile = words.pop("profile", None)
    if words:
        first = next(iter(words))
        option = next((f"--{short}" for short, name in SHORT.items() if name == first), first)
        reason = "at the Earth; add --at end" if first == "start" else "(profile and component have)"
        raise ValueError(f"{option} has no use with --medium sun {reason}")
    magnetic_field: float | tuple[str, float] = 0.0 if strength is None else parse(strength, "gauss")
    if profile is not None:
        if strength is None:
            raise ValueError(f"the profile {profile} needs a strength: --field '100 kG'")
        magnetic_field = (profile, parse(strength, "gauss"))
    conversion = solar_conversion(energy, vertex.mixing, moments, magnetic_field, component=component, at=at, tol=tol)  # type: ignore[arg-type]
    where = "at the Earth by day" if at == "earth" else "at the surface of the Sun"
    field = "no field" if strength is None else f"field: {conversion.field}"
    title = f"{component} neutrinos {where}, averaged over their birthplaces; {field}"
    record = {
        "at": at, "component": component, "field": conversion.field, "method": conversion.method, "error_estimate": conversion.error_estimate,
    }  # fmt: skip
    result = shown(energy, conversion.states, {"probabilities": conversion.probabilities, **record}, title)
    columns = {f"P_{name}": values for name, values in zip(conversion.states, conversion.probabilities.T, strict=True)}
    return {**result, "text": [title, *result["text"]], "columns": {"energy_MeV": energy, **columns}}
