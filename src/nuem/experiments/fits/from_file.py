"""A fit from a TOML file: experiments, parameters, mixing, priors and bounds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from nuem.constants import SIN2_THETA_W
from nuem.experiments.fits.directions import BLOCKS
from nuem.experiments.fits.global_fit import fit
from nuem.experiments.fits.mixing_errors import MIXING
from nuem.experiments.fits.result import Fit
from nuem.experiments.reading.section import Section
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.numerics.toml import load_toml
from nuem.typing import Json
from nuem.vertex import read_vertex
from nuem.vertex.form_factors import EFFECTIVE, MATRICES

_ANGLES: Final = {name: "rad" if name == "delta" else None for name in MIXING}


def fit_file(path: str | Path) -> Fit:
    """Fit what a TOML file asks for.

    Parameters
    ----------
    path : str or path
        A file with `experiments`, `parameters` and `nature`; and, if wanted, `basis`, `ordering`, `electrons`, `sin2_theta_w`, `starts`,
        `seed`, a table `[bounds]` with a list of two for a parameter, and tables `[priors.NAME]` with `value` and `error`. Experiments and
        vertices that end in ``.toml`` lie next to it.

    Raises
    ------
    ValueError
        For a file with a mistake, or as `nuem.fit`.
    """
    file = Path(path)
    top = Section("top", load_toml(file, "a TOML file of a fit"), file.parent)
    try:
        arguments = _arguments(top)
        top.done()
    except ValueError as error:
        raise ValueError(f"{file.name}: {error}") from None
    return fit(**arguments)


def _arguments(top: Section) -> Json:
    folder = Path(str(top.folder))
    mixing = Mixing.nufit(top.text("ordering", "normal"))
    top.value("parameters"), top.value("experiments")
    parameters = [
        read_vertex(folder / text, mixing) if text.endswith(".toml") else text for text in top.texts("parameters")
    ]
    names = [str(folder / text) if text.endswith(".toml") else text for text in top.texts("experiments")]
    return {
        "experiments": names,
        "parameters": parameters,
        "nature": checks.choice("nature", top.text("nature"), ("dirac", "majorana")),
        "mixing": mixing,
        "basis": checks.choice("basis", top.text("basis", "mass"), ("mass", "flavour")),
        "electrons": top.text("electrons", None),
        "sin2_theta_w": top.number("sin2_theta_w", SIN2_THETA_W),
        "starts": _whole(top, "starts", 32),
        "seed": _whole(top, "seed", 1),
        "bounds": _bounds(top.section("bounds", needed=False)),
        "priors": _priors(top.section("priors", needed=False)),
    }


def _whole(top: Section, key: str, default: int) -> int:
    value = top.number(key, float(default))
    if value != int(value) or value < 0:
        raise ValueError(f"[{top.name}] {key} = {value:g} must be a whole number")
    return int(value)


def _bounds(section: Section) -> Mapping[str, tuple[float, float]]:
    result = {}
    for name in section.entries:
        pair = section.value(name)
        if not isinstance(pair, list) or len(pair) != 2:
            raise ValueError(f"[bounds] {name} = {pair!r} must be a list of two, the lower and the upper one")
        ends = Section(f"bounds.{name}", {"lower": pair[0], "upper": pair[1]}, section.folder)
        result[name] = (_read(ends, "lower", name), _read(ends, "upper", name))
    return result


def _priors(section: Section) -> Mapping[str, tuple[float, float]]:
    result = {}
    for name in section.entries:
        entry = section.section(name)
        result[name] = (_read(entry, "value", name), _read(entry, "error", name))
        entry.done()
    return result


def _read(section: Section, key: str, name: str) -> float:
    """A value of a parameter, with its unit if it has one."""
    unit = _unit(name)
    value: float = section.number(key) if unit is None else section.quantity(key, unit)
    return value


def _unit(name: str) -> str | None:
    if name in _ANGLES:
        return _ANGLES[name]
    bare = name.removeprefix("Re ").removeprefix("Im ").partition("[")[0]
    if bare.startswith("Lambda"):
        return MATRICES["dipole"].unit
    if bare in EFFECTIVE and bare not in BLOCKS:
        return EFFECTIVE[bare].unit
    return MATRICES[bare].unit if bare in MATRICES else None
