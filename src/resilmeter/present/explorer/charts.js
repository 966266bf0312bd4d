// The three charts of a panel, drawn by Vega without eval, and kept in step with the state.

const OPTIONS = { ast: true, renderer: "svg", actions: false, defaultStyle: false, logLevel: 1 };

async function drawCharts(panel) {
  for (const name of ["map", "ranking", "trajectory"]) {
    const place = panel[name];
    if (!place || !study.charts[name]) continue;
    if (name === "map") place.style.height = `${Math.round(mapHeight(place))}px`;
    const { view } = await vegaEmbed(place, study.charts[name], OPTIONS);
    panel.views[name] = view;
    fillChart(panel, name, view);
    view.addEventListener("click", (event, item) => picked(name, item));
    place.addEventListener("keydown", (event) => pressed(event));
  }
}

function mapHeight(place) {
  return Math.min(560, Math.max(180, place.clientWidth * study.aspect));
}

// One wide row a unit for all measures and periods: see PLACE in chart.py.
function unitRows() {
  const count = study.periods.length;
  return study.units.map((name, unit) => {
    const wide = [];
    const ranks = [];
    for (let m = 0; m < study.measures.length; m += 1) {
      for (let t = 0; t < count; t += 1) {
        wide.push(score(m, unit, t));
        ranks.push(rank(m, unit, t));
      }
    }
    return { unit, name, wide, ranks };
  });
}

function fillChart(panel, name, view) {
  if (name !== "trajectory") view.data("units", unitRows());
  if (name === "map") {
    view.data("shapes", structuredClone(study.shapes.features));
    view.data("headings", study.headings.map(({ group, x, y }) => (
      { x, y, label: study.groups[group][panel.language] })));
  }
}

// A click on a unit chooses it; a click on the trajectory goes to that period.
function picked(name, item) {
  const datum = item && item.datum;
  if (!datum) return;
  if (name === "trajectory" && Number.isInteger(datum.place)) change({ period: datum.place });
  else if (Number.isInteger(datum.unit)) change({ unit: datum.unit });
}

// Arrow keys walk through the ranking and through time.
function pressed(event) {
  const { measure, period, unit } = state;
  const order = study.units.map((_, other) => other).sort((a, b) =>
    rank(measure, a, period) - rank(measure, b, period) || a - b);
  const place = order.indexOf(unit);
  const last = order.length - 1;
  const steps = {
    ArrowUp: Math.max(0, place - 1), ArrowDown: Math.min(last, place + 1), Home: 0, End: last,
  };
  const times = { ArrowLeft: period - 1, ArrowRight: period + 1 };
  if (event.key in steps) change({ unit: order[steps[event.key]] });
  else if (study.periods[times[event.key]] !== undefined) change({ period: times[event.key] });
  else return;
  event.preventDefault();
}

function cutsNow() {
  const cuts = study.cuts[state.measure];
  return cuts[cuts.length > 1 ? state.period : 0];
}

// The lines of the trajectory: the unit, its group, all units.
function lines(language) {
  const { measure, unit } = state;
  const rows = [study.groups.length ? 1 + study.group[unit] : 0, 0];
  const named = [study.units[unit], groupTitle(unit, language), say(language, "all-units")];
  const value = [(t) => score(measure, unit, t), ...rows.map((row) => (t) => mean(measure, row, t))];
  const kept = study.groups.length ? [0, 1, 2] : [0, 2];
  return kept.flatMap((series) => study.periods.map((year, place) => ({
    series, year, place, value: value[series](place),
    label: `${named[series]}, ${year}: ${fixed(value[series](place))}`,
  })));
}

function groupTitle(unit, language) {
  return study.groups.length ? study.groups[study.group[unit]][language] : "";
}

async function redraw(panel) {
  const { measure, period, unit } = state;
  const cuts = cutsNow();
  await Promise.all(Object.entries(panel.views).map(([name, view]) => {
    view.signal("measure", measure).signal("period", period).signal("chosen", unit);
    // Fewer classes than colours: what lies beyond the last break is never reached.
    for (let n = 0; n < 4; n += 1) view.signal(`cut${n}`, n < cuts.length ? cuts[n] : 1e300 + n);
    if (name === "trajectory") view.data("lines", lines(panel.language));
    return view.runAsync();
  }));
}
