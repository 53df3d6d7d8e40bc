"""Nuclear form factors: the Fourier transform of the density of nucleons, F(0) = 1.

All return F, which changes sign beyond the first diffraction minimum, and not its square.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import HBAR_C
from nuem.numerics import checks
from nuem.units import fm

FormFactor = Callable[..., NDArray[np.float64]]
"""A function of ``momentum, *, A, radius`` that returns F."""

SKIN: Final = 0.9 * fm
"""Surface thickness s of the Helm form factor [Lewin:1995rx]."""


YUKAWA: Final = 0.7 * fm
"""Range a_k of the potential in the Klein-Nystrand form factor [Klein:1999qj]."""


def helm(momentum: ArrayLike, *, A: ArrayLike, radius: float | None = None) -> NDArray[np.float64]:
    r"""Helm form factor: a solid sphere folded with a Gaussian surface [Helm:1956zz].

    .. math:: F(q) = \frac{3 j_1(qR_0)}{qR_0}\, e^{-q^2s^2/2}

    With an rms radius, R_0^2 = (5/3)(R_rms^2 - 3 s^2), so that F = 1 - q^2 R_rms^2/6 for small q. Without one, Lewin and Smith's fit
    [Lewin:1995rx]: R_0^2 = c^2 + (7/3) pi^2 a^2 - 5 s^2, c = 1.23 A^(1/3) - 0.60 fm, a = 0.52 fm. Both with s = 0.9 fm.

    Parameters
    ----------
    momentum : array_like
        Momentum transfer q [MeV].
    A : array_like
        Mass number.
    radius : float, optional
        Rms radius of the nucleons [cm].

    Raises
    ------
    ValueError
        For a radius smaller than the Gaussian surface allows, sqrt(3) s.

    Examples
    --------
    >>> f"{helm(50.0, A=40):.4f}"
    '0.8826'
    """
    q = checks.not_negative("momentum", momentum, "MeV")
    number = checks.positive("A", A)
    if radius is None:
        squared = _lewin_smith(number)
    else:
        rms = checks.positive("radius", radius, "cm")
        squared = 5 / 3 * rms**2 - 5 * SKIN**2
        if np.any(squared <= 0):
            raise ValueError(
                f"radius = {radius / fm:g} fm is below sqrt(3) x {SKIN / fm:g} fm, the rms radius of the surface alone"
            )
    x = q / HBAR_C * np.sqrt(squared)
    return np.asarray(_sphere(x) * np.exp(-((q * SKIN / HBAR_C) ** 2) / 2))


def klein_nystrand(momentum: ArrayLike, *, A: ArrayLike, radius: float | None = None) -> NDArray[np.float64]:
    r"""Klein-Nystrand form factor: a solid sphere folded with a Yukawa potential [Klein:1999qj].

    .. math:: F(q) = \frac{3 j_1(qR_A)}{qR_A}\, \frac1{1 + a_k^2q^2}, \qquad a_k = 0.7\,\mathrm{fm}

    With an rms radius, R_A^2 = (5/3)(R_rms^2 - 6 a_k^2); without one, R_A = 1.23 A^(1/3) fm, as is usual for coherent neutrino scattering.

    Parameters
    ----------
    momentum : array_like
        Momentum transfer q [MeV].
    A : array_like
        Mass number.
    radius : float, optional
        Rms radius of the nucleons [cm].
    """
    q = checks.not_negative("momentum", momentum, "MeV") / HBAR_C
    number = checks.positive("A", A)
    reach = YUKAWA
    if radius is None:
        squared = (1.23 * np.cbrt(number) * fm) ** 2
    else:
        squared = 5 / 3 * checks.positive("radius", radius, "cm") ** 2 - 10 * reach**2
        if np.any(squared <= 0):
            raise ValueError(
                f"radius = {radius / fm:g} fm is below sqrt(6) x {reach / fm:g} fm, that of the surface alone"
            )
    return np.asarray(_sphere(q * np.sqrt(squared)) / (1 + (reach * q) ** 2))


def point(momentum: ArrayLike, *, A: ArrayLike, radius: float | None = None) -> NDArray[np.float64]:
    """A nucleus without size: F = 1."""
    return np.ones(np.broadcast_shapes(np.shape(momentum), np.shape(A)))


FORM_FACTORS: Final = {"helm": helm, "klein-nystrand": klein_nystrand, "point": point}
"""Name to form factor, each a function of ``momentum, *, A, radius``."""


def form_factor_of(form_factor: str | FormFactor | None) -> FormFactor:
    """A form factor from its name, the function itself, or None for a point.

    Raises
    ------
    ValueError
        For an unknown name.
    """
    if form_factor is None:
        return point
    if callable(form_factor):
        return form_factor
    return FORM_FACTORS[checks.choice("form_factor", form_factor, FORM_FACTORS)]


def own_radius(form_factor: str | FormFactor | None, A: float) -> float:
    """Rms radius of a nucleus in a form factor that is given none [cm].

    Parameters
    ----------
    form_factor : str, callable or None
    A : float
        Mass number.

    Raises
    ------
    ValueError
        For a form factor that has no radius of its own.

    Examples
    --------
    >>> f"{own_radius('helm', 133) / fm:.2f} fm"
    '4.80 fm'
    """
    shape = form_factor_of(form_factor)
    if shape is helm:
        return float(np.sqrt(3 / 5 * _lewin_smith(np.asarray(float(A))) + 3 * SKIN**2))
    if shape is klein_nystrand:
        return float(np.sqrt(3 / 5 * (1.23 * np.cbrt(A) * fm) ** 2 + 6 * YUKAWA**2))
    raise ValueError(f"the form factor {form_factor!r} has no radius of its own; give one to be able to vary it")


def _lewin_smith(number: NDArray[np.float64]) -> NDArray[np.float64]:
    """R_0^2 of Lewin and Smith's fit [cm^2]."""
    c = (1.23 * np.cbrt(number) - 0.60) * fm
    return np.asarray(c**2 + 7 / 3 * np.pi**2 * (0.52 * fm) ** 2 - 5 * SKIN**2)


def _sphere(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """3 j_1(x)/x, by its series where the closed form cancels."""
    small = np.minimum(np.abs(x), 0.5) ** 2
    series = 1 - small / 10 * (1 - small / 28 * (1 - small / 54 * (1 - small / 88 * (1 - small / 130))))
    large = np.maximum(np.abs(x), 0.5)
    closed = 3 * (np.sin(large) - large * np.cos(large)) / large**3
    return np.where(np.abs(x) < 0.5, series, closed)
