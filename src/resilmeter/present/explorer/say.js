// Words, numbers and elements; text is only ever set as text, never read as HTML.

function say(language, key, values = {}) {
  const text = study.words[language][key];
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

function fixed(value, digits = 4) {
  if (!Number.isFinite(value)) return "n/a";
  const text = value.toFixed(digits);
  return minus(Number(text) === 0 ? text.replace("-", "") : text);
}

function signed(value, digits = 4) {
  const text = fixed(value, digits);
  return Number(text) > 0 ? `+${text}` : text;
}

// A value in its own unit, with the digits that the page carries.
function plain(value) {
  return Number.isFinite(value) ? digits(value, study.digits) : "n/a";
}

// Far from 1 as 8.2 × 10^−7, and not as programs write it.
function digits(value, count = 6) {
  const [lead, power] = String(Number(value.toPrecision(count))).split("e");
  return minus(power ? `${lead} × 10^${power.replace("+", "")}` : lead);
}

function minus(text) {
  return text.replaceAll("-", "\u2212");
}

function element(name, options = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (key === "text") made.textContent = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

// A table that a screen reader can walk: caption, column headings, a row heading in each row.
function table(caption, titles, rows) {
  const head = titles.map((text) => element("th", { scope: "col", text }));
  const body = rows.map((cells) => element("tr", {}, cells.map((cell, place) => {
    const made = element(place === 0 ? "th" : "td", place === 0 ? { scope: "row" } : {});
    if (place > 0) made.className = "number";
    made.append(cell);
    return made;
  })));
  return element("table", {}, [
    element("caption", { text: caption }),
    element("thead", {}, [element("tr", {}, head)]),
    element("tbody", {}, body),
  ]);
}
