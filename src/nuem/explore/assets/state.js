// What the user has set: sizes and phases of the upper half of each matrix, and what is looked at.

const ELEMENTS = ["11", "22", "33", "12", "13", "23"];
const LEVELS = { 68: [0.9889464, 2.2788], 90: [2.705543454095404, 4.605170185988092], 95: [3.841458820694124, 5.991464547107979] }; // one and two parameters

const emptyForms = () => Object.fromEntries(FORM_FACTORS.map((form) => [form, {}]));

const firstState = () => ({ nature: "dirac", mixing: "normal", cl: "90", experiment: "", form: "magnetic", cell: "11", across: "magnetic11", up: "magnetic22", log: false, forms: emptyForms() });

// Which phases an element may have: "free", "sign" (real), "quarter" (imaginary), or none if it vanishes.
function phases(nature, form, element) {
  const diagonal = element[0] === element[1];
  if (nature === "dirac") return diagonal ? "sign" : "free";
  if (form === "anapole") return "sign";
  return diagonal ? null : "quarter";
}

const wrapped = (phase) => ((((phase + 180) % 360) + 360) % 360) - 180;

// The nearest phase that is allowed.
function allowedPhase(kind, phase) {
  const p = wrapped(phase);
  if (kind === "free") return p;
  if (kind === "sign") return Math.abs(p) > 90 ? -180 : 0;
  return p < 0 ? -90 : 90;
}

function setElement(state, form, element, size, phase) {
  const kind = phases(state.nature, form, element);
  if (kind === null || !(size > 0)) delete state.forms[form][element];
  else state.forms[form][element] = { size, phase: allowedPhase(kind, phase) };
}

function setNature(state, nature) {
  state.nature = nature;
  for (const form of FORM_FACTORS) for (const [element, { size, phase }] of Object.entries(state.forms[form])) setElement(state, form, element, size, phase);
  if (phases(nature, state.form, state.cell) === null) state.cell = "12";
  const possible = elementsOf(nature);
  if (!possible.includes(state.across)) [state.across] = possible;
  if (!possible.includes(state.up) || state.up === state.across) state.up = possible.find((one) => one !== state.across);
}

// Names of all elements that do not vanish, such as "magnetic12".
const elementsOf = (nature) => FORM_FACTORS.flatMap((form) => ELEMENTS.filter((element) => phases(nature, form, element) !== null).map((element) => form + element));

// A hermitian matrix from elements of its upper half.
function matrixOf(elements) {
  const matrix = zero();
  for (const [element, { size, phase }] of Object.entries(elements)) {
    const [i, j] = [element[0] - 1, element[1] - 1], turn = wrapped(phase);
    const re = Math.abs(turn) === 90 ? 0 : size * Math.cos((turn * Math.PI) / 180), im = Math.abs(turn) === 180 ? 0 : size * Math.sin((turn * Math.PI) / 180);
    [matrix.re[3 * i + j], matrix.im[3 * i + j], matrix.re[3 * j + i]] = [re, im, re];
    if (i !== j) matrix.im[3 * j + i] = -im;
  }
  return matrix;
}

const vertexOf = (state) => ({ nature: state.nature, ...Object.fromEntries(FORM_FACTORS.map((form) => [form, matrixOf(state.forms[form])])) });

// A vertex with one element of a size, in the direction in which it is set.
function direction(state, name, size) {
  const form = name.slice(0, -2), element = name.slice(-2), kind = phases(state.nature, form, element), now = state.forms[form][element];
  const phase = kind === "sign" ? 0 : kind === "quarter" ? 90 : now ? now.phase : 0;
  return { ...noVertex(state.nature), [form]: matrixOf({ [element]: { size, phase } }) };
}

// The value of an element along that direction, and the vertex without it.
function valueOf(state, name) {
  const form = name.slice(0, -2), now = state.forms[form][name.slice(-2)];
  if (!now) return 0;
  return phases(state.nature, form, name.slice(-2)) !== "free" && (now.phase === -180 || now.phase === -90) ? -now.size : now.size;
}

const PRESETS = {
  "one moment for every flavour (Dirac)": (state) => { setNature(state, "dirac"); for (const e of ["11", "22", "33"]) setElement(state, "magnetic", e, 6e-12, 0); },
  "transition moments of one size (Majorana)": (state) => { setNature(state, "majorana"); for (const e of ["12", "13", "23"]) setElement(state, "magnetic", e, 5e-12, 90); },
  "one transition moment, 1 to 2 (Majorana)": (state) => { setNature(state, "majorana"); setElement(state, "magnetic", "12", 8e-12, 90); },
  "a millicharge for every flavour (Dirac)": (state) => { setNature(state, "dirac"); state.form = "charge"; for (const e of ["11", "22", "33"]) setElement(state, "charge", e, 3e-13, 0); },
  "a charge radius for every flavour (Dirac)": (state) => { setNature(state, "dirac"); state.form = "charge_radius"; for (const e of ["11", "22", "33"]) setElement(state, "charge_radius", e, 3e-32, 0); },
  "everything at once (Dirac)": (state) => {
    setNature(state, "dirac");
    setElement(state, "magnetic", "12", 4e-12, 35); setElement(state, "electric", "23", 3e-12, -60); setElement(state, "charge", "11", 1e-13, 0);
    setElement(state, "charge_radius", "22", 2e-32, 180); setElement(state, "anapole", "33", 2e-33, 0);
  },
};
