// The state in the address, so that a link carries it.

function toAddress(state) {
  const words = { n: state.nature[0], m: state.mixing, cl: state.cl, x: state.experiment, f: state.form, c: state.cell, a: state.across, u: state.up };
  if (state.log) words.log = 1;
  for (const form of FORM_FACTORS) {
    const elements = Object.entries(state.forms[form]).map(([element, { size, phase }]) => `${element}:${size}${phase ? `:${phase}` : ""}`);
    if (elements.length) words[form] = elements.join(",");
  }
  return `#${new URLSearchParams(words)}`;
}

// A state from an address; what it does not say, or says wrongly, is left as it is.
function fromAddress(text, known) {
  const words = new URLSearchParams(text.replace(/^#/, "")), state = firstState();
  if (![...words].length) return null;
  const take = (key, name, allowed) => { if (allowed.includes(words.get(key))) state[name] = words.get(key); };
  state.nature = words.get("n") === "m" ? "majorana" : "dirac";
  take("m", "mixing", known.mixings);
  take("cl", "cl", Object.keys(LEVELS));
  take("x", "experiment", known.experiments);
  take("f", "form", FORM_FACTORS);
  take("c", "cell", ELEMENTS);
  const possible = elementsOf(state.nature);
  take("a", "across", possible);
  take("u", "up", possible);
  state.log = words.has("log");
  for (const form of FORM_FACTORS) for (const part of (words.get(form) ?? "").split(",")) {
    const [element, size, phase = "0"] = part.split(":");
    if (ELEMENTS.includes(element) && isFinite(size) && isFinite(phase)) setElement(state, form, element, Number(size), Number(phase));
  }
  setNature(state, state.nature);
  return state;
}
