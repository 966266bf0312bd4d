// A part of the Gini coefficient, added up pair by pair from the scores that the page carries.

// Pairs of units by group: every one, those inside groups, those across, or those of two groups.
function chosenPair(pairs) {
  if (pairs === "all") return () => true;
  if (pairs === "within") return (a, b) => study.group[a] === study.group[b];
  if (pairs === "between") return (a, b) => study.group[a] !== study.group[b];
  const [first, second] = pairs.split(":").map(Number);
  return (a, b) => (study.group[a] === first && study.group[b] === second)
    || (study.group[a] === second && study.group[b] === first);
}

function mass(unit, period) {
  return study.gaps.weights ? gapWeights[unit * study.periods.length + period] : 1;
}

// Which of two units is better: by rank, which no rounding of the scores can tie.
function ahead(a, b, period) {
  return Math.sign(rank(0, b, period) - rank(0, a, period));
}

function pairsOf(pairs, measure, period) {
  const chosen = chosenPair(pairs);
  const found = [];
  for (let a = 0; a < study.units.length; a += 1) {
    for (let b = a + 1; b < study.units.length; b += 1) {
      if (chosen(a, b)) {
        const away = score(measure, a, period) - score(measure, b, period);
        found.push({ a, b, gap: mass(a, period) * mass(b, period) * ahead(a, b, period) * away });
      }
    }
  }
  return found;
}

// What sums of gaps are divided by: n² times the mean; with weights, W² times the weighted mean.
function whole(period) {
  let [total, sum, squares] = [0, 0, 0];
  study.units.forEach((_, unit) => {
    const own = mass(unit, period);
    total += own;
    sum += own * score(0, unit, period);
    squares += own * own;
  });
  const factor = study.gaps.sample ? 1 / (1 - squares / (total * total)) : 1;
  return { total, mean: sum / total, factor, divisor: total * sum / factor };
}

function groupsTitle(pairs, language) {
  if (!pairs.includes(":")) return say(language, `explore-pairs-${pairs}`);
  const names = [...new Set(pairs.split(":"))].map((place) => study.groups[Number(place)][language]);
  return names.join(" – ");
}

function gapOrigin(language, pairs, ...places) {
  const [measure, period] = places.slice(0, 2).map(Number);
  const found = pairsOf(pairs, measure, period);
  const base = whole(period);
  const sum = found.reduce((all, { gap }) => all + gap, 0);
  const value = sum / base.divisor;
  const form = `explore-gap-formula${study.gaps.sample ? "-sample" : ""}`;
  const steps = [
    [say(language, "explore-pairs"), String(found.length)],
    [say(language, "explore-formula"), say(language, form, {
      sum: digits(sum), total: digits(base.total), mean: fixed(base.mean),
      factor: fixed(base.factor, 6), value: fixed(value),
    })],
  ];
  if (places[2] === "share") steps.push(shareStep(language, value, base, period));
  steps.push([say(language, "explore-largest-pairs"), largestPairs(found, base, language)]);
  return {
    title: say(language, "explore-gap-of", {
      groups: groupsTitle(pairs, language), measure: study.measures[measure][language],
      period: study.periods[period],
    }),
    steps,
    note: say(language, study.gaps.weights ? "explore-gap-note-weighted" : "explore-gap-note", {
      column: study.gaps.column, measure: study.measures[measure][language],
      digits: study.scoreDigits,
    }),
  };
}

function shareStep(language, value, base, period) {
  const gini = pairsOf("all", 0, period).reduce((all, { gap }) => all + gap, 0) / base.divisor;
  return [say(language, "explore-share"),
    `${fixed(value)} / ${fixed(gini)} = ${fixed(100 * value / gini, 2)} %`];
}

function largestPairs(found, base, language) {
  const best = [...found].sort((a, b) => Math.abs(b.gap) - Math.abs(a.gap)).slice(0, 3);
  return listed(language, best.map(({ a, b, gap }) =>
    `${study.units[a]} – ${study.units[b]} ${digits(gap / base.divisor, 2)}`));
}
