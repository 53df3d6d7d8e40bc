"""The conditions and allowances of the bounds, from ``stars.toml``, and other ones in their place."""

from collections.abc import Mapping
from typing import Final

from nuem.numerics import checks
from nuem.numerics.table import read_toml
from nuem.typing import ArrayLike, Json

_SIGNED: Final = ("_mag", "log_luminosity")
_FRACTIONS: Final = ("electron_fraction", "allowed_fraction", "helium", "metallicity")


def numbers(section: Json) -> dict[str, float]:
    """The numbers of a section, by name."""
    return {key: float(entry) for key, entry in section.items() if isinstance(entry, int | float)}


def read_settings(changes: Mapping[str, Mapping[str, float]] | None = None) -> dict[str, Json]:
    """All sections of ``stars.toml``, some numbers replaced.

    Parameters
    ----------
    changes : mapping, optional
        Section to names and numbers.

    Raises
    ------
    ValueError
        For an unknown section or name, or a number that cannot be.
    """
    shipped = {name: dict(values) for name, values in read_toml("nuem.astro.stars", "stars.toml").items()}
    if changes:
        checks.mapping("inputs", changes, "{name of a bound: {name of an input: number}}")
    for name, values in (changes or {}).items():
        section = shipped[checks.choice("inputs", name, shipped)]
        checks.mapping(f"inputs of {name}", values, "{name of an input: number}")
        for key, entry in values.items():
            word = checks.choice(f"inputs of {name}", key, numbers(section))
            section[word] = _checked(f"{word} of {name}", word, entry)
    return shipped


def _checked(label: str, word: str, value: ArrayLike) -> float:
    """A number that this name can have."""
    number = checks.number(label, value)
    if word == "cl":
        return float(checks.within(label, number, 0.5, 0.9999))
    if word.endswith("error_mag"):
        return float(checks.positive(label, number))
    if word.endswith(_SIGNED):
        return number
    if word in _FRACTIONS:
        checks.within(label, number, 0, 1)
    if word == "neutrino_potential_MeV":
        return float(checks.not_negative(label, number))
    return float(checks.positive(label, number))
