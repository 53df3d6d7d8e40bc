"""The routine for stellar-evolution codes: it compiles, meets its stated error everywhere in the table, and refuses what is outside.

The hook for MESA compiles against a stub with the argument lists of both of its interfaces, with and without z2bar. Needs gfortran, a Debian package.
"""

import shutil
import subprocess
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from nuem.astro.emission import total
from nuem.astro.emission.stellar_evolution import INTERPOLATION_ERROR
from nuem.astro.emission.table import EmissionTable
from nuem.astro.plasma import Plasma
from nuem.units import kelvin

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)

pytestmark = pytest.mark.skipif(shutil.which("gfortran") is None, reason="needs gfortran")

DOCS = Path(__file__).parents[2] / "docs"
FLAGS = ["-std=f2008", "-Wall", "-Werror"]
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
      write (*, '(3es26.15e3, i4)') loss, dT, drho, found
   end do
end program ask
"""


def compile_fortran(folder: Path, *files: Path | str) -> None:
    subprocess.run(["gfortran", *FLAGS, "-o", "ask", *map(str, files)], cwd=folder, check=True)


def answers(folder: Path, points: np.ndarray) -> np.ndarray:
    asked = "\n".join(" ".join(repr(float(value)) for value in point) for point in points)
    done = subprocess.run([folder / "ask"], cwd=folder, input=asked, capture_output=True, text=True, check=True)
    return np.array([line.split() for line in done.stdout.splitlines()], dtype=float)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("fortran")
    EmissionTable.load().write(where / "table.txt", points_per_decade=10)
    (where / "ask.f90").write_text(PROGRAM)
    compile_fortran(where, DOCS / "plasmon_table.f90", "ask.f90")
    return where


def exact(rho: np.ndarray, ye: np.ndarray, T: np.ndarray, moment: np.ndarray) -> np.ndarray:
    return moment**2 * total(Plasma(rho, ye, T * kelvin), moment=1e-12, weak=False).erg_per_g_s


def test_error_is_what_is_stated_everywhere_in_the_table(folder: Path) -> None:
    generator = np.random.default_rng(4)
    rho = 10 ** generator.uniform(-1.4, 10.6, 1500)
    T = 10 ** generator.uniform(6.6, 10.3, 1500)
    onset = 10 ** generator.uniform(8.4, 9.3, 1500)  # of pairs, in dilute matter
    points = np.column_stack(
        [
            np.append(rho, 10 ** generator.uniform(-1.4, 5, 1500)),
            np.full(3000, 0.5),
            np.append(T, onset),
            np.full(3000, 2.5),
        ]
    )
    computed = answers(folder, points)
    right = exact(*points.T)
    seen = right > 1e-200
    assert np.all(computed[:, 3] == 0)
    assert np.abs(computed[seen, 0] / right[seen] - 1).max() < INTERPOLATION_ERROR


def test_derivatives_are_those_of_the_loss(folder: Path) -> None:
    points = np.array(
        [(1e6, 0.5, 1e8, 1.0), (3e5, 0.4, 7.7e7, 2.5), (5e6, 0.5, 2e8, 0.3), (1e5, 0.5, 2e9, 1.0), (0.1, 0.5, 4e8, 1.0)]
    )
    loss, slope_T, slope_rho, _ = answers(folder, points).T
    step = 1e-5
    for column, slope in ((2, slope_T), (0, slope_rho)):
        moved = []
        for sign in (1, -1):
            shifted = points.copy()
            shifted[:, column] *= 1 + sign * step
            moved.append(answers(folder, shifted)[:, 0])
        assert slope == approx((moved[0] - moved[1]) / (2 * step * points[:, column]), rel=1e-5)
    assert loss == approx(exact(*points.T), rel=INTERPOLATION_ERROR)


def test_nothing_is_given_outside_the_table(folder: Path) -> None:
    outside = np.array(
        [
            (1e6, 0.5, 1e11, 1.0),
            (1e6, 0.5, 1e6, 1.0),
            (1e12, 0.5, 1e8, 1.0),
            (1e-3, 0.5, 1e8, 1.0),
            (-1.0, 0.5, 1e8, 1.0),
        ]
    )
    computed = answers(folder, outside)
    assert computed[:, 3].tolist() == [-1] * 5
    assert np.all(np.isnan(computed[:, :3]))


def test_the_loss_is_given_up_to_the_outermost_cells_which_have_no_neighbours_on_one_side(folder: Path) -> None:
    table = EmissionTable.load()
    density = np.array(table.density) / 0.5
    T = np.array(table.temperature) / kelvin
    for inwards, found in ((10**0.12, 0), (10**0.08, -1)):  # ten cells a decade
        corners = [(density[0] * inwards, 0.5, T[0] * inwards, 1.0), (density[1] / inwards, 0.5, T[1] / inwards, 1.0)]
        assert answers(folder, np.array(corners))[:, 3].tolist() == [found] * 2


def test_a_table_that_is_cut_short_is_refused(folder: Path, tmp_path: Path) -> None:
    lines = (folder / "table.txt").read_text().splitlines()
    (tmp_path / "table.txt").write_text("\n".join(lines[:100]))
    done = subprocess.run([folder / "ask"], cwd=tmp_path, input="", capture_output=True, text=True, check=False)
    assert done.returncode == 1


STUB = """
module const_def
   integer, parameter :: dp = kind(1d0)
end module const_def
module neu_def
   integer, parameter :: num_neu_types = 5, num_neu_rvs = 5
   integer, parameter :: ineu = 1, idneu_dT = 2, idneu_dRho = 3, idneu_dabar = 4, idneu_dzbar = 5
end module neu_def
module neu_lib
   use const_def, only: dp
   use neu_def
contains
   subroutine neu_get(T, log10_T, Rho, log10_Rho, abar, zbar, @Z2@ log10_Tlim, flags, loss, sources, info)
      real(dp), intent(in) :: T, log10_T, Rho, log10_Rho, abar, zbar, @Z2@ log10_Tlim
      logical, intent(in out) :: flags(num_neu_types)
      real(dp), intent(in out) :: loss(num_neu_rvs), sources(num_neu_types, num_neu_rvs)
      integer, intent(out) :: info
      info = 0; loss = 0; sources = 0
      if (.not. any(flags) .and. T*log10_T*Rho*log10_Rho*abar*zbar*log10_Tlim < 0) info = 1
   end subroutine neu_get
end module neu_lib
module star_lib
   use const_def, only: dp
   type star_info
      real(dp) :: x_ctrl(10)
   end type star_info
   type(star_info), target :: the_star
contains
   subroutine star_ptr(id, s, ierr)
      integer, intent(in) :: id
      type(star_info), pointer, intent(out) :: s
      integer, intent(out) :: ierr
      ierr = merge(0, -1, id == 1)
      s => the_star
   end subroutine star_ptr
end module star_lib
"""
DRIVER = """
program ask
   use const_def, only: dp
   use neu_def
   use star_lib
   use plasmon_table, only: read_plasmon_table
   use moment_hook, only: neu_with_moment
   implicit none
   real(dp) :: loss(num_neu_rvs), sources(num_neu_types, num_neu_rvs), abar, zbar, z2bar, T, rho
   logical :: flags(num_neu_types)
   integer :: ierr
   call read_plasmon_table('table.txt', ierr)
   if (ierr /= 0) stop 1
   the_star%x_ctrl(1) = 1; flags = .true.; z2bar = 4
   do
      read (*, *, iostat=ierr) rho, abar, zbar, T
      if (ierr /= 0) exit
      call neu_with_moment(1, 1, T, log10(T), rho, log10(rho), abar, zbar, @Z2@ 7.5_dp, flags, loss, sources, ierr)
      write (*, '(5es26.15e3, i4)') loss, ierr
   end do
end program ask
"""


@pytest.mark.parametrize("z2bar", ["", "z2bar, "], ids=["without z2bar", "with z2bar"])
def test_the_hook_of_mesa_compiles_and_adds_the_loss(folder: Path, tmp_path: Path, z2bar: str) -> None:
    shutil.copy(folder / "table.txt", tmp_path)
    (tmp_path / "stub.f90").write_text(STUB.replace("@Z2@", z2bar))
    (tmp_path / "driver.f90").write_text(DRIVER.replace("@Z2@", z2bar))
    hook = (DOCS / "mesa_hook.f90").read_text()
    (tmp_path / "hook.f90").write_text(hook.replace("zbar, log10_Tlim", f"zbar, {z2bar}log10_Tlim"))
    compile_fortran(
        tmp_path, "-Wno-unused-dummy-argument", "stub.f90", DOCS / "plasmon_table.f90", "hook.f90", "driver.f90"
    )
    points = np.array(
        [(1e6, 4.0, 2.0, 1e8), (1e6, 4.4, 2.0, 1e8), (1e6, 4.0, 2.2, 1e8), (1e-5, 4.0, 2.0, 1e5), (1e6, 4.0, 2.0, 1e11)]
    )
    computed = answers(tmp_path, points)
    assert computed[0, 0] == approx(exact(*np.array([1e6, 0.5, 1e8, 1.0])), rel=INTERPOLATION_ERROR)
    assert computed[:4, 5].tolist() == [0] * 4
    assert computed[3, 0] == 0  # too cool for MESA to ask for neutrinos
    assert computed[4, 5] != 0
    step = 1e-4
    for column, slope in ((1, 3), (2, 4), (0, 2), (3, 1)):
        both = np.repeat(points[:1], 2, axis=0)
        both[:, column] *= 1 + step * np.array([1, -1])
        moved = answers(tmp_path, both)[:, 0]
        assert computed[0, slope] == approx((moved[0] - moved[1]) / (2 * step * points[0, column]), rel=1e-5)
