"""Kernels of a process in a beam at given recoils: coefficients of the process times moments of the beam."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.flavour import Mixing
from nuem.rates.beam import Beam
from nuem.rates.moments import Moments, moments
from nuem.rates.process import Process
from nuem.scattering.bilinear import unpack
from nuem.scattering.term import Term

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class BeamKernels:
    """Kernels of one beam."""

    size: int
    """Number of neutrinos n."""
    used: NDArray[np.intp]
    """Which of the n^2 real numbers of a hermitian matrix are not zero."""
    values: Reals
    """(kernels, used, recoils), or (kernels, used, bins) once folded [cm^-2 s^-1 MeV^-1 times cm^2 of one atom]."""

    @property
    def packed(self) -> Reals:
        """All numbers of hermitian matrices, (recoils or bins, kernels, n^2)."""
        full = np.zeros((self.values.shape[2], self.values.shape[0], self.size**2))
        full[..., self.used] = self.values.transpose(2, 0, 1)
        return full

    @property
    def matrices(self) -> NDArray[np.complex128]:
        """As hermitian matrices, (recoils or bins, kernels, n, n)."""
        return unpack(self.packed)


def kernels_at(
    process: Process, beams: tuple[Beam, ...], mixing: Mixing, recoil: Reals, *, average: bool
) -> tuple[BeamKernels, ...]:
    """Kernels of every beam per atom (formula unit) at recoils [MeV], ascending.

    Parameters
    ----------
    average : bool
        Whether oscillations too fast for any detector are averaged over, where the integral over energies begins.
    """
    by_beam = {}
    for sign in {beam.antineutrino for beam in beams}:
        same_sign = [beam for beam in beams if beam.antineutrino is sign]
        of_sign = _kernels(same_sign, mixing, process.terms(recoil, antineutrino=sign), average)
        by_beam.update({id(beam): kernels for beam, kernels in zip(same_sign, of_sign, strict=True)})
    return tuple(by_beam[id(beam)] for beam in beams)


def _kernels(beams: list[Beam], mixing: Mixing, terms: tuple[Term, ...], average: bool) -> list[BeamKernels]:
    """Those of beams that share the terms, side by side."""
    lowest = min(float(term.minimum_energy.min()) for term in terms)
    plain = [moments(beam, mixing, lowest) for beam in beams]

    def contracted(coefficients: Reals, integrals: list[Moments], energy: Reals) -> Reals:
        columns = np.concatenate([beam.at(energy, average=average) for beam in integrals], axis=1)
        return np.asarray(np.einsum("knr,nur->kur", coefficients, columns))

    total = contracted(terms[0].coefficients, plain, terms[0].minimum_energy)
    for term in terms[1:]:
        total += contracted(term.coefficients, plain, term.minimum_energy)
    splits = np.cumsum([len(kernel.used) for kernel in plain])[:-1]
    result = [
        BeamKernels(kernel.size, kernel.used, part)
        for kernel, part in zip(plain, np.split(total, splits, axis=1), strict=True)
    ]
    for term in terms:
        if term.logarithmic is not None:
            for kernel, beam in zip(result, beams, strict=True):
                rising = moments(beam, mixing, lowest, logarithmic=True)
                kernel.values[:, np.searchsorted(kernel.used, rising.used)] += contracted(
                    term.logarithmic, [rising], term.minimum_energy
                )
    return result
