"""What `nuem experiments` prints."""

from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nuem.typing import Json


def asked_by(rows: "list[Json]", ask: str) -> str:
    """Which experiments can be asked for the same."""
    names = [row["name"] for row in rows if row["ask"] == ask]
    return f"{', '.join(names) if len(names) < 4 else 'The others'} can be asked for: {ask}."


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
