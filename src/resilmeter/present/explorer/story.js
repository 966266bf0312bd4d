// Where one number comes from, step by step.

function indicatorTitle(indicator, language) {
  return study.indicators[indicator][language];
}

function formula(indicator, unit, period, language) {
  const place = cellPlace(indicator, unit, period);
  if (cells.sent[indicator] && !study.goalposts) return say(language, "explore-formula-other");
  const { low, high } = goalposts(indicator, period);
  const { direction, target } = study.indicators[indicator];
  const x = cells.values[place];
  const shown = { x: plain(x), low: plain(low), high: plain(high), scaled: fixed((cells.scaled[place] - study.interval[0]) / (study.interval[1] - study.interval[0]), study.digits - 1) };
  if (direction === "target") {
    shown.first = target[0] === null ? "−∞" : plain(target[0]);
    shown.last = target[1] === null ? "∞" : plain(target[1]);
  }
  const text = say(language, `explore-formula-${direction}`, shown);
  const beyond = study.interval[0] !== 0 || study.interval[1] !== 1;
  const added = beyond ? say(language, "explore-formula-interval", {
    first: plain(study.interval[0]), last: plain(study.interval[1]),
    wide: plain(study.interval[1] - study.interval[0]), part: shown.scaled,
    result: fixed(cells.scaled[place], study.digits - 1),
  }) : "";
  return text + added + (study.clipped ? say(language, "explore-formula-clipped") : "");
}

function storySteps(indicator, unit, period, language) {
  const place = cellPlace(indicator, unit, period);
  const { unit: measure, denominator, per } = study.indicators[indicator];
  const withUnit = (value) => `${plain(value)} ${measure[language]}`.trim();
  const raw = rawValue(indicator, unit, period);
  const status = cells.status[place];
  const added = contribution(indicator, unit, period);
  const posts = goalposts(indicator, period);
  const steps = [
    ["explore-raw", Number.isFinite(raw) ? (denominator ? plain(raw) : withUnit(raw)) : say(language, "explore-not-read")],
    ["explore-status", say(language, `status-${status & 15}`)],
  ];
  if (denominator) {
    steps.push(["explore-divided", say(language, "explore-divided-by", { denominator, per })]);
  }
  steps.push(
    ["explore-treated", say(language, status & TREATED ? "explore-yes" : "explore-no")],
    ["explore-value", study.transformed ? plain(cells.values[place]) : withUnit(cells.values[place])],
  );
  if (study.goalposts) {
    steps.push(["explore-goalposts", `${plain(posts.low)} – ${plain(posts.high)}`]);
  }
  steps.push(
    ["explore-formula", formula(indicator, unit, period, language)],
    ["explore-scaled", fixed(cells.scaled[place], study.digits - 1)],
    ["explore-weight", fixed(weight(indicator, period))],
    ["explore-contribution", Number.isFinite(added)
      ? contributionText(added, score(0, unit, period), language)
      : say(language, "explore-not-additive")],
  );
  return steps.map(([key, text]) => [say(language, key), text]);
}

// An index of 0 or below has no shares.
function contributionText(added, index, language) {
  const key = study.weighted ? "explore-product" : "explore-product-other";
  const text = say(language, key, { contribution: fixed(added) });
  if (index <= 0) return text;
  return text + say(language, "explore-product-share", { share: fixed(100 * added / index, 1) });
}

function storyTitle(indicator, unit, period, language) {
  return say(language, "explore-story", {
    indicator: indicatorTitle(indicator, language), unit: study.units[unit],
    period: study.periods[period],
  });
}

function storyNote(indicator, language) {
  return say(language, "explore-source", {
    indicator: study.indicators[indicator].code, digits: study.digits,
  });
}

function definitions(steps) {
  return element("dl", {}, steps.flatMap(([key, text]) => [
    element("dt", { text: key }), element("dd", { text, dir: "auto" }),
  ]));
}

function drawStory({ story, language }) {
  const { indicator, unit, period } = state;
  story.replaceChildren();
  if (!cells) return;
  story.append(
    element("h4", { text: storyTitle(indicator, unit, period, language), dir: "auto" }),
    definitions(storySteps(indicator, unit, period, language)),
    element("p", { class: "note", text: storyNote(indicator, language) }),
  );
}
