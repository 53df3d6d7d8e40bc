"""Formulas of the rows in HTML: Greek letters, indices, powers and units, as the review prints them."""

import re
from html import escape
from typing import Final

_GREEK: Final = {
    "alpha": "α", "gamma": "γ", "eps": "ε", "theta": "θ", "lambda": "λ", "mu": "μ", "nu": "ν", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "omega": "ω", "Sum": "Σ", "Lambda": "Λ", "Gamma": "Γ", "dagger": "†",
}  # fmt: skip
_LETTERS: Final = re.compile(rf"(?<![A-Za-z])({'|'.join(_GREEK)})(?![a-z])")
_POWER_OF_TEN: Final = re.compile(r"\b(\d+(?:\.\d+)?)e([+-]?)0*(\d+)\b")
_INDEX: Final = re.compile(r"(?<![A-Za-z.])([A-Za-zα-ωΣΓΛ]\*?)_([A-Za-zα-ω]+|\d+)")
_EXPONENT: Final = re.compile(r"\^(-?\d+|\*|†|T\b|\(\d+/\d+\))")
_UNIT: Final = re.compile(r"\b(cm|fm)([23])\b")
_SIGNS: Final = (
    ("&lt;r^2&gt;", "⟨r^2⟩"),
    ("&lt;=", "≤"),
    ("-&gt;", "→"),
    ("exp(-i", "exp(−i "),
    ("sqrt2", "√2"),
    ("sqrt(", "√("),
)


def typeset(text: str) -> str:
    """A row's text with its formulas marked up, safe to stand in a page.

    Examples
    --------
    >>> typeset("2.9e-11 mu_B")
    '2.9&times;10<sup>−11</sup> μ<sub>B</sub>'
    >>> typeset("mu_a^2 <= mu_b^2")
    'μ<sub>a</sub><sup>2</sup> ≤ μ<sub>b</sub><sup>2</sup>'
    """
    text = escape(text, quote=False)
    for plain, sign in _SIGNS:
        text = text.replace(plain, sign)
    text = _LETTERS.sub(lambda letter: _GREEK[letter[1]], text)
    text = _POWER_OF_TEN.sub(_times, text)
    text = _INDEX.sub(r"\1<sub>\2</sub>", text)
    text = _EXPONENT.sub(lambda power: f"<sup>{power[1].replace('-', '−')}</sup>", text)
    return _UNIT.sub(r"\1<sup>\2</sup>", text)


def _times(number: re.Match[str]) -> str:
    mantissa, sign, power = number.groups()
    if float(mantissa) == 0:
        return "0"
    ten = f"10<sup>{'−' if sign == '-' else ''}{power}</sup>"
    return ten if mantissa == "1" else f"{mantissa}&times;{ten}"
