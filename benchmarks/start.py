"""What a user waits for: import, help, a limit from a cold shell, the first propagation.

The floor is bare Python, or Python with the libraries that the work cannot do without; the naive way makes nothing ready beforehand.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.timing import Row, best

PROPAGATE = """
from time import perf_counter
from nuem import Mixing, Vertex
from nuem.propagation import media, propagate
sun, mixing, vertex = media.sun(), Mixing.nufit(), Vertex("majorana")
start = perf_counter()
propagate(10.0, sun, mixing, vertex, tol=1e-6)
print(perf_counter() - start)
"""


def rows() -> Iterator[Row]:
    """All comparisons of this file."""
    python, nuem = sys.executable, str(Path(sys.executable).with_name("nuem"))
    bare, numpy, numba = (
        best(partial(_run, python, "-c", words)) for words in ("pass", "import numpy", "import numba")
    )
    for what, words, target, floor, counted in (
        ("import nuem", (python, "-c", "import nuem"), "< 0.1 s", bare, "bare Python"),
        ("nuem --help", (nuem, "--help"), "< 0.12 s", bare, "bare Python"),
        ("nuem cite", (nuem, "cite"), "< 0.3 s", bare, "bare Python"),
        ("nuem limit xenonnt", (nuem, "limit", "xenonnt"), "< 0.5 s", numpy, "Python with NumPy"),
        ("nuem limit gemma", (nuem, "limit", "gemma"), "< 0.4 s", numpy, "Python with NumPy"),
    ):
        yield Row(what, best(partial(_run, *words)), None, target, floor=floor, counted=counted)
    yield Row("nuem review", best(lambda: _run(nuem, "review"), repeat=1), None, "< 4 s")
    with tempfile.TemporaryDirectory() as folder:
        compiling = float(_run(python, "-c", PROPAGATE, NUMBA_CACHE_DIR=folder))
    yield Row("first propagation of an installation: compiles the kernels", compiling, None, "< 15 s")
    _run(python, "-c", PROPAGATE)  # compiles, if nobody did yet
    second = best(lambda: _run(python, "-c", PROPAGATE))
    yield Row(
        "a process that propagates (naive: compile)", second, second + compiling, "< numba + 0.25 s",
        floor=numba, counted="Python with Numba",
    )  # fmt: skip


def _run(*words: str, **variables: str) -> str:
    environment = os.environ | variables
    return subprocess.run(
        words, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ).stdout
