"""Kernels of a process in a beam at given recoils: coefficients of the process times moments of the beam."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.flavour import Mixing
from nuem.rates.beam import Beam
from nuem.rates.moments import moments
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
    def matrices(self) -> NDArray[np.complex128]:
        """As hermitian matrices, (recoils or bins, kernels, n, n)."""
        full = np.zeros((self.values.shape[2], self.values.shape[0], self.size**2))
        full[..., self.used] = self.values.transpose(2, 0, 1)
        return unpack(full)


def kernels_at(
    process: Process, beams: tuple[Beam, ...], mixing: Mixing, recoil: Reals, *, average: bool
) -> tuple[BeamKernels, ...]:
    """Kernels of every beam per atom (formula unit) at recoils [MeV], ascending.

    Parameters
    ----------
    average : bool
        Whether oscillations too fast for any detector are averaged over, where the integral over energies begins.
    """
    terms = {sign: process.terms(recoil, antineutrino=sign) for sign in {beam.antineutrino for beam in beams}}
    return tuple(_kernels(beam, mixing, terms[beam.antineutrino], average) for beam in beams)


def _kernels(beam: Beam, mixing: Mixing, terms: tuple[Term, ...], average: bool) -> BeamKernels:
    lowest = min(float(term.minimum_energy.min()) for term in terms)
    plain = moments(beam, mixing, lowest)
    total = np.zeros((terms[0].coefficients.shape[0], len(plain.used), terms[0].coefficients.shape[2]))
    for term in terms:
        total += np.einsum("knr,nru->kur", term.coefficients, plain.at(term.minimum_energy, average=average))
        if term.logarithmic is not None:
            rising = moments(beam, mixing, lowest, logarithmic=True).at(term.minimum_energy, average=average)
            total += np.einsum("knr,nru->kur", term.logarithmic, rising)
    return BeamKernels(plain.size, plain.used, total)
