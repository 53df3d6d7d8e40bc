r"""The dynamic structure factor of a subshell, multipole by multipole.

For one electron of the subshell (n, kappa) that leaves with energy :math:`\varepsilon = T - B` into the wave kappa',

.. math:: S(T, q) = \sum_{\kappa' L} (2L+1)(2j'+1)\left(\begin{matrix}j&L&j'\\\tfrac12&0&-\tfrac12\end{matrix}\right)^2
                    \left|\int(P P' + Q Q')\,j_L(qr)\,dr\right|^2 ,

with j_0 - 1 in place of j_0, as free and bound orbitals of one field are orthogonal. The sum goes on until a term changes the total by less
than 1e-4: at the ridge of free scattering that takes waves of up to fifty units of angular momentum. Atomic units.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.elements import Atom
from nuem.elements.atomic_units import BOHR, LIGHT
from nuem.elements.kernels.bessel import bessel_table
from nuem.elements.radial import RadialGrid
from nuem.elements.subshells import Subshell
from nuem.scattering.atom.angular import three_j_squared

_CONVERGED = 1e-4
_REACH = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class StructureFactor:
    """S(T, q) per electron of one subshell, and of it what is dipole."""

    transfer: NDArray[np.float64]
    """T [hartree]."""
    q: NDArray[np.float64]
    """Momentum transfer [1/Bohr]."""
    weight: NDArray[np.float64]
    """dq of each point [1/Bohr]."""
    S: NDArray[np.float64]
    """(transfers, momenta) [1/hartree]."""

    def moment(self, power: int) -> NDArray[np.float64]:
        """Integral of q^(2 power) S over q^2 from q = T/c, at each transfer."""
        from scipy.interpolate import CubicSpline

        q, index = self.q, np.arange(len(self.q))
        integral = CubicSpline(index, 2 * q ** (2 * power + 1) * self.S * self.weight, axis=1).antiderivative()
        total = integral(len(q) - 1)
        start = CubicSpline(np.log(q), index)(np.log(np.maximum(self.transfer / LIGHT, q[0])))
        out = np.empty(len(self.transfer))
        for i, lowest in enumerate(self.transfer / LIGHT):
            if lowest > q[0]:
                out[i] = total[i] - integral(start[i])[i]
            else:  # S ~ q^2 below the first point
                k = 2 * power + 4
                below = np.log(q[0] / lowest) if k == 0 else (q[0] ** k - lowest**k) / k
                out[i] = total[i] + 2 * self.S[i, 0] / q[0] ** 2 * below
        return out

    def numbers(self) -> NDArray[np.float64]:
        """Effective electrons N_w, N_mu and N_q per electron, (3, transfers).

        A free electron has N_w = 1 + T/2m, the ratio of its density response to its cross section, which is divided out.
        """
        T = self.transfer
        contact = 0.5 * self.moment(0) / (1 + T / (2 * LIGHT**2))
        return np.stack([contact, T * self.moment(-1), 2 * T**2 * self.moment(-2)])

    def photoabsorption(self) -> NDArray[np.float64]:
        """Cross section of a real photon per electron, in dipole approximation [cm^2]."""
        return np.asarray(4 * np.pi**2 / LIGHT * self.transfer * self.S[:, 0] / self.q[0] ** 2 * BOHR**2)


def structure_factor(
    atom: Atom, shell: Subshell, transfer: NDArray[np.float64], *, threshold: float, fineness: float = 1.0
) -> StructureFactor:
    """S(T, q) of one subshell, per electron.

    Parameters
    ----------
    atom : Atom
    shell : Subshell
        One of the atom's.
    transfer : numpy.ndarray
        T, ascending and above the threshold [hartree].
    threshold : float
        Energy that sets the electron free [hartree].
    fineness : float, optional
        Density of the points; the accuracy is tested by a change of it.
    """
    free = transfer - threshold
    ground = atom.field(atom.grid).bound(shell.n, shell.kappa, atom.eigenvalues[shell.n, shell.kappa])
    density = (ground.P**2 + ground.Q**2) * atom.grid.weight
    radius = float(density @ atom.grid.r)
    edge = float(atom.grid.r[np.argmax(np.cumsum(density[::-1])[::-1] < 1e-11)])
    fastest = float(np.sqrt(2 * transfer[-1]))
    reach = max(
        fastest, float(np.sqrt(_REACH * threshold))
    )  # q of the nucleus: a slow electron takes some per cent of N_w from there
    momenta = RadialGrid.between(2e-3 / radius, 2.5 * reach + 12 / radius, step=0.1 / fineness, linear=3.5 / radius)
    q = momenta.r
    inner = RadialGrid.between(1e-4 / atom.Z, edge, step=0.025 / fineness, linear=min(80 / (fastest + q[-1]), 2 * edge))
    last = float(inner.r[-1])
    outer = RadialGrid.between(
        last, max(atom.tail, last) * 1.05, step=0.01, linear=float(np.clip(60 / fastest, 0.5, 50))
    )
    bound = atom.field(inner).bound(shell.n, shell.kappa, ground.energy)
    field = atom.field(inner.then(outer))
    highest = int(min(fastest * edge, 3 * fastest * radius + 25)) + 2 * shell.orbital + 4
    multipoles = np.zeros((highest + 1, len(q), len(inner.r)), np.float32)
    bessel_table(q, inner.r, highest, multipoles)

    S = np.zeros((len(transfer), len(q)))
    active = np.arange(len(transfer))
    j = abs(shell.kappa) - 0.5
    for orbital in range(highest - shell.orbital):
        kappas = ([orbital] if orbital else []) + [-orbital - 1]
        waves = [field.transitions(bound, inner.weight, free[active], kappa) for kappa in kappas]
        all_waves = np.concatenate(waves, axis=1)
        term = np.zeros((len(q), len(active)))
        for L in range(abs(shell.orbital - orbital), shell.orbital + orbital + 1, 2):
            angular = [(2 * L + 1) * 2 * abs(kappa) * three_j_squared(j, L, abs(kappa) - 0.5) for kappa in kappas]
            if not any(angular):
                continue
            # j_L(z) is negligible for z far below L, and an orbital has nothing at the smallest radii
            low = 0.3 * max(L - 6, 0)
            first, near = np.searchsorted(q, low / last), np.searchsorted(inner.r, max(low, 0.01) / q[-1])
            squared = np.square(multipoles[L, first:, near:] @ all_waves[near:]).reshape(-1, len(kappas), len(active))
            term[first:] += np.tensordot(squared, np.array(angular, np.float32), axes=(1, 0))
        term = term.T
        S[active] += term
        if orbital > shell.orbital + 2:
            growing = np.max(term * q**2, axis=1) > _CONVERGED * np.max(S[active] * q**2, axis=1)
            active = active[growing | (np.sqrt(2 * free[active]) * radius > orbital)]
        if active.size == 0:
            break
    return StructureFactor(transfer, q, momenta.weight, S)
