"""Open the files a study names, and hash them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pandas as pd

from resilmeter.errors import DataError, Problem, ResilmeterError, StudyError, note, problem, refuse
from resilmeter.panel import Framework, Panel
from resilmeter.read import (
    Exclusion,
    PanelColumns,
    RawTable,
    exclude,
    framework_from_rows,
    panel_from_table,
    read_framework,
    read_numbers,
    read_table,
)
from resilmeter.rows import each_row
from resilmeter.study.schema import Data, Study

T = TypeVar("T")


def attempt(found: list[Problem], step: Callable[[], T]) -> T | None:
    """Take a step; on refusal, add its problems to `found` and return None."""
    try:
        return step()
    except ResilmeterError as error:
        found += error.problems
        return None


def read_study_panel(study: Study) -> Panel:
    """Read the panel of a study: framework, exclusions, columns.

    Raises
    ------
    DataError
        Everything wrong with indicator table and panel file at once.
    """
    found = list(_contradictions(study.data))
    framework = attempt(found, lambda: _framework(study))
    table = attempt(found, lambda: _table(study))
    refuse(StudyError if framework and table else DataError, found)
    if framework is None or table is None:
        raise AssertionError("inputs without problems were not built")
    kept, notes = _keep_indicators(framework, study.data)
    return panel_from_table(table, kept, _columns(study.data)).with_steps(*notes)


def goalposts(study: Study) -> pd.DataFrame | None:
    """Read the goalposts file (indicator, low, high), if the study names one."""
    name = study.prepare.normalize.goalposts
    return _numeric_table(study, name, ("low", "high")) if name else None


def given_weights(study: Study) -> dict[str, float]:
    """Read the given weights, from the study or the file it names."""
    given = study.weigh.given
    if isinstance(given, dict):
        return given
    table = _numeric_table(study, given, ("weight",))
    return {str(row.indicator): float(row.weight) for row in each_row(table)}


def hashes(study: Study) -> dict[str, str]:
    """SHA-256 of every input file, by its name in the study."""
    given = study.weigh.given if isinstance(study.weigh.given, str) else ""
    names = (study.data.panel, study.data.indicators, study.prepare.normalize.goalposts, given)
    return {
        name: hashlib.sha256((study.folder / name).read_bytes()).hexdigest()
        for name in names if name
    }  # fmt: skip


def _contradictions(data: Data) -> list[Problem]:
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


def _framework(study: Study) -> Framework:
    data = study.data
    if data.indicators:
        return read_framework(study.folder / data.indicators)
    return framework_from_rows(
        (row, {"key": f"data.indicator.{place}"})
        for place, row in enumerate(data.indicator, start=1)
    )


def _table(study: Study) -> RawTable:
    data = study.data
    table = read_table(study.folder / data.panel, data.sheet)
    refuse(DataError, table.missing_columns(_columns(data).keys))
    return exclude(table, _rules(table, data))


def _columns(data: Data) -> PanelColumns:
    return PanelColumns(
        unit=data.unit,
        period=data.period,
        group=data.group,
        province=data.province,
        regions=data.regions,
        group_order=data.group_order,
        missing=data.missing,
    )


def _rules(table: RawTable, data: Data) -> list[Exclusion]:
    """Turn the study's selections into rules on rows."""
    rules = []
    periods = [str(period) for period in data.periods] or _window(table, data)
    if periods:
        reason = "data.periods" if data.periods else "data.first_period, data.last_period"
        rules.append(Exclusion(column=data.period, values=tuple(periods), reason=reason, keep=True))
    if data.units:
        rule = Exclusion(column=data.unit, values=data.units, reason="data.units", keep=True)
        rules.append(rule)
    for entry in data.exclude:
        if not entry.indicators:
            column, values = (
                (entry.column, entry.values) if entry.column else (data.unit, entry.units)
            )
            rules.append(Exclusion(column=column, values=values, reason=entry.reason))
    return rules


def _window(table: RawTable, data: Data) -> list[str]:
    """List the periods inside first_period and last_period, if either is set."""
    if data.first_period is None and data.last_period is None:
        return []
    low = -(10**9) if data.first_period is None else data.first_period
    high = 10**9 if data.last_period is None else data.last_period
    numbers = read_numbers(table.cells[data.period]).values
    inside = {int(t) for t in numbers if low <= t <= high}
    if not inside:
        where = {"key": "data.first_period, data.last_period"}
        raise DataError(problem("all-rows-excluded", where))
    return [str(period) for period in sorted(inside)]


def _keep_indicators(framework: Framework, data: Data) -> tuple[Framework, list[Problem]]:
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


def _numeric_table(study: Study, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Read a small table with a column `indicator` and numeric columns."""
    table = read_table(study.folder / name)
    refuse(DataError, table.missing_columns(("indicator", *columns)))
    frame = pd.DataFrame({"indicator": table.cells["indicator"].astype(str).str.strip()})
    found = []
    for column in columns:
        numbers = read_numbers(table.cells[column])
        frame[column] = numbers.values
        found += [
            problem(
                "text-in-number", {**table.where, "row": frame.index[i], "column": column},
                given=str(table.cells[column].iloc[i]),
            )
            for i in np.flatnonzero(np.isnan(numbers.values)).tolist()
        ]  # fmt: skip
    refuse(DataError, found)
    return frame.reset_index(drop=True)
