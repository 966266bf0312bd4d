// Any cell of the panel: its value, how it came about, its scaled value and its contribution.

const OBSERVED = 0;
const TREATED = 16;

async function unpackCells(given) {
  const all = async (columns) => Object.fromEntries(await Promise.all(
    Object.entries(columns).map(async ([key, column]) => [key, await unpacked(column)]),
  ));
  const made = {
    values: await unpacked(given.values),
    status: await unpacked(given.status),
    raw: await all(given.raw),
    sent: await all(given.scaled),
    contributions: given.contributions ? await unpacked(given.contributions) : null,
  };
  made.scaled = made.values.map((value, place) => {
    const { indicator, inner, period } = placeOf(place);
    const sent = made.sent[indicator];
    return sent ? sent[inner] : goalpostScale(indicator, period, value);
  });
  return made;
}

// Why the page has no cells.
function withoutCells(language) {
  return say(language, study.elsewhere ? "explore-cells-elsewhere" : "explore-cells-left-out");
}

function placeOf(place) {
  const size = study.units.length * study.periods.length;
  return {
    indicator: Math.floor(place / size), inner: place % size, period: place % study.periods.length,
  };
}

function cellPlace(indicator, unit, period) {
  return (indicator * study.units.length + unit) * study.periods.length + period;
}

function goalposts(indicator, period) {
  const { low, high } = study.indicators[indicator];
  return { low: low[low.length > 1 ? period : 0], high: high[high.length > 1 ? period : 0] };
}

// The formula that the page shows; cells.py has made sure that it gives the scaled value back.
function goalpostScale(indicator, period, x) {
  const { low, high } = goalposts(indicator, period);
  const { direction, target } = study.indicators[indicator];
  let unit;
  if (direction === "higher") unit = (x - low) / (high - low);
  else if (direction === "lower") unit = (high - x) / (high - low);
  else {
    const away = Math.max(target[0] - x, x - target[1], 0);
    unit = 1 - away / Math.max(target[0] - low, high - target[1]);
  }
  if (study.clipped) unit = Math.min(1, Math.max(0, unit));
  return study.interval[0] + (study.interval[1] - study.interval[0]) * unit;
}

function weight(indicator, period) {
  return study.weights[study.weights.length > 1 ? period : 0][indicator];
}

// What an indicator adds to the index; NaN where the score is not a sum over indicators.
function contribution(indicator, unit, period) {
  const place = cellPlace(indicator, unit, period);
  if (cells.contributions) return cells.contributions[place];
  return study.weighted ? weight(indicator, period) * cells.scaled[place] : NaN;
}

// Means over all units and over the unit's group of a function of the unit.
function meansOf(unit, value) {
  const sums = [0, 0, 0];
  study.units.forEach((_, other) => {
    const own = value(other);
    sums[0] += own;
    if (study.group[other] === study.group[unit]) {
      sums[1] += own;
      sums[2] += 1;
    }
  });
  return { all: sums[0] / study.units.length, group: sums[1] / sums[2] };
}

// The value as it was read from the file; NaN where there was none.
function rawValue(indicator, unit, period) {
  const place = cellPlace(indicator, unit, period);
  const sent = cells.raw[indicator];
  if (sent) return sent[placeOf(place).inner];
  return (cells.status[place] & 15) === OBSERVED ? cells.values[place] : NaN;
}
