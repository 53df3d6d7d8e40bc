"""The prediction of an experiment with every option bound once: rates, data and nuisances."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.predicting.binding import Binding, curve
from nuem.experiments.predicting.coupling import Coupling, Nature, coupling
from nuem.experiments.predicting.derivation import derive
from nuem.experiments.predicting.factors import factors
from nuem.experiments.predicting.limit_result import Limit
from nuem.experiments.predicting.vertex_likelihood import VertexLikelihood
from nuem.experiments.setups.setup import Setup
from nuem.flavour import Mixing
from nuem.inference import Curve, Dataset, Likelihood
from nuem.inference.statistics import Statistic
from nuem.numerics import checks
from nuem.rates import RateTensor, Spectrum
from nuem.rates.spectrum import Axis
from nuem.scattering.atom import ElectronModel
from nuem.vertex import Vertex


@dataclass(frozen=True, eq=False)
class Prediction:
    """An experiment with its options; made by `Experiment.predict` or `nuem.experiments.predict`.

    Its rates are folded once, and every result that it gives carries its options.
    """

    binding: Binding
    """Every option, bound once."""

    @property
    def experiment(self) -> Setup:
        """The experiment."""
        return self.binding.experiment

    @property
    def mixing(self) -> Mixing:
        """Mixing and masses."""
        return self.binding.mixing

    @property
    def electrons(self) -> ElectronModel:
        """How electrons are bound."""
        return self.binding.electrons

    @property
    def sin2_theta_w(self) -> float:
        """Weak mixing angle."""
        return self.binding.sin2_theta_w

    @property
    def tensors(self) -> tuple[RateTensor, ...]:
        """Rates for every vertex: nominal, then at -1 and +1 sigma of each nuisance that changes the signal."""
        return self.binding.tensors

    @property
    def dataset(self) -> Dataset:
        """Data, backgrounds and nuisances."""
        return self.binding.dataset

    @cached_property
    def likelihood(self) -> VertexLikelihood:
        """-2 ln L as a function of the vertex."""
        return VertexLikelihood(self.tensors, Likelihood([self.dataset]))

    def counts(self, vertex: Vertex | None = None) -> NDArray[np.float64]:
        """Expected counts of all beams in each bin, without background; without a vertex the weak interaction alone."""
        return self.tensors[0].counts(vertex)

    def spectrum(self, vertex: Vertex | None = None, *, along: str | None = None) -> Spectrum:
        """Expected counts by what causes them, next to what was observed, with every nuisance at its nominal value.

        Parameters
        ----------
        vertex : Vertex, optional
            Without one the weak interaction alone; its leading axes are those of the components.
        along : {"energy", "time"}, optional
            Sum over the other axes of the bins; bin by bin if not given.

        Raises
        ------
        ValueError
            For an axis that the bins do not have.
        """
        parts = {name: part.sum(axis=-2) for name, part in self.tensors[0].parts(vertex).items()}
        return self._shown(parts | self._backgrounds(), along)

    def fitted(
        self, name: str | Vertex, value: float, *, nature: Nature = "dirac", along: str | None = None
    ) -> Spectrum:
        """Expected counts at one value of a coupling, with backgrounds and fluxes at their best for it.

        Parameters
        ----------
        name : str or Vertex
            The coupling, as in `limit`.
        value : float
            Such as the `value` or `best_fit` of a `Limit` [mu_B, e or cm^2].
        nature : {"dirac", "majorana"}, optional
        along : {"energy", "time"}, optional
            As in `spectrum`.

        Returns
        -------
        Spectrum
            Components "weak", "signal" (what the coupling adds, with its interference) and the backgrounds.

        Raises
        ------
        ValueError
            For unknown names, or an experiment without counts in bins.
        """
        if self._observed is None:
            raise ValueError(f"{self.experiment.name} has no counts in bins, so there is nothing to fit a spectrum to")
        curve = self.curve(coupling(name, nature=nature))
        x = coupling(name, nature=nature).x(value)
        nuisances = curve.profile(np.array([x]))[1]
        parts = curve.likelihood.models[0].parts(curve.signal.counts(x)[0][None], nuisances)
        weak = curve.likelihood.models[0].parts(curve.signal.counts(0.0)[0][None], nuisances)["signal"]
        shown = {"weak": weak, "signal": parts.pop("signal") - weak, **parts}
        return self._shown(shown, along)

    def curve(self, coupling: Coupling) -> Curve:
        """-2 ln L along a coupling."""
        return curve((self.binding,), coupling)

    def limit(
        self,
        coupling: str | Vertex = "moment",
        *,
        cl: float = 0.90,
        statistic: Statistic | str = "two-sided",
        nature: Nature = "dirac",
    ) -> Limit:
        """Limit on one coupling, all others being zero; see `nuem.limit`."""
        return derive((self.binding,), coupling, cl=cl, statistic=statistic, nature=nature)

    def factors(
        self, vertices: Vertex, *, cl: float = 0.90, statistic: Statistic | str = "two-sided"
    ) -> NDArray[np.float64]:
        """Hull of the allowed real factor of each of many vertices, all at once.

        Parameters
        ----------
        vertices : Vertex
            With leading axes; either all of dipoles alone, so that the factor is not negative, or none.
        cl : float, optional
        statistic : {"two-sided", "one-sided"}, optional
            As in `limit`; one-sided for dipoles.

        Returns
        -------
        numpy.ndarray
            (..., 2), infinite where the data exclude no factor.

        Raises
        ------
        ValueError
            For a statistic without a fixed threshold, or a model that is not linear in its nuisances.
        """
        return factors(self.binding, vertices, cl=cl, statistic=statistic)

    def _shown(self, parts: dict[str, NDArray[np.float64]], along: str | None) -> Spectrum:
        """A spectrum of the bins, or its projection on one of their axes."""
        bins, errors = self.experiment.bins, getattr(self.experiment.data, "errors", None)
        if bins.plain:
            axis, edges = bins.projections["energy"][2], bins.edges
        else:
            axis, edges = Axis("bin", "bin", 1.0), np.arange(bins.number + 1, dtype=np.float64)
        spectrum = Spectrum(edges, parts, self._observed, errors, axis)
        if along is None:
            return spectrum
        name = checks.choice("along", along, tuple(bins.projections))
        return spectrum.grouped(*bins.projections[name])

    def _backgrounds(self) -> dict[str, NDArray[np.float64]]:
        """Counts of each background, or of the one that was measured with the source off."""
        named = {background.name: background.nominal for background in self.dataset.backgrounds}
        return named or {"background": getattr(self.experiment.data, "background", np.zeros(len(self.counts())))}

    @property
    def _observed(self) -> NDArray[np.float64] | None:
        observed: NDArray[np.float64] | None = getattr(self.experiment.data, "observed", None)
        return observed

    def __repr__(self) -> str:
        return f"Prediction({self.experiment.name!r}, electrons={self.electrons.name!r})"
