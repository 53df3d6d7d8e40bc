// The page at work: what moves is drawn at once, limits of all experiments and the plane follow in slices of time.

const content = JSON.parse($("content").textContent), shelf = library(content);
window.nuem = shelf.public;
const names = shelf.public.names, known = { mixings: Object.keys(content.mixings), experiments: names };
const SLICE = 20; // milliseconds before the page may answer the user
let state, rows = [], drawn = 0, followed = 0, following = false;

const experimentNow = () => shelf.experiment(state.experiment, state.mixing);
const starRows = (vertex) => content.stars.filter((star) => star.natures.includes(vertex.nature))
  .map((star) => ({ name: star.name, label: star.name.replaceAll("_", " "), title: star.title, group: "star", value: starFactor(star, vertex, content.mixings[state.mixing]) }));
const labRow = (experiment, value) =>
  ({ name: experiment.name, label: experiment.name, title: `${experiment.title} (${experiment.kind})`, group: WITHOUT_DATA.includes(experiment.kind) ? "model" : "lab", value });
const elementName = (name) => `${SYMBOLS[name.slice(0, -2)]}${SUBSCRIPT[name.at(-2) - 1]}${SUBSCRIPT[name.at(-1) - 1]}`;
const byValue = (a, b) => (a.value === b.value ? 0 : a.value - b.value);

function drawRows(vertex, labs) {
  rows = [...labs.sort(byValue), ...starRows(vertex).sort(byValue)];
  const focused = document.activeElement?.closest?.(".pick")?.dataset.name;
  drawReach($("reach"), rows, state.experiment);
  if (focused) $("reach").querySelector(`[data-name="${focused}"]`)?.focus();
  drawVerdict(rows, state.cl);
}

function draw() {
  const start = performance.now(), vertex = vertexOf(state), one = experimentNow(), [threshold] = LEVELS[state.cl];
  drawTabs("nature", [["dirac", "Dirac"], ["majorana", "Majorana"]], state.nature);
  drawTabs("form", FORM_FACTORS.map((form) => [form, FORM_NAMES[form]]), state.form);
  drawTabs("cl", Object.keys(LEVELS).map((cl) => [cl, `${cl} %`]), state.cl);
  drawMatrix(state, content);
  for (const [id, value] of [["mixing", state.mixing], ["experiment", state.experiment]]) $(id).value = value;
  $("log").checked = state.log;
  drawElements();
  const shown = one.spectrum(vertex), alone = one.deviance(null).value, limit = patternLimit(one, vertex, threshold);
  drawSpectrum($("spectrum"), one, shown, state.log);
  drawFacts(shown, alone, limit, one.experiment, state.cl);
  drawMoments(vertex, content.mixings[state.mixing], content);
  const labs = rows.filter((row) => row.group !== "star" && row.name !== state.experiment);
  drawRows(vertex, [...labs, labRow(one.experiment, limit.value)]);
  $("code").textContent = pythonText(vertex, state, content);
  history.replaceState(null, "", toAddress(state));
  drawn += 1;
  document.body.dataset.drawn = (performance.now() - start).toFixed(1);
  $("status").textContent = `drawn in ${Math.round(performance.now() - start)} ms`;
  follow();
}

function drawElements() {
  const options = elementsOf(state.nature).map((name) => [name, elementName(name)]);
  for (const id of ["across", "up"]) {
    $(id).innerHTML = options.map(([value, text]) => `<option value="${value}">${text}</option>`).join("");
    $(id).value = state[id];
  }
}

// Work in pieces, each ending with a pause; what was asked for meanwhile begins when this is done.
async function follow() {
  if (following) return;
  following = true;
  while (followed !== drawn) {
    followed = drawn;
    const start = performance.now();
    let pause = start;
    for (const _ of steps()) {
      if (performance.now() - pause > SLICE) {
        await new Promise((resolve) => { setTimeout(resolve, 0); });
        pause = performance.now();
      }
    }
    document.body.dataset.followed = (performance.now() - start).toFixed(1);
    document.body.dataset.done = followed;
  }
  following = false;
}

function* steps() {
  const snapshot = structuredClone(state), vertex = vertexOf(snapshot), [threshold, two] = LEVELS[snapshot.cl], labs = [];
  for (const experiment of content.experiments) {
    labs.push(labRow(experiment, patternLimit(shelf.experiment(experiment.name, snapshot.mixing), vertex, threshold).value));
    yield;
  }
  drawRows(vertexOf(state), labs);
  const one = shelf.experiment(snapshot.experiment, snapshot.mixing), limit = patternLimit(one, vertex, threshold);
  drawCurve($("curve"), curvePoints(limit), limit, threshold, one.experiment.title);
  yield;
  yield* planeSteps(one, snapshot, threshold, two);
}

function* planeSteps(one, snapshot, threshold, two) {
  const axes = [snapshot.across, snapshot.up], units = axes.map((name) => content.form_factors[name.slice(0, -2)]), now = axes.map((name) => valueOf(snapshot, name));
  const directions = axes.map((name, k) => direction(snapshot, name, units[k].scale)), ranges = [];
  for (let k = 0; k < 2; k++) {
    const reach = patternLimit(one, directions[k], threshold).value;
    ranges.push(Math.max(isFinite(reach) && reach > 0 ? 1.8 * reach : 10, (1.2 * Math.abs(now[k])) / units[k].scale));
    yield;
  }
  const held = directions.reduce((vertex, one, k) => plus(vertex, one, -now[k] / units[k].scale), vertexOf(snapshot));
  const found = yield* planeValues(one, held, ...directions, ranges, two);
  const labels = axes.map((name, k) => [elementName(name), UNITS[units[k].unit]]);
  drawPlane($("plane"), found, ranges.map((range, k) => range * units[k].scale), labels, now, one.experiment.title);
}

let due = false;
function act(change) {
  change(state);
  if (due) return;
  due = true;
  requestAnimationFrame(() => { due = false; draw(); });
}

function scaleAll(by) {
  if (by === "limit") {
    const best = Math.min(...rows.filter((row) => row.group !== "star").map((row) => row.value));
    if (isFinite(best) && best > 0) scaleAll(best);
    return;
  }
  act((s) => { for (const form of FORM_FACTORS) for (const [element, { size, phase }] of Object.entries(s.forms[form])) setElement(s, form, element, size * by, phase); });
}

const choose = (name) => act((s) => { s.experiment = name; });
const fill = (id, options) => { $(id).innerHTML = options.map(([value, text]) => `<option value="${value}">${escaped(text)}</option>`).join(""); };

function begin() {
  fill("mixing", Object.entries(content.mixings).map(([name, one]) => [name, one.label]));
  fill("experiment", content.experiments.map((one) => [one.name, `${one.name}: ${one.title}`]));
  fill("preset", ["choose", ...Object.keys(PRESETS)].map((name) => [name, name]));
  listen(content, () => state, act);
  $("preset").onchange = () => { const set = PRESETS[$("preset").value]; if (set) act((s) => { s.forms = emptyForms(); s.form = "magnetic"; set(s); }); };
  for (const id of ["mixing", "experiment", "across", "up"]) $(id).onchange = () => act((s) => { s[id] = $(id).value; });
  $("log").onchange = () => act((s) => { s.log = $("log").checked; });
  $("factor").onclick = (event) => { const button = event.target.closest("button"); if (button) scaleAll(button.dataset.v === "limit" ? "limit" : Number(button.dataset.v)); };
  const pick = (event) => { const bar = event.target.closest(".pick"); if (bar && (event.type === "click" || event.key === "Enter" || event.key === " ")) { event.preventDefault(); choose(bar.dataset.name); } };
  $("reach").onclick = pick;
  $("reach").onkeydown = pick;
  $("link").onclick = () => navigator.clipboard?.writeText(location.href);
  $("python").onclick = () => navigator.clipboard?.writeText($("code").textContent);
  $("toml").onclick = () => saveFile("vertex.toml", new Blob([tomlText(vertexOf(state), content)], { type: "application/toml" }));
  for (const span of document.querySelectorAll(".save")) {
    span.innerHTML = ["svg", "png"].map((kind) => `<button type="button" data-v="${kind}" aria-label="download this figure as ${kind.toUpperCase()}">${kind.toUpperCase()}</button>`).join("");
    span.onclick = (event) => { const kind = event.target.dataset.v, svg = $(span.dataset.chart).querySelector("svg"); if (kind && svg) saveFigure(svg, `nuem_${span.dataset.chart}`, kind); };
  }
  addEventListener("resize", () => act(() => {}));
  addEventListener("hashchange", () => { if (location.hash !== toAddress(state)) open(); });
  open();
}

function open() {
  state = fromAddress(location.hash, known);
  if (!state) {
    state = firstState();
    Object.values(PRESETS)[0](state);
  }
  if (!state.experiment) [state.experiment] = names;
  draw();
}

begin();
