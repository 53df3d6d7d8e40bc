"""Options that say where a vertex comes from: a model of neutrino mass with its parameters, or a file."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nuem.cli.options import shared
from nuem.cli.options.parameters import arguments, pairs
from nuem.cli.options.words import Quantity, Word

if TYPE_CHECKING:
    from nuem.flavour import Mixing
    from nuem.vertex import Vertex

MODELS = "minimal-dirac, minimal-majorana, left-right, zee or leptoquark."


def models() -> tuple[str, ...]:
    """Names of the models of neutrino mass."""
    from nuem.models import MODELS

    return tuple(MODELS)


@dataclass(frozen=True)
class Theory:
    """A model of neutrino mass, or a vertex in a file, as it was written."""

    model: str
    file: str | None
    parameters: tuple[str, ...]
    w_mixing: float
    w2_mass: float
    leading: bool

    @property
    def name(self) -> str:
        """What it is called."""
        return self.file or self.model

    @property
    def loop_function(self) -> str | None:
        """Which form of the loop function is used, in the minimal models."""
        return ("leading" if self.leading else "exact") if self._minimal else None

    @property
    def _minimal(self) -> bool:
        return self.file is None and self.model.startswith("minimal")

    def vertex(self, mixing: "Mixing") -> "Vertex":
        """The vertex; options that would be ignored are refused."""
        from nuem.models import MODELS

        if self.file is not None:
            names = ("model", "parameters", "w_mixing", "w2_mass", "leading")
            shared.refuse_unused(dict.fromkeys(names, "belongs to a model and cannot be combined with --vertex"))
            vertex = shared.VertexFile(Path(self.file), mixing).read()
            assert vertex is not None
            return vertex
        if not self._minimal:
            shared.refuse_unused({"leading": "is of the minimal models"})
        left_right = {"mixing_angle": f"{self.w_mixing!r} rad", "w2_mass": f"{self.w2_mass!r} MeV"}
        if self.model != "left-right":
            shared.refuse_unused(dict.fromkeys(("w_mixing", "w2_mass"), "is of the left-right model"))
            left_right = {}
        words = arguments(MODELS[self.model], {**left_right, **pairs(self.parameters)})
        return MODELS[self.model](mixing, **words, **({"leading": self.leading} if self._minimal else {}))


def _theory(
    model: str, vertex: str | None, parameters: tuple[str, ...], w_mixing: float, w2_mass: float, leading: bool
) -> Theory:
    return Theory(model, vertex, parameters, w_mixing, w2_mass, leading)


_PARAMETER = "Parameter of the model; can be given several times."
theory = shared.bundle(
    "theory",
    _theory,
    shared.option("--model", Word(models), "minimal-majorana", MODELS),
    shared.vertex_option,
    click.option("-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help=_PARAMETER),
    shared.option("--w-mixing", Quantity("rad"), "1e-3 rad", "Left-right: mixing angle of W_L and W_R."),
    shared.option("--w2-mass", Quantity("TeV"), "5 TeV", "Left-right: mass of the heavier W."),
    shared.flag("--leading", "Minimal models: leading form of the loop function instead of the exact one."),
)
"""--model, --vertex, --parameter, and what single models take."""
