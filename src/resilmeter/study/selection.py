"""Which rows and indicators a study keeps."""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.errors import DataError, Problem, StudyError, note, problem, refuse
from resilmeter.framework import Framework
from resilmeter.read import Exclusion, RawTable, read_period, shown
from resilmeter.study.schema import Data


def contradictions(data: Data) -> list[Problem]:
    """Find selections that exclude each other."""
    found = []
    if data.group and data.province:
        found.append(problem("two-groupings", {"key": "data.group"}))
    if bool(data.indicators) == bool(data.indicator):
        found.append(problem("indicators-where", {"key": "data.indicators"}))
    for place, rule in enumerate(data.exclude, start=1):
        kinds = (bool(rule.units), bool(rule.indicators), bool(rule.column and rule.values))
        if sum(kinds) != 1 or bool(rule.column) != bool(rule.values):
            found.append(problem("exclude-one-of", {"key": f"data.exclude.{place}"}))
    return found


def row_rules(table: RawTable, data: Data) -> list[Exclusion]:
    """Turn the study's selections into rules on rows."""
    rules = [*_period_rules(table, data)]
    if data.units:
        rule = Exclusion(column=data.unit, values=data.units, reason="data.units", keep=True)
        rules.append(rule)
    for entry in data.exclude:
        if entry.column:
            rule = Exclusion(column=entry.column, values=entry.values, reason=entry.reason)
            rules.append(rule)
        elif entry.units:
            rules.append(Exclusion(column=data.unit, values=entry.units, reason=entry.reason))
    return rules


def _period_rules(table: RawTable, data: Data) -> Iterator[Exclusion]:
    """Keep the periods asked for, however the file writes them (2009, 2009.0, 2009年).

    Rows whose period cannot be read are kept too, so that they are refused and not lost.
    """
    missing = data.period not in table.cells.columns
    first, last = data.first_period, data.last_period  # 0 is a period too
    if missing or (not data.periods and first is None and last is None):
        return
    cells = table.cells[data.period]
    known = {shown(cell): read_period(cell) for cell in cells}
    low = min(data.periods, default=-(10**9)) if first is None else first
    high = max(data.periods, default=10**9) if last is None else last
    inside = [
        text for text, period in known.items()
        if period is None or (
            low <= period <= high and (not data.periods or period in data.periods)
        )
    ]  # fmt: skip
    lacking = [str(period) for period in data.periods if period not in known.values()]
    reason = "data.periods, data.first_period, data.last_period"
    values = (*inside, *lacking)
    if not values:
        raise DataError(problem("all-rows-excluded", {"key": reason}))
    yield Exclusion(column=data.period, values=values, reason=reason, keep=True)


def keep_indicators(framework: Framework, data: Data) -> tuple[Framework, list[Problem]]:
    """Leave out the excluded indicators, with a note each; unknown codes are refused."""
    found, notes = [], []
    for place, rule in enumerate(data.exclude, start=1):
        where = {"key": f"data.exclude.{place}.indicators"}
        unknown = [code for code in rule.indicators if code not in framework.codes]
        allowed = framework.codes
        found += [
            problem("excluded-unknown-indicator", where, given=code, allowed=allowed)
            for code in unknown
        ]
        if rule.indicators:
            step = note("indicators-excluded", values=rule.indicators, reason=rule.reason)
            notes.append(step)
    refuse(StudyError, found)
    return framework.without(c for rule in data.exclude for c in rule.indicators), notes
