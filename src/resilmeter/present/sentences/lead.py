"""The one finding that stands under the title, with its interval."""

from __future__ import annotations

from resilmeter.catalogue import Language
from resilmeter.present.words import fixed, word
from resilmeter.result import Result


def lead(result: Result, language: Language) -> str:
    """Say how high the index stands and how far units lie apart.

    Parameters
    ----------
    result : Result
        What a study led to.
    language : {"en", "zh"}
        Language of the sentence.

    Returns
    -------
    str
        The gap only where its interval was computed.
    """
    said = [_level(result, language), *_gap(result, language)]
    return ("" if language == "zh" else " ").join(said)


def _level(result: Result, language: Language) -> str:
    means = result.means[result.means["level"] == "total"]
    first, last = means.iloc[0], means.iloc[-1]
    shown = {"last": fixed(last["mean"], 4), "end": int(last["period"])}
    if len(means) == 1 or not result.scores.comparable_over_time:
        return word("lead-level-one", language, **shown)
    shown |= {"first": fixed(first["mean"], 4), "start": int(first["period"])}
    return word("lead-level", language, **shown)


def _gap(result: Result, language: Language) -> list[str]:
    if result.gap_evidence is None:
        return []
    end = result.panel.periods[-1]
    rows = result.gap_evidence.of("gini", end)
    if rows.empty or rows["low"].isna().iloc[0]:
        return []
    row = rows.iloc[0]
    shown = {"gini": fixed(row["value"], 4), "end": end}
    level = f"{100 * result.gap_evidence.chance.confidence:g}"
    ends = {"low": fixed(row["low"], 4), "high": fixed(row["high"], 4)}
    if row["low"] < 0:
        units = len(result.panel.units)
        return [word("lead-gap-wide", language, **shown, level=level, units=units)]
    return [word("lead-gap", language, **shown, level=level, **ends)]
