r"""Electrons bound in atoms: how many of them answer to an energy transfer.

The cross section on an atom is that on a free electron times an effective number of electrons, one for each dependence on the momentum
transfer. With the dynamic structure factor S(T, q^2) of the atom, for T much below the neutrino energy,

.. math:: N_w = \frac{1}{2m_e}\int S\,dq^2, \qquad N_\mu = T\int S\,\frac{dq^2}{q^2}, \qquad N_q = 2m_eT^2\int S\,\frac{dq^2}{q^4} .

N_w multiplies the contact interaction (weak, charge radius), N_mu what falls like 1/T (magnetic, and the weak-charge interference) and N_q
the charge squared. T is all the energy that is deposited, not the kinetic energy of the electron alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.elements import Compound, compound
from nuem.numerics import checks


@dataclass(frozen=True, slots=True)
class EffectiveElectrons:
    """Effective numbers of electrons per atom or formula unit, each of the shape of the energy transfer."""

    N_w: NDArray[np.float64]
    """For the contact interaction: weak and charge radius."""
    N_mu: NDArray[np.float64]
    """For what falls like 1/T: the magnetic moment and the weak-charge interference."""
    N_q: NDArray[np.float64]
    """For the charge squared, longitudinal."""


Counting = Callable[[Compound, NDArray[np.float64]], EffectiveElectrons]


def free(target: Compound, transfer: NDArray[np.float64]) -> EffectiveElectrons:
    """All electrons, as if they were free."""
    electrons = np.full(transfer.shape, target.electrons)
    return EffectiveElectrons(electrons, electrons, electrons)


def stepping(target: Compound, transfer: NDArray[np.float64]) -> EffectiveElectrons:
    r"""The electrons whose binding energy is not above the transfer, each as if free: N = sum_i n_i theta(T - B_i).

    The stepping approximation (Kopeikin et al., Phys. At. Nucl. 60 (1997) 1859; Fayans et al., Phys. At. Nucl. 64 (2001) 1475). Good to
    some per cent for weak and magnetic scattering away from the edges; far too small for a millicharge, where the atom as a whole answers.
    """
    shells = sorted(target.shells, key=lambda shell: shell.binding)
    bindings = np.array([shell.binding for shell in shells])
    available = np.concatenate([[0.0], np.cumsum([shell.electrons for shell in shells])])
    electrons = available[np.searchsorted(bindings, transfer, side="right")]
    return EffectiveElectrons(electrons, electrons, electrons)


MODELS: Final[dict[str, Counting]] = {"free": free, "stepping": stepping}
"""Name to model; a model counts the effective electrons of a target at an energy transfer [MeV]."""


@dataclass(frozen=True, slots=True)
class Response:
    """The electrons of a target as one model counts them; made by `response`."""

    target: Compound
    model: str

    def at(self, recoil: ArrayLike) -> EffectiveElectrons:
        """Effective numbers of electrons per atom (formula unit).

        Parameters
        ----------
        recoil : array_like
            Energy transfer T [MeV].

        Raises
        ------
        ValueError
            For an energy transfer below zero.
        """
        return MODELS[self.model](self.target, checks.not_negative("recoil", recoil, "MeV"))

    @property
    def edges(self) -> NDArray[np.float64]:
        """Energies at which the numbers jump, ascending [MeV]: where a quadrature must break."""
        if self.model == "free":
            return np.empty(0)
        return np.unique([shell.binding for shell in self.target.shells])

    @property
    def units_per_gram(self) -> float:
        """Atoms (formula units) per gram: times `at` it gives effective electrons per gram [1/g]."""
        return self.target.units_per_gram


def response(symbol: str, model: str = "stepping") -> Response:
    """How the electrons of a target answer to an energy transfer.

    Parameters
    ----------
    symbol : str
        An element or a formula, such as ``"Xe"`` or ``"CF4"``.
    model : {"stepping", "free"}, optional

    Raises
    ------
    ValueError
        For an unknown element, formula or model.

    Examples
    --------
    >>> response("Ge").at(2.8e-3).N_mu
    np.float64(30.0)
    """
    return Response(compound(symbol), checks.choice("model", model, MODELS))
