"""Expected counts of shipped experiments against independent computations, in the configuration of these.

The reference values interpolate tabulated fluxes linearly, so the sources are tables here; everything else is what the experiments ship with.
"""

import re
import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from nuem.experiments import Experiment, Prediction, load, predict
from nuem.experiments.shipped import FOLDERS
from nuem.vertex import Vertex

SHIPPED = Path(str(files("nuem.experiments")))
SOURCES = Path(str(files("nuem.sources")))

MOMENT = Vertex("dirac", magnetic=1e-9 * np.eye(3))


def changed(folder: Path, name: str, *changes: tuple[str, str], spectrum: str = "") -> Experiment:
    """A shipped experiment with parts of its TOML file, or its spectrum, replaced."""
    for file in (SHIPPED / FOLDERS[name]).iterdir():
        shutil.copy(file, folder)
    path = folder / f"{name}.toml"
    text = path.read_text()
    for pattern, replacement in changes:
        text, count = re.subn(pattern, replacement, text, count=1, flags=re.DOTALL)
        assert count == 1, pattern
    path.write_text(text)
    if spectrum:
        (folder / f"{name}.csv").write_text(spectrum)
    return load(path)


def table_source(folder: Path, flavour: str, csv: str, total: float, distance: str = "1 m") -> str:
    """A source with the shipped spectrum, linear between its points."""
    lines = [line for line in (SOURCES / csv).read_text().splitlines() if not line.startswith("#")]
    header = f"energy_MeV,{flavour}_cm^-2 s^-1 MeV^-1"
    (folder / "flux.csv").write_text("\n".join([header, *lines[1:]]) + "\n")
    return f'[source]\nname = "table"\nfile = "flux.csv"\ntotal = "{total} / cm2 / s"\n\n'


SOURCE = r"\[source\].*?\n\n"


def dresden(folder: Path, name: str) -> Prediction:
    source = table_source(folder, "antinu_e", "kopeikin2012.csv", 4.8e13)
    nuclei_only = r"\[\[channel\]\]\nkind = \"electron\".*?\n\n"
    return predict(changed(folder, name, (SOURCE, source), (nuclei_only, "")))


def test_dresden_with_iron_filtered_neutrons(tmp_path: Path) -> None:
    counts = dresden(tmp_path, "dresden2").counts()
    assert counts[0] == pytest.approx(16.3327, rel=1e-5)
    assert counts[10] == pytest.approx(2.324763, rel=1e-5)
    assert counts.sum() == pytest.approx(92.70483, rel=1e-5)


def test_dresden_with_photoneutrons(tmp_path: Path) -> None:
    assert dresden(tmp_path, "dresden2_ybe").counts().sum() == pytest.approx(46.88239, rel=1e-5)


def boron8(folder: Path, name: str, *changes: tuple[str, str]) -> Prediction:
    source = table_source(folder, "nu_e", "boron8.csv", 5.46e6)
    return predict(changed(folder, name, (SOURCE, source), *changes))


def test_solar_neutrinos_on_xenon_nuclei(tmp_path: Path) -> None:
    prediction = boron8(tmp_path, "xenonnt_cevns")
    runs = prediction.counts().reshape(3, 81).sum(axis=1)
    assert runs[1] == pytest.approx(6.511592, rel=2e-4)
    assert runs[2] == pytest.approx(7.850069, rel=2e-4)
    magnetic = prediction.tensors[0].parts(MOMENT)["magnetic"].sum(axis=0).reshape(3, 81).sum(axis=1)
    assert magnetic[2] == pytest.approx(6.682883, rel=2e-4)
    names = prediction.dataset.signal_nuisances
    low_charge = prediction.tensors[1 + 2 * names.index("xenon.charge_yield")]
    assert low_charge.counts().sum() == pytest.approx(14.96753, rel=2e-4)


def test_magnetic_recoils_over_weak_ones_in_water(tmp_path: Path) -> None:
    experiment = changed(
        tmp_path,
        "superk_iv",
        (SOURCE, table_source(tmp_path, "nu_e", "boron8.csv", 5.25e6)),
        (r"expected = \{.*?\}\nexpected_oscillated = false", 'exposure = "1 kg day"'),
        (r"\[nuisance\].*?\n\n", ""),
    )
    tensor = predict(experiment, electrons="free").tensors[0]
    magnetic = tensor.parts(Vertex("dirac", magnetic=1e-10 * np.eye(3)))["magnetic"][0, 0]
    # The two routes of the reference agree to 5e-5; a plain sum over a fine grid of energies and recoils gives 0.03332534.
    assert magnetic / tensor.counts()[0] == pytest.approx(0.03332387, rel=5e-5)
    assert magnetic / tensor.counts()[0] == pytest.approx(0.03332534, rel=1e-6)


def test_caesium_iodide_by_flavour(tmp_path: Path) -> None:
    nuclei_only = r"\[\[channel\]\]\nkind = \"electron\".*?\n\n"
    experiment = changed(
        tmp_path,
        "coherent_csi",
        (nuclei_only, ""),
        (r"\[\[background\]\].*$", ""),
        (r", neutron_radius_error = 0.03", ""),
        spectrum="low_PE,high_PE,start_us,end_us,observed,background\n0,60,0,6,300,1\n",
    )
    prediction = predict(experiment)
    counts = dict(zip(prediction.tensors[0].beams, prediction.tensors[0].counts_by_beam()[:, 0], strict=True))
    assert counts["nu_mu"] == pytest.approx(52.40683, rel=2e-4)
    assert counts["antinu_mu"] == pytest.approx(180.8713, rel=2e-4)
