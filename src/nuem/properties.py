"""What follows from a vertex: the effective moments that experiments see, decays, and the neutrino mass that a moment implies."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import SupportsFloat

from nuem.astro.radiation.radiative_decay import lifetime, photon_energy, rate
from nuem.flavour import Mixing, effective_moment, lambdas
from nuem.models import NaturalnessBound, mass_correction, natural_moment
from nuem.numerics import checks
from nuem.sources import beam_effective_moment, pion_decay_at_rest, solar_effective_moment
from nuem.typing import ComplexArray
from nuem.units import GeV, MeV, TeV, eV, km, m
from nuem.vertex import Vertex


@dataclass(frozen=True, slots=True)
class Decay:
    """A radiative decay nu_i -> nu_j + photon at rest."""

    name: str
    rate: float
    """[1/s]"""
    photon_energy: float
    """[MeV]"""
    lifetime: float
    """Mean life of the initial neutrino, over all its radiative decays [s]."""


@dataclass(frozen=True, slots=True)
class Naturalness:
    """The mass that the largest moment implies, and the moments that would be natural."""

    scale: float
    """Of new physics [MeV]."""
    largest_moment: float
    """Largest element of the dipole matrix [mu_B]."""
    mass_correction: float
    """[MeV]"""
    bounds: tuple[NaturalnessBound, ...]
    """Natural moments for a mass correction of 1 eV."""


@dataclass(frozen=True, slots=True, eq=False)
class Observables:
    """Observable consequences of a vertex, computed by `observables`."""

    effective_moments: dict[str, float]
    """Experiment to effective moment [mu_B]."""
    decays: tuple[Decay, ...]
    naturalness: Naturalness
    lambdas: ComplexArray | None
    """Lambda_1, Lambda_2, Lambda_3 of three Majorana neutrinos [mu_B]."""

    def __repr__(self) -> str:
        moments = list(self.effective_moments.values())
        return f"Observables({len(moments)} effective moments, {min(moments):.3g} to {max(moments):.3g} mu_B, {len(self.decays)} decays)"


def observables(vertex: Vertex, mixing: Mixing, *, scale: float = 1 * TeV) -> Observables:
    """The effective moments of each kind of experiment, the radiative decays and the naturalness of a vertex.

    Parameters
    ----------
    vertex : Vertex
    mixing : Mixing
    scale : float, optional
        Scale of new physics, for naturalness [MeV].

    Raises
    ------
    ValueError
        If vertex and mixing have different numbers of neutrinos, or for a scale that is not positive.

    Examples
    --------
    >>> from nuem import Mixing
    >>> from nuem.models import minimal_dirac
    >>> mixing = Mixing.nufit()
    >>> f"{observables(minimal_dirac(mixing), mixing).effective_moments['Sun, B8 at 10 MeV']:.1e} mu_B"
    '3.6e-21 mu_B'
    """
    checks.single("vertex", vertex)
    checks.known("mixing", mixing, checks.MIXING)
    if vertex.size != mixing.size:
        raise ValueError(f"the vertex has {vertex.size} neutrinos; the mixing has {mixing.size}")
    largest = float(abs(vertex.dipole).max())
    new_physics = float(checks.positive("scale", checks.number("scale", scale, "MeV"), "MeV"))
    return Observables(
        effective_moments=_effective_moments(vertex, mixing),
        decays=tuple(
            Decay(f"nu_{i + 1} -> nu_{j + 1} gamma", float(rate(vertex, mixing, i, j)), float(photon_energy(mixing, i, j)), float(lifetime(vertex, mixing, i)))
            for i in range(mixing.size)
            for j in range(mixing.size)
            if photon_energy(mixing, i, j) > 0
        ),
        naturalness=Naturalness(
            new_physics,
            largest,
            float(mass_correction(largest, new_physics)),
            tuple(natural_moment(vertex.nature, 1 * eV, new_physics, flavours=("e", "tau"))),
        ),
        lambdas=lambdas(vertex) if vertex.nature == "majorana" and vertex.size == 3 else None,
    )  # fmt: skip


def _effective_moments(vertex: Vertex, mixing: Mixing) -> dict[str, float]:
    """Effective moment [mu_B] in the experiments that there are."""
    prompt, pions = pion_decay_at_rest(delayed=0), pion_decay_at_rest()
    moments: dict[str, SupportsFloat] = {
        "reactor, short baseline: antinu_e": effective_moment(vertex, mixing, "e", antineutrino=True),
        "beam, short baseline: nu_mu": effective_moment(vertex, mixing, "mu"),
        "beam, short baseline: nu_tau": effective_moment(vertex, mixing, "tau"),
        "stopped pions, 30 m: nu_mu, antinu_mu, nu_e": beam_effective_moment(vertex, mixing, pions, baseline=30 * m),
        "stopped pions, prompt only: nu_mu": beam_effective_moment(vertex, mixing, prompt, baseline=30 * m),
        "long baseline, 295 km at 0.6 GeV: nu_mu": effective_moment(vertex, mixing, "mu", baseline=295 * km, energy=0.6 * GeV),
        "long baseline, 295 km at 0.6 GeV: antinu_mu": effective_moment(vertex, mixing, "mu", baseline=295 * km, energy=0.6 * GeV, antineutrino=True),
        "oscillations averaged: antinu_e": effective_moment(vertex, mixing, "e", baseline=inf, antineutrino=True),
        "Sun, pp at 0.3 MeV": solar_effective_moment(vertex, mixing, 0.3 * MeV, component="pp"),
        "Sun, Be7 at 0.862 MeV": solar_effective_moment(vertex, mixing, 0.862 * MeV, component="Be7"),
        "Sun, B8 at 10 MeV": solar_effective_moment(vertex, mixing, 10 * MeV, component="B8"),
    }  # fmt: skip
    return {name: float(value) for name, value in moments.items()}
