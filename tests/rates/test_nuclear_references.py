"""Nuclear recoils through source, process and response together: counts of other codes."""

import numpy as np
import pytest

from nuem import Mixing, Vertex
from nuem.detectors import (
    Efficiency,
    FadingEfficiency,
    InTime,
    IonisationResolution,
    PhotoElectrons,
    QuenchingPolynomial,
    QuenchingTable,
    Response,
    Sigmoid,
    TimeBins,
)
from nuem.numerics.table import read_table, shipped
from nuem.rates.fold import fold
from nuem.scattering import Nuclei
from nuem.sources import PionDecay, Table
from nuem.units import day, eV, keV, kg, m

MIXING, STANDARD = Mixing.nufit(), Vertex("dirac")
US = 1e-6


@pytest.mark.parametrize(("name", "total"), [("Fef", 92.70483), ("YBe", 46.88239)])
def test_reactor_germanium_has_the_reference_counts(name: str, total: float) -> None:
    table = read_table(shipped("nuem.sources", "kopeikin2012.csv"), {"energy": "MeV", "spectrum": ""})
    source = Table(energy=table["energy"], fluxes={"antinu_e": table["spectrum"]}, total=4.8e13)
    noise = IonisationResolution(noise=68.5 * eV, fano=0.105, pair_energy=2.96 * eV)
    response = Response(
        np.linspace(0.2, 1.5, 131) * keV,
        Efficiency.constant(1.0),
        noise,
        quenching=QuenchingTable.germanium(name),
        lowest=0.02 * keV,
    )
    counts = fold(source, MIXING, Nuclei("Ge"), response, exposure=2.924 * kg * day).counts(STANDARD)
    assert counts.sum() == pytest.approx(total, rel=1e-5)
    if name == "Fef":
        assert counts[[0, 10]] == pytest.approx([16.3327, 2.324763], rel=1e-5)


def test_caesium_iodide_in_energy_and_time_has_the_reference_counts() -> None:
    source = PionDecay(
        distance=19.3 * m, neutrinos_per_proton=0.0848, protons=3.198e23, pulse_mean=0.5 * US, pulse_width=0.15 * US
    )
    light = PhotoElectrons(
        np.array([0, 8, 20, 60]),
        1 / (0.0749 * keV),
        "gamma",
        9.56 / keV,
        Sigmoid(1.32045, 0.285979, 10.8646, -0.333322),
        QuenchingPolynomial([0.0554628, 4.30681, -111.707, 840.384]),
    )
    times = TimeBins(np.array([0, 0.4, 1, 6]) * US, FadingEfficiency(0.52 * US, 0.0494 / US))
    tensor = fold(source, MIXING, Nuclei("CsI"), InTime(light, times), exposure=14.6 * kg)
    by_beam = tensor.counts_by_beam(STANDARD)
    assert by_beam.shape == (3, 9)
    assert by_beam.sum(axis=1)[[0, 2]] == pytest.approx([52.40683, 180.8713], rel=2e-4)
    prompt, delayed = by_beam[0].reshape(3, 3), by_beam[1].reshape(3, 3)
    share = prompt.sum(axis=1, keepdims=True) * prompt.sum(axis=0) / prompt.sum()
    np.testing.assert_allclose(prompt, share, rtol=1e-9)  # energy slowest, time fastest, one independent of the other
    assert np.argmax(prompt.sum(axis=0)) == 1
    assert np.argmax(delayed.sum(axis=0)) == 2
