"""A response as a table: the probability of each bin at a few recoils, linear between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from nuem.detectors.numbered_bins import NumberedBins
from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.numerics.content import ByContent
from nuem.numerics.table import header, read_table
from nuem.numerics.text import path_of
from nuem.typing import FloatArray
from nuem.units import keV

_ROUNDING = 1e-6  # by which the printed probabilities of a recoil may exceed 1 together


@dataclass(frozen=True, slots=True, eq=False)
class Templates(NumberedBins, ByContent):
    """Probability that a recoil is counted in each bin, as a collaboration publishes it: light, charge, cuts and binning in one matrix.

    Nothing is counted outside the recoils of the table.

    Parameters
    ----------
    recoil : array_like
        True recoils, two or more, ascending [MeV].
    probability : array_like
        (recoils, bins).
    varied : mapping, optional
        Name of a nuisance to the probabilities at -1 and +1 standard deviation.

    Raises
    ------
    ValueError
        For recoils that do not ascend, probabilities that are negative or exceed 1 together, or shapes that do not fit.

    Examples
    --------
    >>> simple = Templates([1 * keV, 2 * keV], [[0.0, 0.1], [0.5, 0.3]])
    >>> simple.matrix([1.5 * keV]).T.round(2).tolist()
    [[0.25, 0.2]]
    """

    recoil: FloatArray
    probability: FloatArray
    varied: Mapping[str, tuple[ArrayLike, ArrayLike]] = field(default_factory=dict)

    __repr__ = brief

    def __post_init__(self) -> None:
        recoil = checks.not_negative("recoil of the templates", self.recoil, "MeV")
        if recoil.ndim != 1 or len(recoil) < 2 or np.any(np.diff(recoil) <= 0):
            raise ValueError(
                f"recoils of the templates must ascend and be two or more, got {checks.shown((recoil / keV).tolist())} keV"
            )
        nominal = _probability(self.probability, recoil)
        checks.mapping("varied", self.varied, "{name of a nuisance: (values at -1, values at +1)}")
        pairs = {name: (_probability(a, recoil), _probability(b, recoil)) for name, (a, b) in self.varied.items()}
        for name, pair in pairs.items():
            if any(variation.shape != nominal.shape for variation in pair):
                raise ValueError(f"templates of {name!r} have other bins than the nominal ones")
        object.__setattr__(self, "recoil", recoil)
        object.__setattr__(self, "probability", nominal)
        object.__setattr__(self, "varied", pairs)

    @classmethod
    def read(
        cls,
        file: str | Path | Traversable,
        varied: Mapping[str, tuple[str | Path | Traversable, str | Path | Traversable]] | None = None,
    ) -> Self:
        """From a CSV file with a column ``energy_keV`` and columns ``bin0``, ``bin1``, ... for the bins.

        Parameters
        ----------
        file : path
        varied : mapping, optional
            Name of a nuisance to the files of the same form at -1 and +1 standard deviation.

        Raises
        ------
        ValueError
            For a file that cannot be read or has no bins, files with other recoils than the first, and as of the class.
        """
        recoil, nominal = _read(file)
        pairs: dict[str, tuple[ArrayLike, ArrayLike]] = {}
        for name, files in (varied or {}).items():
            tables = [_read(path) for path in files]
            for path, (energy, _) in zip(files, tables, strict=True):
                if not np.array_equal(energy, recoil):
                    raise ValueError(f"{path_of(path).name} has other energies than {path_of(file).name}")
            pairs[name] = (tables[0][1], tables[1][1])
        return cls(recoil, nominal, pairs)

    @property
    def bins(self) -> int:
        """Number of bins."""
        return int(self.probability.shape[1])

    @property
    def variations(self) -> Mapping[str, tuple[Templates, Templates]]:
        """Nuisances of the table, each with the templates at -1 and +1 standard deviation."""
        return {
            name: (
                replace(self, probability=np.asarray(low), varied={}),
                replace(self, probability=np.asarray(high), varied={}),
            )
            for name, (low, high) in self.varied.items()
        }

    @property
    def recoil_range(self) -> tuple[float, float]:
        """First and last recoil of the table [MeV]."""
        return float(self.recoil[0]), float(self.recoil[-1])

    def knots(self) -> FloatArray:
        """The tabulated recoils [MeV]."""
        return self.recoil

    def scale(self, recoil: ArrayLike) -> FloatArray:
        """Largest step in recoil over which `matrix` is a low polynomial [MeV]: none, it is linear between the knots."""
        return np.full_like(checks.plain("recoil", recoil, "MeV"), np.inf)

    def matrix(self, recoil: ArrayLike) -> FloatArray:
        """Probability that a recoil is counted in each bin, (bins, recoils).

        Parameters
        ----------
        recoil : array_like
            True recoil energies, one-dimensional [MeV].
        """
        true = checks.plain("recoil", recoil, "MeV")
        k = np.clip(np.searchsorted(self.recoil, true, side="right") - 1, 0, len(self.recoil) - 2)
        part = (true - self.recoil[k]) / (self.recoil[k + 1] - self.recoil[k])
        inside = (part >= 0) & (part <= 1)
        between = (1 - part)[:, None] * self.probability[k] + part[:, None] * self.probability[k + 1]
        return np.asarray((between * inside[:, None]).T)


def _probability(values: ArrayLike, recoil: FloatArray) -> FloatArray:
    table = checks.not_negative("probability of the templates", values)
    if table.ndim != 2 or len(table) != len(recoil) or table.shape[1] == 0:
        raise ValueError(
            f"templates need a row of probabilities for each of {len(recoil)} recoils, got shape {table.shape}"
        )
    total = table.sum(axis=1)
    if np.any(total > 1 + _ROUNDING):
        k = int(np.argmax(total))
        raise ValueError(
            f"probabilities of the bins sum to {total[k]:g} at a recoil of {recoil[k] / keV:g} keV; at most 1"
        )
    return table


def _read(file: str | Path | Traversable) -> tuple[FloatArray, FloatArray]:
    source = path_of(file)
    bins = [name for name in header(source) if name.startswith("bin")]
    if bins != [f"bin{k}" for k in range(len(bins))] or not bins:
        raise ValueError(f"{source.name} needs columns bin0, bin1, ... for the bins, in this order")
    table = read_table(source, {"energy": "keV", **dict.fromkeys(bins, "")})
    return table["energy"], np.stack([table[name] for name in bins], axis=1)
