// Counts of one experiment: background, with weak scattering, with the vertex, and the data.

// Bins gathered in their energy intervals: data in bins of time or of other axes are summed over them.
function gathered(experiment, values, how = (total) => total) {
  const { edges, interval } = experiment.axis;
  if (!edges.length) return Array.from(values, how);
  const sums = new Array(edges.length - 1).fill(0);
  values.forEach((v, b) => { sums[interval[b]] += v; });
  return sums.map(how);
}

function drawSpectrum(element, one, shown, logarithmic) {
  const { experiment, model } = one, { data } = model, width = element.clientWidth, height = Math.max(220, Math.min(320, width * 0.5));
  const edges = experiment.axis.edges.length ? experiment.axis.edges : Array.from({ length: experiment.bins + 1 }, (_, b) => b + 0.5);
  const of = (values) => gathered(experiment, values);
  const total = of(shown.total), weak = of(shown.weak), background = of(shown.background), observed = of(data.observed);
  const errors = gathered(experiment, data.errors.map((e) => e * e), Math.sqrt);
  const tops = observed.map((n, b) => n + errors[b]), bottoms = observed.map((n, b) => n - errors[b]);
  const every = [...total, ...weak, ...tops, ...bottoms, 0], positive = [...total, ...observed].filter((v) => v > 0);
  const high = Math.max(...total, ...tops) * 1.06 || 1, low = Math.min(...every) * 1.06;
  const least = positive.length ? Math.max(Math.min(...positive) / 2, high * 1e-6) : high / 10;
  const scale = logarithmic ? (v) => Math.log10(Math.max(v, least)) : (v) => v, ends = logarithmic ? [Math.log10(least), Math.log10(high * 1.2)] : [low, high];
  const area = frame(width, height, { left: 56, right: 14, top: 10, bottom: 40 }, [edges[0], edges[edges.length - 1]], ends);
  const steps = (values) => values.map((v, b) => `${b ? "L" : "M"}${area.x(edges[b]).toFixed(1)},${area.y(scale(v)).toFixed(1)}H${area.x(edges[b + 1]).toFixed(1)}`).join("");
  const base = area.y(logarithmic ? ends[0] : 0);
  const ticks = logarithmic ? powerTicks(...ends, 6) : roundTicks(low, high, 5);
  const unit = experiment.axis.unit, axis = unit ? `${unit === "keV" ? "energy [keV]" : unit}` : "bin";
  let body = area.axes(roundTicks(edges[0], edges[edges.length - 1], width < 500 ? 5 : 8), ticks, axis, data.counted ? "events per bin" : "signal per bin", (t) => written(t, 6), (t) => (logarithmic ? `10${superscript(t)}` : written(t, 3)));
  body += `<path class="background" d="${steps(background)}V${base}H${area.x(edges[0]).toFixed(1)}Z"/><path class="with-weak" d="${steps(weak)}"/><path class="total" d="${steps(total)}"/>`;
  body += observed.map((n, b) => {
    const c = ((area.x(edges[b]) + area.x(edges[b + 1])) / 2).toFixed(1);
    return `<path class="data" d="M${c},${area.y(scale(bottoms[b])).toFixed(1)}V${area.y(scale(tops[b])).toFixed(1)}"/><circle class="dot" cx="${c}" cy="${area.y(scale(n)).toFixed(1)}" r="2"/>`;
  }).join("");
  element.innerHTML = svgText(width, height, `${experiment.title}: spectrum and data`, body);
}
