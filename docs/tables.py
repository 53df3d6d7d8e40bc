"""Tables of numbers: a range and a quantity with its unit stay on one line, so that everything else may wrap on a narrow page."""

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes

_VALUE = r"[-+]?\d[\d.]*(e[-+]?\d+)?"
_NUMBER = re.compile(rf"(?<![\w.]){_VALUE}( to {_VALUE})?( (%|(/ )?[a-zA-Z]\w*)( / \w+)*)?(?!\w)")


def keep_together(app: Any, doctree: nodes.document) -> None:
    """Put numbers in the cells of tables of the class ``numbers`` into boxes that do not break."""
    for table in doctree.findall(nodes.table):
        if "numbers" in table["classes"]:
            for text in list(table.findall(nodes.Text)):
                text.parent.replace(text, list(boxes(text)))


def boxes(text: str) -> Iterator[nodes.Node]:
    """The pieces of a cell."""
    end = 0
    for number in _NUMBER.finditer(text):
        if number.start() > end:
            yield nodes.Text(text[end : number.start()])
        yield nodes.inline("", number[0], classes=["kept"])
        end = number.end()
    if end < len(text):
        yield nodes.Text(text[end:])


def setup(app: Any) -> dict[str, bool]:
    """Connect it."""
    app.connect("doctree-read", keep_together)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
