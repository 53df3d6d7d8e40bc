// Templates at -1, 0 and +1 sigma of a nuisance, and what lies between and beyond [HistFactory, codes 4p and 4].

// Weights of (up - nominal) and (down - nominal) in what a nuisance adds to a template, and their derivatives.
function shapeWeights(x) {
  if (x > 1) return { up: x, down: 0, upSlope: 1, downSlope: 0 };
  if (x < -1) return { up: 0, down: -x, upSlope: 0, downSlope: -1 };
  const square = x * x;
  const even = x * x * (15 + square * (3 * square - 10)) / 16, evenSlope = x * (30 + square * (18 * square - 40)) / 16;
  return { up: x / 2 + even, down: -x / 2 + even, upSlope: 0.5 + evenSlope, downSlope: -0.5 + evenSlope };
}

// The polynomial 1 + sum a_i x^i inside +-1 that meets up^x and down^-x with two derivatives.
function normPolynomial(down, up) {
  const rows = [], right = [];
  for (const [x, base] of [[1, up], [-1, down]]) {
    const log = Math.log(base), powers = [1, 2, 3, 4, 5, 6];
    rows.push(powers.map((p) => x ** p), powers.map((p) => p * x ** (p - 1)), powers.map((p) => p * (p - 1) * x ** Math.max(p - 2, 0)));
    right.push(base - 1, x * base * log, base * log * log);
  }
  return solved(rows, right);
}

// The factor of a normalisation and its derivative.
function normFactor(x, down, up, polynomial) {
  if (x > 1) return [up ** x, up ** x * Math.log(up)];
  if (x < -1) return [down ** -x, -(down ** -x) * Math.log(down)];
  let value = 1, slope = 0;
  polynomial.forEach((a, k) => { value += a * x ** (k + 1); slope += a * (k + 1) * x ** k; });
  return [value, slope];
}

// Solution of a small system by elimination with pivots.
function solved(rows, right) {
  const n = right.length, m = rows.map((row, i) => [...row, right[i]]);
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(m[r][i]) > Math.abs(m[pivot][i])) pivot = r;
    [m[i], m[pivot]] = [m[pivot], m[i]];
    for (let r = i + 1; r < n; r++) {
      const f = m[r][i] / m[i][i];
      if (f !== 0) for (let k = i; k <= n; k++) m[r][k] -= f * m[i][k];
    }
  }
  const x = new Array(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let rest = m[i][n];
    for (let k = i + 1; k < n; k++) rest -= m[i][k] * x[k];
    x[i] = rest / m[i][i];
  }
  return x;
}
