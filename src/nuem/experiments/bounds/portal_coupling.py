"""The dipole that leads to a heavy neutral lepton, as a coupling of an experiment."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, get_args

import numpy as np

from nuem.experiments.predicting.binding import Binding
from nuem.experiments.predicting.coupling import Coupling
from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.shipped import known
from nuem.flavour import FLAVOURS as FLAVOURS_OF_NEUTRINOS
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.vertex import Vertex

Flavours = Literal["all", "coherent", "e", "mu", "tau"]
FLAVOURS: Final[tuple[Flavours, ...]] = get_args(Flavours)

_LARGEST: Final = 1e-3  # mu_B: a moment with which a detector must see an event at least


def portal_coupling(flavour: Flavours, mixing: Mixing) -> Coupling:
    """The dipole to heavy partners as a coupling: what a limit on it is a limit on.

    Parameters
    ----------
    flavour : {"all", "coherent", "e", "mu", "tau"}
        "all": the same moment for every flavour and mass state, with three heavy partners of one mass, lambda^dagger lambda = mu^2. A flavour: one
        partner that couples to it alone, lambda = mu U_a; its weight is the state itself, not its complement. "coherent": one partner with the same
        real moment to every flavour, lambda = mu sum_a U_a, whose effect depends on the phases of the mixing.
    mixing : Mixing

    Raises
    ------
    ValueError
        For an unknown flavour.
    """
    checks.choice("flavour", flavour, FLAVOURS)
    dipole = np.zeros((mixing.size, mixing.size), dtype=np.complex128)
    if flavour == "all":
        np.fill_diagonal(dipole, 1.0)
    else:
        coherent_flavours = FLAVOURS_OF_NEUTRINOS if flavour == "coherent" else (flavour,)
        dipole[0] = sum(mixing.matrix[mixing.index(flavour_name)] for flavour_name in coherent_flavours)
    name = "portal" if flavour == "all" else f"portal {flavour}"
    return Coupling(name, "magnetic", None, "dirac", Vertex.from_dipole("dirac", dipole))


def with_portal(experiments: Sequence[Experiment | str | Path], mass: float | None) -> list[Experiment | str | Path]:
    """Experiments for a dipole that leads to a heavy neutral lepton.

    Raises
    ------
    ValueError
        Without a mass.
    """
    if mass is None:
        raise ValueError('the coupling "portal" needs the mass of the heavy neutral lepton, such as mass = 0.1 [MeV]')
    return [known(experiment).with_portal(mass) for experiment in experiments]


def within_reach(binding: Binding, coupling: Coupling) -> bool:
    """Whether an experiment would see a heavy neutral lepton at all, for moments up to 1e-3 mu_B."""
    return bool(np.sum(binding.signal(coupling)[1:]) * (_LARGEST / coupling.scale) ** 2 >= 1)


def refuse_out_of_reach(bindings: Sequence[Binding], coupling: Coupling, mass: float) -> None:
    """Refuse a heavy neutral lepton that no experiment would see.

    Raises
    ------
    ValueError
        If none is within reach.
    """
    if not any(within_reach(binding, coupling) for binding in bindings):
        names = " and ".join(binding.experiment.name for binding in bindings)
        raise ValueError(
            f"mass = {mass:g} MeV is out of reach: neutrinos of {names} are not energetic enough to make so heavy a lepton with a recoil that is seen"
        )
