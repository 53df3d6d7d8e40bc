"""Numbers of other programs next to ours: the directive ``peers`` makes a table of ``peers.csv``."""

import csv
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList

FILE = Path(__file__).parent / "peers.csv"


class Peers(Directive):
    """A row for each number: the program, what is compared and why it differs, both numbers, their ratio."""

    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """The table."""
        self.state.document.settings.env.note_dependency(str(FILE))
        lines = [".. list-table::", "   :class: peers", "   :widths: 22 50 16 12", "   :header-rows: 1", ""]
        lines += self.row("program", ["what, *and why they differ*"], ["here", "there"], "ratio")
        with FILE.open(encoding="utf-8") as file:
            for one in csv.DictReader(file):
                numbers = [f"{float(one[place]):.4g}" for place in ("here", "there")]
                lines += self.row(one["program"].replace("_", r"\_"), [one["what"].replace("_", r"\_"), f"*{one['why']}*"], numbers, f"{float(one['ratio']):.4f}")  # fmt: skip
        found = nodes.container()
        self.state.nested_parse(StringList(lines, source=FILE.name), 0, found)
        return [found]

    @staticmethod
    def row(program: str, what: list[str], numbers: list[str], ratio: str) -> list[str]:
        """One row of a list-table."""
        cells = [[program], what, numbers, [ratio]]
        text = []
        for k, cell in enumerate(cells):
            start = "   * - " if k == 0 else "     - "
            text += [start + cell[0], *(line for more in cell[1:] for line in ("", "       " + more))]
        return text


def setup(app: Any) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("peers", Peers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
