"""`nuem propagate`: what becomes of neutrinos on their way through matter and fields."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from nuem.cli.output import Json, print_json, print_table, progress

if TYPE_CHECKING:
    from nuem.propagation import Medium


def propagate(
    energy: Annotated[str, typer.Option(help='"10 MeV", or a range such as "0.1 MeV:15 MeV:200".')],
    medium: Annotated[str, typer.Option(help="sun, vacuum, constant, or the path of a CSV file.")] = "sun",
    vertex: Annotated[
        str | None, typer.Option(help="A TOML file with the moments (the README shows one, nuem.vertex.read all keys).")
    ] = None,
    length: Annotated[str | None, typer.Option(help="Of a vacuum or constant medium.")] = None,
    density: Annotated[str | None, typer.Option(help="Of electrons and as many protons, constant medium.")] = None,
    neutrons: Annotated[str | None, typer.Option(help="Of neutrons, constant medium.")] = None,
    field: Annotated[str | None, typer.Option(help="Transverse field of the whole path, for sun and constant.")] = None,
    flavour: Annotated[str, typer.Option(help="At birth: e, mu or tau.")] = "e",
    antineutrino: Annotated[bool, typer.Option("--antineutrino", help="Born as an antineutrino.")] = False,
    average: Annotated[bool, typer.Option("--average", help="Average over the phases.")] = False,
    ordering: Annotated[str, typer.Option(help="Mass ordering of the mixing (NuFIT): normal or inverted.")] = "normal",
    tol: Annotated[float, typer.Option(help="Largest error of a state.")] = 1e-7,
    method: Annotated[str, typer.Option(help="auto, magnus, cf4, cells or sad.")] = "auto",
    out: Annotated[str | None, typer.Option(help="A CSV file to write, and to go on with if it is there.")] = None,
    json: Json = False,
) -> None:
    """Print the probability of each flavour and helicity behind a medium."""
    import warnings
    from pathlib import Path

    import numpy as np

    from nuem.cli.quantities import grid
    from nuem.flavour import Mixing
    from nuem.propagation import ToleranceWarning
    from nuem.propagation import propagate as evolve
    from nuem.propagation.hamiltonian import state_names
    from nuem.propagation.scan import scan
    from nuem.vertex import Vertex
    from nuem.vertex.read import read_vertex

    energies = grid(energy, "MeV")
    mixing = Mixing.nufit(ordering)
    moments = Vertex("dirac", magnetic=np.zeros((3, 3))) if vertex is None else read_vertex(vertex, mixing)
    way = _medium(medium, length, density, neutrons, field)
    options: dict[str, Any] = {
        "initial": flavour,
        "antineutrino": antineutrino,
        "average": average,
        "tol": tol,
        "method": method,
    }
    names = state_names(mixing, moments)
    with warnings.catch_warnings(record=True) as caught, progress("propagating", len(energies)) as advance:
        warnings.simplefilter("always", ToleranceWarning)
        done = 0

        def tell(count: int) -> None:
            nonlocal done
            while advance is not None and done < count:
                advance()
                done += 1

        if out is None:
            result = evolve(energies, way, mixing, moments, progress=tell, **options)
            probabilities = result.probabilities
        else:
            words = {"medium": _named(medium), "vertex": _named(vertex), "length": length, "density": density}
            words |= {"neutrons": neutrons, "field": field, "ordering": ordering, **options}
            settings = ", ".join(f"{word} = {value}" for word, value in words.items() if value is not None)
            try:
                probabilities = scan(
                    Path(out), energies, way, mixing, moments, settings=settings, progress=tell, **options
                )
            except KeyboardInterrupt:
                typer.echo(
                    f"nuem: interrupted; {out} keeps what is done, and the same command goes on from there", err=True
                )
                raise typer.Exit(130) from None
    for warning in caught:
        typer.echo(f"nuem: {warning.message}", err=True)
    if json:
        data: dict[str, Any] = {"energy_MeV": energies, "states": names, "probabilities": probabilities}
        if out is None:
            data |= {
                "method": result.method,
                "error_estimate": result.error_estimate,
                "rounding_floor": result.rounding_floor,
                "norm_defect": result.norm_defect,
            }
        print_json(data)
        return
    rows = [(f"{e:.6g}", *(f"{p:.6g}" for p in row)) for e, row in zip(energies, probabilities, strict=True)]
    print_table(("E [MeV]", *names), rows)


def _named(file: str | None) -> str | None:
    """A word of the command line; behind that of a file what tells its content from another."""
    from hashlib import sha256
    from pathlib import Path

    if file is None or not Path(file).is_file():
        return file
    return f"{file} ({sha256(Path(file).read_bytes()).hexdigest()[:12]})"


def _medium(name: str, length: str | None, density: str | None, neutrons: str | None, field: str | None) -> "Medium":
    from nuem.cli.quantities import quantity
    from nuem.propagation import Medium, media

    given = {"--length": length, "--density": density, "--neutrons": neutrons, "--field": field}
    known = {"sun": ("--field",), "vacuum": ("--length",), "constant": tuple(given)}
    if name not in known and not name.endswith(".csv"):
        raise ValueError(f"medium = {name!r} is unknown; choose sun, vacuum, constant, or the path of a .csv file")
    for option, value in given.items():
        if value is not None and option not in known.get(name, ()):
            raise ValueError(f"{option} says nothing of the medium {name!r}; it is for {_media_with(option, known)}")
    strength = None if field is None else quantity(field, "gauss")
    if name == "sun":
        return media.sun(magnetic_field=strength or None)
    if name not in known:
        return media.from_csv(name)
    if length is None:
        raise ValueError(f"a {name} medium needs --length, such as --length '180 km'")
    return Medium(
        quantity(length, "km"),
        electron_density=None if density is None else quantity(density, "cm^-3"),
        neutron_density=None if neutrons is None else quantity(neutrons, "cm^-3"),
        magnetic_field=strength or None,
    )


def _media_with(option: str, known: dict[str, tuple[str, ...]]) -> str:
    return " and ".join(name for name, options in known.items() if option in options)
