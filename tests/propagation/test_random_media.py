"""Random media of Dirac and Majorana neutrinos against steps of plain NumPy on the same Hamiltonian."""

import numpy as np
import pytest
from tests.propagation.random_problems import reference

from nuem import Mixing, Vertex
from nuem.propagation import Medium, propagate
from nuem.propagation.closed_forms.two_level import charged_current_potential, precession
from nuem.propagation.hamiltonian import flavour_basis, functions, hamiltonian
from nuem.units import km

MIXING = Mixing.nufit()


@pytest.mark.parametrize("seed", range(12))
def test_the_amplitudes_are_those_of_plain_steps(seed: int) -> None:
    rng = np.random.default_rng(seed)
    nature = "majorana" if seed % 2 else "dirac"
    dipole = rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3))
    vertex = Vertex.from_dipole(nature, 1e-11 * (dipole - dipole.T if nature == "majorana" else dipole))
    length, energy = 10 ** rng.uniform(1, 3) * km, 10 ** rng.uniform(0.5, 2)
    density = 10 ** rng.uniform(0, 2) / length / charged_current_potential(1.0)
    field = 10 ** rng.uniform(-2, 1) / length / precession(1e-11, 1.0)
    twist, fall = rng.uniform(-30, 30) / length, rng.uniform(0, 6) / length
    velocity, spin = rng.normal(size=(2, 3))
    medium = Medium(
        length,
        electron_density=lambda x: density * np.exp(-fall * x),
        neutron_density=lambda x: 0.4 * density * np.exp(-fall * x) * (1 + 0.1 * np.sin(40 * x / length)),
        magnetic_field=lambda x: field * np.exp(1j * twist * x),
        velocity=velocity / np.linalg.norm(velocity) * rng.uniform(0, 0.9) if seed % 3 == 0 else None,
        polarisation=spin / np.linalg.norm(spin) * rng.uniform(0, 1) if seed % 4 == 0 else None,
    )
    pieces, basis = hamiltonian(MIXING, vertex, medium), flavour_basis(MIXING, vertex)
    plain, resolution = reference(
        lambda u: length * pieces(energy, functions(medium, pieces.names, u * length)), basis.conj().T[:, 0], []
    )
    result = propagate(energy, medium, MIXING, vertex)
    expected = basis @ plain * np.exp(-1j * pieces.shift / energy * length)
    assert result.amplitudes is not None
    assert np.linalg.norm(result.amplitudes[0] - expected) < max(1e-9, result.rounding_floor) + 2 * resolution
    assert result.norm_defect < 1e-12
