"""What the kernels know of a Hamiltonian: functions of the distance, and how they make it up."""

from typing import NamedTuple

from nuem.propagation.engine.kernels.buffers import PLACE, VALUES
from nuem.propagation.engine.kernels.eigen import copy, levels, unit
from nuem.propagation.engine.kernels.lanes import exact_kernel, kernel, weigh
from nuem.propagation.engine.kernels.rules import Workspace
from nuem.propagation.engine.kernels.vectors import LANES, load, spread, store
from nuem.typing import ComplexArray, FloatArray, IntArray

PIECES_LONG = 4.0  # largest length of a panel over that of any piece that it touches


class Problem(NamedTuple):
    """H(x) = constant + sum_t value_t f_which(t)(x) at element place_t; f is a Chebyshev series on each piece between the edges.

    `rough` is the error of H on each piece: below it no Chebyshev tail is asked to be. `tol` is that of the whole way.
    """

    edges: FloatArray
    coefficients: FloatArray
    rough: FloatArray
    constant: ComplexArray
    place: IntArray
    which: IntArray
    value: ComplexArray
    tol: FloatArray


class Stretch(NamedTuple):
    """A part of the way, [left, left + length], and the pieces [first, last) of the profile that it may lie on."""

    left: float
    length: float
    first: int
    last: int


@kernel
def polynomials(u: FloatArray, t: FloatArray) -> None:
    """t[m] = T_m(u) in all lanes."""
    x = load(u)
    before, now = spread(1.0), x
    store(t[0], before)
    store(t[1], now)
    for m in range(2, LANES):
        before, now = now, 2.0 * x * now - before
        store(t[m], now)


@exact_kernel
def at_nodes(stretch: Stretch, problem: Problem, work: Workspace) -> float:
    """The functions at all nodes of a stretch, those of one piece side by side; the largest error of H there."""
    buffers, nodes = work.buffers, work.tables.nodes
    edges, f, t = problem.edges, buffers.functions, buffers.polynomials[0]
    h = stretch.length
    middle = stretch.left + 0.5 * h
    low, high, last = stretch.first, stretch.last, stretch.last
    while high - low > 1:
        cut = (low + high) // 2
        if edges[cut] <= middle - 0.5 * h:
            low = cut
        else:
            high = cut
    u, values = buffers.rows[PLACE], buffers.rows[VALUES]
    for lane in range(LANES):
        u[lane] = 0.0
    rough = 0.0
    lane = 0
    while lane < LANES:
        while low + 1 < last and edges[low + 1] <= middle + 0.5 * h * nodes[lane]:
            low += 1
        end = lane
        width = edges[low + 1] - edges[low]
        while end < LANES and (low + 1 == last or middle + 0.5 * h * nodes[end] < edges[low + 1]):
            x = middle + 0.5 * h * nodes[end]
            u[end] = min(1.0, max(-1.0, ((x - edges[low]) - (edges[low + 1] - x)) / width))
            end += 1
        rough = max(rough, problem.rough[low])
        polynomials(u, t)
        for k in range(f.shape[0]):
            weigh(problem.coefficients[low, k], t, values)
            for i in range(lane, end):
                f[k, i] = values[i]
        lane = end
    return rough


@kernel
def hamiltonian(problem: Problem, f: FloatArray, h: FloatArray, n: int) -> None:
    """H in all lanes from the functions f[function, lane]."""
    for i in range(n):
        for j in range(n):
            store(h[0, i, j], spread(problem.constant[i, j].real))
            store(h[1, i, j], spread(problem.constant[i, j].imag))
    for t in range(problem.which.size):
        i, j = problem.place[t, 0], problem.place[t, 1]
        x, y = problem.value[t].real, problem.value[t].imag
        values = load(f[problem.which[t]])
        store(h[0, i, j], load(h[0, i, j]) + x * values)
        store(h[1, i, j], load(h[1, i, j]) + y * values)


@exact_kernel
def eigenvectors(problem: Problem, f: FloatArray, lane: int, h: ComplexArray, w: ComplexArray, n: int) -> None:
    """Levels on the diagonal of h and eigenvectors W of the Hamiltonian in one lane of the functions f."""
    copy(problem.constant, h, n)
    for t in range(problem.which.size):
        h[problem.place[t, 0], problem.place[t, 1]] += problem.value[t] * f[problem.which[t], lane]
    unit(w, n)
    levels(h, w, n)


@exact_kernel
def too_long(stretch: Stretch, edges: FloatArray) -> bool:
    """Whether a panel would step over something: a feature shows as short pieces, and the nodes must be dense on each."""
    left, h = stretch.left, stretch.length
    low, high, last = stretch.first, stretch.last, stretch.last
    while high - low > 1:
        middle = (low + high) // 2
        if edges[middle] <= left:
            low = middle
        else:
            high = middle
    while low < last and edges[low] < left + h:
        if h > PIECES_LONG * (edges[low + 1] - edges[low]):
            return True
        low += 1
    return False
