"""Bayesian sampling of a fit: posteriors that are known in closed form, priors that are said, and ArviZ."""

import numpy as np
import pytest
from scipy.special import gammaincinv

import nuem
from nuem.experiments.fits.samples import Posterior
from nuem.inference import Component, Dataset, Likelihood
from nuem.inference.data import Gaussian
from nuem.inference.many_parameters.features import Quadratic
from nuem.inference.many_parameters.parametric import Parametric
from nuem.interop.arviz import inference_data

pytest.importorskip("emcee")


def one_square(elements: int, *, flux: float = 0.0) -> Parametric:
    """One measurement 0 +- 1 of the sum of the squares of parameters."""
    quadratic = 2.0 * np.eye(elements)[..., None]
    data = Dataset(
        "x", Gaussian(np.zeros(1), np.ones(1)), ({"flux": flux} if flux else {},), (Component("b", np.zeros(1), 0.0),)
    )
    features = Quadratic(np.zeros(1), np.zeros((elements, 1)), quadratic)
    infinite, none = np.full(elements, np.inf), np.zeros(elements)
    names = tuple(f"t{k}" for k in range(elements))
    return Parametric(Likelihood([data]), [np.ones((1, 1, 1, 1))], features, names, -infinite, infinite, none, none)


@pytest.mark.parametrize(("prior", "power"), [("flat in mu^2", 1), ("flat", 3)])
def test_limits_are_those_of_the_closed_form(prior: str, power: int) -> None:
    """Three complex elements: flat in them is x^2 dx for x = mu^2, which weakens the limit by volume alone."""
    posterior = Posterior(one_square(6), np.arange(6), np.zeros(6), prior)
    draws = posterior.draw(4000, walkers=24, seed=2)
    x = (draws.chains[..., :6] ** 2).sum(axis=-1).ravel()
    assert np.quantile(x, 0.9) == pytest.approx(np.sqrt(2 * gammaincinv(power / 2, 0.9)), rel=0.06)


def test_parameters_that_interfere_and_nuisances_have_the_posterior_of_a_gaussian() -> None:
    data = Dataset("x", Gaussian(np.array([5.0, 1.0]), np.array([0.5, 0.2])), ({},), (Component("b", np.ones(2), 0.3),))
    features = Quadratic(np.zeros(2), np.eye(2), np.zeros((2, 2, 2)))
    none, infinite = np.zeros(2), np.full(2, np.inf)
    model = Parametric(
        Likelihood([data]), [np.eye(2)[None, None]], features, ("a", "c"), -infinite, infinite, none, none
    )
    draws = Posterior(model, np.zeros(0, dtype=np.intp), np.array([4.0, 0.0]), "flat").draw(3000, walkers=16, seed=3)
    flat = draws.chains.reshape(-1, 3)
    expected = np.diag([0.25, 0.04]) + 0.3**2  # the measurements, and a common background known to 0.3
    np.testing.assert_allclose(flat[:, :2].mean(axis=0), [4.0, 0.0], atol=0.05)
    np.testing.assert_allclose(np.cov(flat[:, :2].T), expected, rtol=0.12, atol=0.01)
    assert flat[:, 2].std() == pytest.approx(1.0, rel=0.06)


def test_a_fit_goes_to_arviz_with_its_priors() -> None:
    arviz = pytest.importorskip("arviz")
    names = ["dipole", "charge_radius[e,e]"]
    found = nuem.fit("xenonnt", names[1:], nature="dirac", starts=4, priors={"charge_radius[e,e]": (0.0, 1e-32)})
    samples = found.sample(1500, seed=4)
    assert "normal around 0 with the error 1e-32 cm2" in samples.priors["charge_radius[e,e]"]
    assert samples.priors["solar.pp"] == "normal, in units of its error"
    assert "relative to the nominal value" in samples.priors["background"] or "normal" in samples.priors["background"]
    data = inference_data(samples)
    assert data["posterior"]["charge_radius[e,e]"].attrs["prior"] == samples.priors["charge_radius[e,e]"]
    summary = arviz.summary(data, var_names=["charge_radius[e,e]"], round_to="none")
    assert float(summary["sd"].iloc[0]) == pytest.approx(1e-32, rel=0.15)  # the prior is far narrower than the data
    assert float(summary["r_hat"].iloc[0]) < 1.1


def test_the_prior_of_the_dipole_is_said() -> None:
    found = nuem.fit("gemma", ["dipole"], nature="majorana", starts=2)
    flat, in_square = (found.sample(2, prior=prior).priors["Re Lambda_1"] for prior in ("flat", "flat in mu^2"))
    assert flat.startswith("flat from -1e-07 to 1e-07 mu_B")
    assert in_square.startswith("flat in the sum of the squares of the 6 numbers of the dipole")
