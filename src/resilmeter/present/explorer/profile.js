// One unit: rank and parts, strongest and weakest indicators, what moved it.

function score(measure, unit, period) {
  return scores.values[(measure * study.units.length + unit) * study.periods.length + period];
}

function rank(measure, unit, period) {
  return scores.ranks[(measure * study.units.length + unit) * study.periods.length + period];
}

// Row 0 is the mean of all units, row 1 + g that of group g.
function mean(measure, row, period) {
  const rows = 1 + study.groups.length;
  return scores.means[(measure * rows + row) * study.periods.length + period];
}

function drawProfile(panel) {
  const { unit, period } = state;
  const { language } = panel;
  panel.profile.textContent = say(language, "explore-profile-of", {
    unit: study.units[unit], period: study.periods[period],
  });
  panel.parts.replaceChildren(partsTable(unit, period, language));
  const moved = cells ? indicatorRows(unit, period) : [];
  panel.indicators.replaceChildren(
    cells ? indicatorsTable(moved, panel)
      : element("p", { class: "note", text: withoutCells(language) }),
  );
  panel.strongest.textContent = cells ? strongest(moved, language) : "";
}

function partsTable(unit, period, language) {
  const grouped = study.groups.length > 0;
  const titles = ["explore-measure", "explore-score", "explore-rank",
    ...(grouped ? ["explore-group-mean"] : []), "explore-all-mean",
    ...(changes() ? ["explore-change"] : [])];
  const last = study.periods.length - 1;
  const rows = study.measures.map((measure, m) => [
    measure[language],
    fixed(score(m, unit, period)),
    `${rank(m, unit, period)} / ${study.units.length}`,
    ...(grouped ? [fixed(mean(m, 1 + study.group[unit], period))] : []),
    fixed(mean(m, 0, period)),
    ...(changes() ? [signed(score(m, unit, last) - score(m, unit, 0))] : []),
  ]);
  const first = { start: study.periods[0], end: study.periods[last] };
  return table(say(language, "explore-parts"),
    titles.map((key) => say(language, key, first)), rows);
}

function changes() {
  return study.comparable && study.periods.length > 1;
}

// Each indicator beside the means of group and all: contributions where the score is a sum.
function indicatorRows(unit, period) {
  const last = study.periods.length - 1;
  const rows = study.indicators.map((_, indicator) => {
    const scaled = (other) => cells.scaled[cellPlace(indicator, other, period)];
    const value = study.additive ? (other) => contribution(indicator, other, period) : scaled;
    const means = meansOf(unit, value);
    return {
      indicator,
      scaled: scaled(unit),
      toGroup: value(unit) - means.group,
      toAll: value(unit) - means.all,
      moved: contribution(indicator, unit, last) - contribution(indicator, unit, 0),
    };
  });
  return rows.sort((a, b) => b.toAll - a.toAll);
}

function strongest(rows, language) {
  const named = (some) => some.map(({ indicator, toAll }) =>
    `${indicatorTitle(indicator, language)} (${signed(toAll)})`).join(language === "zh" ? "、" : ", ");
  const above = rows.filter(({ toAll }) => toAll > 0).slice(0, 3);
  const below = rows.filter(({ toAll }) => toAll < 0).reverse().slice(0, 3);
  const none = say(language, "none");
  return say(language, "explore-strongest", {
    strongest: named(above) || none, weakest: named(below) || none,
  });
}

function indicatorsTable(rows, panel) {
  const { language } = panel;
  const grouped = study.groups.length > 0;
  const moving = changes() && study.additive;
  const last = study.periods.length - 1;
  const titles = ["explore-indicator", "explore-scaled",
    ...(grouped ? ["explore-to-group"] : []), "explore-to-all",
    ...(moving ? ["explore-moved"] : [])];
  const shown = { start: study.periods[0], end: study.periods[last] };
  const body = rows.map((row) => [
    opener(row.indicator, panel),
    fixed(row.scaled, study.digits - 1),
    ...(grouped ? [signed(row.toGroup)] : []),
    signed(row.toAll),
    ...(moving ? [signed(row.moved)] : []),
  ]);
  if (study.additive) body.push(totals(panel, grouped, moving));
  const key = !study.additive ? "explore-indicators-scaled"
    : study.weighted ? "explore-indicators" : "explore-indicators-other";
  const caption = say(language, key);
  return table(caption, titles.map((key) => say(language, key, shown)), body);
}

// What the rows add up to, taken from the index itself: rows are rounded, their sum is not.
function totals({ language }, grouped, moving) {
  const { unit, period } = state;
  const last = study.periods.length - 1;
  const own = score(0, unit, period);
  return [say(language, "explore-sum"), "",
    ...(grouped ? [signed(own - mean(0, 1 + study.group[unit], period))] : []),
    signed(own - mean(0, 0, period)),
    ...(moving ? [signed(score(0, unit, last) - score(0, unit, 0))] : [])];
}

function opener(indicator, panel) {
  const made = element("button", {
    type: "button", class: "opener", "data-indicator": indicator,
    text: indicatorTitle(indicator, panel.language),
  });
  made.addEventListener("click", () => {
    change({ indicator });
    panel.story.focus();
  });
  return made;
}
