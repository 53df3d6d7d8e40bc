"""Every bound from a star or from the early universe, each from its own file, for any neutrinos."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from nuem.astro.stars import arrival_times, early_universe, pulsar, red_giant, solar, supernova, tip, white_dwarf
from nuem.astro.stars.bound import Question, Settings, StarBound
from nuem.astro.stars.settings import read_settings
from nuem.constants import SIN2_THETA_W
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.vertex import Vertex

BOUNDS: Final[dict[str, Callable[[Mapping[str, Settings], Question], tuple[StarBound, ...]]]] = {
    "red_giant": red_giant.bounds,
    "tip": tip.bounds,
    "sun": solar.bounds,
    "supernova": supernova.bounds,
    "early_universe": early_universe.bounds,
    "pulsar": pulsar.bounds,
    "delay": arrival_times.bounds,
    "white_dwarf": white_dwarf.bounds,
}
"""Name of each criterion to the function that gives its bounds."""

WITHOUT_SOURCE: Final = ("white_dwarf",)
"""Criteria with inputs for which no source was read; computed only when asked for."""


def bounds(
    vertex: Vertex | None = None,
    mixing: Mixing | None = None,
    *,
    sin2_theta_w: float = SIN2_THETA_W,
    inputs: Mapping[str, Mapping[str, float]] | None = None,
    names: Collection[str] | None = None,
) -> tuple[StarBound, ...]:
    """All bounds, for Dirac and Majorana neutrinos or for the nature of a vertex.

    Parameters
    ----------
    vertex : Vertex, optional
        Couplings to hold against the bounds.
    mixing : Mixing, optional
        Needed with a vertex: for interference with the weak interaction, and for the flavours in a supernova.
    sin2_theta_w : float, optional
        Weak mixing angle.
    inputs : mapping, optional
        Other conditions or allowances than those of ``stars.toml``, such as ``{"red_giant": {"density": 1e6}}``.
    names : collection of str, optional
        Which criteria, of `BOUNDS`; all but those of `WITHOUT_SOURCE` if not given.

    Returns
    -------
    tuple of StarBound

    Raises
    ------
    ValueError
        For a vertex without a mixing or of another size, or an input or criterion that is unknown or cannot be.

    Examples
    --------
    >>> print(f"{bounds()[0].value:.4e} mu_B")
    2.7993e-12 mu_B
    """
    if vertex is not None and mixing is None:
        raise ValueError("a vertex needs mixing=, such as Mixing.nufit(): flavours matter in stars")
    if vertex is not None:
        checks.single("vertex", vertex)
    checks.within("sin2_theta_w", checks.number("sin2_theta_w", sin2_theta_w), 0, 1)
    criteria = [name for name in BOUNDS if name not in WITHOUT_SOURCE] if names is None else list(names)
    sections, question = read_settings(inputs), Question(vertex, mixing, sin2_theta_w)
    results = [bound for name in criteria for bound in BOUNDS[checks.choice("names", name, BOUNDS)](sections, question)]
    return tuple(bound for bound in results if vertex is None or vertex.nature in bound.natures)
