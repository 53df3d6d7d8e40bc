"""Run the benchmarks: all, or those named, as in ``python -m benchmarks rates start``."""

import sys
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Print every comparison of every file that has `rows`."""
    here = Path(__file__).parent
    known = [
        file.stem for file in sorted(here.glob("*.py")) if file.stem not in ("__init__", "__main__", "timing", "peers")
    ]
    chosen = sys.argv[1:] or known
    for name in chosen:
        if name not in known:
            sys.exit(f"no benchmark {name!r}; choose from {', '.join(known)}")
    print(f"{'':<76}{'here':>10}{'naive':>12}{'ratio':>11}   {'target':<15}")
    for name in chosen:
        for row in import_module(f"benchmarks.{name}").rows():
            print(row, flush=True)


if __name__ == "__main__":
    main()
