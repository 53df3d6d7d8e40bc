// Rates of one experiment with one mixing: templates that are products of small matrices, times the numbers of a vertex.

function readRates(experiment, mixing, arrays) {
  const beams = experiment.rates.map((beam) => ({
    rank: beam.rank, columns: beam.columns, left: arrays(beam.left), right: arrays(beam.right[mixing]),
    factor: beam.factor === undefined ? null : arrays(beam.factor), template: beam.template,
  }));
  return { beams, variants: experiment.variants, bins: experiment.bins };
}

// Counts of numbers of a vertex, a flat array over variants, beams and bins.
function contracted(rates, numbers) {
  const { beams, variants, bins } = rates, result = new Float64Array(variants * beams.length * bins);
  beams.forEach((beam, k) => {
    const inner = new Float64Array(beam.rank), width = beam.columns.length;
    for (let r = 0; r < beam.rank; r++) {
      let total = 0;
      for (let c = 0; c < width; c++) total += beam.right[r * width + c] * numbers[beam.columns[c]];
      inner[r] = total;
    }
    const values = new Float64Array(beam.left.length / beam.rank);
    for (let t = 0, at = 0; t < values.length; t++) {
      let total = 0;
      for (let r = 0; r < beam.rank; r++, at++) total += beam.left[at] * inner[r];
      values[t] = total;
    }
    for (let row = 0; row < variants * bins; row++) {
      const v = Math.floor(row / bins), place = (v * beams.length + k) * bins + (row - v * bins);
      result[place] = beam.factor ? beam.factor[row] * values[beam.template[row]] : values[row];
    }
  });
  return result;
}

// Nominal counts in each bin, summed over beams.
function nominalCounts(rates, numbers) {
  const every = contracted(rates, numbers), result = new Float64Array(rates.bins);
  for (let k = 0; k < rates.beams.length; k++) {
    for (let b = 0; b < rates.bins; b++) result[b] += every[k * rates.bins + b];
  }
  return result;
}

// Signals of several sets of numbers, so that any combination of them is a sum of arrays.
function combination(rates, sets) {
  const parts = sets.map((numbers) => contracted(rates, numbers)), result = new Float64Array(parts[0].length);
  const felt = parts.map((part) => part.some((x) => x !== 0));
  const at = (weights) => {
    result.fill(0);
    weights.forEach((weight, p) => {
      if (!felt[p] || weight === 0) return;
      const part = parts[p];
      for (let k = 0; k < result.length; k++) result[k] += weight * part[k];
    });
    return result;
  };
  return { at, parts, felt };
}
