"""Words with units on the command line: one quantity, or a grid of them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def quantity(text: str, unit: str) -> float:
    """One quantity such as ``"2.8 keV"`` in base units; `unit` is one of the kind that is expected."""
    from nuem.units import parse

    return parse(text, unit)


def grid(text: str, unit: str) -> "NDArray[np.float64]":
    """One quantity, several, or a range of them, in base units.

    ``"2.8 keV"``; ``"1 keV, 2 keV, 5 keV"``; ``"1 keV:100 keV:50"`` for 50 values at equal ratios, and ``"1 keV:100 keV:50:linear"`` at
    equal distances.

    Raises
    ------
    ValueError
        For a quantity without a unit, a range that does not ascend, or a count below two.
    """
    import numpy as np

    if ":" not in text:
        return np.array([quantity(part, unit) for part in text.split(",")])
    words = [word.strip() for word in text.split(":")]
    if len(words) not in (3, 4) or (len(words) == 4 and words[3] not in ("linear", "log")):
        raise ValueError(f"cannot read the range {text!r}; write 'low:high:count', such as '1 {unit}:100 {unit}:50'")
    low, high = quantity(words[0], unit), quantity(words[1], unit)
    if not words[2].isdigit() or not 2 <= int(words[2]) <= 1_000_000:
        raise ValueError(f"the range {text!r} needs a count from 2 to 1000000, not {words[2]!r}")
    if high <= low:
        raise ValueError(f"the range {text!r} must ascend")
    count = int(words[2])
    if words[3:] == ["linear"]:
        return np.linspace(low, high, count)
    if low <= 0:
        raise ValueError(f"the range {text!r} is logarithmic and must begin above zero; add ':linear'")
    return np.geomspace(low, high, count)
