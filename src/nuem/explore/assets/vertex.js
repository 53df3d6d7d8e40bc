// A vertex {nature, magnetic, electric, charge, charge_radius, anapole}, in mu_B, e and cm^2, and the 55 numbers that a rate needs of it.

const FORM_FACTORS = ["magnetic", "electric", "charge", "charge_radius", "anapole"];
const RADIUS = 1, CHARGE = 10, SQUARES = 19, DIPOLES = 46, NUMBERS = 55; // where groups of numbers begin

const noVertex = (nature) => ({ nature, ...Object.fromEntries(FORM_FACTORS.map((name) => [name, zero()])) });

const times = (vertex, factor) =>
  ({ nature: vertex.nature, ...Object.fromEntries(FORM_FACTORS.map((name) => [name, scaled(vertex[name], factor)])) });

const plus = (a, b, factor = 1) =>
  ({ nature: a.nature, ...Object.fromEntries(FORM_FACTORS.map((name) => [name, sum(a[name], b[name], factor)])) });

// lambda = mu - i epsilon
const dipole = (v) => ({
  re: v.magnetic.re.map((x, k) => x + v.electric.im[k]),
  im: v.magnetic.im.map((x, k) => x - v.electric.re[k]),
});

// What left-handed neutrinos feel, <r^2> - 6a; right-handed ones feel the other sign.
const effectiveRadius = (v, sign = -1) => sum(v.charge_radius, v.anapole, 6 * sign);

// A vertex as the caller of nuem.counts writes it: arrays of [re, im], what is missing being zero.
function readVertex(given) {
  if (!given || !["dirac", "majorana"].includes(given.nature)) throw new Error('a vertex needs nature: "dirac" or "majorana"');
  const vertex = noVertex(given.nature);
  for (const name of Object.keys(given)) {
    if (name === "nature") continue;
    if (!FORM_FACTORS.includes(name)) throw new Error(`${name} is none of ${FORM_FACTORS.join(", ")}`);
    const rows = given[name];
    if (!Array.isArray(rows) || rows.length !== 3 || rows.some((row) => !Array.isArray(row) || row.length !== 3)) {
      throw new Error(`${name} must be a 3 x 3 array of [re, im]`);
    }
    vertex[name] = fromEntries(rows);
    requireSymmetry(name, vertex[name], given.nature);
  }
  return vertex;
}

function requireSymmetry(name, matrix, nature) {
  const size = largest(matrix), off = (other, sign) => largest(sum(matrix, other, -sign)) > 1e-9 * size;
  if (![...matrix.re, ...matrix.im].every(isFinite)) throw new Error(`${name} has an entry that is not a number`);
  if (off(adjoint(matrix), 1)) throw new Error(`${name} is not hermitian`);
  const { re, im } = adjoint(matrix), transposed = { re, im: im.map((x) => -x) };
  if (nature === "majorana" && off(transposed, name === "anapole" ? 1 : -1)) {
    throw new Error(`${name} of a Majorana neutrino must be ${name === "anapole" ? "symmetric" : "antisymmetric"}`);
  }
}

// Nine real numbers of a hermitian matrix: its diagonal, real and imaginary parts above it.
function pack(matrix, into, at) {
  const { re, im } = matrix;
  [re[0], re[4], re[8], re[1], re[2], re[5], im[1], im[2], im[5]].forEach((x, k) => { into[at + k] = x; });
}

// One, then products of couplings: radius, charge, their squares and their product, and those of the dipoles.
function vertexNumbers(vertex, constants) {
  const numbers = new Float64Array(NUMBERS);
  numbers[0] = 1;
  if (!vertex) return numbers;
  const radius = scaled(effectiveRadius(vertex), constants.radius_shift / 2);
  const charge = scaled(vertex.charge, -constants.charge_shift / 2);
  const both = product(charge, radius), lambda = dipole(vertex);
  const groups = [
    radius, charge, product(radius, radius), scaled(sum(both, adjoint(both)), 0.5), product(charge, charge),
    product(adjoint(lambda), lambda),
  ];
  groups.forEach((matrix, k) => pack(matrix, numbers, 1 + 9 * k));
  return numbers;
}

// The numbers of s times a vertex are those of s^0, s^1 and s^2.
function powersOf(numbers) {
  const parts = [0, 1, 2].map(() => new Float64Array(NUMBERS));
  numbers.forEach((x, k) => { parts[k === 0 ? 0 : k < SQUARES ? 1 : 2][k] = x; });
  return parts;
}
