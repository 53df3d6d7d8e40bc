// Axes of a chart, as SVG text.

const svgText = (width, height, label, body, role = "img") =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="${role}" aria-label="${escaped(label)}">${body}</svg>`;

function roundTicks(low, high, about) {
  const raw = (high - low) / about, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((k) => k * power).find((s) => s >= raw * (1 - 1e-9)), ticks = [];
  for (let t = Math.ceil(low / step - 1e-9) * step; t <= high + 1e-9 * step; t += step) ticks.push(Math.abs(t) < 1e-9 * step ? 0 : Number(t.toPrecision(12)));
  return ticks;
}

function powerTicks(low, high, most = 9) {
  const every = Math.max(1, Math.ceil((high - low) / most)), ticks = [];
  for (let t = Math.ceil(low / every - 1e-9) * every; t <= high + 1e-9; t += every) ticks.push(t);
  return ticks;
}

// The area inside margins, with scales from values to pixels and drawn axes.
function frame(width, height, margin, [x0, x1], [y0, y1]) {
  const left = margin.left, right = width - margin.right, top = margin.top, bottom = height - margin.bottom;
  const x = (t) => left + ((t - x0) / (x1 - x0)) * (right - left), y = (t) => bottom - ((t - y0) / (y1 - y0)) * (bottom - top);
  const axes = (xTicks, yTicks, xLabel, yLabel, xText = written, yText = written) => {
    const rows = yTicks.map((t) => `<line class="grid" x1="${left}" x2="${right}" y1="${y(t)}" y2="${y(t)}"/><text class="tick" x="${left - 6}" y="${y(t) + 4}" text-anchor="end">${yText(t)}</text>`);
    const columns = xTicks.map((t) => `<line class="axis" x1="${x(t)}" x2="${x(t)}" y1="${bottom}" y2="${bottom + 4}"/><text class="tick" x="${x(t)}" y="${bottom + 16}" text-anchor="middle">${xText(t)}</text>`);
    const across = `<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/><text class="label" x="${(left + right) / 2}" y="${height - 5}" text-anchor="middle">${xLabel}</text>`;
    return rows.join("") + columns.join("") + across + (yLabel ? `<text class="label" transform="translate(12,${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">${yLabel}</text>` : "");
  };
  return { x, y, left, right, top, bottom, axes };
}

const path = (points) => points.map(([a, b], k) => `${k ? "L" : "M"}${a.toFixed(1)},${b.toFixed(1)}`).join("");
