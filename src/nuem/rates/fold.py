"""Fold source, cross section, atom and detector once, into a tensor from which every vertex takes its rate."""

import warnings
from collections.abc import Sequence
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import CLASSICAL_RADIUS_SQUARED, SIN2_THETA_W, WEAK_SCALE
from nuem.detectors import Response
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.numerics.quadrature import panels, refine
from nuem.rates.beam import Beam, Source
from nuem.rates.kernels import Kernels, kernels
from nuem.rates.logarithmic import LogarithmicBeam
from nuem.rates.tensor import PAIRS, RateTensor
from nuem.scattering.atom import DEFAULT_MODEL, EffectiveElectrons, ValidityWarning
from nuem.scattering.atom import Response as AtomicResponse
from nuem.scattering.atom import response as atomic_response
from nuem.scattering.couplings import weak_matrices
from nuem.scattering.kinematics import maximum_recoil

_TOLERANCE = 1e-7
_FINEST = 4
_OUTSIDE = 0.01  # share of a bin from recoils of uncertain atomic response, above which a warning is due


def fold(
    source: Source,
    mixing: Mixing,
    material: str,
    response: Response,
    *,
    exposure: float,
    model: str = DEFAULT_MODEL,
    sin2_theta_w: float = SIN2_THETA_W,
) -> RateTensor:
    """Expected counts of neutrino-electron scattering in each bin, as a tensor.

    Integrals over the neutrino energy run from the kinematic edge E_min(T); those over the recoil break at every atomic edge, end point
    and efficiency knot. Both are refined until no bin changes by more than 1e-7.

    Parameters
    ----------
    source : Source
        The beams, with flux, state and flux uncertainty.
    mixing : Mixing
    material : str
        Element or formula of the target, such as "Xe" or "CF4".
    response : Response
        Bins, resolution and efficiency.
    exposure : float
        Mass times time [g s].
    model : str, optional
        Atomic response, a name of `nuem.scattering.atom`.
    sin2_theta_w : float, optional
        Weak mixing angle.

    Returns
    -------
    RateTensor

    Raises
    ------
    ValueError
        For a negative exposure, unknown names, bins that begin at zero recoil where the rate diverges, or integrals that do not converge.

    Warns
    -----
    ValidityWarning
        If recoils at which the atomic response is uncertain make more than 1 % of a bin.
    """
    _require_mixing(mixing)
    scale = checks.number("exposure", checks.positive("exposure", exposure, "g s"))
    atom = atomic_response(material, model=model)
    low, high = response.recoil_range
    first = float(atom.edges[0]) if len(atom.edges) else 0.0
    low = max(low, first)
    if low <= 0:
        raise ValueError("the first bin begins at zero recoil, where scattering on free electrons diverges as 1/T")
    if high <= low:
        raise ValueError(
            f"no electron of {material} can be ionised by a recoil in these bins (first edge {first:g} MeV)"
        )
    ends = np.concatenate(
        [beam.breaks for beam in source.beams] + [[line[0] for line in beam.lines] for beam in source.beams]
    )
    breaks = np.concatenate([response.knots(), atom.knots, maximum_recoil(ends[ends > 0])])
    edges = np.union1d(breaks[(breaks > low) & (breaks < high)], [low, high])
    previous: NDArray[np.complex128] | None = None
    for order in range(1, _FINEST + 1):
        steps = np.minimum(response.scale(edges[:-1]), 0.5 * edges[:-1]) / order
        nodes, widths = panels(refine(edges, steps), 4 + 2 * order)
        recoil = nodes.ravel()
        counted = response.matrix(recoil) * (scale * atom.units_per_gram * widths.ravel())
        numbers = atom.at(recoil, warn=False)
        rates = [_weights(recoil, numbers, *_kernels([beam], mixing, recoil, numbers, order)) for beam in source.beams]
        weights = np.stack([_sum(counted, rate) for rate in rates])
        accuracy = np.inf if previous is None else _largest_change(previous, weights)
        if accuracy < _TOLERANCE:
            _check_validity(atom, recoil, counted, np.sum(rates, axis=0), np.sum(weights, axis=0))
            weak = weak_matrices(mixing, sin2_theta_w=sin2_theta_w)
            errors = np.array([beam.relative_error for beam in source.beams])
            names = tuple(beam.name for beam in source.beams)
            return RateTensor.of(names, errors, weights, (weak.left, weak.right), accuracy)
        previous = weights
    raise ValueError(
        f"the rate of {source.name} in {material} did not converge to {_TOLERANCE:g} (reached {accuracy:.1g}); "
        "is the flux smooth between its breaks?"
    )


def recoil_tensor(
    source: Source,
    mixing: Mixing,
    material: str,
    recoil: ArrayLike,
    *,
    model: str = DEFAULT_MODEL,
    sin2_theta_w: float = SIN2_THETA_W,
) -> RateTensor:
    """The differential rate dR/dT at given true recoils, as a tensor: its "counts" are rates [g^-1 s^-1 MeV^-1].

    All beams of the source are summed.

    Parameters
    ----------
    source, mixing, material, model, sin2_theta_w
        As in `fold`.
    recoil : array_like
        Recoil energies T, ascending [MeV].

    Raises
    ------
    ValueError
        For recoils that are not positive and ascending, or unknown names.
    """
    recoils = np.atleast_1d(checks.positive("recoil", recoil, "MeV"))
    if recoils.ndim != 1 or len(recoils) == 0 or np.any(np.diff(recoils) <= 0):
        raise ValueError(
            f"recoils must be one or more, one-dimensional, and ascend; got {np.array2string(recoils, threshold=6)}"
        )
    _require_mixing(mixing)
    atom = atomic_response(material, model=model)
    numbers = atom.at(recoils)  # warns of recoils at which the response is uncertain
    kernel = _kernels(source.beams, mixing, recoils, numbers, 1)
    weights = atom.units_per_gram * _weights(recoils, numbers, *kernel)
    weak = weak_matrices(mixing, sin2_theta_w=sin2_theta_w)
    return RateTensor.of((source.name,), np.zeros(1), weights[None], (weak.left, weak.right), np.nan)


def _require_mixing(mixing: Mixing) -> None:
    if not isinstance(mixing, Mixing):
        raise ValueError(f"mixing = {mixing!r} is not a nuem.Mixing, such as Mixing.nufit()")


def _kernels(
    beams: Sequence[Beam], mixing: Mixing, recoil: NDArray[np.float64], electrons: EffectiveElectrons, order: int
) -> tuple[Kernels, Kernels | None]:
    """Kernels of all beams together, and those weighted with ln E if the atom asks for them."""
    plain = reduce(add, (kernels(beam, mixing, recoil, order=order) for beam in beams))
    if not np.any(electrons.N_log):
        return plain, None
    return plain, reduce(add, (kernels(LogarithmicBeam(beam), mixing, recoil, order=order) for beam in beams))


def _weights(
    recoil: NDArray[np.float64], electrons: EffectiveElectrons, kernel: Kernels, logarithmic: Kernels | None
) -> NDArray[np.complex128]:
    """Weights W of dR/dT per atom at each recoil, (recoils, pairs, n, n)."""
    left, right, cross = kernel.left, kernel.right, kernel.cross
    weak = (WEAK_SCALE * electrons.N_w)[:, None, None]
    once = (WEAK_SCALE * electrons.N_mu / recoil)[:, None, None]
    twice = (WEAK_SCALE * (electrons.N_q + electrons.N_photon) / recoil**2)[:, None, None]
    dipole = (np.pi * CLASSICAL_RADIUS_SQUARED * electrons.N_mu)[:, None, None]
    charge = twice * (left + right - cross)
    if logarithmic is not None:
        rise = (WEAK_SCALE * electrons.N_log / recoil**2)[:, None, None]
        charge = charge + rise * (logarithmic.left + logarithmic.right - logarithmic.cross)
    weights = (
        weak * left,
        weak * right,
        -weak * cross,
        once * (2 * left - cross),
        once * (2 * right - cross),
        charge,
        dipole * kernel.magnetic,
    )
    assert len(weights) == len(PAIRS)
    return np.stack(weights, axis=1)


def _sum(counted: NDArray[np.float64], rates: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """Sum over recoils of what is counted in each bin times complex weights, as one product of real matrices."""
    flat = rates.reshape(len(rates), -1).view(np.float64)
    return (counted @ flat).view(np.complex128).reshape(len(counted), *rates.shape[1:])


def _check_validity(
    atom: AtomicResponse,
    recoil: NDArray[np.float64],
    counted: NDArray[np.float64],
    rates: NDArray[np.complex128],
    weights: NDArray[np.complex128],
) -> None:
    """Warn if recoils outside the validity of the atomic response make more than a small share of a bin."""
    low = recoil < atom.valid_from
    if not low.any():
        return
    outside = np.abs(_sum(counted[:, low], rates[low])).max(axis=(-1, -2))
    share = outside / np.maximum(np.abs(weights).max(axis=(-1, -2)), 1e-300)
    if share.max() > _OUTSIDE:
        warnings.warn(
            f"{atom.complaint(float(recoil[0]))}: up to {100 * share.max():.0f} % of a bin comes from there",
            ValidityWarning,
            stacklevel=3,
        )


def _largest_change(before: NDArray[np.complex128], after: NDArray[np.complex128]) -> float:
    """Largest change of a bin, of all beams together, relative to that bin's largest weight of the same pair."""
    change = np.abs(after - before).sum(axis=0).max(axis=(-1, -2))
    size = np.abs(after).sum(axis=0).max(axis=(-1, -2))
    return float(np.max(change / np.where(size > 0, size, 1.0), initial=0.0))
