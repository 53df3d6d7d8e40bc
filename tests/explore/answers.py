"""What Python says of a few vertices, and how the browser is asked for the same."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from nuem.astro.stars import bounds
from nuem.experiments import Experiment, Prediction, experiment
from nuem.flavour import Mixing, averaged_effective_moment, effective_moment
from nuem.inference.data import Covariance, Gaussian
from nuem.sources.solar_matter import solar_probabilities
from nuem.vertex import Vertex
from nuem.vertex.form_factors import FORM_FACTORS

ORDERINGS = ("normal", "inverted")


def correlated() -> Experiment:
    """Super-Kamiokande with errors that are correlated, as no experiment of the package has them."""
    known = experiment("superk_iv")
    assert isinstance(known.data, Gaussian)
    errors = known.data.errors
    matrix = np.diag(errors**2) * 0.7 + np.outer(errors, errors) * 0.3
    return replace(known, name="correlated", data=Covariance(known.data.observed, matrix))


EXPERIMENTS: tuple[Experiment | str, ...] = (
    "xenonnt", "coherent_csi", "coherent_lar", "dresden2", "superk_iv", "gemma", "xenon1t_sr1", correlated(),
)  # fmt: skip


def opened(browser: Any, page: Path, address: str = "", **options: Any) -> Any:
    """The page in a tab, all its drawing done; what went wrong and what was asked of the network is noted in it."""
    words = {"viewport": {"width": 1280, "height": 900}, "offline": True, **options}
    tab = browser.new_context(**words).new_page()
    tab.complaints, tab.requests = [], []
    tab.on("console", lambda message: tab.complaints.append(message.text))
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    tab.on("request", lambda request: tab.requests.append(request.url.partition("#")[0]))
    tab.goto(page.as_uri() + address)
    tab.wait_for_function("document.body.dataset.done", timeout=60_000)
    return tab


@dataclass(frozen=True)
class Case:
    """A vertex, and what Python says of it."""

    name: str
    mixing: str
    vertex: Vertex
    prediction: Prediction

    @property
    def record(self) -> dict[str, Any]:
        """For the browser."""
        return {
            "name": self.name,
            "mixing": self.mixing,
            "vertex": as_record(self.vertex),
            "counts": self.prediction.counts(self.vertex).tolist(),
            "deviance": self.prediction.likelihood.profile(self.vertex),
            "moments": moments(self.vertex, self.prediction.mixing),
        }


def as_record(vertex: Vertex) -> dict[str, Any]:
    """A vertex as the browser takes it."""
    matrices = {name: [[[z.real, z.imag] for z in row] for row in getattr(vertex, name)] for name in FORM_FACTORS}
    return {"nature": vertex.nature, **matrices}


def moments(vertex: Vertex, mixing: Mixing) -> list[float]:
    """Effective moments in the order of the page."""
    sun = [
        averaged_effective_moment(vertex, solar_probabilities(energy, mixing, component=component))
        for component, energy in (("pp", 0.3), ("Be7", 0.862), ("B8", 10.0))
    ]
    reactor = effective_moment(vertex, mixing, "e", antineutrino=True)
    return [
        float(value)
        for value in (reactor, *sun, *(effective_moment(vertex, mixing, flavour) for flavour in ("mu", "tau")))
    ]


def random_vertices(seed: int) -> list[Vertex]:
    """Dirac and Majorana, every matrix filled, from small to excluded."""
    random = np.random.default_rng(seed)

    def hermitian(size: float) -> np.ndarray:
        matrix = random.normal(size=(3, 3)) + 1j * random.normal(size=(3, 3))
        return np.asarray(size * (matrix + matrix.conj().T) / 2)

    def real(size: float, sign: int) -> np.ndarray:
        matrix = random.normal(size=(3, 3))
        return np.asarray(size * (matrix + sign * matrix.T))

    large = 10 ** random.uniform(-1, 0.7)
    return [
        Vertex("dirac", magnetic=hermitian(1e-11 * large), electric=hermitian(1e-11), charge=hermitian(3e-13 * large),
               charge_radius=hermitian(3e-32 * large), anapole=hermitian(3e-33)),
        Vertex("majorana", magnetic=1j * real(1e-11, -1), electric=1j * real(1e-11 * large, -1), charge=1j * real(1e-13, -1),
               charge_radius=1j * real(1e-32, -1), anapole=real(3e-33 * large, 1)),
    ]  # fmt: skip


COMPARE = """(records) => {
  const worst = { counts: 0, deviance: 0, moments: 0 };
  const far = (name, mine, theirs, floor) => { const d = Math.abs(mine - theirs) / Math.max(Math.abs(theirs), floor); if (!(d <= worst[name])) worst[name] = d; };
  for (const { name, mixing, vertex, counts, deviance, moments } of records) {
    nuem.counts(name, vertex, { mixing }).forEach((n, b) => far("counts", n, counts[b], 1e-300));
    far("deviance", nuem.deviance(name, vertex, { mixing }), deviance, 1);
    Object.values(nuem.moments(vertex, { mixing })).forEach((m, k) => far("moments", m, moments[k], 1e-300));
  }
  return worst;
}"""
"""Largest relative differences between the browser and Python."""


def star_sizes(vertex: Vertex, mixing: Mixing) -> list[tuple[str, float, float]]:
    """Name, size of the vertex and bound of every star that has something to say."""
    return [
        (bound.name, bound.of_vertex, bound.value) for bound in bounds(vertex, mixing) if bound.of_vertex is not None
    ]
