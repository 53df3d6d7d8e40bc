"""What `nuem propagate` computes, continues in a file, and prints."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Unpack
from warnings import warn

import click

from nuem.cli.output import Shown, echo, naming
from nuem.cli.tables import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from nuem.cli.options.medium import MediumWords
    from nuem.cli.options.shared import VertexFile
    from nuem.flavour import Mixing
    from nuem.propagation import Medium
    from nuem.propagation.flight import Options
    from nuem.typing import FloatArray, Json
    from nuem.vertex import Vertex


def computed(
    csv: Path | None,
    settings: str,
    problem: "tuple[FloatArray, Medium, Mixing, Vertex]",
    progress: Callable[[int], None] | None,
    **choices: "Unpack[Options]",
) -> "Json":
    """Probabilities and how well they are known; in a file, continued where it was interrupted."""
    if csv is None:
        from nuem.propagation import propagate

        result = propagate(*problem, progress=progress, **choices)
        names = ("probabilities", "method", "error_estimate", "rounding_floor", "norm_defect")
        return {name: getattr(result, name) for name in names}
    from nuem.propagation.scan import scan

    try:
        with naming(csv):
            return {"probabilities": scan(csv, *problem, settings=settings, progress=progress, **choices)}
    except KeyboardInterrupt:
        echo(f"nuem: interrupted; {csv} keeps what is done, and the same command continues from there", error=True)
        raise click.exceptions.Exit(130) from None


def settings(medium: "MediumWords", vertex: "VertexFile", choices: "Options") -> str:
    """One line that tells a scan from another, with what tells the content of a file from another."""
    words: dict[str, object] = {"medium": _named(medium.name), "vertex": _named(vertex.path), **medium.words}
    words |= {"ordering": "inverted" if vertex.mixing.dm2_31 < 0 else "normal", **choices}
    return ", ".join(f"{word} = {value}" for word, value in words.items() if value is not None)


def shown(energy: "FloatArray", names: Sequence[str], results: "Json", title: str) -> Shown:
    """What is printed and drawn."""
    probabilities = results["probabilities"]
    rows = [[f"{e:.6g}", *(f"{p:.6g}" for p in row)] for e, row in zip(energy, probabilities, strict=True)]
    return {
        "record": {"energy_MeV": energy, "states": names, **results},
        "text": [Table(["E [MeV]", *names], rows)],
        "figure": lambda: _draw(energy, dict(zip(names, probabilities.T, strict=True)), title),
    }


def until(advance: Callable[[], None] | None) -> Callable[[int], None] | None:
    """A count of what is done, from a call for each."""
    if advance is None:
        return None
    completed = 0

    def tell(count: int) -> None:
        nonlocal completed
        while completed < count:
            advance()
            completed += 1

    return tell


def _named(file: str | Path | None) -> str | None:
    if file is None or not Path(file).is_file():
        return None if file is None else str(file)
    return f"{file} ({sha256(Path(file).read_bytes()).hexdigest()[:12]})"


def _draw(energy: "FloatArray", probabilities: "dict[str, FloatArray]", title: str) -> "Figure":
    from nuem.plots.curves import curves

    return curves(energy, probabilities, xlabel=r"$E_\nu$  [MeV]", ylabel="probability", title=title, logarithmic=False)


def warn_of_no_moment(medium: "MediumWords", moments: "Vertex") -> None:
    """A field that was asked for and turns nothing is not passed over in silence."""
    if "magnetic_field" in medium.words and not moments.dipole.any():
        warn("a field turns only neutrinos that have a moment; give one in a file with --vertex", stacklevel=2)
