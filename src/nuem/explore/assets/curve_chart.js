// Rise of -2 ln L of one experiment against the factor on the vertex.

const CURVE_TOP = 10;

function curvePoints(limit) {
  const centre = isFinite(limit.value) && limit.value > 0 ? Math.log10(limit.value) : 0, low = Math.min(-1, centre - 1), high = Math.max(0.5, centre + 0.5);
  return Array.from({ length: 61 }, (_, k) => low + ((high - low) * k) / 60).map((t) => [t, limit.q(10 ** t, ROUGH) - limit.minimum]);
}

function drawCurve(element, points, limit, threshold, name) {
  const width = element.clientWidth, height = 230, low = points[0][0], high = points[points.length - 1][0];
  const area = frame(width, height, { left: 44, right: 14, top: 10, bottom: 40 }, [low, high], [0, CURVE_TOP]), edge = Math.log10(limit.value);
  let body = "";
  if (limit.value === 0 || isFinite(edge)) {
    const from = area.x(Math.max(low, Math.min(high, edge)));
    body += `<rect class="region" x="${from}" y="${area.top}" width="${area.right - from}" height="${area.bottom - area.top}"/>`;
  }
  body += area.axes(powerTicks(low, high, 5), roundTicks(0, CURVE_TOP, 5), "factor on the vertex", "rise of −2 ln L", (t) => `10${superscript(t)}`);
  body += `<line class="level" x1="${area.left}" x2="${area.right}" y1="${area.y(threshold)}" y2="${area.y(threshold)}"/>`;
  const inside = points.filter(([, v], k) => v <= CURVE_TOP || (points[k - 1] ?? [0, 0])[1] <= CURVE_TOP || (points[k + 1] ?? [0, 0])[1] <= CURVE_TOP);
  body += `<path class="curve" d="${path(inside.map(([t, v]) => [area.x(t), area.y(Math.max(0, Math.min(v, CURVE_TOP)))]))}"/>`;
  if (low < 0 && high > 0) body += `<line class="here" x1="${area.x(0)}" x2="${area.x(0)}" y1="${area.top}" y2="${area.bottom}"/>`;
  element.innerHTML = svgText(width, height, `${name}: rise of -2 ln L against the factor on the vertex`, body);
}
