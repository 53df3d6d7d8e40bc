"""Figures of a fit: drawn whole, with what they show on their axes."""

import numpy as np
import pytest
from matplotlib.figure import Figure

import nuem
from nuem.experiments import Fit, scan_model
from nuem.plots import fit_gallery, fits
from nuem.plots.model_planes import ModelPlane, model_planes


@pytest.fixture(scope="module")
def result() -> Fit:
    return nuem.fit(["xenonnt", "gemma"], ["dipole"], nature="majorana", starts=8)


def whole(figure: Figure) -> None:
    figure.draw_without_rendering()
    drawn, size = figure.get_tightbbox(), figure.get_size_inches()
    assert min(drawn.x0, drawn.y0) > -0.01
    assert drawn.x1 < size[0] + 0.01
    assert drawn.y1 < size[1] + 0.01


def test_profiles_show_the_share_of_each_experiment(result: Fit) -> None:
    figure = fits.profiles([result.profile(name, points=15) for name in result.quantities])
    whole(figure)
    labels = [line.get_label() for line in figure.axes[0].lines]
    assert "sum" in labels
    assert "xenonnt" in labels
    assert all("Lambda" in axes.get_xlabel() for axes in figure.axes[:3])


def test_a_contour_is_drawn_at_its_threshold(result: Fit) -> None:
    region = result.contour("Lambda_1", "Lambda_3", points=7)
    figure = fits.contours({"both": region})
    whole(figure)
    assert "90 % CL" in figure.axes[0].get_title(loc="left")
    assert np.isclose(region.threshold, 4.605, atol=1e-3)


def error_of_the_border(of: Fit, pair: tuple[str, str], points: int, times: int = 3) -> float:
    """Largest error of -2 ln L near its threshold, on a finer grid, of a coarse grid as it is drawn."""
    fine, coarse = of.contour(*pair, points=times * (points - 1) + 1), of.contour(*pair, points=points)
    first, second, rise = fits.refined(coarse, times)
    np.testing.assert_allclose(first, fine.first)
    np.testing.assert_allclose(second, fine.second)
    near = np.abs(fine.rise - fine.threshold) < 2
    assert np.count_nonzero(near) > 100
    return float(np.abs(rise - fine.rise)[near].max())


def test_coarse_grids_draw_the_borders_of_fine_ones() -> None:
    radii = "charge_radius[e,e]", "charge_radius[mu,mu]"
    assert error_of_the_border(fit_gallery.radii("coherent_csi"), radii, 15) < 0.02
    assert error_of_the_border(fit_gallery.solar_dipoles(), ("Lambda_1", "Lambda_2"), 9) < 0.002


@pytest.mark.slow
def test_the_coarse_grid_of_two_experiments_does_so_as_well() -> None:
    radii = "charge_radius[e,e]", "charge_radius[mu,mu]"
    assert error_of_the_border(fit_gallery.radii(*fit_gallery.STOPPED_PIONS), radii, 15) < 0.02


def test_a_corner_has_every_pair(result: Fit) -> None:
    figure = fits.corner(result, ["Lambda_1", "Lambda_3"], points=5)
    whole(figure)
    assert sum(axes.get_visible() for axes in figure.axes) == 3


def test_columns_of_a_corner_share_their_axis(result: Fit) -> None:
    """A region must reach as far as its curve says, whatever powers of ten the labels have."""
    figure = fits.corner(result, ["Lambda_1", "Lambda_3"], points=7)
    curve, region = figure.axes[0], figure.axes[2]
    assert curve.get_xlim() == region.get_xlim()
    vertices = [np.asarray(path.vertices) for path in region.collections[-1].get_paths()]
    border = max(float(points[:, 0].max()) for points in vertices if len(points))
    rise = curve.lines[0]
    crossing = np.interp(4.605, np.asarray(rise.get_ydata()), np.asarray(rise.get_xdata()))
    assert border == pytest.approx(crossing, rel=0.1)


def test_planes_stand_side_by_side(result: Fit) -> None:
    pairs = [("Lambda_1", "Lambda_2"), ("Lambda_1", "Lambda_3")]
    figure = fits.planes([{"both": result.contour(*pair, points=5)} for pair in pairs], title="Planes")
    whole(figure)
    assert len(figure.axes) == 2
    assert "Lambda" in figure.axes[1].get_ylabel()


def test_bounds_stand_beside_laboratories() -> None:
    figure = fits.bounds({"e": 1e-11, "tau": 2e-11}, {"e": ("GEMMA", 2.9e-11)})
    whole(figure)
    assert [text.get_text() for text in figure.axes[0].texts] == ["GEMMA"]
    assert len(figure.axes[0].patches) == 2


def test_a_model_is_drawn_with_its_walls() -> None:
    def scaled(theta: np.ndarray) -> nuem.Vertex:
        return nuem.Vertex.from_dipole("dirac", 1e-11 * theta[0] * np.diag([1.0, 1.0, theta[1]]))

    grid = {"first": np.geomspace(0.1, 3, 6), "second": np.geomspace(0.1, 3, 5)}
    scan = scan_model(scaled, grid, ["xenonnt"], quantities={"size": lambda vertex: float(np.abs(vertex.dipole).max())})
    both = model_planes([ModelPlane(title, scan, {"wall": (scan.quantities["size"], 1e-11)}) for title in "ab"])
    whole(both)
    assert [axes.get_title(loc="left") for axes in both.axes] == ["a", "b"]
    figure = fits.model(scan, {"wall": (scan.quantities["size"], 1e-11)})
    whole(figure)
    legend = figure.axes[0].get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["xenonnt", "wall"]
