// What stars and the early universe see of a vertex: one moment or one charge, and the factor at which it reaches the bound.

const momentSquares = (vertex) => { const lambda = dipole(vertex); return trace(adjoint(lambda), lambda); };

// Square of the moment that cools as much as all couplings: the part that goes as the square of the vertex, and that of the interference with the weak interaction.
function cooling(star, vertex, mixing) {
  const { k0, k1, k2 } = star.numbers, dirac = vertex.nature === "dirac", weak = fromParts(mixing.weak_radius);
  const q = vertex.charge, left = effectiveRadius(vertex), right = effectiveRadius(vertex, 1);
  let square = momentSquares(vertex) * (dirac ? 1 : 0.5);
  square += k0 * trace(q, q) * (dirac ? 2 : 1) + (k1 / 3) * (trace(q, left) + (dirac ? trace(q, right) : 0));
  square += (k2 / 36) * (trace(left, left) + (dirac ? trace(right, right) : 0));
  return { square, line: (k1 / 3) * trace(q, weak) + (k2 / 18) * trace(left, weak) };
}

// Columns of |lambda|^2 in the flavour basis, summed over final states.
function flavourSquares(vertex, mixing) {
  const turned = product(dipole(vertex), adjoint(fromParts(mixing.matrix)));
  return [0, 1, 2].map((j) => [0, 1, 2].reduce((total, i) => total + turned.re[3 * i + j] ** 2 + turned.im[3 * i + j] ** 2, 0));
}

function starSize(star, vertex, mixing) {
  if (star.kind === "plasmons") {
    const { square, line } = cooling(star, vertex, mixing);
    return Math.sqrt(Math.max(square + line, 0));
  }
  if (star.kind === "charge") return largestEigenvalue(vertex.charge);
  if (star.kind === "mean") return Math.sqrt(momentSquares(vertex) / 3);
  const [e, mu, tau] = flavourSquares(vertex, mixing);
  return Math.sqrt(e + star.numbers.other * (mu + tau));
}

// The positive factor on the vertex at which the bound is reached.
function starFactor(star, vertex, mixing) {
  if (star.kind !== "plasmons") {
    const size = starSize(star, vertex, mixing);
    return size > 0 ? star.value / size : Infinity;
  }
  const { square, line } = cooling(star, vertex, mixing);
  if (!(square > 0)) return Infinity;
  return (-line + Math.sqrt(line * line + 4 * square * star.value ** 2)) / (2 * square);
}
