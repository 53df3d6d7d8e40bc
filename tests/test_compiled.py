"""Compiled loops compute whatever becomes of their cache: missing, unwritable, damaged, out of date, or no compiler at all."""

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from nuem import compilation, compiled
from nuem.compilation import Compilation
from nuem.typing import FloatArray

OUTER = """
from nuem.compiled import compiled
from helper_of_kernels import inner

@compiled(error_model="numpy")
def total(x):
    result = 0.0
    for k in range(x.size):
        result += inner(x[k])
    return result
"""
INNER = """
from numba import njit

@njit
def inner(x):
    return {factor} * x
"""

Kernel = Callable[..., tuple[float, list[bool]]]


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernel]:
    """Makes the kernel as a new process would, from two files of one folder; returns its value and whether it was compiled."""
    said: list[bool] = []
    monkeypatch.setattr(compilation, "announce", lambda *, cached: said.append(cached))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "outer.py").write_text(OUTER)

    def value(factor: float = 2.0) -> tuple[float, list[bool]]:
        (tmp_path / "helper_of_kernels.py").write_text(INNER.format(factor=factor))
        compiled._fingerprint.cache_clear()
        sys.modules.pop("helper_of_kernels", None)
        importlib.invalidate_caches()
        sys.modules.pop("outer", None)
        module = importlib.import_module("outer")
        said.clear()
        return module.total(np.ones(3)), list(said)

    yield value
    for name in ("outer", "helper_of_kernels"):
        sys.modules.pop(name, None)


def cached_files(folder: Path, ending: str) -> list[Path]:
    return sorted(Path(folder).rglob(f"*.{ending}"))


def test_a_second_process_takes_the_machine_code_from_the_disk(kernel: Kernel) -> None:
    assert kernel() == (6.0, [True])
    assert kernel() == (6.0, [])


def test_an_edited_file_of_the_folder_is_compiled_anew(kernel: Kernel) -> None:
    assert kernel(2.0) == (6.0, [True])
    assert kernel(3.0) == (9.0, [True])


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
@pytest.mark.parametrize("left", [0, 20, 0.5, -1])
def test_a_cache_that_was_cut_short_is_made_anew(kernel: Kernel, tmp_path: Path, ending: str, left: float) -> None:
    kernel()
    (file,) = cached_files(tmp_path, ending)
    content = file.read_bytes()
    file.write_bytes(content[: int(left * len(content)) if isinstance(left, float) else left])
    assert kernel() == (6.0, [True])
    assert kernel() == (6.0, [])


def test_machine_code_with_a_changed_byte_is_not_run(kernel: Kernel, tmp_path: Path) -> None:
    kernel()
    (file,) = cached_files(tmp_path, "nbc")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    assert kernel() == (6.0, [True])


def test_without_a_folder_to_write_every_process_compiles(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        compiled, "_Kept", lambda function, lean: (_ for _ in ()).throw(RuntimeError("no locator available"))
    )
    assert kernel() == (6.0, [False])
    assert kernel() == (6.0, [False])


def test_a_full_disk_is_no_reason_not_to_compute(
    kernel: Kernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(compiled._CheckedFile, "_open_for_write", full)
    assert kernel() == (6.0, [True])
    assert not cached_files(tmp_path, "nbc")


SMALL = """
import numpy as np
from nuem import Mixing, Vertex
from nuem.elements.kernels.bessel import bessel_table
from nuem.propagation import evolve

h = lambda x: np.cos(3 * x)[:, None, None] * np.array([[0, 1], [1, 0]]) + (x - 2)[:, None, None] * np.diag([4.0, -4.0])
for method in ("magnus", "sad"):
    print(*np.abs(evolve(h, 5.0, [1, 0], tol=1e-6, method=method).state), sep="\\n")
out = np.zeros((4, 1, 1))
bessel_table(np.ones(1), np.ones(1), 3, out)
print(out[1, 0, 0])
"""


def test_the_kernels_run_as_plain_python_without_the_compiler() -> None:
    def run(**more: str) -> FloatArray:
        command = [sys.executable, "-W", "error", "-c", SMALL]
        done = subprocess.run(command, env=os.environ | more, capture_output=True, text=True, check=True)
        return np.array(done.stdout.split(), float)

    assert np.abs(run(NUMBA_DISABLE_JIT="1") - run()).max() < 1e-6


def test_kernels_from_the_disk_do_not_wake_the_compiler() -> None:
    # learning all types of the compiler takes longer than most propagations
    code = """
import sys
import numpy as np
from nuem.propagation import evolve
evolve(lambda x: np.cos(x)[:, None, None] * np.array([[0, 1], [1, 0]]), 5.0, [1, 0])
print("numba.np.arraymath" in sys.modules)
"""
    command = [sys.executable, "-c", code]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert runs[1].strip() == "False"


def test_the_announcement_is_one_line_and_made_once(capsys: pytest.CaptureFixture[str]) -> None:
    compilation.announce.cache_clear()
    for _ in range(3):
        work = Compilation(linked=2, entries=1)
        work.begins(cached=True)
        work.links()
        work.ends()
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("nuem: compiling numerical kernels, once for this installation (about 15 s")
    assert "\r" not in said
    compilation.announce.cache_clear()


class Terminal(StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        return True

    @property
    def left(self) -> list[int]:
        """The seconds that were said to be left."""
        return [int(seconds) for seconds in re.findall(r"about (\d+) s left", self.getvalue())]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    screen = Terminal()
    monkeypatch.setattr(compilation, "sys", SimpleNamespace(stderr=screen))
    return screen


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, for a test to set."""
    now = [100.0]
    monkeypatch.setattr(compilation, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


@pytest.mark.parametrize("pace", [0.1, 1.0, 10.0])
def test_a_terminal_sees_how_long_compiling_still_takes(pace: float, terminal: Terminal, clock: list[float]) -> None:
    work = Compilation(linked=60, entries=1)
    work.begins(cached=True)
    for _ in range(60):
        clock[0] += pace
        work.links()
    assert terminal.left[0] == compilation.SECONDS
    true = 60 * 1.3 * pace - pace * np.arange(61)  # the entry point itself takes 0.3 of what its functions took
    measured = np.arange(61) > 0.3 * 60 * 1.3
    assert np.array(terminal.left)[measured] == pytest.approx(true[measured], abs=0.51)
    assert terminal.left[-1] == round(18 * pace)
    work.ends()
    assert terminal.getvalue().endswith("\r\033[K")
    assert "\n" not in terminal.getvalue()


def test_entry_points_that_call_each_other_and_those_on_disk_are_counted_once(
    terminal: Terminal, clock: list[float]
) -> None:
    work = Compilation(entries=4)
    work.ends()  # read from the disk
    work.begins(cached=False)
    work.begins(cached=False)
    clock[0] += 3.0
    work.ends()
    work.ends()
    work.begins(cached=False)
    assert work.left == pytest.approx(3.0)  # half of it took three seconds
    assert terminal.left[-1] == 3
    assert "in every process" in terminal.getvalue()
    assert terminal.getvalue().count("\r\033[K") == len(terminal.left) + 1  # wiped once, when both were ready


def test_a_kernel_counts_down_and_wipes_its_line(kernel: Kernel, terminal: Terminal) -> None:
    assert kernel() == (6.0, [True])
    assert terminal.left
    assert terminal.getvalue().endswith("\r\033[K")
    said = terminal.getvalue()
    assert kernel() == (6.0, [])
    assert terminal.getvalue() == said  # from the disk, without a word


def test_the_engine_has_functions_that_are_linked_into_one_entry_point() -> None:
    from nuem.propagation.engine.kernels import path

    work = compilation.compilation(str(Path(path.__file__).parent))
    assert work.entries == 1
    assert work.linked > 40
