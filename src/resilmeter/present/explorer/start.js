// One state for all panels: what is chosen in one language is chosen in the other.

const study = JSON.parse(document.getElementById("explorer-data").textContent);
const panels = new Map();
let scores = null;
let cells = null;
let gapWeights = null;
const heaviest = study.weights[0].indexOf(Math.max(...study.weights[0]));
let state = {
  measure: 0, period: study.periods.length - 1, unit: study.first, indicator: heaviest,
};
let drawing = Promise.resolve();

function change(more) {
  state = { ...state, ...more };
  drawing = drawing.then(showAll);
  return drawing;
}

async function showAll() {
  for (const panel of panels.values()) {
    if (panel.root.clientWidth > 0) await show(panel);
  }
}

async function show(panel) {
  const { language } = panel;
  panel.measure.value = state.measure;
  panel.period.value = state.period;
  panel.period.setAttribute("aria-valuetext", study.periods[state.period]);
  panel.year.textContent = study.periods[state.period];
  if (document.activeElement !== panel.unit) panel.unit.value = study.units[state.unit];
  await redraw(panel);
  panel.said.textContent = say(language, "explore-said", {
    unit: study.units[state.unit], period: study.periods[state.period],
    measure: study.measures[state.measure][language],
    value: fixed(score(state.measure, state.unit, state.period)),
    rank: rank(state.measure, state.unit, state.period), units: study.units.length,
  });
  if (panel.key) panel.key.replaceChildren(...keyOfLines(panel));
  panel.legend.replaceChildren(...legend());
  drawProfile(panel);
  drawStory(panel);
}

function keyOfLines({ language }) {
  const named = [study.units[state.unit], groupTitle(state.unit, language), say(language, "all-units")];
  return named.map((text, series) => [text, series]).filter(([text]) => text)
    .map(([text, series]) => element("li", { class: `series-${series}`, text, dir: "auto" }));
}

// Classes hold values up to their upper end; swatches carry the colours of the map.
function legend() {
  const cuts = cutsNow();
  const ends = cuts.map((cut) => fixed(cut));
  const text = (place) => {
    if (!ends.length) return fixed(score(state.measure, state.unit, state.period));
    if (place === 0) return `≤ ${ends[0]}`;
    return place === ends.length ? `> ${ends[place - 1]}` : `${ends[place - 1]} – ${ends[place]}`;
  };
  return Array.from({ length: ends.length + 1 }, (_, place) => (
    element("li", { class: `class-${place}`, text: text(place) })));
}

function panelOf(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const names = ["map", "ranking", "trajectory", "measure", "period", "year", "unit", "said", "key",
    "legend", "profile", "parts", "indicators", "strongest", "story"];
  const made = { root, language: root.dataset.language, views: {} };
  for (const name of names) made[name] = part(name);
  return made;
}

async function open(root) {
  const panel = panelOf(root);
  panels.set(root, panel);
  root.classList.add("live");
  root.closest("article").classList.add("explored");
  study.measures.forEach((measure, place) => panel.measure.append(
    element("option", { value: place, text: measure[panel.language] })));
  const list = root.querySelector("datalist");
  if (!list.children.length) list.append(...study.units.map((value) => element("option", { value })));
  panel.period.max = study.periods.length - 1;
  panel.measure.addEventListener("change", () => change({ measure: Number(panel.measure.value) }));
  panel.period.addEventListener("input", () => change({ period: Number(panel.period.value) }));
  panel.unit.addEventListener("input", () => {
    const unit = study.units.indexOf(panel.unit.value);
    if (unit >= 0) change({ unit });
  });
  panel.unit.addEventListener("focus", () => panel.unit.select());
  panel.unit.addEventListener("blur", () => { panel.unit.value = study.units[state.unit]; });
  await drawCharts(panel);
  linkTables(root.closest("article"), panel);
  linkNumbers(root.closest("article"), panel);
}

// A unit's name in any table of the report opens the unit here.
function linkTables(article, panel) {
  const groups = new Set(study.groups.flatMap((group) => Object.values(group)));
  const places = new Map(study.units.map((name, unit) => [name, unit]).filter(([name]) => (
    // a number or the name of a group in a cell need not be the unit of that name
    !/^[\d.]+$/.test(name) && !groups.has(name))));
  for (const row of article.querySelectorAll(".scroll tr")) {
    const named = [...row.querySelectorAll("td")].filter((cell) => places.has(cell.textContent));
    for (const cell of named) {
      const name = cell.textContent;
      const button = element("button", { type: "button", class: "opener", text: name });
      button.dataset.unit = places.get(name);
      cell.replaceChildren(button);
    }
    if (named.length) row.addEventListener("click", (event) => openUnit(event, row, panel));
  }
}

// The name that was chosen; anywhere else in a row of one unit, that unit.
function openUnit(event, row, panel) {
  if (numberOf(event.target) || selecting(event)) return;
  const buttons = row.querySelectorAll("button[data-unit]");
  const chosen = event.target.closest("button[data-unit]") || (buttons.length === 1 && buttons[0]);
  if (!chosen) return;
  change({ unit: Number(chosen.dataset.unit) });
  panel.root.scrollIntoView();
  panel.unit.focus({ preventScroll: true });
}

async function openVisible() {
  for (const root of document.querySelectorAll(".explore")) {
    if (root.clientWidth > 0 && !panels.has(root)) await open(root);
  }
  await change({});
}

async function begin() {
  const given = study.scores;
  const names = ["values", "ranks", "means"];
  const parts = await Promise.all(names.map((name) => unpacked(given[name])));
  scores = Object.fromEntries(names.map((name, place) => [name, parts[place]]));
  study.cuts = given.cuts;
  study.scoreDigits = given.digits;
  if (study.gaps && study.gaps.weights) gapWeights = await unpacked(study.gaps.weights);
  await loadLibraries();
  await openVisible();
  document.documentElement.dataset.explorer = "ready";
  for (const radio of document.querySelectorAll(".switch")) {
    radio.addEventListener("change", openVisible);
  }
  if (study.cells) cells = await unpackCells(study.cells);
  await change({});
  document.documentElement.dataset.explorer = "complete";
}

// Without what the page needs of a browser it says so, and shows what prints.
begin().catch((error) => {
  document.documentElement.dataset.explorer = "failed";
  for (const root of document.querySelectorAll(".explore")) {
    const key = "DecompressionStream" in window ? "explore-broken" : "explore-failed";
    root.querySelector('[data-part="said"]').textContent = say(root.dataset.language, key);
  }
  throw error;
});
