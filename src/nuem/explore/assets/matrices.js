// Complex 3 x 3 matrices as {re, im}, nine numbers each, row by row; and arrays of doubles from base64.

const zero = () => ({ re: new Float64Array(9), im: new Float64Array(9) });

const decoded = (text) => new Float64Array(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer);

const fromParts = ([re, im]) => ({ re: Float64Array.from(re.flat()), im: Float64Array.from(im.flat()) });

// From a 3 x 3 array of [re, im], or of real numbers.
function fromEntries(rows) {
  const made = zero();
  rows.forEach((row, i) => row.forEach((entry, j) => {
    [made.re[3 * i + j], made.im[3 * i + j]] = Array.isArray(entry) ? entry : [entry, 0];
  }));
  return made;
}

const scaled = (a, s) => ({ re: a.re.map((x) => s * x), im: a.im.map((x) => s * x) });

const sum = (a, b, s = 1) => ({ re: a.re.map((x, k) => x + s * b.re[k]), im: a.im.map((x, k) => x + s * b.im[k]) });

function adjoint(a) {
  const made = zero();
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) {
    made.re[3 * i + j] = a.re[3 * j + i];
    made.im[3 * i + j] = -a.im[3 * j + i];
  }
  return made;
}

function product(a, b) {
  const made = zero();
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) for (let k = 0; k < 3; k++) {
    const p = 3 * i + k, q = 3 * k + j;
    made.re[3 * i + j] += a.re[p] * b.re[q] - a.im[p] * b.im[q];
    made.im[3 * i + j] += a.re[p] * b.im[q] + a.im[p] * b.re[q];
  }
  return made;
}

// Tr(a b) of hermitian matrices, which is real.
function trace(a, b) {
  let total = 0;
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) {
    total += a.re[3 * i + j] * b.re[3 * j + i] - a.im[3 * i + j] * b.im[3 * j + i];
  }
  return total;
}

const largest = (a) => Math.max(...a.re.map((x, k) => Math.hypot(x, a.im[k])));

// Largest size of an eigenvalue of a hermitian matrix, from its characteristic polynomial.
function largestEigenvalue(a) {
  const size = largest(a);
  if (size === 0) return 0;
  const m = scaled(a, 1 / size), mean = (m.re[0] + m.re[4] + m.re[8]) / 3;
  const b = { re: m.re.slice(), im: m.im };
  for (const k of [0, 4, 8]) b.re[k] -= mean;
  const square = trace(b, b), p = Math.sqrt(square / 6);
  if (p < 1e-15) return size * Math.abs(mean);
  const cube = trace(product(b, b), b), angle = Math.acos(Math.max(-1, Math.min(1, cube / 6 / p ** 3))) / 3;
  const values = [0, 1, 2].map((k) => mean + 2 * p * Math.cos(angle + (2 * Math.PI * k) / 3));
  return size * Math.max(...values.map(Math.abs));
}
