"""Dirac or Majorana: which of the two dipoles fits data better, and by how much more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.fits.global_fit import fit
from nuem.experiments.fits.parametrisation import Parametrisation
from nuem.experiments.fits.result import Fit
from nuem.experiments.predicting.predictable import Experiment
from nuem.flavour import Mixing, effective_moment, triangle_excess
from nuem.inference.many_parameters.likelihood_ratio import LikelihoodRatio, likelihood_ratio
from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.vertex import Vertex

FLAVOURS = ("e", "mu", "tau")


@dataclass(frozen=True, slots=True, eq=False)
class Natures:
    """The dipoles of Dirac and of Majorana neutrinos, fitted to the same data."""

    majorana: Fit
    dirac: Fit
    ratio: LikelihoodRatio
    """Majorana, the first hypothesis, against Dirac, which contains it: scattering sees lambda^dagger lambda, and that of a Majorana dipole is
    one of them. So data can speak against Majorana neutrinos, and never against Dirac ones."""
    moments: dict[str, tuple[float, float, float]]
    """Effective moments of e, mu and tau at a short baseline where each fits best [mu_B]."""
    triangle: dict[str, float]
    """mu_a^2 - mu_b^2 - mu_c^2 of the largest of them [mu_B^2]; positive only for Dirac neutrinos."""

    __repr__ = brief


@dataclass(frozen=True, slots=True, eq=False)
class Contained:
    """From the parameters of Majorana dipoles to those of Dirac ones with the same lambda^dagger lambda."""

    majorana: Parametrisation
    dirac: Parametrisation

    def __call__(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """(batch, p) to (batch, p)."""
        vertices = (Vertex.from_dipole("dirac", self.majorana.vertex(point).dipole) for point in theta)
        return np.stack([self.dirac.reached(vertex) for vertex in vertices])


def compare_natures(
    experiments: Experiment | str | Path | Sequence[Experiment | str | Path],
    *,
    mixing: Mixing | None = None,
    toys: int = 200,
    seed: int = 1,
    starts: int = 16,
    executor: Executor | None = None,
) -> Natures:
    """Likelihood ratio of the Majorana and the Dirac dipole, with pseudo-data, and the triangle inequality of the fitted moments.

    Parameters
    ----------
    experiments
        As in `nuem.fit`.
    mixing : Mixing, optional
        NuFIT's best fit if not given.
    toys : int, optional
        Pseudo-experiments, drawn where the Majorana dipole fits best.
    seed : int, optional
        Of the pseudo-experiments and of the searches.
    starts : int, optional
        As in `nuem.fit`.
    executor : concurrent.futures.Executor, optional
        Where blocks of pseudo-experiments are fitted; the result is the same.

    Returns
    -------
    Natures
    """
    number = checks.whole("toys", toys, 1)
    central = Mixing.nufit() if mixing is None else mixing
    majorana = fit(experiments, ["dipole"], nature="majorana", mixing=central, starts=starts, seed=seed)
    dirac = fit(experiments, ["dipole"], nature="dirac", mixing=central, starts=starts, seed=seed)
    assert majorana.directions is not None
    assert dirac.directions is not None
    ratio = likelihood_ratio(
        (majorana.model, majorana.minima[0]), (dirac.model, dirac.minima[0]), toys=number, seed=seed,
        contained=Contained(majorana.directions, dirac.directions), executor=executor,
    )  # fmt: skip
    moments = {}
    for name, result in (("majorana", majorana), ("dirac", dirac)):
        first, second, third = (float(effective_moment(result.vertex, central, flavour)) for flavour in FLAVOURS)
        moments[name] = (first, second, third)
    triangle = {name: float(triangle_excess(np.array(components))) for name, components in moments.items()}
    return Natures(majorana, dirac, ratio, moments, triangle)
