// -2 ln L in a plane of two elements of the vertex, finer where its contour runs.

const FINE = 40, COARSE = 5; // cells a side, and cells that are looked at together first

// Signals of base + x first + y second: a polynomial of second degree in x and y.
function planeSignal(one, base, first, second) {
  const at = (x, y) => one.numbers(plus(plus(base, first, x), second, y));
  const half = (a, b, sign) => a.map((v, k) => (v + sign * b[k]) / 2), minus = (a, b) => a.map((v, k) => v - b[k]);
  const none = at(0, 0), [right, left, up, down] = [at(1, 0), at(-1, 0), at(0, 1), at(0, -1)];
  const x = half(right, left, -1), y = half(up, down, -1), xx = minus(half(right, left, 1), none), yy = minus(half(up, down, 1), none);
  const mixed = [none, x, y, xx, yy].reduce(minus, at(1, 1));
  return combination(one.rates, [none, x, y, xx, yy, mixed]);
}

// A generator that pauses between points; it returns values on a grid over [-1, 1]^2 times the ranges, the minimum, and where it is.
function* planeValues(one, base, first, second, ranges, threshold) {
  const signal = planeSignal(one, base, first, second), known = new Map();
  const q = (x, y) => one.following(signal.at([1, x, y, x * x, y * y, x * y]), ROUGH);
  const place = (i, axis) => ranges[axis] * ((2 * i) / FINE - 1);
  const node = (i, j) => {
    const key = i * (FINE + 1) + j;
    if (!known.has(key)) known.set(key, q(place(i, 0), place(j, 1)));
    return known.get(key);
  };
  let best = [0, 0, q(0, 0)];
  for (let i = 0; i <= FINE; i += COARSE) for (let j = 0; j <= FINE; j += COARSE) {
    const value = node(i, j);
    if (value < best[2]) best = [place(i, 0), place(j, 1), value];
    yield;
  }
  for (let step = COARSE / FINE; step > 2e-3; step /= 2) {
    for (let moved = true; moved;) {
      moved = false;
      for (const [a, b] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        const x = best[0] + a * step * ranges[0], y = best[1] + b * step * ranges[1];
        if (Math.abs(x) > ranges[0] || Math.abs(y) > ranges[1]) continue;
        const value = q(x, y);
        if (value < best[2] - ROUGH) { best = [x, y, value]; moved = true; }
        yield;
      }
    }
  }
  const level = best[2] + threshold, values = Array.from({ length: FINE + 1 }, () => new Float64Array(FINE + 1));
  for (let i = 0; i < FINE; i += COARSE) for (let j = 0; j < FINE; j += COARSE) {
    const sides = new Set([[0, 0], [1, 0], [0, 1], [1, 1]].map(([a, b]) => node(i + a * COARSE, j + b * COARSE) > level));
    const near = sides.size > 1 || (Math.abs(best[0] - place(i + COARSE / 2, 0)) <= (2 * ranges[0] * COARSE) / FINE && Math.abs(best[1] - place(j + COARSE / 2, 1)) <= (2 * ranges[1] * COARSE) / FINE);
    for (let a = 0; a <= COARSE; a++) for (let b = 0; b <= COARSE; b++) {
      const [u, v] = [a / COARSE, b / COARSE];
      values[i + a][j + b] = near || known.has((i + a) * (FINE + 1) + j + b) ? node(i + a, j + b)
        : (1 - u) * ((1 - v) * node(i, j) + v * node(i, j + COARSE)) + u * ((1 - v) * node(i + COARSE, j) + v * node(i + COARSE, j + COARSE));
      if (near) yield;
    }
  }
  return { values, level, best };
}

// Closed loops around values below a level, in units of cells; beyond the grid everything counts as above.
function contours(values, level) {
  const n = values.length, next = new Map(), key = ([x, y]) => `${x.toFixed(6)},${y.toFixed(6)}`;
  const at = (i, j) => (i < 0 || j < 0 || i >= n || j >= n ? 1 : values[i][j] - level || 1e-12);
  const clipped = (t) => Math.min(Math.max(t, 0), n - 1);
  const crossing = (i, j, k, l) => {
    const f = at(i, j), g = at(k, l), t = Math.abs(f) === Infinity || Math.abs(g) === Infinity ? 0.5 : f / (f - g);
    const inside = (a) => a >= 0 && a < n;
    if (!inside(i) || !inside(j) || !inside(k) || !inside(l)) return [clipped(i + (k - i) * 0.5), clipped(j + (l - j) * 0.5)].map((x, axis) => x + 1e-5 * [i + k, j + l][axis]);
    return [i + (k - i) * t, j + (l - j) * t];
  };
  for (let i = -1; i < n; i++) for (let j = -1; j < n; j++) {
    const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]], below = corners.map(([a, b]) => at(a, b) < 0);
    const edges = [0, 1, 2, 3].filter((k) => below[k] !== below[(k + 1) % 4]);
    const point = (k) => crossing(...sorted(corners[k], corners[(k + 1) % 4]));
    const leaving = edges.filter((k) => below[k]), entering = edges.filter((k) => !below[k]);
    leaving.forEach((k, m) => {
      const other = entering.length === 1 ? entering[0] : entering.find((e) => (e + 1) % 4 === k) ?? entering[m];
      next.set(key(point(k)), [point(k), point(other)]);
    });
  }
  const loops = [];
  while (next.size) {
    const [first] = next.keys(), loop = [];
    for (let here = first; next.has(here);) {
      const [from, to] = next.get(here);
      next.delete(here);
      loop.push(from);
      here = key(to);
    }
    loops.push(loop);
  }
  return loops;
}

const sorted = (a, b) => (a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]) ? [...a, ...b] : [...b, ...a]);
