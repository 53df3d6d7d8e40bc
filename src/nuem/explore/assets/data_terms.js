// Kinds of data: the term of -2 ln L of expectations mu, its derivatives by them, and what a figure shows.

const TINY = 1e-300;

// n (d - ln(1 + d)) with d = mu/n - 1, or mu where nothing was counted.
function poissonTerm(n, mu) {
  if (n === 0) return mu;
  const d = (mu - n) / n;
  if (d < -0.9) return mu > 0 ? n * (d - Math.log(mu / n)) : Infinity;
  return n * (d - Math.log1p(d));
}

function poisson(observed) {
  return {
    value: (mu) => { let s = 0; for (let b = 0; b < mu.length; b++) s += poissonTerm(observed[b], mu[b]); return 2 * s; },
    slope: (mu, out) => { for (let b = 0; b < mu.length; b++) out[b] = 2 - (2 * observed[b]) / Math.max(mu[b], TINY); },
    curvature: (mu, out, fisher) => {
      for (let b = 0; b < mu.length; b++) { const m = Math.max(mu[b], 1e-100); out[b] = fisher ? 2 / m : (2 * observed[b]) / (m * m); }
    },
    observed, errors: observed.map((n) => Math.sqrt(n)), counted: true,
  };
}

function gaussian(observed, errors) {
  return {
    value: (mu) => { let s = 0; for (let b = 0; b < mu.length; b++) s += ((observed[b] - mu[b]) / errors[b]) ** 2; return s; },
    slope: (mu, out) => { for (let b = 0; b < mu.length; b++) out[b] = (2 * (mu[b] - observed[b])) / errors[b] ** 2; },
    curvature: (mu, out) => { for (let b = 0; b < mu.length; b++) out[b] = 2 / errors[b] ** 2; },
    observed, errors, counted: false,
  };
}

// Independent combinations of correlated bins; `project` turns expectations into them.
function covariance(observed, errors, whitener) {
  const bins = observed.length;
  const project = (mu) => {
    const made = new Float64Array(bins);
    for (let b = 0; b < bins; b++) for (let c = 0; c < bins; c++) made[c] += mu[b] * whitener[b * bins + c];
    return made;
  };
  return { ...gaussian(project(observed), new Float64Array(bins).fill(1)), observed, errors, project };
}

// Source on and off; the background of each bin is at its best, a root of a quadratic.
function onOff(on, off, ratio) {
  const background = (mu, b) => {
    const t = ratio[b], half = ((1 + t) * mu - on[b] - off[b]) / (2 * (1 + t)), inside = (off[b] * mu) / (1 + t);
    const root = Math.sqrt(half * half + Math.max(inside, 0));
    return half > 0 ? inside / (half + root) : root - half;
  };
  return {
    value: (mu) => {
      let s = 0;
      for (let b = 0; b < mu.length; b++) {
        const B = background(mu[b], b);
        s += poissonTerm(on[b], mu[b] + B) + poissonTerm(off[b], ratio[b] * B);
      }
      return 2 * s;
    },
    slope: (mu, out) => { for (let b = 0; b < mu.length; b++) out[b] = 2 - (2 * on[b]) / Math.max(mu[b] + background(mu[b], b), TINY); },
    curvature: (mu, out, fisher) => {
      for (let b = 0; b < mu.length; b++) {
        const B = background(mu[b], b), total = Math.max(mu[b] + B, 1e-100);
        const one = (fisher ? total : on[b]) / total ** 2, other = Math.max(fisher ? ratio[b] * B : off[b], 1e-100);
        out[b] = (2 * one) / (1 + (B > 0 ? (one * B * B) / other : 0));
      }
    },
    observed: on.map((n, b) => n - off[b] / ratio[b]), errors: on.map((n, b) => Math.sqrt(n + off[b] / ratio[b] ** 2)), counted: false,
  };
}

function readData(data, arrays) {
  if (data.kind === "poisson") return poisson(arrays(data.observed));
  if (data.kind === "gaussian") return gaussian(arrays(data.observed), arrays(data.errors));
  if (data.kind === "on_off") return onOff(arrays(data.on), arrays(data.off), arrays(data.ratio));
  return covariance(arrays(data.observed), arrays(data.errors), arrays(data.whitener));
}
