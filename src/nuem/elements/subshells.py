"""Relativistic subshells (n, kappa) of the ground configuration."""

from dataclasses import dataclass

from nuem.elements.configuration import SYMBOLS, configuration
from nuem.elements.shells import Element, element, elements


@dataclass(frozen=True, slots=True)
class Subshell:
    """Electrons of one n and kappa, where kappa = l for j = l - 1/2 and -l - 1 for j = l + 1/2."""

    name: str
    """X-ray name, such as K or L3."""
    n: int
    kappa: int
    electrons: float
    """An open shell is spread evenly over its j, so this may be a fraction."""
    binding: float
    """Measured binding energy [MeV]; zero where none is known."""

    @property
    def orbital(self) -> int:
        """Orbital angular momentum l of the large component."""
        return self.kappa if self.kappa > 0 else -self.kappa - 1


def subshells(symbol: str, line: str | None = None) -> tuple[Subshell, ...]:
    """All subshells of a neutral atom that hold electrons, from the innermost outwards.

    `element` fills the lower j of an open shell first, as the atom does. A field that is averaged over the sphere knows no such order: here
    both j are equally full.

    Parameters
    ----------
    symbol : str
    line : str, optional
        Configuration, as `configuration` reads it; if not given, that of the ground state, which is known of `elements`.

    Raises
    ------
    ValueError
        For an unknown element, or a configuration that cannot be read or has not Z electrons.

    Examples
    --------
    >>> [(shell.name, shell.kappa, round(shell.electrons, 3)) for shell in subshells("Si")[-2:]]
    [('M2', 1, 0.667), ('M3', -2, 1.333)]
    >>> [shell.name for shell in subshells("Os", "[Xe] 4f14 5d6 6s2")[-3:]]
    ['O4', 'O5', 'P1']
    """
    if line is None:
        if symbol in SYMBOLS and symbol not in elements():
            raise ValueError(
                f"the ground state of {symbol} is not in the table; give its configuration, such as '[Xe] 4f14 5d6 6s2' for Os"
            )
        filled = _ground_state(element(symbol))
    else:
        filled = configuration(line)
        Z = atomic_number(symbol)
        if sum(filled.values()) != Z:
            raise ValueError(
                f"the configuration {line!r} has {sum(filled.values())} electrons, but {symbol} has {Z}; only neutral atoms are computed"
            )
    measured = {shell.name: shell.binding for shell in element(symbol).shells} if symbol in elements() else {}
    result = []
    for (n, orbital), electrons in filled.items():
        upper = measured.get(_name(n, -orbital - 1), 0.0)
        for kappa in ([orbital] if orbital else []) + [-orbital - 1]:
            name = _name(n, kappa)
            binding = measured.get(name, upper or measured.get(_name(n, orbital), 0.0))
            result.append(Subshell(name, n, kappa, electrons * abs(kappa) / (2 * orbital + 1), binding))
    return tuple(result)


def atomic_number(symbol: str) -> int:
    """Z of any chemical element.

    Raises
    ------
    ValueError
        For what is not the symbol of one.
    """
    if symbol not in SYMBOLS:
        return element(symbol).Z  # which says what is wrong with it
    return SYMBOLS.index(symbol) + 1


def _ground_state(atom: Element) -> dict[tuple[int, int], int]:
    filled: dict[tuple[int, int], int] = {}
    for shell in atom.shells:
        numbers = _quantum_numbers(shell.name)
        filled[numbers] = filled.get(numbers, 0) + round(shell.electrons)
    return filled


def _quantum_numbers(name: str) -> tuple[int, int]:
    """Of n and l: K is 1s, and the index of L1, L2, L3, ... is 2l or 2l + 1."""
    return "KLMNOPQ".index(name[0]) + 1, int(name[1:] or 1) // 2


def _name(n: int, kappa: int) -> str:
    return "K" if n == 1 else f"{'KLMNOPQ'[n - 1]}{2 * kappa if kappa > 0 else -2 * kappa - 1}"
