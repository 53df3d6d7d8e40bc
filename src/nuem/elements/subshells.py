"""Relativistic subshells (n, kappa) of the ground configuration."""

from dataclasses import dataclass

from nuem.elements.shells import Shell, element


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
    """Measured binding energy [MeV]."""

    @property
    def orbital(self) -> int:
        """Orbital angular momentum l of the large component."""
        return self.kappa if self.kappa > 0 else -self.kappa - 1


def subshells(symbol: str) -> tuple[Subshell, ...]:
    """All subshells of an element that hold electrons, from the innermost outwards.

    `element` fills the lower j of an open shell first, as the atom does. A field that is averaged over the sphere knows no such order: here
    both j are equally full.

    Raises
    ------
    ValueError
        For an unknown element.

    Examples
    --------
    >>> [(shell.name, shell.kappa, round(shell.electrons, 3)) for shell in subshells("Si")[-2:]]
    [('M2', 1, 0.667), ('M3', -2, 1.333)]
    """
    groups: dict[tuple[int, int], list[Shell]] = {}
    for shell in element(symbol).shells:
        groups.setdefault(_quantum_numbers(shell.name), []).append(shell)
    found = []
    for (n, orbital), members in groups.items():
        electrons = sum(shell.electrons for shell in members)
        for kappa in ([orbital] if orbital else []) + [-orbital - 1]:
            name = _name(n, kappa)
            binding = next((shell.binding for shell in members if shell.name == name), members[0].binding)
            found.append(Subshell(name, n, kappa, electrons * abs(kappa) / (2 * orbital + 1), binding))
    return tuple(found)


def _quantum_numbers(name: str) -> tuple[int, int]:
    """Of n and l: K is 1s, and the index of L1, L2, L3, ... is 2l or 2l + 1."""
    return "KLMNOPQ".index(name[0]) + 1, int(name[1:] or 1) // 2


def _name(n: int, kappa: int) -> str:
    return "K" if n == 1 else f"{'KLMNOPQ'[n - 1]}{2 * kappa if kappa > 0 else -2 * kappa - 1}"
