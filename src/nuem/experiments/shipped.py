"""The experiments that come with the package, and how to get one of them or the user's own."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.reading.experiment import load, read
from nuem.numerics import checks
from nuem.numerics.table import shipped

Experiments = Experiment | str | Path | Sequence[Experiment | str | Path]
"""One experiment or several, each as it is, by its name or by its path."""

ANTINEUTRINOS: Final = "kamland_antinu"
"""The one limit that needs a field of the Sun and has no spectrum of recoils; see `nuem.experiments.bounds.field_limit`."""

HOW_TO_ASK: Final = 'nuem.limit("kamland_antinu", "moment", magnetic_field="tachocline 100 kG"), or --field "tachocline 100 kG" on the command line'

FOLDERS: Final = {
    "xenonnt": "xenonnt",
    "lz_ws2022": "lz_ws2022",
    "lz_ws2024": "lz_ws2024",
    "pandax4t_run1": "pandax4t_run1",
    "xenon1t_sr1": "xenon1t_sr1",
    "xenon1t_s2only": "xenon1t_s2only",
    "xenonnt_cevns": "xenonnt_cevns",
    "coherent_csi": "coherent_csi",
    "coherent_lar": "coherent_lar",
    "coherent_ge": "coherent_ge",
    "dresden2": "dresden2",
    "dresden2_ybe": "dresden2",
    "conusplus_c3": "conusplus_c3",
    "superk_iv": "superk_iv",
    "gemma": "gemma",
    "gemma_2007": "gemma_2007",
    "nugen": "nugen",
    "xlzd_40": "xlzd",
    "xlzd_200": "xlzd",
    "xlzd_nr_40": "xlzd",
    "xlzd_nr_200": "xlzd",
    "xlzd_cr51": "xlzd",
    "juno_solar": "juno_solar",
    "dune_nd": "dune_nd",
    "tritium_helium": "tritium_helium",
    "texono": "texono",
    "munu": "munu",
}
"""Folder of each experiment by its name; variants of one experiment share a folder."""

NOT_BUILT: Final = {
    "borexino_phase2": "its spectrum is public, but the shapes of its backgrounds, its resolution and its constraint on 85Kr cannot be read, and these "
    "decide (nuem review has the numbers of an attempt); the collaboration's limit on the moment is 2.8e-11 mu_B at 90 %"
}
"""Experiments whose names are asked for, and why they cannot be computed."""


def names() -> tuple[str, ...]:
    """Names of the experiments that come with the package."""
    return tuple(FOLDERS)


def experiment(name: str | Path) -> Experiment:
    """An experiment by its name, or from the user's TOML file.

    Parameters
    ----------
    name : str or path
        One of `names`, or a path that ends in ``.toml``.

    Raises
    ------
    ValueError
        For an unknown name, or a file with a mistake (see `nuem.experiments.load`).

    Examples
    --------
    >>> experiment("xenonnt").title
    'XENONnT SR0, solar neutrinos on xenon'
    """
    if str(name).lower().endswith(".toml"):
        return load(name)
    if str(name) == ANTINEUTRINOS:
        raise ValueError(f"{ANTINEUTRINOS} has no spectrum of recoils; ask for its limit: {HOW_TO_ASK}")
    if str(name) in NOT_BUILT:
        raise ValueError(f"{name} cannot be computed: {NOT_BUILT[str(name)]}")
    checks.choice("experiment", str(name), names())
    copy: Experiment = pickle.loads(_written(str(name)))
    return copy


def known(setup: Experiment | str | Path) -> Experiment:
    """An experiment as it is, or by its name or path."""
    return setup if isinstance(setup, Experiment) else experiment(setup)


def members(experiments: Experiments) -> list[Experiment | str | Path]:
    """One experiment, or each of several, as a list."""
    several = isinstance(experiments, Sequence) and not isinstance(experiments, str)
    return list(experiments) if several else [experiments]  # type: ignore[arg-type, list-item]


@cache
def _written(name: str) -> bytes:
    """A shipped experiment as it was read from its files once; each caller gets a copy of its own, since arrays can be changed."""
    folder = shipped("nuem.experiments", FOLDERS[name])
    return pickle.dumps(read(name, folder.joinpath(f"{name}.toml"), folder), protocol=pickle.HIGHEST_PROTOCOL)
