"""What a user waits for: import, help, a limit from a cold shell, the first propagation. Each is compared with bare Python."""

import subprocess
import sys
from collections.abc import Iterator
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
    bare = best(lambda: _run(python, "-c", "pass"))
    yield Row("bare Python", bare)
    yield Row("import nuem", best(lambda: _run(python, "-c", "import nuem")), None, "< bare + 0.15 s")
    yield Row("nuem --help", best(lambda: _run(nuem, "--help")), None, "< 0.3 s")
    yield Row("nuem limit xenonnt", best(lambda: _run(nuem, "limit", "xenonnt"), repeat=3), None, "< 2 s")
    _run(python, "-c", PROPAGATE)  # compiles, if nobody did yet
    first = min(float(_run(python, "-c", PROPAGATE)) for _ in range(5))
    yield Row("first propagation of a process, kernels from the cache", first, None, "<= 0.6 s")
    yield Row("  that process as a whole", best(lambda: _run(python, "-c", PROPAGATE)))


def _run(*words: str) -> str:
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout
