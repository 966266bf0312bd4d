// Where a number of a table comes from: computed again from what the page carries.

// Numbers that carry an address become buttons; arrow keys walk through those of a table.
function linkNumbers(article, panel) {
  for (const box of article.querySelectorAll(".scroll")) {
    const buttons = [...box.querySelectorAll("[data-origin]")].map(numberButton);
    if (!buttons.length) continue;
    buttons[0].tabIndex = 0;
    box.addEventListener("click", (event) => {
      const button = event.target.closest("button.number-origin");
      if (button) explain(box, button, panel);
    });
    box.addEventListener("keydown", (event) => walk(event, buttons));
  }
}

function numberButton(cell) {
  const button = element("button", { type: "button", class: "number-origin", tabindex: "-1" });
  button.append(...cell.childNodes);
  button.dataset.origin = cell.dataset.origin;
  cell.append(button);
  return button;
}

function walk(event, buttons) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const here = buttons.indexOf(event.target);
  const next = buttons[here + steps[event.key]];
  if (here < 0 || !next) return;
  event.preventDefault();
  buttons[here].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

// Below the table it was asked in; asked again it goes away.
function explain(box, button, panel) {
  const open = box.nextElementSibling;
  const again = open && open.matches(".origin") && open.dataset.origin === button.dataset.origin;
  document.querySelectorAll(".origin").forEach((other) => other.remove());
  if (again) return;
  const [kind, ...places] = button.dataset.origin.split(" ");
  const told = ORIGINS[kind](panel.language, ...places);
  const close = element("button", { type: "button", class: "opener", text: say(panel.language, "explore-close") });
  const aside = element("aside", { class: "origin story", "aria-live": "polite", tabindex: "-1" }, [
    element("h4", { text: told.title, dir: "auto" }), definitions(told.steps),
    ...(told.note ? [element("p", { class: "note", text: told.note })] : []), close,
  ]);
  aside.dataset.origin = button.dataset.origin;
  close.addEventListener("click", () => {
    aside.remove();
    button.focus();
  });
  box.after(aside);
}

const ORIGINS = {
  mean: meanOrigin, score: scoreOrigin, cell: cellOrigin, weight: weightOrigin, gap: gapOrigin,
};

function listed(language, texts) {
  return texts.join(language === "zh" ? "；" : "; ");
}

function membersOf(row) {
  return study.units.map((_, unit) => unit).filter((unit) => !row || study.group[unit] === row - 1);
}

function meanOrigin(language, ...places) {
  const [measure, row, period] = places.map(Number);
  const members = membersOf(row);
  const values = members.map((unit) => score(measure, unit, period));
  const sum = values.reduce((a, b) => a + b, 0);
  const sorted = [...members].sort((a, b) => score(measure, b, period) - score(measure, a, period));
  const named = sorted.map((unit) => `${study.units[unit]} ${fixed(score(measure, unit, period))}`);
  return {
    title: say(language, "explore-mean-of", {
      measure: study.measures[measure][language], period: study.periods[period],
      group: row ? study.groups[row - 1][language] : say(language, "all-units"),
    }),
    steps: [
      [say(language, "explore-formula"),
        `${fixed(sum)} / ${members.length} = ${fixed(mean(measure, row, period))}`],
      [say(language, "explore-values", { units: members.length }), listed(language, named)],
    ],
  };
}

function scoreOrigin(language, ...places) {
  const [unit, period] = places.map(Number);
  const parts = study.measures.slice(1).map((_, place) => place + 1);
  return {
    title: say(language, "explore-story", {
      indicator: study.measures[0][language], unit: study.units[unit],
      period: study.periods[period],
    }),
    steps: [
      ...parts.map((m) => [study.measures[m][language], fixed(score(m, unit, period))]),
      [say(language, "explore-sum"), fixed(score(0, unit, period))],
      [say(language, "explore-rank"), `${rank(0, unit, period)} / ${study.units.length}`],
    ],
  };
}

function cellOrigin(language, ...places) {
  const [indicator, unit, period] = places.map(Number);
  const title = storyTitle(indicator, unit, period, language);
  if (!cells) return { title, steps: [], note: say(language, "explore-cells-left-out") };
  return {
    title, steps: storySteps(indicator, unit, period, language),
    note: storyNote(indicator, language),
  };
}

// weighing.py has made sure that the formula gives the weight back.
function weightOrigin(language, place) {
  const indicator = Number(place);
  const { formula: form, parts, sum } = study.weighing;
  const own = study.weighing.rows[indicator];
  const shown = Object.fromEntries(Object.entries(own).map(([name, value]) => [name, fixed(value)]));
  const title = say(language, "explore-weight-of", { indicator: indicatorTitle(indicator, language) });
  const steps = parts.map((name) => [say(language, `explore-${name}`), shown[name]]);
  if (form) {
    steps.push([say(language, "explore-formula"), say(language, `explore-weight-${form}`, {
      ...shown, sum: fixed(sum),
    })]);
  }
  return { title, steps, note: study.weighing.note[language] };
}
