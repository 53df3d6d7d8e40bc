"""Fold source, process and detector once, into a tensor from which every vertex takes its rate."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.detectors import DetectorResponse, InTime
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.numerics.quadrature import graded, panels, refine
from nuem.numerics.warn import warn_user
from nuem.rates.beam import Source
from nuem.rates.kernels import BeamKernels, kernels_at
from nuem.rates.panels import AVERAGED, phases_of
from nuem.rates.process import Process
from nuem.rates.tensor import RateTensor
from nuem.scattering.atom import ValidityWarning
from nuem.scattering.bilinear import unpack

Reals = NDArray[np.float64]

_TOLERANCE = 1e-7
_TAIL = 1e-9  # fraction of the largest bin that a bin is taken to hold at least
_RULES = ((3, 1), (4, 1), (6, 2), (8, 3), (10, 4))  # nodes of a panel, and into how many parts it is cut
_BLOCK = 4_000_000  # numbers of the response matrix at a time
_MOST = 2_000_000_000  # numbers of the response matrix in all
_OUTSIDE = 0.01  # fraction of a bin from recoils of uncertain cross section, above which a warning is due


def fold(
    source: Source,
    mixing: Mixing,
    process: Process | Sequence[Process],
    response: DetectorResponse,
    *,
    exposure: float,
) -> RateTensor:
    """Expected counts in each bin, as a tensor.

    Integrals over the neutrino energy run from the kinematic edge E_min(T); those over the recoil break at every atomic edge, end point
    and efficiency knot, and end at the largest recoil that the source can cause. Both are refined until no bin changes by more than 1e-7.

    Parameters
    ----------
    source : Source
        The beams, with flux, state and flux errors.
    mixing : Mixing
    process : Process or sequence of Process
        Such as ``Electrons("Xe")`` or ``Nuclei("CsI")`` of `nuem.scattering`; several if the detector responds to their recoils alike.
    response : DetectorResponse
        Probability that a recoil is counted in each bin. Bins of energy and time (`nuem.detectors.InTime`) are filled with the arrival times of each
        beam, time varying fastest.
    exposure : float
        Mass times time [g s].

    Returns
    -------
    RateTensor

    Raises
    ------
    ValueError
        For a negative exposure, recoils of zero that reach a bin where the rate diverges, more bins than memory holds, bins of time for a steady
        source, or integrals that do not converge.

    Warns
    -----
    ValidityWarning
        If recoils at which the cross section is uncertain make more than 1 % of a bin.
    """
    checks.known("mixing", mixing, checks.MIXING)
    scale = checks.number("exposure", checks.positive("exposure", exposure, "g s"))
    processes = process if isinstance(process, Sequence) else (process,)
    names = tuple(beam.name for beam in source.beams)
    errors = tuple(dict(beam.errors) for beam in source.beams)
    tensors = []
    for interaction in processes:
        numbers, accuracy = _folded(source, mixing, interaction, response)
        tensors.append(RateTensor(names, errors, scale * interaction.units_per_gram * numbers, accuracy))
    total = tensors[0]
    for tensor in tensors[1:]:
        total = total + tensor
    if not isinstance(response, InTime):
        return total
    arrivals = [response.times.counted(getattr(beam, "time_fractions", None)) for beam in source.beams]
    return total.spread(np.stack(arrivals))


def recoil_tensor(source: Source, mixing: Mixing, process: Process, recoil: ArrayLike) -> RateTensor:
    """The differential rate dR/dT at given true recoils, as a tensor: its "counts" are rates [g^-1 s^-1 MeV^-1].

    All beams of the source are summed.

    Parameters
    ----------
    source, mixing, process
        As in `fold`.
    recoil : array_like
        Recoil energies T, ascending [MeV].

    Raises
    ------
    ValueError
        For recoils that are not positive and ascending.
    """
    recoils = np.atleast_1d(checks.positive("recoil", recoil, "MeV"))
    if recoils.ndim != 1 or len(recoils) == 0 or np.any(np.diff(recoils) <= 0):
        raise ValueError(
            f"recoils must be one or more, one-dimensional, and ascend; got {np.array2string(recoils, threshold=6)}"
        )
    checks.known("mixing", mixing, checks.MIXING)
    if recoils[0] < process.valid_from:
        warn_user(process.complaint(float(recoils[0])), ValidityWarning)
    beam_kernels = kernels_at(process, source.beams, mixing, recoils, average=False)
    numbers = process.units_per_gram * process.rate_numbers(
        unpack(reduce(add, (kernel.packed for kernel in beam_kernels))), mixing
    )
    return RateTensor((source.name,), ({},), numbers[None], np.nan)


def _folded(source: Source, mixing: Mixing, process: Process, response: DetectorResponse) -> tuple[Reals, float]:
    """Rates per atom (formula unit), (beams, bins, numbers), and the largest relative change when they were refined."""
    edges = _recoil_edges(source, process, response)
    previous: tuple[BeamKernels, ...] | None = None
    error, coarser = np.inf, 1
    for nodes, parts in _RULES:
        recoil, widths = _nodes(source, mixing, process, response, edges, (nodes, parts))
        beam_kernels = kernels_at(process, source.beams, mixing, recoil, average=True)
        folded = _over_recoils(response, recoil, widths, beam_kernels)
        if previous is not None:
            change = _largest_change(previous, folded)
            error = (
                change ** (nodes / coarser) if parts == 1 else change
            )  # a Gauss rule of one node more is that much better
        if error < _TOLERANCE:
            _check_validity(process, response, recoil, widths, (beam_kernels, folded))
            return np.stack([process.rate_numbers(kernel.matrices, mixing) for kernel in folded]), error
        previous, coarser = folded, nodes
    raise ValueError(
        f"the rate of {source.name} in {process.material} did not converge to {_TOLERANCE:g} (reached {error:.1g}); "
        "is the flux smooth between its breaks?"
    )


def _recoil_edges(source: Source, process: Process, response: DetectorResponse) -> Reals:
    """Recoils between which the integrand is smooth, from the lowest that counts to the end point [MeV]."""
    low, high = response.recoil_range
    low = max(low, process.lowest)
    if low <= 0:
        raise ValueError(
            f"recoils of zero reach a bin, where scattering on {process.name} diverges as 1/T; give the response a lowest recoil"
        )
    if high <= low:
        raise ValueError(
            f"no recoil in these bins is possible on {process.name} of {process.material} (the lowest is {low:g} MeV)"
        )
    ends = np.concatenate(
        [beam.breaks for beam in source.beams] + [[line[0] for line in beam.lines] for beam in source.beams]
    )
    ends = process.end_points(ends[ends > 0])
    high = min(high, max(float(ends.max(initial=0.0)), 1.001 * low))
    breaks = np.concatenate([response.knots(), process.knots, ends])
    return np.union1d(breaks[(breaks > low) & (breaks < high)], [low, high])


def _nodes(
    source: Source, mixing: Mixing, process: Process, response: DetectorResponse, edges: Reals, rule: tuple[int, int]
) -> tuple[Reals, Reals]:
    """Recoils and weights of a quadrature that follows detector, powers of the recoil and oscillations that a detector could see."""
    nodes, parts = rule
    fine = graded(edges, lambda low: np.minimum(response.scale(low), 0.5 * low) / parts)
    turns = _turns(source, mixing, process, fine)
    if turns.max(initial=0.0) > 1:
        fine = refine(fine, np.diff(fine) / np.maximum(parts * turns / 2, 1))
    recoil, widths = panels(fine, nodes)
    bins = len(response.edges) - 1
    if recoil.size * bins > _MOST:
        raise ValueError(
            f"{bins} bins times {recoil.size} recoils are more than can be folded: merge bins that are far narrower than the resolution"
        )
    return recoil.ravel(), widths.ravel()


def _turns(source: Source, mixing: Mixing, process: Process, edges: Reals) -> Reals:
    """By how much the fastest oscillation at E_min that is not averaged over turns between recoils [rad]."""
    phases = np.unique(np.concatenate([np.abs(phases_of(beam, mixing)) for beam in source.beams]))
    if not phases.any():
        return np.zeros(len(edges) - 1)
    lowest = process.terms(edges, antineutrino=source.beams[0].antineutrino)[0].minimum_energy
    turned = phases[:, None] / lowest
    return np.asarray(np.where(turned[:, 1:] < 2 * AVERAGED, -np.diff(turned), 0.0).max(axis=0))


def _over_recoils(
    response: DetectorResponse, recoil: Reals, widths: Reals, beam_kernels: tuple[BeamKernels, ...]
) -> tuple[BeamKernels, ...]:
    """Sum over recoils of what is counted in each bin, some recoils at a time."""
    columns = [kernel.values.reshape(-1, len(recoil)) for kernel in beam_kernels]
    rates = np.concatenate(columns) * widths
    total = np.zeros((len(rates), len(response.edges) - 1))
    step = max(_BLOCK // max(len(response.edges) - 1, len(rates)), 1)
    for start in range(0, len(recoil), step):
        block = slice(start, start + step)
        total += rates[:, block] @ response.matrix(recoil[block]).T
    split = np.split(total, np.cumsum([len(column) for column in columns])[:-1])
    sums = [part.reshape(*kernel.values.shape[:2], -1) for part, kernel in zip(split, beam_kernels, strict=True)]
    return tuple(BeamKernels(kernel.size, kernel.used, total) for kernel, total in zip(beam_kernels, sums, strict=True))


def _check_validity(
    process: Process,
    response: DetectorResponse,
    recoil: Reals,
    widths: Reals,
    rates: tuple[tuple[BeamKernels, ...], tuple[BeamKernels, ...]],
) -> None:
    """Warn if recoils at which the cross section is uncertain make more than a small fraction of a bin."""
    low = recoil < process.valid_from
    if not low.any():
        return
    beam_kernels, folded = rates
    below = tuple(BeamKernels(kernel.size, kernel.used, kernel.values[..., low]) for kernel in beam_kernels)
    outside = _size(_over_recoils(response, recoil[low], widths[low], below))
    fraction = float(np.max(outside / np.maximum(_size(folded), 1e-300)))
    if fraction > _OUTSIDE:
        warn_user(
            f"{process.complaint(float(recoil[0]))}: up to {100 * fraction:.0f} % of a bin comes from there",
            ValidityWarning,
        )


def _size(rates: tuple[BeamKernels, ...]) -> Reals:
    """Size of each kernel in each bin, of all beams together."""
    return np.asarray(np.sum([np.abs(rate.values).max(axis=1, initial=0.0) for rate in rates], axis=0))


def _largest_change(before: tuple[BeamKernels, ...], after: tuple[BeamKernels, ...]) -> float:
    """Largest change of a bin, of all beams together, relative to that bin's size of the same kernel.

    Bins that hold less than 1e-9 of the largest one, in the tails of a resolution, are judged as if they held that.
    """
    changes = tuple(
        BeamKernels(new.size, new.used, new.values - old.values) for old, new in zip(before, after, strict=True)
    )
    size = _size(after)
    size = np.maximum(size, _TAIL * size.max(axis=-1, keepdims=True, initial=0.0))
    return float(np.max(_size(changes) / np.where(size > 0, size, 1.0), initial=0.0))
