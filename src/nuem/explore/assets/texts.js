// The vertex as a file that nuem reads, and as Python code.

const complexText = (re, im, sign) => (im === 0 ? `${re}` : re === 0 ? `${im}${sign}` : `${re}${im < 0 ? "" : "+"}${im}${sign}`);

const rowsOf = (matrix, entry) => [0, 1, 2].map((i) => [0, 1, 2].map((j) => entry(matrix.re[3 * i + j], matrix.im[3 * i + j])));

const usedForms = (vertex) => FORM_FACTORS.filter((form) => largest(vertex[form]) > 0);

function tomlText(vertex, content) {
  const sections = usedForms(vertex).map((form) => {
    const rows = rowsOf(vertex[form], (re, im) => `"${complexText(re, im, "i")}"`).map((row) => `    [${row.join(", ")}],\n`);
    return `\n[${form}]\nunit = "1 ${content.form_factors[form].unit}"\nmatrix = [\n${rows.join("")}]\n`;
  });
  return `# A vertex for nuem, in the mass basis [final, initial]; use it as --vertex FILE or with nuem.vertex.read_vertex.\nnature = "${vertex.nature}"\nbasis = "mass"\n${sections.join("")}`;
}

function pythonText(vertex, state, content) {
  const forms = usedForms(vertex).map((form) => {
    const rows = rowsOf(vertex[form], (re, im) => complexText(re, im, "j")).map((row) => `        [${row.join(", ")}],\n`);
    return `    ${form}=[\n${rows.join("")}    ],  # ${content.form_factors[form].unit}\n`;
  });
  const words = [`"${state.experiment}"`, ...(state.mixing === "normal" ? [] : [`mixing=nuem.Mixing.nufit("${state.mixing}")`]), ...(content.electrons === "hfs" ? [] : [`electrons="${content.electrons}"`])];
  return `import nuem\n\nvertex = nuem.Vertex(\n    "${vertex.nature}",\n${forms.join("")})\nlikelihood = nuem.likelihood(${words.join(", ")})\nprint(likelihood.profile(vertex))\n`;
}
