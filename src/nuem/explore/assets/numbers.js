// Numbers as people read them.

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const superscript = (n) => String(n).replace(/[-0-9]/g, (sign) => (sign === "-" ? "⁻" : SUPERSCRIPT[sign]));
const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

function written(x, digits = 3) {
  if (x === Infinity) return "∞";
  if (x === 0) return "0";
  const minus = x < 0 ? "−" : "", size = Math.abs(x), power = Math.floor(Math.log10(Number(size.toPrecision(digits))) + 1e-12);
  if (power >= -2 && power < 5) return minus + Number(size.toPrecision(digits)).toString();
  return `${minus}${(size / 10 ** power).toPrecision(digits)}×10${superscript(power)}`;
}

const UNITS = { mu_B: "μB", e: "e", cm2: "cm²" };
const FORM_NAMES = { magnetic: "magnetic μ", electric: "electric ε", charge: "charge q", charge_radius: "radius ⟨r²⟩", anapole: "anapole a" };
const SYMBOLS = { magnetic: "μ", electric: "ε", charge: "q", charge_radius: "⟨r²⟩", anapole: "a" };
const SUBSCRIPT = "₁₂₃";
