// Backgrounds with parameters: an exponential and a Gaussian line, integrated over bins; each gives counts and derivatives by its parameters.

// The normal distribution, by the series of erf near zero and a continued fraction in the tails.
function normalDistribution(x) {
  const z = Math.abs(x) / Math.SQRT2;
  if (z < 2.5) {
    let term = z, total = z;
    for (let n = 1; term > 1e-17 * total; n++) { term *= (2 * z * z) / (2 * n + 1); total += term; }
    const half = (total * Math.exp(-z * z)) / Math.sqrt(Math.PI);
    return x < 0 ? 0.5 - half : 0.5 + half;
  }
  let fraction = z;
  for (let n = Math.ceil(20 + 250 / (z * z)); n > 0; n--) fraction = z + n / 2 / fraction;
  const tail = Math.exp(-z * z) / Math.sqrt(Math.PI) / fraction / 2;
  return x < 0 ? tail : 1 - tail;
}

function exponentialIntegral(edges, scale) {
  const upper = edges.map((e) => -scale * Math.exp(-(e - edges[0]) / scale));
  const slope = edges.map((e) => { const d = (e - edges[0]) / scale; return -(1 + d) * Math.exp(-d); });
  return [differences(upper), differences(slope)];
}

const differences = (values) => Float64Array.from({ length: values.length - 1 }, (_, k) => values[k + 1] - values[k]);

function readShape(shape, arrays) {
  const edges = arrays(shape.edges), { total } = shape;
  if (shape.kind === "exponential") {
    const norm = total / exponentialIntegral(edges, shape.parameters[0].value)[0].reduce((a, b) => a + b, 0);
    return ([scale]) => {
      const [counts, slope] = exponentialIntegral(edges, scale);
      return { counts: counts.map((x) => norm * x), slopes: [slope.map((x) => norm * x)] };
    };
  }
  return ([energy, width]) => {
    const distance = edges.map((e) => (e - energy) / width);
    const density = distance.map((d) => Math.exp((-d * d) / 2) / Math.sqrt(2 * Math.PI));
    const of = (values) => differences(values).map((x) => total * x);
    return {
      counts: of(distance.map(normalDistribution)),
      slopes: [of(density.map((p) => -p / width)), of(density.map((p, k) => (-distance[k] * p) / width))],
    };
  };
}
