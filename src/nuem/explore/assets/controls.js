// The matrix that is dragged, the sliders, and everything else that changes the state.

const $ = (id) => document.getElementById(id);

const decades = (content, form) => { const middle = Math.log10(content.form_factors[form].scale); return [middle - 4, middle + 3]; };

function drawTabs(id, items, chosen) {
  $(id).innerHTML = items.map(([value, text]) => `<button type="button" data-v="${value}" aria-pressed="${value === chosen}">${text}</button>`).join("");
}

function drawMatrix(state, content) {
  const form = state.form, elements = state.forms[form], [low, high] = decades(content, form), unit = UNITS[content.form_factors[form].unit];
  let html = `<span></span>${[0, 1, 2].map((j) => `<span>ν${SUBSCRIPT[j]}</span>`).join("")}`;
  for (let i = 1; i <= 3; i++) {
    html += `<span>ν${SUBSCRIPT[i - 1]}</span>`;
    for (let j = 1; j <= 3; j++) {
      const name = i <= j ? `${i}${j}` : `${j}${i}`, now = elements[name], kind = phases(state.nature, form, name);
      const size = now ? now.size : 0, phase = now ? (i <= j ? now.phase : -now.phase) : 0, r = size ? 20 * Math.min(1, Math.max(0.1, (Math.log10(size) - low) / (high - low))) : 0, angle = (phase * Math.PI) / 180;
      const arrow = r ? `<circle r="${r.toFixed(1)}" fill="var(--accent)" fill-opacity=".25"/><line x2="${(r * Math.cos(angle)).toFixed(1)}" y2="${(-r * Math.sin(angle)).toFixed(1)}" stroke="var(--accent)" stroke-width="2.4" stroke-linecap="round"/>` : "";
      const words = `element ${i}${j}: ${kind === null ? "vanishes" : `${written(size)} ${unit}, phase ${Math.round(phase)} degrees`}`;
      html += `<button type="button" class="cell" data-c="${name}" data-turn="${i <= j ? 1 : -1}" aria-pressed="${name === state.cell}" ${kind === null ? "disabled" : ""} aria-label="${words}"><svg width="48" height="48" viewBox="-24 -24 48 48" aria-hidden="true"><circle r="20" fill="none" stroke="var(--line)"/>${arrow}</svg><b>${kind === null ? "0" : written(size, 2)}</b></button>`;
    }
  }
  const focused = document.activeElement?.closest?.(".cell"), place = focused && [...$("matrix").querySelectorAll(".cell")].indexOf(focused);
  $("matrix").innerHTML = html;
  if (focused) $("matrix").querySelectorAll(".cell")[place].focus();
  const now = elements[state.cell], kind = phases(state.nature, form, state.cell);
  Object.assign($("size"), { min: low - 0.01, max: high, value: now ? Math.log10(now.size) : low - 0.01 });
  Object.assign($("phase"), { value: now ? now.phase : 0, disabled: !now || kind === null, step: { free: 1, sign: 180, quarter: 90 }[kind] ?? 1 });
  if (document.activeElement !== $("exact")) $("exact").value = now ? Number(now.size.toPrecision(4)) : 0;
  $("unit").textContent = unit;
  $("phaseOut").textContent = now ? `${Math.round(now.phase)}°` : "–";
}

// `act` is called with a change of the state, and draws anew.
function listen(content, getState, act) {
  const onTab = (id, change) => { $(id).onclick = (event) => { const button = event.target.closest("button"); if (button) act((state) => change(state, button.dataset.v)); }; };
  onTab("nature", setNature);
  onTab("form", (state, form) => { state.form = form; if (phases(state.nature, form, state.cell) === null) state.cell = "12"; });
  onTab("cl", (state, cl) => { state.cl = cl; });
  const resize = (state, element, logSize, turn = 0) => {
    const [low, high] = decades(content, state.form), now = state.forms[state.form][element], kind = phases(state.nature, state.form, element);
    setElement(state, state.form, element, logSize < low ? 0 : 10 ** Math.min(high, logSize), (now ? now.phase : kind === "quarter" ? 90 : 0) + turn);
  };
  const logOf = (state, element) => { const now = state.forms[state.form][element]; return now ? Math.log10(now.size) : decades(content, state.form)[0] - 0.01; };
  $("size").oninput = () => act((state) => resize(state, state.cell, Number($("size").value)));
  $("phase").oninput = () => act((state) => { const now = state.forms[state.form][state.cell]; if (now) setElement(state, state.form, state.cell, now.size, Number($("phase").value)); });
  $("exact").onchange = () => act((state) => { const size = Number($("exact").value); if (isFinite(size)) resize(state, state.cell, size > 0 ? Math.log10(size) : -Infinity); });
  $("matrix").addEventListener("pointerdown", (event) => {
    const cell = event.target.closest(".cell");
    if (!cell || cell.disabled) return;
    const element = cell.dataset.c, side = Number(cell.dataset.turn), state = getState(), from = logOf(state, element), phase = state.forms[state.form][element]?.phase;
    const move = (e) => act((s) => {
      const across = e.clientX - event.clientX, turn = Math.abs(across) > 12 ? side * (across - 12 * Math.sign(across)) * 1.5 : 0;
      if (phase !== undefined && s.forms[s.form][element]) s.forms[s.form][element].phase = phase;
      resize(s, element, from + (event.clientY - e.clientY) / 60, turn);
    });
    const up = () => { removeEventListener("pointermove", move); removeEventListener("pointerup", up); removeEventListener("pointercancel", up); };
    for (const [name, what] of [["pointermove", move], ["pointerup", up], ["pointercancel", up]]) addEventListener(name, what);
    act((s) => { s.cell = element; });
  });
  $("matrix").addEventListener("focusin", (event) => { const cell = event.target.closest(".cell"); if (cell && cell.dataset.c !== getState().cell) act((state) => { state.cell = cell.dataset.c; }); });
  $("matrix").addEventListener("keydown", (event) => {
    const cell = event.target.closest(".cell"), up = { ArrowUp: 0.1, ArrowDown: -0.1 }[event.key], turn = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!cell || (up === undefined && turn === undefined)) return;
    event.preventDefault();
    act((state) => {
      const kind = phases(state.nature, state.form, cell.dataset.c);
      resize(state, cell.dataset.c, logOf(state, cell.dataset.c) + (up ?? 0), (turn ?? 0) * (kind === "free" ? 10 : 180) * Number(cell.dataset.turn));
    });
  });
}
