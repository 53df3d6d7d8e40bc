// How much larger a vertex could be: the largest positive factor at which -2 ln L is no more than a threshold above its minimum over all real factors.

const PER_DECADE = 3; // points of the first look
const FAR = 25, WORTH = 10; // how far above the minimum the look goes, and minima are refined
const ROUGH = 1e-4; // accuracy of -2 ln L of the first look

// -2 ln L against the factor: counts are a polynomial of second degree in it.
function alongPattern(one, vertex) {
  const numbers = one.numbers(vertex), signal = combination(one.rates, powersOf(numbers));
  const q = (s, accuracy) => one.following(signal.at([1, s, s * s]), accuracy);
  return { q, parts: signal.parts, signed: signal.felt[1], blind: !signal.felt[1] && !signal.felt[2] };
}

function patternLimit(one, vertex, threshold) {
  const along = alongPattern(one, vertex), { q } = along;
  if (along.blind) return { value: Infinity, best: 0, minimum: q(0), q };
  const scale = visibleFactor(one, along.parts, threshold);
  const sides = (along.signed ? [-1, 1] : [1]).map((side) => explored(q, scale, side, along, threshold));
  const points = [...sides.flat(), [0, q(0)]].sort((a, b) => a[0] - b[0]);
  const coarse = Math.min(...points.map(([, value]) => value));
  const minima = points.flatMap(([s, value], k) => {
    const [before, after] = [points[k - 1], points[k + 1]];
    const lowest = value < coarse + threshold + WORTH && !(before?.[1] < value) && !(after?.[1] < value);
    return lowest ? [minimum((x) => q(x), (before ?? [s])[0], (after ?? [s])[0])] : [];
  });
  const every = [...points, ...minima].sort((a, b) => a[0] - b[0]);
  const [best, least] = every.reduce((a, b) => (b[1] < a[1] ? b : a));
  const positive = every.filter(([s]) => s >= 0), last = positive.findLastIndex(([, value]) => value - least <= threshold);
  const found = { best, minimum: least, q };
  if (last < 0) return { ...found, value: 0 };
  if (last === positive.length - 1) return { ...found, value: Infinity };
  const [[low, atLow], [high, atHigh]] = positive.slice(last, last + 2);
  const value = root((s) => q(s) - least - threshold, low, high, atLow - least - threshold, atHigh - least - threshold);
  return { ...found, value };
}

// The factor at which counts change visibly, all nuisances at their nominal values.
function visibleFactor(one, parts, threshold) {
  const { model, rates } = one, block = rates.beams.length * rates.bins;
  const nominal = parts.map((part) => {
    const counts = new Float64Array(rates.bins);
    for (let k = 0; k < block; k++) counts[k % rates.bins] += part[k];
    return model.data.project ? model.data.project(counts) : counts;
  });
  const eta = new Float64Array(model.nuisances.length), weight = new Float64Array(rates.bins);
  model.data.curvature(expectation(model, parts[0], eta).mu, weight, true);
  const rise = (s) => weight.reduce((total, w, b) => total + (w / 2) * (s * nominal[1][b] + s * s * nominal[2][b]) ** 2, 0);
  let low = -30, high = 30;
  for (let k = 0; k < 40; k++) { const middle = (low + high) / 2; if (rise(10 ** middle) > threshold) high = middle; else low = middle; }
  return 10 ** high;
}

// Points outward on one side, until -2 ln L is far above its minimum and nothing that interferes can bring it down again.
function explored(q, scale, side, along, threshold) {
  const special = along.signed ? cancelling(along.parts, side) : [], reach = 1.5 * Math.max(0, ...special);
  const grid = [...special];
  for (let k = -PER_DECADE; k <= 10 * PER_DECADE; k++) grid.push(scale * 10 ** (k / PER_DECADE));
  const points = [];
  let least = Infinity, above = 0;
  for (const size of grid.sort((a, b) => a - b)) {
    const value = q(side * size, ROUGH);
    points.push([side * size, value]);
    least = Math.min(least, value);
    above = value > least + threshold + FAR ? above + 1 : 0;
    if (above > 0 && size > reach) break;
  }
  return points;
}

// Where the square makes up for the interference in all counts together, and points around.
function cancelling(parts, side) {
  const total = (part) => part.reduce((a, b) => a + b, 0), factor = (-total(parts[1]) / total(parts[2])) * side;
  return factor > 0 && isFinite(factor) ? [0.5, 0.7, 0.85, 0.93, 1, 1.07, 1.15, 1.3, 1.6].map((f) => f * factor) : [];
}
