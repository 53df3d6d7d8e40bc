// The region of two elements that one experiment excludes.

function drawPlane(element, found, ranges, names, now, name) {
  const width = element.clientWidth, height = Math.max(230, Math.min(width, 330)), n = found.values.length - 1;
  const area = frame(width, height, { left: 46, right: 14, top: 10, bottom: 40 }, [-ranges[0], ranges[0]], [-ranges[1], ranges[1]]);
  const place = ([i, j]) => [area.x(ranges[0] * ((2 * i) / n - 1)), area.y(ranges[1] * ((2 * j) / n - 1))];
  const loops = contours(found.values, found.level).map((loop) => `${path(loop.map(place))}Z`).join("");
  const powers = ranges.map((range) => Math.floor(Math.log10(range))), tip = `${name}: elements that are excluded`;
  const [x, y] = [area.x(now[0]), area.y(now[1])], inside = x >= area.left && x <= area.right && y >= area.top && y <= area.bottom;
  const body = `<rect class="region" x="${area.left}" y="${area.top}" width="${area.right - area.left}" height="${area.bottom - area.top}"/><path class="allowed" fill-rule="evenodd" d="${loops}"/>`
    + area.axes(...ranges.map((range) => roundTicks(-range, range, 5)), ...names.map(([symbol, unit], k) => `${symbol} [10${superscript(powers[k])} ${unit}]`), ...powers.map((power) => (t) => written(t / 10 ** power, 3)))
    + (inside ? `<path class="cross" d="M${x - 6},${y}H${x + 6}M${x},${y - 6}V${y + 6}"/>` : "");
  element.innerHTML = svgText(width, height, tip, body);
}
