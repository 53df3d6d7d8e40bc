"""S(T, q) of a whole atom."""

import numpy as np
import pytest

from nuem.constants import ELECTRON_MASS, HBAR_C
from nuem.elements.atomic_units import BOHR, HARTREE
from nuem.plots.atom_gallery import structure_map
from nuem.scattering.atom import hydrogen, response
from nuem.scattering.atom.dynamic import dynamic_structure_factor
from nuem.units import eV, keV


def test_hydrogen_is_the_closed_form() -> None:
    T, q = np.array([15.0, 30.0, 100.0]) * eV, np.geomspace(0.1, 15, 40) * keV
    computed = dynamic_structure_factor("H", T, q) * HARTREE
    exact = hydrogen.structure_factor(T[:, None] / HARTREE, q / HBAR_C * BOHR)
    assert np.all(np.abs(computed - exact) < 2e-3 * exact.max(axis=1, keepdims=True))


def test_its_integral_is_the_number_of_electrons() -> None:
    T, q = np.array([0.5, 0.6]) * keV, np.geomspace(0.3, 400, 1500) * keV
    computed = dynamic_structure_factor("Na", T, q)
    N_mu = T * np.trapezoid(computed * 2 / q, q, axis=1)
    assert N_mu == pytest.approx(response("Na", "hfs").at(T).N_mu, rel=3e-3)


def test_it_peaks_on_the_ridge_of_free_electrons_and_vanishes_below_the_threshold() -> None:
    T, q = np.array([3.0, 800.0]) * eV, np.geomspace(0.3, 100, 600) * keV
    computed = dynamic_structure_factor("H", T, q)
    assert not computed[0].any()
    assert q[computed[1].argmax()] == pytest.approx(np.sqrt(2 * ELECTRON_MASS * T[1]), rel=0.03)


def test_what_does_not_ascend_is_refused() -> None:
    with pytest.raises(ValueError, match="q must be one-dimensional and ascend"):
        dynamic_structure_factor("H", [1 * keV], [2 * keV, 1 * keV])


@pytest.mark.slow
def test_the_map_is_drawn_whole() -> None:
    figure = structure_map("Na")
    figure.draw_without_rendering()
    drawn, size = figure.get_tightbbox(), figure.get_size_inches()
    assert min(drawn.x0, drawn.y0) > -0.01
    assert drawn.x1 < size[0] + 0.01
    assert figure.axes[0].get_xlabel()
