"""Print what pip must install for the lowest versions that pyproject.toml allows: all dependencies, and those named of the extra `test`.

python scripts/lowest.py pytest hypothesis
"""

import re
import sys
import tomllib
from pathlib import Path


def lowest(names: list[str]) -> list[str]:
    """Such as ``numpy==2.0``, one for each requirement."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounds = dict(re.findall(r"^([\w-]+)(?:\[.*\])?>=([\d.]+)$", "\n".join(project["dependencies"]), re.MULTILINE))
    if len(bounds) < len(project["dependencies"]):
        raise SystemExit("every dependency must have a lower bound, as in numpy>=2.0")
    extra = dict(re.findall(r"^([\w-]+)>=([\d.]+)$", "\n".join(project["optional-dependencies"]["test"]), re.MULTILINE))
    for name in names:
        if name not in extra:
            raise SystemExit(f"{name} has no lower bound in the extra test; choose one of {', '.join(extra)}")
        bounds[name] = extra[name]
    return [f"{name}=={bound}" for name, bound in bounds.items()]


if __name__ == "__main__":
    print("\n".join(lowest(sys.argv[1:])))
