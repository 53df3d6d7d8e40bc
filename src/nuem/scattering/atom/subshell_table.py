"""Effective electrons of a subshell as a table, and sums of such tables.

Tables are per subshell, and sums are formed at the energies that are asked for, so that each subshell sets in exactly at its threshold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from nuem.elements import elements
from nuem.numerics.piecewise import spline_slopes
from nuem.numerics.table import read_table, shipped
from nuem.units import eV

SOFT = 0.5 * eV
"""Nodes are at equal ratios of T - B + SOFT: close to the threshold they are equidistant."""

_COLUMNS = {
    "n": "", "kappa": "", "electrons": "", "threshold": "eV", "excess": "eV",
    "N_w": "", "N_mu": "", "N_q": "", "photo": "cm2",
}  # fmt: skip


@dataclass(frozen=True)
class SubshellTable:
    """N_w, N_mu, N_q and photoabsorption of one electron of a subshell above its threshold."""

    n: int
    kappa: int
    electrons: float
    """How many in the atom."""
    threshold: float
    """B [MeV]."""
    excess: NDArray[np.float64]
    """T - B of the nodes, from zero, at equal ratios of T - B + SOFT [MeV]."""
    values: NDArray[np.float64]
    """Rows N_w, N_mu, N_q and photoabsorption [cm^2], all positive."""

    @cached_property
    def _pieces(self) -> NDArray[np.float64]:
        """Coefficients of cubic splines of ln(value) over the node number, (node, power, row)."""
        values = np.log(self.values.T)
        slopes = spline_slopes(np.arange(float(len(values))), values)
        rise, left, right = np.diff(values, axis=0), slopes[:-1], slopes[1:]
        return np.stack([left + right - 2 * rise, 3 * rise - 2 * left - right, left, values[:-1]], axis=1)

    def at(self, transfer: NDArray[np.float64]) -> NDArray[np.float64]:
        """The four rows for all electrons of the subshell, zero below the threshold.

        Beyond the last node they go over to free electrons: N - 1 falls like 1/T, as the impulse approximation has it, and photoabsorption
        like 1/T^3.

        Parameters
        ----------
        transfer : numpy.ndarray
            T [MeV], one-dimensional.
        """
        out = np.zeros((4, len(transfer)))
        last = self.threshold + float(self.excess[-1])
        far = transfer > last
        inside = (transfer >= self.threshold) & ~far
        step = np.log((self.excess[-1] + SOFT) / SOFT) / (len(self.excess) - 1)
        number = np.log((transfer[inside] - self.threshold + SOFT) / SOFT) / step
        node = np.clip(number.astype(np.int64), 0, len(self.excess) - 2)
        x = number - node
        c3, c2, c1, c0 = self._pieces[node].swapaxes(0, 1)
        x = x[:, None]
        out[:, inside] = np.exp(((c3 * x + c2) * x + c1) * x + c0).T
        ratio = last / transfer[far]
        out[:3, far] = 1 + (self.values[:3, -1:] - 1) * ratio
        out[3, far] = self.values[3, -1] * ratio**3
        return self.electrons * out


def total(tables: Sequence[SubshellTable], transfer: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum over subshells of the rows N_w, N_mu, N_q and photoabsorption [cm^2], (4, ...) at energies T [MeV] of any shape."""
    flat = np.ravel(transfer)
    summed = np.zeros((4, flat.size))
    for table in tables:
        summed += table.at(flat)
    return summed.reshape(4, *np.shape(transfer))


@cache
def tabulated() -> tuple[str, ...]:
    """Symbols of the elements whose tables come with the package, by atomic number."""
    return tuple(symbol for symbol in elements() if _file(symbol).is_file())


@cache
def tables(symbol: str) -> tuple[SubshellTable, ...]:
    """The shipped tables of an element, from the innermost subshell outwards.

    Raises
    ------
    ValueError
        For an element without a table.
    """
    if symbol not in tabulated():
        raise ValueError(f"no table of the atomic response of {symbol}; there are tables of {', '.join(tabulated())}")
    return parse_tables(read_table(_file(symbol), _COLUMNS))


def parse_tables(columns: dict[str, NDArray[np.float64]]) -> tuple[SubshellTable, ...]:
    """Tables from the columns of a file, in which each subshell is a run of rows."""
    starts = np.flatnonzero(np.diff(columns["excess"], prepend=np.inf) < 0)
    result = []
    for start, stop in zip(starts, [*starts[1:], len(columns["n"])], strict=True):
        rows = slice(start, stop)
        values = np.stack([columns[name][rows] for name in ("N_w", "N_mu", "N_q", "photo")])
        n, kappa = int(columns["n"][start]), int(columns["kappa"][start])
        electrons, threshold = float(columns["electrons"][start]), float(columns["threshold"][start])
        result.append(SubshellTable(n, kappa, electrons, threshold, columns["excess"][rows], values))
    return tuple(result)


def _file(symbol: str) -> Traversable:
    return shipped("nuem.scattering.atom", f"tables/{symbol}.csv")
