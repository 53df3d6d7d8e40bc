r"""Plasmon decay from a table: any coupling at thousands of points of a star in milliseconds, and text files for stellar-evolution codes.

Plasmons depend on rho Y_e and T alone. What is tabulated are ln(J_n) + omega_p/T for both polarisations and every power n of
`nuem.astro.emission.phase_space`, and ln(omega_p), each less the power of the number of electrons and positrons of a dilute gas that it grows with:
so that nothing is left of the steep rise where pairs appear. Cubic B-splines follow these with an error that is measured when the table is built. Couplings multiply what is read from it, so that one table serves every vertex.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.astro.emission import pair_annihilation, photoneutrinos
from nuem.astro.emission.couplings import Channels, Couplings, CouplingWords, bind
from nuem.astro.emission.loss import PER_VOLUME_AND_TIME, EnergyLoss
from nuem.astro.emission.phase_space import POWERS, mass_moments
from nuem.astro.emission.plasmon_decay import from_moments
from nuem.astro.plasma import Plasma
from nuem.constants import AVOGADRO, ELECTRON_MASS, HBAR_C_EXACT
from nuem.numerics import checks
from nuem.units import erg, kelvin

Real = NDArray[np.float64]

_NOTHING: Final = -300.0  # written for a logarithm of what underflows
_MARGIN: Final = 14  # grid points beyond the range, so that the ends of the splines do not matter inside
_GROWTH: Final = np.array([1.0, 2.0, 3.0, 2.0, 3.0, 4.0, 0.5])  # powers of the density that J_T, J_L and omega_p follow


@dataclass(frozen=True, slots=True, eq=False)
class EmissionTable:
    """Plasmon decay on a grid of ln(rho Y_e) and ln(T); made by `build`."""

    density: tuple[float, float]
    """Range of rho Y_e [g/cm^3]."""
    temperature: tuple[float, float]
    """Range of T [MeV]."""
    treatment: str
    """Dispersion, as `Plasma.polarisation`."""
    error: float
    """Largest relative error of the moments J_n between the grid points, measured at the centre of every cell."""
    _first: tuple[float, float]
    _step: tuple[float, float]
    _coefficients: Real  # of the B-splines: density, temperature, (2 x 3 moments and omega_p)

    @classmethod
    def build(
        cls,
        density: tuple[float, float] = (1e-2, 1e11),
        temperature: tuple[float, float] = (3e6 * kelvin, 3e10 * kelvin),
        *,
        points_per_decade: int = 20,
        treatment: str = "braaten-segel",
    ) -> Self:
        """Compute a table and its error.

        Parameters
        ----------
        density : tuple of float, optional
            Range of rho Y_e [g/cm^3].
        temperature : tuple of float, optional
            Range of T [MeV].
        points_per_decade : int, optional
            In both directions; the error falls with its fourth power.
        treatment : {"braaten-segel", "one-loop"}, optional
            The second takes a hundred times as long to build, minutes for the default range.

        Returns
        -------
        EmissionTable

        Raises
        ------
        ValueError
            For a range that does not ascend or leaves that of `Plasma`, or fewer than four points per decade.
        """
        from scipy.ndimage import spline_filter1d

        if isinstance(points_per_decade, bool) or not isinstance(points_per_decade, int) or points_per_decade < 4:
            raise ValueError(f"points_per_decade = {points_per_decade!r} must be a whole number, 4 or more")
        axes = [
            _axis(name, ends, points_per_decade) for name, ends in (("density", density), ("temperature", temperature))
        ]
        grids: list[Real] = [np.asarray(first + step * np.arange(count)) for first, step, count in axes]
        coefficients = _logarithms(grids[0], grids[1], treatment) - _dilute(*_mesh(grids))
        for axis in (0, 1):
            coefficients = spline_filter1d(coefficients, axis=axis, mode="mirror")
        first, step = (axes[0][0], axes[1][0]), (axes[0][1], axes[1][1])
        table = cls(density, temperature, treatment, 0.0, first, step, coefficients)
        inner: list[Real] = [
            np.asarray(grid[_MARGIN : -_MARGIN - 1] + size / 2) for grid, size in zip(grids, step, strict=True)
        ]
        exact = _logarithms(inner[0], inner[1], treatment)
        found = table._interpolate(*_mesh(inner))
        heat = np.exp(inner[1])[:, None]
        difference = [
            values[..., :-1] - np.exp(values[..., -1:]) / heat for values in (exact, found)
        ]  # ln J: what the exponential makes of an error in omega_p counts too
        object.__setattr__(table, "error", float(np.abs(np.expm1(difference[1] - difference[0])).max()))
        return table

    def emissivity(
        self,
        density: ArrayLike,
        electron_fraction: ArrayLike,
        temperature: ArrayLike,
        couplings: Couplings | None = None,
        **words: Unpack[CouplingWords],
    ) -> EnergyLoss:
        """Energy loss at any points inside the table.

        Parameters
        ----------
        density, electron_fraction, temperature : array_like
            As for `Plasma`; they broadcast.
        couplings, **words : optional
            As for `nuem.astro.emission.plasmon_decay.emissivity`.

        Raises
        ------
        ValueError
            Outside the table, and as `nuem.astro.emission.plasmon_decay.emissivity`.
        """
        rho, heat = np.broadcast_arrays(
            checks.real("density", density) * checks.within("electron_fraction", electron_fraction, 0, 1),
            checks.real("temperature", temperature, "MeV"),
        )
        checks.within("density times electron_fraction", rho, *self.density, "g/cm^3")
        checks.within("temperature", heat, *self.temperature, "MeV")
        values = self._interpolate(rho, heat)
        logarithms = values[..., :-1] - np.exp(values[..., -1:]) / heat[..., None]
        moments = np.moveaxis(np.exp(logarithms), -1, 0).reshape(2, len(POWERS), *rho.shape)
        mass_density = np.broadcast_to(np.asarray(density, dtype=float), rho.shape)
        return from_moments(moments, bind(couplings, words), mass_density)

    def write(self, path: str | Path, *, points_per_decade: int = 20) -> None:
        """A text file for a stellar-evolution code: log10 of the energy loss [erg/cm^3/s] by weak interaction and by a moment of 1e-12 mu_B.

        Lines that begin with ``#`` say what it is; one line has the numbers of densities and temperatures; then follow rows of
        log10(rho Y_e), log10(T/K), the two logarithms and those of pair annihilation and of photoneutrinos through the same moment (-300 where there are
        none), the temperature running fastest. The magnetic losses go with the moment squared, and add.

        Parameters
        ----------
        path : str or path
        points_per_decade : int, optional
            In both directions.
        """
        grids = [
            np.linspace(np.log10(low), np.log10(high), round(np.log10(high / low) * points_per_decade) + 1)
            for low, high in (self.density, (self.temperature[0] / kelvin, self.temperature[1] / kelvin))
        ]
        rho, T = np.meshgrid(*grids, indexing="ij")
        heat = np.clip(10**T * kelvin, *self.temperature)
        values = self._interpolate(np.clip(10**rho, *self.density), heat)
        logarithms = values[..., :-1] - np.exp(values[..., -1:]) / heat[..., None]
        coefficients = Couplings(moment=1e-12).coefficients
        columns = [_log10_loss(logarithms, coefficients, channel) for channel in ("weak", "magnetic")]
        plasma = Plasma(np.clip(10**rho, *self.density), 1.0, heat).ravel()
        for process in (pair_annihilation, photoneutrinos):
            lost = process.emissivity(plasma, moment=1e-12, weak=False).magnetic / erg
            columns.append(np.where(lost > 10**_NOTHING, np.log10(np.maximum(lost, 10**_NOTHING)), _NOTHING))
        header = (
            f"# Energy loss by plasmon decay, Q in erg/cm^3/s, from nuem; dispersion: {self.treatment}.\n"
            f"# Relative error of the table that it was read from: {self.error:.1e}.\n"
            "# Q of a neutrino moment mu is (mu / 1e-12 mu_B)^2 times the sum of 10^(fourth to sixth column); divide Q by rho for erg/g/s.\n"
            "# columns: log10(rho Y_e / (g/cm^3))  log10(T / K)  log10 Q: plasmons, weak  plasmons, 1e-12 mu_B  pairs  photoneutrinos\n"
            f"# {_NOTHING:g}: nothing, or photoneutrinos where T is below the plasma frequency and plasmons outshine them a thousandfold.\n"
            f"{len(grids[0])} {len(grids[1])}\n"
        )
        rows = np.column_stack([rho.ravel(), T.ravel(), *(column.ravel() for column in columns)])
        body = "\n".join("{:13.9f} {:13.9f} {:14.8f} {:14.8f} {:14.8f} {:14.8f}".format(*row) for row in rows)
        Path(path).write_text(header + body + "\n", encoding="utf-8")

    def _interpolate(self, density: Real, temperature: Real) -> Real:
        """The tabulated logarithms at points, one more axis."""
        weights, cells = [], []
        for value, first, step in zip((density, temperature), self._first, self._step, strict=True):
            place = (np.log(value) - first) / step
            cell = np.floor(place).astype(np.intp)
            cells.append(cell)
            weights.append(_cubic_weights(place - cell))
        row = self._coefficients.shape[1]
        flat = self._coefficients.reshape(-1, self._coefficients.shape[-1])
        corner = (cells[0] - 1) * row + cells[1] - 1
        result = np.zeros((*density.shape, flat.shape[-1]))
        for i in range(4):
            for j in range(4):
                result += (weights[0][i] * weights[1][j])[..., None] * flat.take(corner + (i * row + j), axis=0)
        return result + _dilute(density, temperature)


def _mesh(logarithms: list[Real]) -> tuple[Real, Real]:
    rho, T = np.meshgrid(*(np.exp(one) for one in logarithms), indexing="ij")
    return rho, T


def _dilute(density: Real, temperature: Real) -> Real:
    """The growth with the number of particles of an ideal Boltzmann gas, sqrt(n^2 + 4 n_pair^2), one more axis."""
    from scipy.special import kve

    ratio = ELECTRON_MASS / temperature
    net = density * AVOGADRO * HBAR_C_EXACT**3
    pairs = ELECTRON_MASS**2 * temperature * kve(2, ratio) * np.exp(-ratio) / np.pi**2
    return np.asarray(np.log(np.hypot(net, 2 * pairs))[..., None] * _GROWTH)


def _logarithms(log_density: Real, log_temperature: Real, treatment: str) -> Real:
    """ln(J) + omega_p/T and ln(omega_p) on a grid; electron fraction one."""
    rho, T = _mesh([log_density, log_temperature])
    plasma = Plasma(rho, 1.0, T)
    moments = mass_moments(plasma, treatment=treatment, without_cold_factor=True)
    columns = np.concatenate([np.log(moments).reshape(6, *rho.shape), np.log(plasma.plasma_frequency)[None]])
    return np.ascontiguousarray(np.moveaxis(columns, 0, -1))


def _log10_loss(logarithms: Real, coefficients: Channels, channel: str) -> Real:
    """log10 of Q for a channel with one power of K^2; never underflows."""
    values = getattr(coefficients, channel)
    n = int(np.flatnonzero(values)[0])
    both = np.logaddexp(logarithms[..., n], logarithms[..., len(POWERS) + n])
    return np.asarray((both + np.log(values[n] * PER_VOLUME_AND_TIME / erg)) / np.log(10))


def _axis(name: str, ends: tuple[float, float], points_per_decade: int) -> tuple[float, float, int]:
    """First point, step and number of points of a logarithmic axis with its margins."""
    low, high = (float(checks.positive(name, end)) for end in ends)
    if high <= low:
        raise ValueError(f"{name} must be a range (low, high) that ascends, got {ends}")
    cells = max(int(np.ceil(np.log10(high / low) * points_per_decade)), 1)
    step = np.log(high / low) / cells
    return np.log(low) - _MARGIN * step, step, cells + 1 + 2 * _MARGIN


def _cubic_weights(t: Real) -> tuple[Real, Real, Real, Real]:
    """Cubic B-splines at a distance t from the grid point to the left."""
    return (1 - t) ** 3 / 6, 2 / 3 - t**2 + t**3 / 2, 2 / 3 - (1 - t) ** 2 + (1 - t) ** 3 / 2, t**3 / 6
