r"""A limit on the effective moment, translated into limits on the dipole matrix itself.

What an experiment measures is Tr[lambda rho lambda^dagger] with the state rho of the neutrinos that it counts. Their state is that of each bin
weighted with the moment's counts; where it hardly changes from bin to bin, as for all experiments here, one limit on mu_eff says it all:
for Majorana neutrinos Lambda^dagger (1 - rho) Lambda < m^2 [Grimus:2002vb; Canas:2015yoa].
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nuem.constants import SIN2_THETA_W
from nuem.experiments.predicting.limit_result import Limit
from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.predictions import predict
from nuem.flavour import Mixing
from nuem.flavour.lambda_bounds import LambdaLimits, element_limits, lambda_limits
from nuem.inference.statistics import Statistic
from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.scattering.atom import ElectronModel


@dataclass(frozen=True, slots=True)
class DipoleLimits:
    """What one limit on the effective moment says about the elements of the dipole matrix [mu_B]."""

    moment: Limit
    state: NDArray[np.complex128]
    """Mean density matrix of the neutrinos that are counted, in the mass basis (conjugated for antineutrinos)."""
    spread: float
    """Largest change of an element of the state from bin to bin: how far one limit on mu_eff is an approximation."""
    mass_basis: LambdaLimits
    """|Lambda_1|, |Lambda_2|, |Lambda_3| of Majorana neutrinos."""
    flavour_basis: LambdaLimits
    """|Lambda_e|, |Lambda_mu|, |Lambda_tau| = |lambda_mutau|, |lambda_etau|, |lambda_emu|."""
    dirac: NDArray[np.float64]
    """Single |lambda_fi| of Dirac neutrinos, all others zero."""
    majorana: NDArray[np.float64]
    """Single |lambda_fi| of Majorana neutrinos, all others zero."""

    __repr__ = brief


def limit_dipoles(
    experiment: Experiment | str | Path,
    *,
    cl: float = 0.90,
    statistic: Statistic | str = "two-sided",
    electrons: ElectronModel | str | None = None,
    mixing: Mixing | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
) -> DipoleLimits:
    """Limits on |Lambda_k|, alone and with the others free in size and phase, and on single elements of the dipole matrix.

    Parameters
    ----------
    experiment : Experiment, str or path
    cl, statistic, electrons, mixing, sin2_theta_w
        As in `nuem.limit`.

    Raises
    ------
    ValueError
        As `nuem.limit`, and for mixings with sterile neutrinos.

    Examples
    --------
    >>> gemma = limit_dipoles("gemma")
    >>> bool(np.all(gemma.mass_basis.alone >= gemma.moment.value))
    True
    """
    if mixing is not None:
        checks.known("mixing", mixing, checks.MIXING)
    if mixing is not None and mixing.size != 3:
        raise ValueError(f"the Lambda parametrisation is for three neutrinos, the mixing has {mixing.size}")
    prediction = predict(experiment, mixing=mixing, electrons=electrons, sin2_theta_w=sin2_theta_w)
    moment = prediction.limit("moment", cl=cl, statistic=statistic)
    weights = prediction.tensors[0].dipole_weights.sum(axis=0)
    by_bin = weights / np.trace(weights, axis1=1, axis2=2)[:, None, None]
    state = weights.sum(axis=0) / np.trace(weights.sum(axis=0))
    weight, unitary = np.eye(3) - state, prediction.mixing.matrix
    return DipoleLimits(
        moment=moment,
        state=state,
        spread=float(np.max(np.abs(by_bin - state))),
        mass_basis=lambda_limits(moment.value, weight),
        flavour_basis=lambda_limits(moment.value, unitary @ weight @ unitary.conj().T),
        dirac=element_limits(moment.value, state, "dirac"),
        majorana=element_limits(moment.value, state, "majorana"),
    )
