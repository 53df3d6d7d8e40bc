"""Whether the p-values of `nuem.experiments.compare_natures` are what they say: writes docs/natures_calibration.csv.

    python scripts/natures_calibration.py [data sets for each truth, 120 if not given]

Two problems, each with a known background; all dipoles of Majorana neutrinos (six real numbers) against all of Dirac ones (nine). "moments": four
counts, of neutrinos of each flavour at a short baseline and of the Sun; a Majorana dipole makes any four that obey the triangle inequality.
"matrix": nine counts of nine states of neutrinos, which together measure all of lambda^dagger lambda. For each true vertex many data sets are
drawn. Each is fitted with both hypotheses, and its p-value, of Majorana neutrinos, comes from pseudo-data of its own. If they are Majorana it lies
below alpha in a fraction alpha of the data sets, or less often where it is 1 for many of them; otherwise, more often is power. Dirac neutrinos
have no p-value: their dipoles contain those of Majorana neutrinos.
"""

import csv
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.fits.natures import Contained
from nuem.experiments.fits.parametrisation import Parametrisation, parametrisation
from nuem.experiments.predicting.coupling import Nature
from nuem.flavour import Mixing, majorana_vertex
from nuem.inference import Component, Dataset, Likelihood, Poisson
from nuem.inference.many_parameters.likelihood_ratio import likelihood_ratio
from nuem.inference.many_parameters.minima import Minimum, minima, random_starts
from nuem.inference.many_parameters.parametric import Parametric
from nuem.numerics.spread import in_order
from nuem.scattering.bilinear import rate_numbers
from nuem.vertex import Vertex

MIXING: Final = Mixing.nufit()
SCALE: Final = 1e-11  # mu_B
GAIN, BACKGROUND = 40.0, 100.0  # events of an effective moment of 1e-11 mu_B, and without any
SOLAR: Final = 0.55, 0.36, 0.09  # weights of the mass states
LEVELS: Final = 0.05, 0.1, 0.2, 0.3
TOYS: Final = 60
NATURES: Final[tuple[Nature, Nature]] = ("majorana", "dirac")

U: Final = MIXING.matrix
SHORT: Final = [np.outer(row.conj(), row) for row in U]
PAIRS: Final = [(0, 1, 1), (0, 2, 1), (1, 2, 1), (0, 1, 1j), (0, 2, 1j), (1, 2, 1j)]  # what flavours become on the way


def superposed(a: int, b: int, phase: complex) -> NDArray[np.complex128]:
    """The state of two flavours with a phase between them."""
    row = (U[a] + phase * U[b]) / np.sqrt(2)
    return np.outer(row.conj(), row)


STATES: Final = {
    "moments": np.array([*SHORT, np.diag(SOLAR).astype(complex)]),
    "matrix": np.array([*SHORT, *(superposed(*pair) for pair in PAIRS)]),
}
TRUTHS: Final = {
    "no moment": Vertex("dirac"),
    "Majorana, Lambda = (3, 2i, 2)": majorana_vertex(SCALE * np.array([3, 2j, 2])),
    "Dirac, diagonal (3, 1, 1)": Vertex.from_dipole("dirac", SCALE * np.diag([3.0, 1.0, 1.0])),
}


def hypothesis(
    nature: Nature, states: NDArray[np.complex128], observed: NDArray[np.float64]
) -> tuple[Parametrisation, Parametric]:
    """All dipoles of a nature against counts of neutrinos in some states."""
    chosen = parametrisation(["dipole"], nature=nature, mixing=MIXING, basis="mass")
    numbers = rate_numbers(np.zeros(len(states)), [np.zeros_like(states)] * 5 + [GAIN / SCALE**2 * states])
    background = Component("background", np.full(len(states), BACKGROUND), 0.0)
    data = Dataset("counts", Poisson(observed), ({},), (background,))
    infinite, none = np.full(len(chosen.names), np.inf), np.zeros(len(chosen.names))
    low = -infinite
    low[list(chosen.diagonal)] = 0.0
    model = Parametric(
        Likelihood([data]), [numbers[None, None]], chosen.features, chosen.names, low, infinite, none, none
    )
    return chosen, model


def best(model: Parametric, seed: int, more: NDArray[np.float64] | None = None) -> Minimum:
    """The lowest minimum."""
    random = np.random.default_rng(seed)
    starts = random_starts(model, 8, random)
    return minima(model, starts if more is None else np.concatenate([starts, more]), random=random)[0]


def p_value(states: NDArray[np.complex128], truth: Vertex, toys: int, seed: int) -> float:
    """Of the Majorana hypothesis, for one data set."""
    weight = truth.dipole.conj().T @ truth.dipole
    mean = BACKGROUND + GAIN / SCALE**2 * np.einsum("bij,ji->b", states, weight).real
    observed = np.random.default_rng([seed, 77]).poisson(mean).astype(float)
    (majorana, first), (dirac, second) = (hypothesis(nature, states, observed) for nature in NATURES)
    contained = Contained(majorana, dirac)
    one = best(first, seed)
    other = best(second, seed, contained(one.theta[None]) + 1e-3)
    hypotheses = (first, one), (second, other)
    return likelihood_ratio(*hypotheses, toys=toys, seed=seed, starts=3, contained=contained).p_value


def main() -> None:
    """The table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 120
    rows = []
    with ProcessPoolExecutor(2) as pool:
        for problem, states in STATES.items():
            for name, truth in TRUTHS.items():
                found = np.array(in_order(partial(p_value, states, truth, TOYS), range(number), pool))
                fractions = [f"{np.mean(found <= level):.3f}" for level in LEVELS]
                rows.append([problem, name, number, *fractions])
                print(*rows[-1], flush=True)
    with (Path(__file__).parents[1] / "docs" / "natures_calibration.csv").open(
        "w", encoding="utf-8", newline=""
    ) as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["problem", "truth", "data sets", *(f"p <= {level:g}" for level in LEVELS)])
        table.writerows(rows)


if __name__ == "__main__":
    main()
