"""The worked example for stellar-evolution codes compiles, and reads what the library writes; needs a Fortran compiler."""

import shutil
import subprocess
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from nuem.astro.emission import pair_annihilation, photoneutrinos
from nuem.astro.emission.plasmon_decay import emissivity
from nuem.astro.emission.table import EmissionTable
from nuem.astro.plasma import Plasma
from nuem.units import erg, kelvin

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)

MODULE = Path(__file__).parents[2] / "docs" / "plasmon_table.f90"
PROGRAM = """
program ask
   use plasmon_table
   implicit none
   real(dp) :: rho, ye, T, mu, loss, dT, drho
   integer :: ierr, found
   call read_plasmon_table('table.txt', ierr)
   if (ierr /= 0) stop 1
   do
      read (*, *, iostat=ierr) rho, ye, T, mu
      if (ierr /= 0) exit
      call moment_loss(rho, ye, T, mu, loss, dT, drho, found)
      write (*, '(3es24.15, i4)') loss, dT, drho, found
   end do
end program ask
"""


@pytest.mark.skipif(shutil.which("gfortran") is None, reason="needs gfortran")
def test_fortran_reads_the_table_and_knows_its_derivatives(tmp_path: Path) -> None:
    EmissionTable.build((1e4, 1e7), (3e7 * kelvin, 5e9 * kelvin)).write(tmp_path / "table.txt")
    (tmp_path / "ask.f90").write_text(PROGRAM)
    subprocess.run(
        ["gfortran", "-std=f2008", "-Wall", "-Werror", "-o", "ask", str(MODULE), "ask.f90"], cwd=tmp_path, check=True
    )
    points = [
        (1e6, 0.5, 1e8, 1.0),
        (3e5, 0.4, 7.7e7, 2.5),
        (5e6, 0.5, 2e8, 0.3),
        (1e5, 0.5, 2e9, 1.0),
        (6e4, 0.5, 5e8, 1.0),
        (1e6, 0.5, 1e10, 1.0),
    ]
    asked = "\n".join(" ".join(map(repr, point)) for point in points)
    answer = subprocess.run([tmp_path / "ask"], cwd=tmp_path, input=asked, capture_output=True, text=True, check=True)
    found = np.array([line.split() for line in answer.stdout.splitlines()], dtype=float)
    assert found[:, 3].tolist() == [0, 0, 0, 0, 0, -1]
    assert np.all(found[5, :3] == 0)
    for point, (loss, slope_T, slope_rho, _) in zip(points[:5], found, strict=False):
        rho, ye, T, moment = point
        step = 1e-4

        def exact(rho: float, T: float, ye: float = ye, moment: float = moment) -> float:
            plasma, coupling = Plasma(rho, ye, T * kelvin), {"moment": moment * 1e-12, "weak": False}
            others = pair_annihilation.emissivity(plasma, **coupling).total
            photons = photoneutrinos.emissivity(plasma, **coupling).total
            others += photons if np.isfinite(photons) else 0.0
            return float(emissivity(plasma, **coupling).erg_per_g_s + others / erg / rho)

        assert loss == approx(exact(rho, T), rel=1e-3)
        assert slope_T == approx((exact(rho, T * (1 + step)) - exact(rho, T * (1 - step))) / (2 * step * T), rel=1e-2)
        assert slope_rho == approx(
            (exact(rho * (1 + step), T) - exact(rho * (1 - step), T)) / (2 * step * rho), rel=2e-2
        )
