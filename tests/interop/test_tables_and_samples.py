"""Spectra as histograms, results as tables with units, fits as posteriors."""

import numpy as np
import pytest

import nuem
from nuem.experiments.fits.samples import Samples
from nuem.interop import arviz as arviz_door
from nuem.interop import astropy as astropy_door
from nuem.interop import hist as hist_door
from nuem.units import keV


def test_a_spectrum_is_a_histogram_to_its_last_digit() -> None:
    pytest.importorskip("hist")
    spectrum = nuem.spectrum("xenonnt")
    made = spectrum.to_hist()
    assert list(made.axes["component"]) == [*spectrum.components, "total", "observed"]
    np.testing.assert_array_equal(made[:, "weak"].values(), spectrum.components["weak"])
    observed = hist_door.histogram(spectrum, "observed")
    np.testing.assert_array_equal(observed.variances(), spectrum.observed)
    np.testing.assert_allclose(observed.axes[0].edges * keV, spectrum.edges, rtol=1e-15)
    with pytest.raises(ValueError, match="component = 'tea' is unknown"):
        hist_door.histogram(spectrum, "tea")


def test_a_table_of_quantities_comes_back_as_it_was() -> None:
    pytest.importorskip("astropy")
    spectrum = nuem.spectrum("xenonnt")
    made = spectrum.to_astropy()
    assert str(made["low"].unit) == "keV"
    np.testing.assert_allclose(nuem.units.quantities.strip(made["low"], "MeV"), spectrum.edges[:-1], rtol=1e-14)
    for value, unit in ((6.4e-12, "mu_B"), (1e-13, "e"), (3e-32, "cm2")):
        back = nuem.units.quantities.strip(astropy_door.quantity(value, unit), unit)
        assert back == pytest.approx(value, rel=1e-12)
    with pytest.raises(ValueError, match="does not know the unit 'furlong'"):
        astropy_door.quantity(1.0, "furlong")


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
def test_samples_are_a_posterior_with_units() -> None:
    pytest.importorskip("arviz")
    chains = np.random.default_rng(1).normal(size=(4, 50, 2))
    samples = Samples(("Re Lambda_1", "solar.pp"), ("mu_B", "1"), chains, chains.sum(axis=-1), "flat", 0.4)
    made = arviz_door.inference_data(samples)
    np.testing.assert_array_equal(made.posterior["solar.pp"].values, chains[:, :, 1])
    assert made.posterior["Re Lambda_1"].attrs["units"] == "mu_B"
    assert made.posterior.attrs["prior"] == "flat"
    np.testing.assert_array_equal(made.sample_stats["lp"].values, samples.log_posterior)
    with pytest.raises(ValueError, match="steps is an option of the sampling"):
        arviz_door.inference_data(samples, steps=10)
