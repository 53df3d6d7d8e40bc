"""What a user waits for: import, help, a limit from a cold shell. Each is compared with bare Python."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import Row, best


def rows() -> Iterator[Row]:
    """All comparisons of this file."""
    python, nuem = sys.executable, str(Path(sys.executable).with_name("nuem"))
    bare = best(lambda: _run(python, "-c", "pass"))
    yield Row("bare Python", bare)
    yield Row("import nuem", best(lambda: _run(python, "-c", "import nuem")), None, "< bare + 0.15 s")
    yield Row("nuem --help", best(lambda: _run(nuem, "--help")), None, "< 0.3 s")
    yield Row("nuem limit xenonnt", best(lambda: _run(nuem, "limit", "xenonnt"), repeat=3), None, "< 2 s")


def _run(*words: str) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
