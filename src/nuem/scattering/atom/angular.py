"""Angular momenta: the one 3j symbol that a multipole between two Dirac orbitals needs."""

from functools import cache
from math import exp, lgamma


@cache
def three_j_squared(j: float, multipole: int, k: float) -> float:
    """Square of the 3j symbol (j L k; 1/2 0 -1/2), by Racah's formula.

    Parameters
    ----------
    j, k : float
        Half-integer.
    multipole : int
        L.

    Examples
    --------
    >>> round(three_j_squared(0.5, 1, 1.5), 12)
    0.166666666667
    """
    L = multipole
    if not abs(j - k) <= L <= j + k:
        return 0.0

    def log_factorial(x: float) -> float:
        return lgamma(round(x) + 1)

    log = log_factorial(j + L - k) + log_factorial(j - L + k) + log_factorial(-j + L + k) - log_factorial(j + L + k + 1)
    log += log_factorial(j + 0.5) + log_factorial(j - 0.5) + 2 * log_factorial(L)
    log += log_factorial(k + 0.5) + log_factorial(k - 0.5)
    total = 0.0
    for t in range(int(j + L - k) + 1):
        terms = (t, k - L + t + 0.5, k - j + t, j + L - k - t, j - t - 0.5, L - t)
        if min(terms) > -0.25:
            total += (-1) ** t * exp(0.5 * log - sum(map(log_factorial, terms)))
    return total * total
