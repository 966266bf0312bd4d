// An obstacle degree: the share of one indicator in what is lacking to the best.

function lacking(indicator, unit, period) {
  const { worst, best } = study.obstacles;
  return (best - cells.scaled[cellPlace(indicator, unit, period)]) / (best - worst);
}

function obstacleOrigin(language, ...places) {
  const [indicator, unit, period] = places.map(Number);
  const title = say(language, "explore-obstacle-of", {
    indicator: indicatorTitle(indicator, language), unit: study.units[unit],
    period: study.periods[period],
  });
  if (!cells) return { title, steps: [], note: withoutCells(language) };
  return {
    title,
    steps: [
      ...storySteps(indicator, unit, period, language),
      [say(language, "explore-lacking"), fixed(lacking(indicator, unit, period))],
      [say(language, "explore-obstacle"), obstacleFormula(indicator, unit, period, language)],
    ],
    note: storyNote(indicator, language),
  };
}

function obstacleFormula(indicator, unit, period, language) {
  const { variant } = study.obstacles;
  const { dimension } = study.indicators[indicator];
  const factor = (other) => (variant === "unweighted" ? 1 : weight(other, period));
  const own = (other) => factor(other) * lacking(other, unit, period);
  const sum = study.indicators.reduce((all, { dimension: its }, other) => (
    variant === "within-dimension" && its !== dimension ? all : all + own(other)), 0);
  return say(language, `explore-obstacle-${variant}`, {
    weight: fixed(weight(indicator, period)), lacking: fixed(lacking(indicator, unit, period)),
    sum: fixed(sum), degree: fixed(sum > 0 ? 100 * own(indicator) / sum : 0, 1),
  });
}
