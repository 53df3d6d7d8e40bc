"""Options that describe a medium: a name, or a CSV file, and its parameters."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from typing import TYPE_CHECKING

import click

from nuem.cli.options.parameters import arguments, pairs
from nuem.cli.options.shared import bundle
from nuem.cli.options.words import ParamType, Quantity, Word

if TYPE_CHECKING:
    from nuem.propagation import Medium

SHORT = {"length": "length", "density": "electron_density", "neutrons": "neutron_density", "field": "magnetic_field"}
"""Options for frequent parameters, and the names that the library gives them."""

_ACTING = {"electron_density", "neutron_density", "magnetic_field", "longitudinal_field"}
"""Parameters that act on a neutrino by themselves."""


def names() -> tuple[str, ...]:
    """Names of the media."""
    from nuem.propagation.media import MEDIA

    return ("sun", "vacuum", "constant", *(name for name in MEDIA if name not in ("sun", "csv")))


def is_csv(text: str) -> bool:
    """Whether a word is the path of a CSV file."""
    return text.lower().endswith(".csv")


@dataclass(frozen=True)
class MediumWords:
    """A medium as it was written."""

    name: str
    words: dict[str, str]

    def build(self) -> "Medium":
        """The medium."""
        from nuem.propagation import Medium
        from nuem.propagation.media import MEDIA

        self._refuse_unused()
        if is_csv(self.name):
            return MEDIA["csv"](self.name, **arguments(MEDIA["csv"], self.words, skip=("path",)))
        if self.name in ("vacuum", "constant"):
            if "length" not in self.words:
                raise ValueError(f"--medium {self.name} needs --length, such as --length '180 km'")
            if self.name == "constant" and not set(self.words) & _ACTING:
                raise ValueError(
                    "--medium constant needs --density, --neutrons or --field; a path without any is --medium vacuum"
                )
            return Medium(**arguments(Medium, self.words))
        medium: Callable[..., Medium] = MEDIA[self.name]
        try:
            return medium(**arguments(medium, self.words, further=Medium))
        except ValueError as error:
            raise ValueError(f"--medium {self.name}: {error}") from None
        except TypeError as error:  # a value that the medium has by itself
            raise ValueError(f"--medium {self.name} takes no {str(error).rpartition(' ')[2]}") from None

    def _refuse_unused(self) -> None:
        """Refuse options that say nothing of the medium."""
        from nuem.propagation.media import MEDIA

        general = (*SHORT.values(), "longitudinal_field", "velocity", "polarisation")
        usable = {"vacuum": ("length",), "constant": general, "sun": ("magnetic_field", "start")}
        if is_csv(self.name):
            usable[self.name] = ("smoothness",)
        if self.name not in usable:
            accepted = signature(MEDIA[self.name]).parameters
            usable[self.name] = (*accepted, *(name for name in general if name != "length"))
        options = {name: f"--{option}" for option, name in SHORT.items()}
        for word in self.words:
            if word not in usable[self.name]:
                raise ValueError(f"{options.get(word, word)} has no use with --medium {self.name}")


def _medium(medium: str, parameters: tuple[str, ...], **short: str | None) -> MediumWords:
    written = {SHORT[name]: text for name, text in short.items() if text is not None}
    further = pairs(parameters)
    for name in further:
        if name in written:
            raise ValueError(f"{name} is given twice")
    return MediumWords(medium, {**written, **further})


class Checked(ParamType):
    """A quantity that stays text, once it is seen to be one."""

    name = "quantity"

    def __init__(self, unit: str) -> None:
        self.quantity = Quantity(unit)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text."""
        self.quantity.convert(value, param, ctx)
        return value


medium = bundle(
    "medium",
    _medium,
    click.option("--medium", type=Word(names, more="the path of a .csv file", allow=is_csv), default="sun", show_default=True, help="Medium: sun, vacuum, constant, exponential, power-law, supernova, random, galactic, or the path of a CSV file with the columns distance_km and any of electron_density_cm^-3, neutron_density_cm^-3, proton_density_cm^-3, magnetic_field_x_gauss, magnetic_field_y_gauss and longitudinal_field_gauss."),
    click.option("--length", type=Checked("km"), help="Length of the path."),
    click.option("--density", type=Checked("cm^-3"), help="Electron density, equal to that of protons; for a falling profile, its value at the start."),
    click.option("--neutrons", type=Checked("cm^-3"), help="Neutron density."),
    click.option("--field", type=Checked("gauss"), help="Transverse magnetic field along the whole path."),
    click.option("-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help='Another parameter of the medium, such as "scale_height=1e4 km"; can be given several times.'),
)  # fmt: skip
"""--medium, --length, --density, --neutrons, --field and --parameter."""
