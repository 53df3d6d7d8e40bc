"""Two flavours, where they are a good approximation or the literature's test case."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.numerics import checks


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoFlavours:
    """nu_e and one other neutrino, nu_e = cos(theta) nu_1 + sin(theta) e^{i alpha/2} nu_2.

    Parameters
    ----------
    sin2_theta : float
        sin^2 of the mixing angle.
    dm2 : float
        m_2^2 - m_1^2 [MeV^2].
    alpha : float, optional
        Majorana phase [rad].
    lightest_mass : float, optional
        Mass of nu_1 [MeV].

    Raises
    ------
    ValueError
        For a sin^2 outside [0, 1], or a negative mass or splitting.
    """

    sin2_theta: float
    dm2: float
    alpha: float = 0.0
    lightest_mass: float = 0.0

    def __post_init__(self) -> None:
        checks.within("sin2_theta", checks.number("sin2_theta", self.sin2_theta), 0, 1)
        checks.not_negative("dm2", checks.number("dm2", self.dm2), "MeV^2")
        checks.number("alpha", self.alpha)
        checks.not_negative("lightest_mass", checks.number("lightest_mass", self.lightest_mass), "MeV")

    @property
    def matrix(self) -> NDArray[np.complex128]:
        """U[flavour, mass], the flavours e and x."""
        sine, cosine = math.sqrt(self.sin2_theta), math.sqrt(1 - self.sin2_theta)
        return np.asarray(np.array([[cosine, sine], [-sine, cosine]]) * np.exp([0, 0.5j * self.alpha]))

    @property
    def splittings(self) -> NDArray[np.float64]:
        """m_i^2 - m_1^2 [MeV^2]."""
        return np.array([0.0, self.dm2])

    @property
    def masses(self) -> NDArray[np.float64]:
        """m_i [MeV]."""
        return np.asarray(np.sqrt(self.lightest_mass**2 + self.splittings))

    def index(self, flavour: str) -> int:
        """Row of a flavour in `matrix`."""
        return ("e", "x").index(checks.choice("flavour", flavour, ("e", "x")))
