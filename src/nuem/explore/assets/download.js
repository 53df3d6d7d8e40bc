// Files for the user: text, and figures for print, in light colours whatever the screen shows.

function saveFile(name, blob) {
  const link = document.createElement("a"), address = URL.createObjectURL(blob);
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// Colours of the light scheme, by the name of their variable.
function lightColours() {
  const found = {};
  for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) {
    if (rule.selectorText === ":root") for (const name of rule.style) if (name.startsWith("--")) found[name] = rule.style.getPropertyValue(name).trim();
  }
  return found;
}

// A chart that stands by itself: its own styles, white paper, and no variables, which print shops and editors do not know.
function printable(svg) {
  const copy = svg.cloneNode(true), colours = lightColours(), paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: "#fff" })) paper.setAttribute(name, value);
  copy.prepend(paper);
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.textContent = document.getElementById("chart-style").textContent.replace(/:root \{[^}]*\}/g, "").replace(/@media[^{]*\{\s*\}/g, "");
  copy.prepend(style);
  return new XMLSerializer().serializeToString(copy).replace(/var\((--[\w-]+)\)/g, (_, name) => colours[name] ?? "#000");
}

const PRINT = 4; // pixels of a PNG for one of the screen, some 400 dots per inch

function saveFigure(svg, name, kind) {
  const text = printable(svg);
  if (kind === "svg") { saveFile(`${name}.svg`, new Blob([text], { type: "image/svg+xml" })); return; }
  const image = new Image(), canvas = document.createElement("canvas");
  canvas.width = PRINT * svg.width.baseVal.value;
  canvas.height = PRINT * svg.height.baseVal.value;
  image.onload = () => {
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => saveFile(`${name}.png`, blob), "image/png");
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}
