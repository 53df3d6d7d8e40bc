r"""Bayesian sampling of a fit, with the prior in the open.

For a dipole of d real numbers and modulus r a prior flat in all of them is r^{d-1} dr: volume keeps the modulus from zero and weakens
limits by itself. "flat in mu^2" has a uniform direction and the density r dr, so p = r^{2-d} in the elements.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from nuem.numerics import checks

if TYPE_CHECKING:
    from nuem.experiments.fit_result import Fit

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
    acceptance: float
    """Mean fraction of accepted moves."""

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
            raise ValueError(f"{name!r} is none of the parameters {', '.join(self.names)}")
        return np.asarray(np.hypot(*(self.flat[:, self.names.index(part)] for part in parts)))


def sample(fit: "Fit", steps: int, *, prior: str, walkers: int | None, seed: int) -> Samples:
    """Draw from the posterior with emcee's affine-invariant ensemble [ForemanMackey:2012ig].

    Raises
    ------
    ValueError
        For an unknown prior, too few walkers or steps.
    ImportError
        Without emcee.
    """
    from emcee import EnsembleSampler

    checks.choice("prior", prior, PRIORS)
    model = fit.model
    pulls = model.likelihood.pulls
    p, size = len(fit.names), len(fit.names) + len(pulls.weights)
    count = 2 * size + 2 if walkers is None else walkers
    if count < 2 * size or steps < 1:
        raise ValueError(
            f"walkers = {count} must be at least twice the {size} parameters and nuisances, and steps positive"
        )
    dipole = _dipole(fit)
    low, high = np.concatenate([model.low, pulls.low]), np.concatenate([model.high, pulls.high])

    def log_posterior(points: Array) -> Array:
        inside = np.all((points >= low) & (points <= high), axis=1) & (np.abs(points[:, :p]).max(axis=1) < _RANGE)
        at = np.clip(points, np.maximum(low, -_RANGE), np.minimum(high, _RANGE))
        value = -model.at(at[:, :p], at[:, p:]) / 2
        if prior != "flat" and len(dipole):
            value = value + (2 - len(dipole)) * np.log(np.maximum(np.linalg.norm(at[:, dipole], axis=1), 1e-300))
        return np.where(inside & np.isfinite(value), value, -np.inf)

    random = np.random.RandomState(seed)
    sampler = EnsembleSampler(count, size, log_posterior, vectorize=True)
    sampler.random_state = random.get_state()
    state = sampler.run_mcmc(_start(fit, count, random), max(1, int(_BURN_IN * steps)))
    sampler.reset()
    sampler.run_mcmc(state, steps)
    scales = np.concatenate([fit.scales, np.ones(size - p)])
    return Samples(
        names=(*fit.names, *model.likelihood.nuisances),
        units=(*(fit.units[name] for name in fit.names), *("1" for _ in pulls.weights)),
        chains=np.swapaxes(sampler.get_chain(), 0, 1) * scales,
        log_posterior=sampler.get_log_prob().T,
        prior=prior,
        acceptance=float(np.mean(sampler.acceptance_fraction)),
    )


def _dipole(fit: "Fit") -> NDArray[np.intp]:
    """Places of the elements of the dipole."""
    directions = () if fit.directions is None else fit.directions.directions
    return np.flatnonzero([bool(np.any(one.vertex.dipole)) for one in directions])


def _start(fit: "Fit", count: int, random: np.random.RandomState) -> Array:
    """Points around the minima, as far as the counts visibly change."""
    from nuem.inference.minima import random_starts

    model = fit.model
    spread = 0.3 * random_starts(model, count, np.random.default_rng(random.randint(2**31)))
    pulls = model.likelihood.pulls
    theta = np.clip(fit.minima[0].theta + spread, model.low, model.high)
    nuisances = model.profile(theta)[1]
    moved = nuisances + 0.05 * random.normal(size=nuisances.shape)
    return np.concatenate([theta, np.clip(moved, pulls.low, pulls.high)], axis=1)
