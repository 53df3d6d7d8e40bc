"""Results in a notebook: small cards and matrices in HTML that follow the notebook's own colours."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from importlib import import_module
from typing import Any, Final

_UNITS: Final = {"mu_B": "μ<sub>B</sub>", "cm2": "cm²", "1": "", "e": "e"}
_CARD: Final = (
    "border:1px solid rgba(128,128,128,.4);border-radius:8px;padding:10px 14px;max-width:680px;line-height:1.45"
)
_CELL: Final = (
    "padding:3px 10px;border:1px solid rgba(128,128,128,.3);text-align:center;font-variant-numeric:tabular-nums"
)
_HEAD: Final = "padding:3px 10px;border:0;text-align:center;font-weight:500"


def unit_html(unit: str) -> str:
    """A unit as it is printed."""
    return _UNITS.get(unit, escape(unit))


def scientific(value: float, unit: str = "", *, digits: int = 3) -> str:
    """A number with its unit, such as 6.3·10⁻¹² μB.

    Examples
    --------
    >>> scientific(1.19e-11), scientific(0.5), scientific(-math.inf)
    ('1.19·10<sup>−11</sup>', '0.5', '−∞')
    """
    end = f" {unit_html(unit)}" if unit_html(unit) else ""
    sign = "−" if value < 0 else ""
    if math.isnan(value) or math.isinf(value):
        return ("not a number" if math.isnan(value) else f"{sign}∞") + end
    mantissa, _, power = f"{abs(value):.{digits - 1}e}".partition("e")
    if value == 0 or -3 <= int(power) < 5:
        return f"{sign}{abs(value):.{digits}g}{end}"
    return f"{sign}{mantissa}·10<sup>{power_text(int(power))}</sup>{end}"


def power_text(power: int) -> str:
    """A power with the sign of print."""
    return str(power).replace("-", "−")


def signed(value: float) -> str:
    """A nuisance in units of its error, with its sign.

    Examples
    --------
    >>> signed(0.256), signed(-1.5), signed(-1e-9)
    ('+0.26', '−1.50', '0.00')
    """
    return "0.00" if abs(value) < 0.005 else f"{value:+.2f}".replace("-", "−")


def complex_html(value: complex, digits: int = 3) -> str:
    """A complex number of order one, as short as it can be.

    Examples
    --------
    >>> [complex_html(one) for one in (0j, 1.5 + 0j, -1j, 0.25 - 2j)]
    ['0', '1.5', '−i', '0.25 − 2i']
    """
    real, imaginary = (0.0 if abs(part) < 0.5 * 10.0**-digits else part for part in (value.real, value.imag))
    size = "" if f"{abs(imaginary):.{digits}g}" == "1" else f"{abs(imaginary):.{digits}g}"
    first = f"{real:.{digits}g}".replace("-", "−")
    if imaginary == 0:
        return first if real else "0"
    if real == 0:
        return f"{'−' if imaginary < 0 else ''}{size}i"
    return f"{first} {'−' if imaginary < 0 else '+'} {size}i"


def matrix(
    values: "Iterable[Iterable[complex]]", name: str, unit: str, rows: Sequence[str], columns: Sequence[str]
) -> str:
    """A matrix of complex numbers with the power of ten that its elements share."""
    elements = [[complex(cell) for cell in row] for row in values]
    largest = max((abs(cell) for row in elements for cell in row), default=0.0)
    power = math.floor(math.log10(largest) + 1e-12) if largest else 0
    power = 0 if -2 < power < 3 else power
    shared = f"10<sup>{power_text(power)}</sup> " if power else ""
    scale = f" [{shared}{unit_html(unit)}]".replace(" ]", "]") if shared or unit_html(unit) else ""
    head = "".join(f"<th style='{_HEAD}'>{title}</th>" for title in ("", *columns))
    body = "".join(
        f"<tr><th style='{_HEAD}'>{label}</th>"
        + "".join(f"<td style='{_CELL}'>{complex_html(cell / 10.0**power)}</td>" for cell in row)
        + "</tr>"
        for label, row in zip(rows, elements, strict=True)
    )
    return f"<div style='margin:4px 16px 4px 0'><small>{escape(name)}{scale}</small><table style='border-collapse:collapse'><tr>{head}</tr>{body}</table></div>"


def side_by_side(parts: Iterable[str]) -> str:
    """Parts in a row, which breaks where there is no place."""
    return f"<div style='display:flex;flex-wrap:wrap'>{''.join(parts)}</div>"


def pairs(rows: Mapping[str, str]) -> str:
    """Names and what they are, the latter as HTML; empty ones are left out."""
    cells = "".join(
        f"<tr><th style='text-align:left;vertical-align:top;font-weight:500;padding:2px 14px 2px 0;border:0'>{escape(name)}</th>"
        f"<td style='text-align:left;padding:2px 0;border:0'>{text}</td></tr>"
        for name, text in rows.items()
        if text
    )
    return f"<table style='border-collapse:collapse;margin:4px 0'>{cells}</table>"


def table(columns: Mapping[str, Sequence[str]]) -> str:
    """A table of texts under names."""
    head = "".join(f"<th style='{_HEAD}'>{escape(name)}</th>" for name in columns)
    rows = ["".join(f"<td style='{_CELL}'>{cell}</td>" for cell in row) for row in zip(*columns.values(), strict=True)]
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table style='border-collapse:collapse;margin:4px 0'><tr>{head}</tr>{body}</table>"


def notes(lines: Iterable[str], summary: str = "notes and sources") -> str:
    """What a user must know, folded away."""
    entries = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return (
        f"<details><summary>{escape(summary)}</summary><ul style='margin:4px 0'>{entries}</ul></details>"
        if entries
        else ""
    )


def card(title: str, *parts: str, number: str = "", beside: str = "") -> str:
    """A card: a line of words, the number in large type with words beside it, and the parts below."""
    large = f"<div style='font-size:1.4em;font-weight:600'>{number} <small style='font-weight:400'>{escape(beside)}</small></div>"
    return f"<div style='{_CARD}'><b>{escape(title)}</b>{large if number else ''}{''.join(parts)}</div>"


@contextmanager
def progress(task: str, total: int) -> Iterator[Callable[..., None]]:
    """A bar in a notebook, advanced by what is yielded: the `progress` of `nuem.limit`, `nuem.explore.write` or `propagate`.

    Parameters
    ----------
    task : str
        What is being done.
    total : int
        Number of steps.

    Examples
    --------
    >>> with progress("pseudo-experiments", 2) as advance:  # outside a notebook it is silent
    ...     advance()
    ...     advance()
    """
    shown, completed = _display(_bar(task, 0, total)), 0

    def advance(steps: int = 1) -> None:
        nonlocal completed
        completed += steps
        if shown is not None:
            shown.update(_html(_bar(task, completed, total)))

    yield advance
    if shown is not None:
        shown.update(_html(""))


def _bar(task: str, completed: int, total: int) -> str:
    return (
        f"<progress value='{completed}' max='{total}'></progress> <small>{escape(task)}: {completed} of {total}</small>"
    )


def _display(text: str) -> Any:
    """What shows a text in a notebook and can be updated; None outside."""
    try:
        running = import_module("IPython").get_ipython()
    except ModuleNotFoundError:
        return None
    if running is None or not hasattr(running, "kernel"):
        return None
    return import_module("IPython.display").display(_html(text), display_id=True)


def _html(text: str) -> Any:
    return import_module("IPython.display").HTML(text)
