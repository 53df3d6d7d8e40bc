// How much larger the vertex could be: a bar for every experiment and star, from the factor at which it excludes the vertex on.

function drawReach(element, rows, chosen) {
  const width = element.clientWidth, narrow = width < 500, finite = rows.map((row) => Math.log10(row.value)).filter(isFinite);
  const low = Math.max(-8, Math.min(-2, Math.floor(Math.min(...finite, 0) - 0.2))), high = Math.min(9, Math.max(2, Math.ceil(Math.max(...finite, 0) + 0.2)));
  const longest = Math.max(...rows.map((row) => row.label.length)), step = 21, height = 8 + 38 + step * rows.length;
  const area = frame(width, height, { left: Math.min(12 + 6.3 * longest, narrow ? 142 : 220), right: narrow ? 58 : 76, top: 8, bottom: 38 }, [low, high], [0, 1]);
  const ticks = powerTicks(low, high, narrow ? 5 : 10), inside = (t) => Math.max(low, Math.min(high, t));
  const lines = ticks.map((t) => `<line class="grid" x1="${area.x(t)}" x2="${area.x(t)}" y1="${area.top}" y2="${area.bottom}"/>`).join("");
  const bars = rows.map((row, k) => {
    const y = area.top + step * k, from = area.x(inside(Math.log10(row.value))), seen = isFinite(row.value);
    const bar = seen ? `<rect class="bar ${row.group}${row.value < 1 ? " excluded" : ""}" x="${from.toFixed(1)}" y="${y + 4}" width="${Math.max(area.right - from, 2).toFixed(1)}" height="${step - 8}" rx="2"/>` : "";
    const words = `<text class="name" x="${area.left - 8}" y="${y + 15}" text-anchor="end">${escaped(row.label)}</text><text class="value" x="${area.right + 6}" y="${y + 15}">${seen ? `×\u202f${written(row.value, 2)}` : "blind"}</text>`;
    const tip = `<title>${escaped(row.title)}</title><rect class="hit" x="0" y="${y}" width="${width}" height="${step}"/>`;
    if (row.group === "star") return `<g>${tip}${words}${bar}</g>`;
    return `<g class="pick${row.name === chosen ? " chosen" : ""}" tabindex="0" role="button" data-name="${row.name}" aria-label="${escaped(`${row.title}: factor ${written(row.value, 2)}`)}">${tip}${words}${bar}</g>`;
  }).join("");
  const here = `<line class="here" x1="${area.x(0)}" x2="${area.x(0)}" y1="${area.top}" y2="${area.bottom}"/>`;
  const axis = area.axes(ticks, [], "factor on the whole vertex", "", (t) => `10${superscript(t)}`);
  element.innerHTML = svgText(width, height, "How much larger the vertex could be, by experiment and star", lines + axis + bars + here, "group");
}
