r"""Antineutrinos of the fission products: spectra per fission of 235U, 238U, 239Pu and 241Pu.

Three published spectra for each fissile isotope, in antineutrinos per MeV per fission:

* `huber_mueller`: exp of a fifth-order polynomial, **2 to 8 MeV only** [Huber:2011wv, Table III; Mueller:2011nm, Table VI]. Outside it is
  refused: a fifth-order polynomial says nothing there.
* `vogel_engel`: a table below 2 MeV [Vogel:1989iv, Table I], where five of seven reactor antineutrinos lie. Between the points
  monotone cubics, from zero at E = 0; the point at 31 keV is the end of a beta branch (106Ru) that the table cannot resolve.
* `summation`: the summation model SM-2018, 0 to 10.1 MeV [Estienne:2019ujo]; a continuous density that keeps the content of each bin.

Neutron capture is not fission and comes in `nuem.sources.neutron_capture`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.numerics.piecewise import PiecewiseCubic
from nuem.numerics.table import read_table, read_toml, shipped

ISOTOPES: Final = ("U235", "U238", "Pu239", "Pu241")
HUBER_MUELLER_RANGE: Final = (2.0, 8.0)
"""Where the Huber-Mueller polynomials were fitted [MeV]."""


def huber_mueller(energy: ArrayLike, isotope: str) -> NDArray[np.float64]:
    r"""The Huber-Mueller spectrum of one isotope.

    .. math:: \frac{dN}{dE} = \exp\Big(\sum_{k=0}^{5} a_k E^k\Big)

    Parameters
    ----------
    energy : array_like
        Antineutrino energy [MeV], 2 to 8.
    isotope : {"U235", "U238", "Pu239", "Pu241"}

    Returns
    -------
    numpy.ndarray
        Antineutrinos [1/MeV/fission].

    Raises
    ------
    ValueError
        For an energy outside 2 to 8 MeV or an unknown isotope.

    Examples
    --------
    >>> f"{huber_mueller(4.0, 'U238'):.6f}"
    '0.441708'
    """
    coefficients = read_toml("nuem.sources", "reactor.toml")["huber_mueller"]
    return exponential_polynomial(energy, coefficients[checks.choice("isotope", isotope, ISOTOPES)])


def exponential_polynomial(energy: ArrayLike, coefficients: Sequence[float]) -> NDArray[np.float64]:
    """The form of the Huber-Mueller spectra with the user's coefficients, over their range.

    Parameters
    ----------
    energy : array_like
        Antineutrino energy [MeV], 2 to 8.
    coefficients : sequence of float
        a_k of E^k, E in MeV.

    Returns
    -------
    numpy.ndarray
        Antineutrinos [1/MeV/fission].

    Raises
    ------
    ValueError
        For an energy outside 2 to 8 MeV.
    """
    within = checks.within("energy of the Huber-Mueller spectrum", energy, *HUBER_MUELLER_RANGE, "MeV")
    return np.asarray(np.exp(np.polynomial.polynomial.polyval(within, coefficients)))


@dataclass(frozen=True, slots=True, eq=False)
class HuberMueller:
    """The Huber-Mueller spectrum of a mixture of isotopes, zero outside 2 to 8 MeV.

    Parameters
    ----------
    fractions : mapping
        Fissions of each isotope, as parts of all.
    """

    fractions: Mapping[str, float]

    @property
    def knots(self) -> NDArray[np.float64]:
        """Ends of the range [MeV]."""
        return np.array(HUBER_MUELLER_RANGE)

    def __call__(self, energy: ArrayLike) -> NDArray[np.float64]:
        """Antineutrinos [1/MeV/fission] at energies [MeV]."""
        where = checks.plain("energy", energy, "MeV")
        low, high = HUBER_MUELLER_RANGE
        inside = (where >= low) & (where <= high)
        spectrum = np.zeros_like(where)
        spectrum[inside] = sum(
            fraction * huber_mueller(where[inside], isotope) for isotope, fraction in self.fractions.items()
        )
        return spectrum


def vogel_engel(isotope: str) -> PiecewiseCubic:
    """The Vogel-Engel spectrum of one isotope below 2 MeV [1/MeV/fission]."""
    return _vogel_engel()[checks.choice("isotope", isotope, ISOTOPES)]


def summation(isotope: str) -> PiecewiseCubic:
    """The SM-2018 spectrum of one isotope up to 10.1 MeV [1/MeV/fission]."""
    return _summation()[checks.choice("isotope", isotope, ISOTOPES)]


def mixture(spectra: Mapping[str, PiecewiseCubic], fractions: Mapping[str, float]) -> PiecewiseCubic:
    """Spectra of the isotopes, weighted with their fission fractions."""
    first, *rest = (spectra[isotope] * fraction for isotope, fraction in fractions.items())
    for other in rest:
        first = first + other
    return first


@cache
def _vogel_engel() -> dict[str, PiecewiseCubic]:
    table = _table("vogel_engel.csv")
    energy = np.concatenate([[0.0], table["energy"]])
    return {isotope: PiecewiseCubic.monotone(energy, np.concatenate([[0.0], table[isotope]])) for isotope in ISOTOPES}


@cache
def _summation() -> dict[str, PiecewiseCubic]:
    table = _table("sm2018.csv")
    width = table["energy"][1] - table["energy"][0]
    edges = np.concatenate([table["energy"] - width / 2, [table["energy"][-1] + width / 2]])
    edges[0] = 0.0
    return {isotope: PiecewiseCubic.from_bins(edges, table[isotope]) for isotope in ISOTOPES}


def _table(name: str) -> dict[str, NDArray[np.float64]]:
    columns = {"energy": "MeV", **dict.fromkeys(ISOTOPES, "")}
    return read_table(shipped("nuem.sources", name), columns)
