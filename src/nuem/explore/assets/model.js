// Expected counts of one experiment as a function of the nuisances, with their derivatives.

function readModel(dataset, rates, arrays) {
  const nuisances = dataset.nuisances.map((one) => ({ ...one, low: one.low ?? -Infinity, high: one.high ?? Infinity }));
  const place = (name) => nuisances.findIndex((one) => one.name === name);
  return {
    bins: rates.bins, beams: rates.beams.length, nuisances, data: readData(dataset.data, arrays),
    fluxes: dataset.fluxes.map((errors) => Object.entries(errors).filter(([, error]) => error !== 0).map(([name, error]) => [place(name), error])),
    signal: dataset.signal.map(place),
    systematics: dataset.systematics.map((one) => ({ ...one, place: place(one.nuisance), polynomial: normPolynomial(one.down, one.up) })),
    backgrounds: dataset.backgrounds.map((one) => ({
      name: one.name, step: one.step, norm: one.norm === null ? -1 : place(one.norm),
      table: one.table === null ? null : arrays(one.table), shape: one.shape && readShape(one.shape, arrays),
      parameters: one.shape ? one.shape.parameters.map((p) => ({ ...p, place: p.nuisance === null ? -1 : place(p.nuisance) })) : [],
      variations: one.variations.map((v) => ({ place: place(v.nuisance), down: arrays(v.down), up: arrays(v.up) })),
    })),
  };
}

// Product of the systematic factors of a target, and the place and logarithmic slope of each.
function normOf(model, target, eta) {
  const slopes = [];
  let value = 1;
  for (const one of model.systematics) {
    if (!one.targets.includes(target)) continue;
    const [factor, slope] = normFactor(eta[one.place], one.down, one.up, one.polynomial);
    value *= factor;
    slopes.push([one.place, slope / factor]);
  }
  return { value, slopes };
}

// A template with what nuisances make of it, cut at zero: counts and, for each nuisance, their change.
function morphed(nominal, from, length, variations, eta) {
  const counts = nominal.slice(from, from + length), changes = variations.map(() => new Float64Array(length));
  variations.forEach(({ place, down, up, at }, j) => {
    const { up: u, down: d, upSlope, downSlope } = shapeWeights(eta[place]), change = changes[j];
    for (let b = 0; b < length; b++) {
      const high = up[at + b] - nominal[from + b], low = down[at + b] - nominal[from + b];
      counts[b] += u * high + d * low;
      change[b] = upSlope * high + downSlope * low;
    }
  });
  if (variations.length) for (let b = 0; b < length; b++) if (!(counts[b] > 0)) { counts[b] = 0; for (const change of changes) change[b] = 0; }
  return { counts, changes };
}

// Signal (flat: variants, beams, bins) at nuisances eta, added to mu and to the jacobian (nuisances x bins).
function addSignal(model, signal, eta, mu, jacobian) {
  const { bins, beams } = model, norm = normOf(model, "signal", eta), alone = norm.slopes.length ? new Float64Array(bins) : null;
  for (let k = 0; k < beams; k++) {
    let flux = 1;
    for (const [place, error] of model.fluxes[k]) flux += error * eta[place];
    const variant = (v) => signal.subarray(v * beams * bins);
    const variations = model.signal.map((place, j) => ({ place, down: variant(1 + 2 * j), up: variant(2 + 2 * j), at: k * bins }));
    const { counts, changes } = morphed(signal, k * bins, bins, variations, eta);
    for (let b = 0; b < bins; b++) mu[b] += flux * norm.value * counts[b];
    if (alone) for (let b = 0; b < bins; b++) alone[b] += flux * norm.value * counts[b];
    for (const [place, error] of model.fluxes[k]) addTo(jacobian[place], counts, error * norm.value);
    changes.forEach((change, j) => addTo(jacobian[model.signal[j]], change, flux * norm.value));
  }
  for (const [place, slope] of norm.slopes) addTo(jacobian[place], alone, slope);
}

function addTo(row, values, weight) {
  for (let b = 0; b < row.length; b++) row[b] += weight * values[b];
}

function addBackground(model, one, eta, mu, jacobian) {
  let counts, slopes;
  if (one.table) {
    const found = morphed(one.table, 0, model.bins, one.variations.map((v) => ({ ...v, at: 0 })), eta);
    counts = found.counts;
    slopes = one.variations.map((v, j) => [v.place, found.changes[j]]);
  } else {
    const found = one.shape(one.parameters.map((p) => p.value + (p.place < 0 ? 0 : p.step * eta[p.place])));
    counts = found.counts;
    slopes = one.parameters.map((p, k) => [p.place, found.slopes[k].map((x) => p.step * x)]).filter(([place]) => place >= 0);
  }
  const norm = normOf(model, one.name, eta);
  let weight = norm.value;
  if (one.norm >= 0) {
    addTo(jacobian[one.norm], counts, weight * one.step);
    weight *= 1 + one.step * eta[one.norm];
  }
  for (const [place, slope] of slopes) addTo(jacobian[place], slope, weight);
  addTo(mu, counts, weight);
  for (const [place, slope] of norm.slopes) addTo(jacobian[place], counts, weight * slope);
}

// Expectations and derivatives by the nuisances, as the data term takes them.
function expectation(model, signal, eta) {
  const mu = new Float64Array(model.bins), jacobian = model.nuisances.map(() => new Float64Array(model.bins));
  addSignal(model, signal, eta, mu, jacobian);
  for (const one of model.backgrounds) addBackground(model, one, eta, mu, jacobian);
  const { project } = model.data;
  return project ? { raw: mu, mu: project(mu), jacobian: jacobian.map(project) } : { raw: mu, mu, jacobian };
}
