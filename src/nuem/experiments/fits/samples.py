r"""Bayesian sampling of a fit, with the prior in the open.

For a dipole of d real numbers and modulus r a prior flat in all of them is r^{d-1} dr: volume keeps the modulus from zero and weakens
limits by itself. "flat in mu^2" has a uniform direction and the density r dr, so p = r^{2-d} in the elements.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.inference.many_parameters.minima import random_starts
from nuem.inference.many_parameters.parametric import Parametric
from nuem.numerics import checks
from nuem.numerics.brief import brief

Array = NDArray[np.float64]

PRIORS: Final = ("flat in mu^2", "flat")
_BURN_IN = 0.25
_RANGE = 1e4  # largest parameter in units of its scale: a proper prior


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Draws from the posterior of a fit."""

    names: tuple[str, ...]
    """Of the parameters, then of the nuisances."""
    units: tuple[str, ...]
    chains: Array
    """(walkers, steps, names), in their units."""
    log_posterior: Array
    """(walkers, steps), up to a constant."""
    prior: str
    """Of the dipole, one of `PRIORS`."""
    acceptance: float
    """Mean fraction of accepted moves."""
    priors: Mapping[str, str] = field(default_factory=dict)
    """Of every parameter and nuisance, in words with numbers in their units."""

    __repr__ = brief

    @property
    def flat(self) -> Array:
        """All draws, (draws, names)."""
        return self.chains.reshape(-1, self.chains.shape[-1])

    def of(self, name: str) -> Array:
        """Draws of a parameter, or of the modulus of a complex number such as "Lambda_1"."""
        if name in self.names:
            return np.asarray(self.flat[:, self.names.index(name)])
        parts = [f"{part} {name}" for part in ("Re", "Im")]
        if not all(part in self.names for part in parts):
            raise ValueError(f"{name!r} is not one of the parameters {', '.join(self.names)}")
        return np.asarray(np.hypot(*(self.flat[:, self.names.index(part)] for part in parts)))


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Draws of parameters in units of their scales, and of nuisances."""

    chains: Array
    """(walkers, steps, parameters and nuisances)."""
    log_posterior: Array
    """(walkers, steps), up to a constant."""
    acceptance: float


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """The posterior density of parameters and nuisances."""

    model: Parametric
    dipole: NDArray[np.intp]
    """Places of the elements of the dipole."""
    best: Array
    """Parameters around which the draws begin."""
    prior: str
    """Of the dipole, one of `PRIORS`."""

    def __post_init__(self) -> None:
        checks.choice("prior", self.prior, PRIORS)

    def samples(self, draws: Draws, labels: tuple[tuple[str, ...], tuple[str, ...], Array]) -> Samples:
        """Draws in their units; `labels` are names, units and scales of the parameters."""
        names, units, scales = labels
        nuisances = self.model.likelihood.nuisances
        return Samples(
            names=(*names, *nuisances),
            units=(*units, *("1" for _ in nuisances)),
            chains=draws.chains * np.concatenate([scales, np.ones(len(nuisances))]),
            log_posterior=draws.log_posterior,
            prior=self.prior,
            priors=self._priors(names, units, scales),
            acceptance=draws.acceptance,
        )

    def _priors(self, names: Sequence[str], units: Sequence[str], scales: Array) -> dict[str, str]:
        """Every prior in words."""
        model, result = self.model, {}
        for k, (name, unit, scale) in enumerate(zip(names, units, scales, strict=True)):
            low, high = (f"{scale * np.clip(end, -_RANGE, _RANGE):.3g}" for end in (model.low[k], model.high[k]))
            words = f"flat from {low} to {high} {unit}"
            if k in self.dipole and self.prior != "flat":
                words = f"flat in the sum of the squares of the {len(self.dipole)} numbers of the dipole, each from {low} to {high} {unit}"
            if model.weights[k]:
                error = scale / np.sqrt(model.weights[k])
                words += f", times normal around {scale * model.centres[k]:.3g} with the error {error:.3g} {unit}"
            result[name] = words.removesuffix(" 1")
        for nuisance in model.likelihood.parameters:
            flat = f"flat from {nuisance.low:g} to {nuisance.high:g}, relative to the nominal value"
            result[nuisance.name] = "normal, in units of its error" if nuisance.pull else flat
        return result

    def draw(self, steps: int, *, walkers: int | None, seed: int) -> Draws:
        """Draw with emcee's affine-invariant ensemble [ForemanMackey:2012ig].

        Raises
        ------
        ValueError
            For too few walkers or steps.
        ImportError
            Without emcee.
        """
        from emcee import EnsembleSampler

        size = len(self.best) + len(self.model.likelihood.pulls.weights)
        count = 2 * size + 2 if walkers is None else walkers
        if count < 2 * size or steps < 1:
            raise ValueError(
                f"walkers = {count} must be at least twice the {size} parameters and nuisances, and steps positive"
            )
        random = np.random.RandomState(seed)
        sampler = EnsembleSampler(count, size, self._density, vectorize=True)
        sampler.random_state = random.get_state()
        state = sampler.run_mcmc(self._start(count, random), max(1, int(_BURN_IN * steps)))
        sampler.reset()
        sampler.run_mcmc(state, steps)
        acceptance = float(np.mean(sampler.acceptance_fraction))
        return Draws(np.swapaxes(sampler.get_chain(), 0, 1), sampler.get_log_prob().T, acceptance)

    def _density(self, points: Array) -> Array:
        """Its logarithm, up to a constant."""
        model, pulls, p = self.model, self.model.likelihood.pulls, len(self.best)
        low, high = np.concatenate([model.low, pulls.low]), np.concatenate([model.high, pulls.high])
        inside = np.all((points >= low) & (points <= high), axis=1) & (np.abs(points[:, :p]).max(axis=1) < _RANGE)
        at = np.clip(points, np.maximum(low, -_RANGE), np.minimum(high, _RANGE))
        value = -model.at(at[:, :p], at[:, p:]) / 2
        if self.prior != "flat" and len(self.dipole):
            modulus = np.maximum(np.linalg.norm(at[:, self.dipole], axis=1), 1e-300)
            value = value + (2 - len(self.dipole)) * np.log(modulus)
        return np.where(inside & np.isfinite(value), value, -np.inf)

    def _start(self, count: int, random: np.random.RandomState) -> Array:
        """Points around the minimum, as far as the counts visibly change."""
        model, pulls = self.model, self.model.likelihood.pulls
        spread = 0.3 * random_starts(model, count, np.random.default_rng(random.randint(2**31)))
        theta = np.clip(self.best + spread, model.low, model.high)
        nuisances = model.profile(theta)[1]
        moved = nuisances + 0.05 * random.normal(size=nuisances.shape)
        return np.concatenate([theta, np.clip(moved, pulls.low, pulls.high)], axis=1)
