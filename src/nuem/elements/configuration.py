"""Electron configurations as text: ``[Ar] 3d10 4s2 4p2``."""

import re

_BY_NUMBER = """
    H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd
    In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np
    Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og
"""
SYMBOLS = tuple(_BY_NUMBER.split())
"""All chemical elements by atomic number, also those whose shells are not in the table of `nuem.elements`."""

LETTERS = "spdfg"

_CORES = {
    "He": "1s2",
    "Ne": "1s2 2s2 2p6",
    "Ar": "1s2 2s2 2p6 3s2 3p6",
    "Kr": "1s2 2s2 2p6 3s2 3p6 3d10 4s2 4p6",
    "Xe": "1s2 2s2 2p6 3s2 3p6 3d10 4s2 4p6 4d10 5s2 5p6",
    "Rn": "1s2 2s2 2p6 3s2 3p6 3d10 4s2 4p6 4d10 5s2 5p6 4f14 5d10 6s2 6p6",
}
_WORD = re.compile(r"([1-7])([spdfg])(\d{1,2})?")


def configuration(line: str) -> dict[tuple[int, int], int]:
    """Electrons in each subshell (n, l) of a configuration.

    Parameters
    ----------
    line : str
        Subshells with their electrons, one electron if no number is given, after the noble gas of the core if there is one:
        ``"[Xe] 4f14 5d6 6s2"``, ``"1s2 2s2 2p"``.

    Returns
    -------
    dict
        From the lowest n and l upwards.

    Raises
    ------
    ValueError
        For a word that is no subshell, a subshell that does not exist or is named twice, or one with no or too many electrons.

    Examples
    --------
    >>> configuration("[He] 2s2 2p2")
    {(1, 0): 2, (2, 0): 2, (2, 1): 2}
    """
    if not isinstance(line, str) or not line.strip():
        raise ValueError(f"a configuration such as '[Ar] 3d10 4s2 4p2' is needed, got {line!r}")
    words = line.split()
    if words[0].startswith("["):
        core = words[0].strip("[]")
        if words[0] != f"[{core}]" or core not in _CORES:
            raise ValueError(
                f"no core {words[0]!r} in {line!r}; a core is one of {', '.join(f'[{gas}]' for gas in _CORES)}"
            )
        words[:1] = _CORES[core].split()
    occupation: dict[tuple[int, int], int] = {}
    for word in words:
        match = _WORD.fullmatch(word)
        if match is None:
            raise ValueError(
                f"cannot read {word!r} in the configuration {line!r}; write for example '[Ar] 3d10 4s2 4p2'"
            )
        n, orbital, electrons = int(match[1]), LETTERS.index(match[2]), int(match[3] or 1)
        if orbital >= n:
            raise ValueError(f"there is no subshell {word[:2]!r} ({line!r}): l is below n")
        if (n, orbital) in occupation:
            raise ValueError(f"the configuration {line!r} names {word[:2]!r} twice")
        if not 0 < electrons <= 4 * orbital + 2:
            raise ValueError(f"{word!r} in {line!r}: a subshell {match[2]} holds 1 to {4 * orbital + 2} electrons")
        occupation[n, orbital] = electrons
    return dict(sorted(occupation.items()))
