// Where a number of a table comes from: computed again from what the page carries.

// Numbers that carry an address become buttons; arrow keys walk through those of a table.
function linkNumbers(article, panel) {
  for (const box of article.querySelectorAll(".scroll")) {
    const buttons = [...box.querySelectorAll("[data-origin]")].map(numberButton);
    if (!buttons.length) continue;
    buttons[0].tabIndex = 0;
    // There before anything is said, so that screen readers hear what comes into it.
    const place = element("div", { "aria-live": "polite" });
    box.after(place);
    box.addEventListener("click", (event) => {
      const button = numberOf(event.target);
      if (button && !selecting(event)) explain(place, button, panel);
    });
    box.addEventListener("focusin", (event) => stopAt(event.target, buttons));
    box.addEventListener("keydown", (event) => walk(event, buttons));
    for (const part of [box, place]) {
      part.addEventListener("keydown", (event) => event.key === "Escape" && close(place, buttons));
    }
  }
}

function numberButton(cell) {
  const button = element("button", {
    type: "button", class: "number-origin", tabindex: "-1", "aria-expanded": "false",
  });
  button.append(...cell.childNodes);
  button.dataset.origin = cell.dataset.origin;
  cell.append(button);
  return button;
}

// All of its cell presses a number: it is small, and a row beside it leads elsewhere.
function numberOf(target) {
  const cell = target.closest("td");
  return cell && cell.querySelector("button.number-origin");
}

// A click that ends the marking of text asks nothing; one on a button always does.
function selecting(event) {
  return !event.target.closest("button") && !getSelection().isCollapsed;
}

// The tab key stops at one number of a table: where it was left.
function stopAt(target, buttons) {
  if (!buttons.includes(target)) return;
  for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
}

function walk(event, buttons) {
  if (event.altKey || event.ctrlKey || event.metaKey || !buttons.includes(event.target)) return;
  const next = neighbour(event.target, event.key, buttons);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

// Left and right in the order of reading, up and down in the same column.
function neighbour(button, key, buttons) {
  const here = buttons.indexOf(button);
  if (key === "ArrowRight") return buttons[here + 1];
  if (key === "ArrowLeft") return buttons[here - 1];
  const column = (one) => one.closest("td").cellIndex;
  const same = buttons.filter((one) => column(one) === column(button));
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  return step && same[same.indexOf(button) + step];
}

// Below the table it was asked in; asked again it goes away.
function explain(place, button, panel) {
  const again = button.getAttribute("aria-expanded") === "true";
  document.querySelectorAll(".origin").forEach((other) => other.remove());
  document.querySelectorAll('.number-origin[aria-expanded="true"]').forEach((other) => (
    other.setAttribute("aria-expanded", "false")));
  if (again) return;
  const [kind, ...places] = button.dataset.origin.split(" ");
  const told = ORIGINS[kind](panel.language, ...places);
  const closer = element("button", { type: "button", class: "opener", text: say(panel.language, "explore-close") });
  const aside = element("aside", { class: "origin story" }, [
    element("h4", { text: told.title, dir: "auto" }), definitions(told.steps),
    ...(told.note ? [element("p", { class: "note", text: told.note })] : []), closer,
  ]);
  aside.dataset.origin = button.dataset.origin;
  closer.addEventListener("click", () => close(place, [button]));
  button.setAttribute("aria-expanded", "true");
  place.append(aside);
  aside.scrollIntoView({ block: "nearest" }); // a long table would leave it below the window
}

// What was open goes, and the keyboard stands where it was asked.
function close(place, buttons) {
  const asked = buttons.find((button) => button.getAttribute("aria-expanded") === "true");
  place.replaceChildren();
  if (!asked) return;
  asked.setAttribute("aria-expanded", "false");
  asked.focus();
}

const ORIGINS = {
  mean: meanOrigin, score: scoreOrigin, obstacle: obstacleOrigin, weight: weightOrigin,
  gap: gapOrigin,
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
      [parts.length ? say(language, "explore-sum") : study.measures[0][language],
        fixed(score(0, unit, period))],
      [say(language, "explore-rank"), `${rank(0, unit, period)} / ${study.units.length}`],
    ],
    note: scoreNote(language),
  };
}

function scoreNote(language) {
  if (study.elsewhere) return say(language, "explore-score-elsewhere");
  return study.additive ? "" : say(language, "explore-score-shared-out");
}

// Where each period has its own weights, the table prints their mean.
function weightsOfPeriods(indicator, mean, language) {
  const values = study.weights.map((row) => row[indicator]);
  const sum = values.reduce((a, b) => a + b, 0);
  return [
    [say(language, "explore-weights-of-periods"),
      listed(language, values.map((value, place) => `${study.periods[place]} ${fixed(value)}`))],
    [say(language, "explore-formula"), `${fixed(sum)} / ${values.length} = ${fixed(mean)}`],
  ];
}

// weighing.py has made sure that the formula gives the weight back.
function weightOrigin(language, place) {
  const indicator = Number(place);
  const { formula: form, parts, sum } = study.weighing;
  const own = study.weighing.rows[indicator];
  const shown = Object.fromEntries(Object.entries(own).map(([name, value]) => [name, fixed(value)]));
  const title = say(language, "explore-weight-of", { indicator: indicatorTitle(indicator, language) });
  const steps = parts.map((name) => [say(language, `explore-${name}`), shown[name]]);
  if (study.weights.length > 1) steps.push(...weightsOfPeriods(indicator, own.weight, language));
  if (form) {
    steps.push([say(language, "explore-formula"), say(language, `explore-weight-${form}`, {
      ...shown, sum: fixed(sum),
    })]);
  }
  return { title, steps, note: study.weighing.note[language] };
}
