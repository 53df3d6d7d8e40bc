"""What `nuem limit` prints beyond the limit: what was expected, significance, goodness of fit, impacts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nuem.cli.tables import Table

if TYPE_CHECKING:
    from nuem.experiments import ExpectedLimit
    from nuem.inference.goodness import Goodness
    from nuem.inference.impacts import Impact
    from nuem.inference.significance import Significance
    from nuem.typing import Json


def beyond(more: "Json", unit: str) -> "Iterator[str | Table]":
    """Text for each thing that was asked for."""
    if "expected" in more:
        yield from _expected(more["expected"])
    if "significance" in more:
        yield _significance(more["significance"])
    if "goodness" in more:
        yield _goodness(more["goodness"])
    if "impacts" in more:
        yield from _impacts(more["impacts"], unit)


def _expected(expected: "ExpectedLimit") -> "Iterator[str | Table]":
    bands = expected.bands
    yield f"\n  expected    {expected.median:.3g} {expected.unit} without a signal (median, {expected.method})"
    yield f"              68 %: {bands[-1]:.3g} to {bands[1]:.3g}; 95 %: {bands[-2]:.3g} to {bands[2]:.3g}"
    yield f"              observed {expected.observed:.3g}, {expected.observed / expected.median:.2f} of the median"


def _significance(result: "Significance") -> str:
    return f"\n  significance  {result.sigma:.2f} sigma against no signal (local), p = {result.p_value:.2g} ({result.method})"


def _goodness(result: "Goodness") -> str:
    error = f"{result.error:.1g}"
    return f"\n  goodness    -2 ln L = {result.deviance:.1f} for {result.bins} bins; p = {result.p_value:.3g} +- {error} (pseudo-experiments)"


def _impacts(impacts: "tuple[Impact, ...]", unit: str) -> "Iterator[str | Table]":
    if not impacts:
        yield "\n  impacts     none: there is no nuisance"
        return
    header = ("nuisance", "best fit", "error", f"limit at -1 [{unit}]", "at +1", "if known")
    rows = [
        (
            impact.nuisance,
            f"{impact.value:+.2f}",
            f"{impact.error:.2f}",
            f"{impact.down:.4g}",
            f"{impact.up:.4g}",
            f"{impact.without:.4g}",
        )
        for impact in impacts
    ]
    yield ""
    yield Table(header, rows)
