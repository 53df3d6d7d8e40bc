"""What `nuem experiments` prints."""

from collections import Counter
from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nuem.typing import Json


def requests(rows: "list[Json]") -> list[str]:
    """What can be asked of the experiments: of most of them first, then of each exception."""
    (most, _), *others = Counter(row["ask"] for row in rows).most_common()
    exceptions = [(row["name"], row["ask"]) for row in rows if row["ask"] in dict(others)]
    return [f"Each can be asked for: {most}.", *(f"{name} can only be asked for: {ask}." for name, ask in exceptions)]


def lines(key: str, value: object) -> list[str]:
    """An entry of a description; further values of a list on lines of their own."""
    values = [f"{item} {text}" for item, text in value.items()] if isinstance(value, dict) else value
    texts = [str(item) for item in values] if isinstance(values, list | tuple) else [str(values)]
    return [
        fill(
            text, 80, initial_indent=f"{key if k == 0 else '':<12}", subsequent_indent=" " * 14, break_on_hyphens=False
        )
        for k, text in enumerate(texts)
    ]
