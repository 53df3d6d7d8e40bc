// Tables and words beside the charts.

const WITHOUT_DATA = ["surrogate", "projection"]; // kinds of experiments

const MOMENT_NAMES = { "reactor, anti-nu_e": "reactor, ν̄ₑ", "accelerator, nu_mu": "accelerator, ν<sub>μ</sub>", nu_tau: "ν<sub>τ</sub>" };

const row = (name, value) => `<tr><td>${name}</td><td>${value}</td></tr>`;

function drawMoments(vertex, mixing, content) {
  const moments = effectiveMoments(vertex, mixing), unit = " μ<sub>B</sub>", biggest = Math.max(...Object.values(moments));
  let html = Object.entries(moments).map(([name, value]) => row(MOMENT_NAMES[name] ?? name, written(value) + unit)).join("");
  if (vertex.nature === "majorana" && biggest > 0) {
    html += lambdas(vertex).map(({ size, phase }, k) => row(`|Λ<sub>${k + 1}</sub>|`, size > 0 ? `${written(size)}${unit}, ${Math.round(phase)}°` : "0")).join("");
  }
  const scale = biggest > 0 ? `Λ ≲ ${written(scaleOfNewPhysics(biggest, 0.1, content.constants), 2)} GeV` : "–";
  $("moments").innerHTML = html + row("natural if new physics lies below, for δm &lt; 0.1 eV", scale);
}

function drawFacts(shown, alone, limit, experiment, cl) {
  const fact = (value, words) => `<span><b>${value}</b><small>${words}</small></span>`, change = shown.best.value - alone;
  const verdict = limit.value >= 1 ? "allowed" : "excluded", measured = !WITHOUT_DATA.includes(experiment.kind);
  $("facts").innerHTML = fact(written(shown.best.value, 4), "−2 ln L, nuisances at their best") + fact(`${change > 0 ? "+" : ""}${written(change, 3)}`, "against the weak interaction alone")
    + fact(isFinite(limit.value) ? `× ${written(limit.value, 3)}` : "blind", `largest factor at ${cl} % CL`) + fact(verdict, measured ? `at ${cl} % CL by this experiment` : `expected at ${cl} % CL of this set-up`);
  $("title").textContent = experiment.title;
  $("measured").textContent = { surrogate: "● expected data: no spectrum was published", projection: "● expected data of a projection" }[experiment.kind] ?? "● data";
  const published = Object.entries(experiment.published).map(([name, one]) => `published: ${name.replace("_", " ")} below ${written(one.value, 3)} ${UNITS[{ moment: "mu_B", charge: "e" }[name] ?? "cm2"]} at ${100 * one.cl} % CL [${one.reference}]`);
  $("notes").innerHTML = [`kind: ${experiment.kind}`, ...published, ...experiment.notes, `references: ${experiment.references.join(", ")}`].map((text) => `<li>${escaped(text)}</li>`).join("");
}

// A surrogate or a projection has no data that could exclude anything: it is said apart.
function drawVerdict(rows, cl) {
  const finite = rows.filter((one) => isFinite(one.value)).sort((a, b) => a.value - b.value), measured = finite.filter((one) => one.group !== "model");
  const out = measured.filter((one) => one.value < 1), expected = finite.filter((one) => one.group === "model" && one.value < 1);
  const names = (chosen) => chosen.slice(0, 3).map((one) => one.label).join(", ") + (chosen.length > 3 ? ` and ${chosen.length - 3} more` : "");
  const strongest = measured.length ? `the strongest is ${escaped(measured[0].label)}` : "no data see it";
  const found = out.length ? `<b>Excluded</b> by ${escaped(names(out))}.` : `<b>Allowed</b> at ${cl} % CL; ${strongest}.`;
  $("verdict").innerHTML = found + (expected.length ? ` Without data, but expected to exclude it: ${escaped(names(expected))}.` : "");
}
