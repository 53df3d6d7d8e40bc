"""The page: what it carries, and how its parts are put together."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Final

from nuem.constants import CHARGE_SHIFT, ELECTRON_MASS, RADIUS_SHIFT
from nuem.experiments import Experiment, Prediction, names, predict
from nuem.explore.folded import rates
from nuem.explore.model import record
from nuem.explore.pool import Pool
from nuem.explore.stars import star_records, weak_radius
from nuem.flavour import Mixing
from nuem.scattering.atom import ElectronModel, electron_model
from nuem.sources.solar_matter import solar_probabilities
from nuem.typing import Json
from nuem.vertex.form_factors import FORM_FACTORS

MIXINGS: Final = {"normal": "NuFIT, normal ordering", "inverted": "NuFIT, inverted ordering"}
_SOLAR: Final = {"pp": 0.3, "Be7": 0.862, "B8": 10.0}  # MeV
_SCRIPTS: Final = (
    "matrices", "vertex", "rates", "morphing", "shapes", "data_terms", "model", "newton", "likelihood", "extremes", "limit", "plane", "stars",
    "moments", "library", "numbers", "frame", "spectrum_chart", "reach_chart", "curve_chart", "plane_chart", "state", "address", "texts", "download",
    "controls", "panels", "app",
)  # fmt: skip
"""In the order in which they build on one another."""


def page(
    experiments: Sequence[Experiment | str | Path] | None = None,
    *,
    electrons: ElectronModel | str | None = None,
    progress: Callable[[], None] | None = None,
) -> str:
    """The explorer as one HTML text that needs neither a server nor a network.

    Parameters
    ----------
    experiments : sequence of Experiment, str or path, optional
        All that come with the package if not given; own ones are welcome.
    electrons : ElectronModel or str, optional
        How electrons are bound, as in `nuem.limit`.
    progress : callable, optional
        Called after each experiment.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        For unknown names, two experiments of one name, or data and backgrounds of a kind that the page does not know.
    """
    shown = names() if experiments is None else tuple(experiments)
    content = json.dumps(_content(shown, electron_model(electrons), progress), separators=(",", ":"))
    folder = files("nuem.explore").joinpath("assets")
    scripts = "\n".join(folder.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
    parts = {
        "STYLE": folder.joinpath("style.css").read_text(encoding="utf-8"),
        "CHARTS": folder.joinpath("charts.css").read_text(encoding="utf-8"),
        "CONTENT": content.replace("</", "<\\/"),
        "SCRIPTS": scripts,
    }
    text = folder.joinpath("page.html").read_text(encoding="utf-8")
    for name, part in parts.items():
        text = text.replace(f"@{name}@", part)
    return text


def write(
    path: Path | str,
    experiments: Sequence[Experiment | str | Path] | None = None,
    *,
    electrons: ElectronModel | str | None = None,
    progress: Callable[[], None] | None = None,
) -> Path:
    """Write the explorer into a file.

    Parameters
    ----------
    path : path
        Of the HTML file.
    experiments, electrons, progress
        As in `page`.

    Returns
    -------
    pathlib.Path
        The file.
    """
    file = Path(path)
    file.write_text(page(experiments, electrons=electrons, progress=progress), encoding="utf-8")
    return file


def _content(
    experiments: Sequence[Experiment | str | Path], electrons: ElectronModel, progress: Callable[[], None] | None
) -> Json:
    """Everything that the page knows."""
    mixings = {name: Mixing.nufit(name) for name in MIXINGS}
    pool, records = Pool(), []
    for experiment in experiments:
        predictions = {
            name: predict(experiment, mixing=mixing, electrons=electrons) for name, mixing in mixings.items()
        }
        records.append(_experiment(predictions, pool))
        if progress is not None:
            progress()
    titles = [experiment["name"] for experiment in records]
    for name in titles:
        if titles.count(name) > 1:
            raise ValueError(f"two experiments of the page are called {name!r}")
    return {
        "version": import_module("nuem").__version__,
        "electrons": electrons.name,
        "constants": {
            "charge_shift": CHARGE_SHIFT,
            "radius_shift": RADIUS_SHIFT,
            "electron_mass_MeV": ELECTRON_MASS,
        },
        "form_factors": {
            factor.name: {
                "title": factor.title,
                "unit": factor.unit,
                "scale": factor.scale,
                "majorana": factor.majorana,
            }
            for factor in FORM_FACTORS.values()
        },
        "mixings": {name: _mixing(name, mixing) for name, mixing in mixings.items()},
        "experiments": records,
        "stars": star_records(mixings["normal"]),
        "arrays": pool.texts,
    }


def _mixing(name: str, mixing: Mixing) -> Json:
    radius = weak_radius(mixing)
    return {
        "label": MIXINGS[name],
        "matrix": [mixing.matrix.real.tolist(), mixing.matrix.imag.tolist()],
        "weak_radius": [radius.real.tolist(), radius.imag.tolist()],
        "solar": {
            component: solar_probabilities(energy, mixing, component=component).tolist()
            for component, energy in _SOLAR.items()
        },
    }


def _experiment(predictions: dict[str, Prediction], pool: Pool) -> Json:
    """One experiment under every mixing."""
    first = next(iter(predictions.values()))
    setup, bins = first.experiment, first.experiment.bins
    return {
        "name": setup.name,
        "title": setup.title,
        "kind": setup.kind,
        "axis": {
            "unit": {"energy": "keV", "PE": "photo-electrons", "label": ""}[bins.axis],
            "edges": (bins.edges / bins.scale.size).tolist(),
            "interval": bins.energy_index.tolist(),
        },
        "published": {
            name: {"value": limit.value, "cl": limit.cl, "reference": limit.reference}
            for name, limit in setup.published.items()
        },
        "notes": list(setup.notes),
        "references": list(setup.references),
        "beams": list(first.tensors[0].beams),
        "variants": len(first.tensors),
        "bins": first.dataset.raw_bins,
        "rates": rates({name: prediction.tensors for name, prediction in predictions.items()}, pool),
        "datasets": {name: record(prediction.dataset, pool) for name, prediction in predictions.items()},
    }
