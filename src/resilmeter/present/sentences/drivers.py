"""Sentences about drivers, each chosen by what was computed and carrying its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from resilmeter.analyze.drivers import DriverAnalysis
from resilmeter.analyze.drivers.analysis import FEW_UNITS
from resilmeter.catalogue import Language
from resilmeter.present.printed.drivers import alpha_of, interval, p_value
from resilmeter.present.printed.layout import Paragraph
from resilmeter.present.sentences.held import held
from resilmeter.present.tables.drivers import last_rows, pairs_of
from resilmeter.present.words import fixed, joined, word
from resilmeter.result import Result
from resilmeter.rows import each_row


def driver_paragraphs(result: Result, language: Language) -> list[Paragraph]:
    """Say what the detectors found and what they cannot find; nothing without drivers."""
    found = result.drivers
    if found is None:
        return []
    lines = [*_few(found, language), driver_headline(result, found, language)]
    lines += [*_pooled(found, language), *_changes(found, language), *_groups(found, language)]
    lines += [*_interactions(found, language), *_dropped(found, language)]
    return [Paragraph(line) for line in lines]


def driver_headline(result: Result, found: DriverAnalysis, language: Language) -> str:
    """Say which drivers explain more than noise in the last period, or that none does."""
    rows = last_rows(found)
    shown: dict[str, Any] = {"period": found.given.periods[-1], "of": len(rows)}
    shown["alpha"] = alpha_of(found)
    tested = rows[rows["p_adjusted"].notna()]
    if tested.empty:
        return word("drivers-untested", language, **shown)
    told = tested[tested["p_adjusted"] < alpha_of(found)]
    if told.empty:
        row = next(each_row(tested))
        return word("drivers-none-told", language, **shown, driver=_name(found, row, language),
                    q=fixed(row.q, 3), noise=fixed(row.q_noise, 3),
                    p=p_value(row.p_adjusted))  # fmt: skip
    named = [
        word("driver-share", language, driver=_name(found, row, language), q=fixed(row.q, 3),
             interval=interval(row.low, row.high), noise=fixed(row.q_noise, 3))
        for row in each_row(told)
    ]  # fmt: skip
    line = word("drivers-told", language, **shown, count=len(told), named=_listed(named, language))
    # The variants know which driver has the largest share, not which are told from noise.
    strongest = told["driver"].iloc[0] == rows["driver"].iloc[0]
    return held(result, "drivers", line, language) if strongest else line


def driver_method(result: Result, language: Language) -> list[str]:
    """Say how drivers were looked at, from the choices as made."""
    found = result.drivers
    if found is None:
        return []
    how = found.given.choices
    lines = [
        word("method-drivers", language, cut=word(f"cut-{how.method}", language),
             classes=how.classes, breaks=word(f"breaks-{how.breaks}", language),
             permutations=how.permutations)
    ]  # fmt: skip
    if found.given.weights is not None:
        lines.append(word("drivers-by-weights", language))
    elif found.given.places is not None:
        lines.append(word("drivers-by-places", language))
    if how.lag:
        lines.append(word("drivers-lagged", language, lag=how.lag))
    if how.compat:
        lines.append(word("drivers-compat", language, program=how.compat))
    return lines


def _few(found: DriverAnalysis, language: Language) -> Iterator[str]:
    """Say how little few units can support, with the numbers of this study."""
    noise = last_rows(found)["q_noise"].dropna()
    if found.given.units < FEW_UNITS and len(noise):
        yield word("drivers-few", language, units=found.given.units, noise=fixed(noise.max(), 2))


def _pooled(found: DriverAnalysis, language: Language) -> Iterator[str]:
    table = found.factors.table
    pooled = table[table["period"].isna() & table["p_adjusted"].notna()]
    if pooled.empty:
        return
    told = pooled[pooled["p_adjusted"] < alpha_of(found)]
    named = [f"{_name(found, row, language)} {fixed(row.q, 3)}" for row in each_row(told)]
    shown: dict[str, Any] = {"start": found.given.periods[0], "end": found.given.periods[-1]}
    if named:
        yield word("drivers-pooled", language, **shown, named=joined(named, language))
    else:
        yield word("drivers-pooled-none", language, **shown)


def _changes(found: DriverAnalysis, language: Language) -> Iterator[str]:
    """Say which shares changed from the first to the last period, or that none can be told."""
    changes = found.factors.changes[found.factors.changes["p_adjusted"].notna()]
    if changes.empty:
        return
    told = changes[changes["p_adjusted"] < alpha_of(found)]
    shown: dict[str, Any] = {"start": found.given.periods[0], "end": found.given.periods[-1]}
    if told.empty:
        row = changes.iloc[int(changes["change"].abs().to_numpy().argmax())]
        yield word("drivers-unchanged", language, **shown, of=len(changes),
                   driver=_name(found, row, language), change=fixed(row["change"], 3),
                   interval=interval(row["low"], row["high"]))  # fmt: skip
        return
    named = [
        f"{_name(found, row, language)} {fixed(row.first, 3)} → {fixed(row.last, 3)}"
        f" {interval(row.low, row.high)}"
        for row in each_row(told)
    ]
    yield word("drivers-changed", language, **shown, named=joined(named, language))


def _groups(found: DriverAnalysis, language: Language) -> Iterator[str]:
    """Give the subtotals of groups, first against last period, or why there are none."""
    groups = found.shapley.groups
    if groups.empty:
        return
    if groups["shapley"].isna().all():
        yield word("drivers-groups-none", language, units=found.given.units)
        return
    last = groups[groups["period"] == groups["period"].max()]
    named = [
        f"{found.given.group_title(row.group, language)} {fixed(100 * row.share, 1)} %"
        for row in each_row(last)
    ]
    yield word("drivers-groups", language, period=int(last["period"].iloc[0]),
               named=joined(named, language))  # fmt: skip


def _interactions(found: DriverAnalysis, language: Language) -> Iterator[str]:
    """Say which overlays depart from adding up; that they explain more is no finding."""
    if found.interactions is None:
        return
    pairs = pairs_of(found)
    readable = pairs[pairs["readable"].fillna(value=False) & pairs["p_adjusted"].notna()]
    shown = {"period": found.given.periods[-1], "of": len(pairs), "count": len(readable)}
    if readable.empty:
        yield word("interactions-unreadable", language, period=shown["period"], of=len(pairs))
        return
    told = readable[readable["p_adjusted"] < alpha_of(found)]
    if told.empty:
        yield word("interactions-none-told", language, **shown)
        return
    title = found.given.driver
    named = [
        f"{title(row.driver_a).title(language)} × {title(row.driver_b).title(language)}"
        f" (p {p_value(row.p_adjusted)})"
        for row in each_row(told)
    ]
    yield word("interactions-told", language, **shown, named=joined(named, language))


def _dropped(found: DriverAnalysis, language: Language) -> Iterator[str]:
    if found.given.dropped:
        yield word("drivers-dropped", language, codes=joined([*found.given.dropped], language))


def _listed(items: list[str], language: Language) -> str:
    """Write items that hold commas of their own."""
    return ("；" if language == "zh" else "; ").join(items)


def _name(found: DriverAnalysis, row: Any, language: Language) -> str:
    name = row["driver"] if isinstance(row, pd.Series) else row.driver
    return found.given.driver(str(name)).title(language)
