"""Random evolution problems of many kinds, and a reference for them that shares nothing with the engine.

The reference is the fourth-order Magnus step with numpy's eigensolver, in steps of equal length that are doubled until the Richardson
extrapolation stands still: the plain twin of the compiled kernels.
"""

from collections.abc import Callable, Sequence

import numpy as np

from nuem.typing import FloatArray

KINDS = (
    "smooth",
    "Majorana-like",
    "Dirac-like",
    "crossings near 1/2",
    "near-degenerate levels",
    "ripples",
    "jumps",
    "narrow features",
)


Hamiltonian = Callable[[FloatArray], np.ndarray]


def hermitian(rng: np.random.Generator, n: int) -> np.ndarray:
    a = rng.normal(size=(n, n)) + 1j * rng.normal(size=(n, n))
    return (a + a.conj().T) / 2


def unitary(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.linalg.eigh(hermitian(rng, n))[1]


def column(values: np.ndarray) -> np.ndarray:
    return np.asarray(values)[:, None, None]


def problem(
    seed: int, largest_phase: float = 2e3, sizes: tuple[int, ...] = (2, 4, 6, 8)
) -> tuple[str, Hamiltonian, np.ndarray, list[float], list[float]]:
    """A Hamiltonian on [0, 1], its state, the jumps, and the places where the reference must take care."""
    rng = np.random.default_rng(seed)
    n = int(rng.choice(sizes))
    scale = largest_phase ** rng.uniform(0, 1)
    kind = KINDS[seed % len(KINDS)]
    jumps: list[float] = []
    care: list[float] = []
    if kind == "smooth":
        parts = [hermitian(rng, n) * scale * rng.uniform(0.05, 1) for _ in range(4)]
        k, phase = rng.uniform(0, 12, 4), rng.uniform(0, 6, 4)

        def h(x: FloatArray) -> np.ndarray:
            return sum(column(np.cos(k[i] * x + phase[i])) * parts[i] for i in range(4))

    elif kind in ("Majorana-like", "Dirac-like"):
        m = n // 2
        u, levels = unitary(rng, m), np.sort(rng.uniform(0, 1, m)) * scale
        vacuum = u @ np.diag(levels) @ u.conj().T
        potential = scale * rng.uniform(-1, 1, m)
        moment = (rng.normal(size=(m, m)) + 1j * rng.normal(size=(m, m))) * 10 ** rng.uniform(-1, 2)
        majorana = kind == "Majorana-like"
        if majorana:
            moment = moment - moment.T
        zero, twist, fall = np.zeros((m, m)), rng.uniform(-20, 20), rng.uniform(1, 10)
        still = np.block([[vacuum, zero], [zero, vacuum.conj() if majorana else np.diag(levels)]])
        matter = np.diag(np.concatenate([potential, -potential if majorana else 0 * potential]))
        flip = np.block([[zero, moment], [zero, zero]])

        def h(x: FloatArray) -> np.ndarray:
            field = column(np.exp(-(((x - 0.4) / 0.2) ** 2) + 1j * twist * x)) * flip
            return still + column(np.exp(-fall * x)) * matter + field + field.conj().swapaxes(1, 2)

    elif kind == "crossings near 1/2":
        slope = scale * np.array([(-1) ** i * rng.uniform(0.3, 1) for i in range(n)])
        where = rng.uniform(0.2, 0.8, n)
        coupling = hermitian(rng, n)
        np.fill_diagonal(coupling, 0)
        # exp(-2 pi w^2/|slope difference|) = 1/2
        coupling *= np.sqrt(np.log(2) / np.pi * scale) * rng.uniform(0.5, 1.5) / np.abs(coupling).max()

        def h(x: FloatArray) -> np.ndarray:
            return ((x[:, None] - where) * slope)[:, :, None] * np.eye(n) + coupling

    elif kind == "near-degenerate levels":
        levels = np.concatenate([[0, 10 ** rng.uniform(-6, 0)], scale * rng.uniform(0.5, 2, n - 2)])
        u = unitary(rng, n)
        still = u @ np.diag(levels) @ u.conj().T
        single, double = hermitian(rng, n) * 10 ** rng.uniform(-2, 1), hermitian(rng, n) * 10 ** rng.uniform(-2, 1)

        def h(x: FloatArray) -> np.ndarray:
            return still + column(np.sin(3 * x)) * single + column(x**2) * double

    elif kind == "ripples":
        still, part = np.diag(scale * rng.uniform(-1, 1, n)), hermitian(rng, n) * scale * 0.2
        wave, depth = rng.uniform(50, 400), 10 ** rng.uniform(-3, -0.5)

        def h(x: FloatArray) -> np.ndarray:
            return still + column(np.exp(-2 * x) * (1 + depth * np.cos(wave * x))) * part

    elif kind == "jumps":
        jumps = list(np.sort(rng.uniform(0.1, 0.9, int(rng.integers(1, 4)))))
        layers = np.array([hermitian(rng, n) * scale for _ in range(len(jumps) + 1)])
        part = hermitian(rng, n) * scale * 0.3

        def h(x: FloatArray) -> np.ndarray:
            return layers[np.searchsorted(jumps, x, side="right")] + column(np.sin(2 * x)) * part

    else:
        still, part = np.diag(scale * rng.uniform(-1, 1, n)), hermitian(rng, n) * scale * 0.1
        width, place = 10 ** rng.uniform(-4.3, -2), rng.uniform(0.1, 0.9)
        kick = hermitian(rng, n) / width * rng.uniform(0.2, 2)
        care = [max(0.01, place - 12 * width), min(0.99, place + 12 * width)]

        def h(x: FloatArray) -> np.ndarray:
            return still + column(np.exp(-0.5 * ((x - place) / width) ** 2)) * kick + column(np.cos(x)) * part

    psi = rng.normal(size=n) + 1j * rng.normal(size=n)
    return kind, h, psi / np.linalg.norm(psi), jumps, care


def magnus4(h: Hamiltonian, a: float, b: float, steps: int, psi: np.ndarray) -> np.ndarray:
    """Fourth-order Magnus steps of equal length."""
    edges, step, c = np.linspace(a, b, steps + 1), (b - a) / steps, np.sqrt(3) / 6
    for k in range(0, steps, 8192):
        left = edges[k : min(k + 8192, steps)]
        single, double = h(left + step * (0.5 - c)), h(left + step * (0.5 + c))
        exponent = step / 2 * (single + double) - 1j * step**2 * np.sqrt(3) / 12 * (double @ single - single @ double)
        levels, w = np.linalg.eigh(exponent)
        u = (w * np.exp(-1j * levels)[:, None, :]) @ w.conj().swapaxes(1, 2)
        while len(u) > 1:
            if len(u) % 2:
                u = np.concatenate([u, np.eye(u.shape[1])[None]])
            u = u[1::2] @ u[::2]
        psi = u[0] @ psi
    return psi


def reference(h: Hamiltonian, psi: np.ndarray, edges: Sequence[float], goal: float = 3e-12) -> tuple[np.ndarray, float]:
    """The state at 1 and an estimate of its error."""
    error = 0.0
    for a, b in zip([0.0, *edges], [*edges, 1.0], strict=True):
        steps = max(400, int(2000 * (b - a)))
        before, change = magnus4(h, a, b, steps, psi), 1.0
        best = before
        first = True
        while change > goal and steps < 3e5:
            steps *= 2
            now = magnus4(h, a, b, steps, psi)
            better = now + (now - before) / 15
            change = 1.0 if first else float(np.linalg.norm(better - best))
            before, best, first = now, better, False
        psi, error = best, error + change
    return psi, error
