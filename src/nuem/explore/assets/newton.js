// The minimum of -2 ln L over nuisances with bounds: projected Newton steps, the first two with the mean curvature, halved where they do not lead down.

const STEPS = 100, HALVINGS = 40, FISHER_STEPS = 2;

// `accuracy` is the decrease of -2 ln L that is not worth another step.
function minimise(model, signal, start, accuracy = 1e-11) {
  const { nuisances, data } = model, size = nuisances.length;
  const inside = (eta) => eta.map((x, p) => Math.min(Math.max(x, nuisances[p].low), nuisances[p].high));
  const state = (eta) => {
    const found = expectation(model, signal, eta);
    let value = data.value(found.mu);
    for (let p = 0; p < size; p++) if (nuisances[p].pull) value += eta[p] * eta[p];
    return { ...found, eta, value };
  };
  let here = state(inside(start ?? new Float64Array(size)));
  if (size === 0) return here;
  for (let number = 0; number < STEPS; number++) {
    const { step, slope, decrease } = newtonStep(model, here, number < FISHER_STEPS);
    const before = here.value;
    here = descended(state, inside, here, step, slope);
    const small = decrease < accuracy * Math.sqrt(1 + Math.abs(here.value));
    const stalled = number >= FISHER_STEPS && !(before - here.value > 1e-10 * (1 + Math.abs(here.value)));
    if (small || stalled) break;
  }
  return here;
}

const FAR_PULL = 3, START_PULL = 4, FEW_SHAPES = 3;

// The lowest of several minima: where the search from nominal values ends far from them, others begin with fluxes at zero and with nuisances of the signal at several standard deviations.
function lowestMinimum(model, signal) {
  const { nuisances, signal: shapes } = model;
  const linear = !shapes.length && !model.systematics.length && model.backgrounds.every((one) => !one.variations.length && !one.shape);
  let best = minimise(model, signal);
  if (linear || !nuisances.some((one, p) => one.pull && Math.abs(best.eta[p]) > FAR_PULL)) return best;
  const starts = [];
  const start = (places, values) => {
    const eta = new Float64Array(nuisances.length);
    places.forEach((p, k) => { eta[p] = values[k]; });
    starts.push(eta);
  };
  if (shapes.length > 1 && shapes.length <= FEW_SHAPES) {
    for (let corner = 0; corner < 2 ** shapes.length; corner++) start(shapes, shapes.map((_, k) => ((corner >> k) & 1 ? START_PULL : -START_PULL)));
  }
  for (const place of shapes) for (const side of [-START_PULL, START_PULL]) start([place], [side]);
  for (const place of new Set(model.fluxes.flat().map(([p]) => p))) if (isFinite(nuisances[place].low)) start([place], [nuisances[place].low]);
  for (const eta of starts) {
    const found = minimise(model, signal, eta);
    if (found.value < best.value) best = found;
  }
  return best;
}

function newtonStep(model, here, fisher) {
  const { nuisances, data, bins } = model, { mu, jacobian, eta } = here, size = nuisances.length;
  const outer = new Float64Array(bins), weight = new Float64Array(bins), slope = new Float64Array(size);
  data.slope(mu, outer);
  data.curvature(mu, weight, fisher);
  for (let p = 0; p < size; p++) {
    let total = nuisances[p].pull ? 2 * eta[p] : 0;
    for (let b = 0; b < bins; b++) total += jacobian[p][b] * outer[b];
    slope[p] = total;
  }
  const free = nuisances.map((one, p) => !((eta[p] <= one.low && slope[p] > 0) || (eta[p] >= one.high && slope[p] < 0)));
  const curvature = nuisances.map(() => new Float64Array(size)), scale = new Float64Array(size).fill(1), flat = [];
  const weighted = new Float64Array(bins);
  for (let p = 0; p < size; p++) {
    if (!free[p]) { slope[p] = 0; continue; }
    for (let b = 0; b < bins; b++) weighted[b] = jacobian[p][b] * weight[b];
    for (let r = 0; r <= p; r++) {
      if (!free[r]) continue;
      let total = p === r && nuisances[p].pull ? 2 : 0;
      for (let b = 0; b < bins; b++) total += weighted[b] * jacobian[r][b];
      curvature[p][r] = curvature[r][p] = total;
    }
    if (curvature[p][p] > 0) scale[p] = Math.sqrt(curvature[p][p]); else flat[p] = true;
  }
  for (let p = 0; p < size; p++) for (let r = 0; r < size; r++) curvature[p][r] = p === r ? 1 + 1e-12 : curvature[p][r] / (scale[p] * scale[r]);
  const solution = solved(curvature, Array.from(slope, (x, p) => x / scale[p]));
  const step = solution.map((x, p) => (!free[p] ? 0 : flat[p] ? slope[p] * 1e6 * (1 + Math.abs(eta[p])) : x / scale[p]));
  return { step, slope, decrease: step.reduce((total, x, p) => total + x * slope[p], 0) };
}

function descended(state, inside, here, step, slope) {
  let fraction = 1;
  for (let number = 0; number < HALVINGS; number++) {
    const after = state(inside(here.eta.map((x, p) => x - fraction * step[p])));
    let gain = 0;
    for (let p = 0; p < slope.length; p++) gain += slope[p] * (here.eta[p] - after.eta[p]);
    const wanted = here.value - 1e-4 * gain + 1e-13 * (1 + Math.abs(here.value));
    if (after.value <= wanted || (here.value === Infinity && isFinite(after.value))) return after;
    fraction *= number < 3 ? 0.5 : 0.25;
  }
  return here;
}
