"""Open the files a study names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from resilmeter.errors import DataError, Problem, ResilmeterError, problem, refuse
from resilmeter.framework import Framework
from resilmeter.panel import Panel
from resilmeter.read import (
    PanelColumns,
    exclude,
    framework_from_rows,
    panel_from_table,
    read_fraction,
    read_framework,
    read_numbers,
    read_table,
    shown,
)
from resilmeter.rows import each_row
from resilmeter.study.schema import Study
from resilmeter.study.selection import contradictions, keep_indicators, row_rules
from resilmeter.weighting import Choices, Combine

if TYPE_CHECKING:
    pass

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
    found: list[Problem] = []
    made = attempt(found, lambda: study_framework(study))
    table = attempt(found, lambda: read_table(study.folder / study.data.panel, study.data.sheet))
    chosen = attempt(found, lambda: exclude(table, row_rules(table, study.data))) if table else None
    rows = chosen or table
    if rows is not None and made is None:
        found += rows.missing_columns(_columns(study).keys)
    if rows is None or made is None:
        raise DataError(found)
    panel = attempt(found, lambda: panel_from_table(rows, made[0], _columns(study)))
    refuse(DataError, found)
    if panel is None:
        raise AssertionError("a panel without problems was not built")
    return panel.with_steps(*made[1])


def goalposts(study: Study) -> pd.DataFrame | None:
    """Read the goalposts file (indicator, low, high), if the study names one."""
    name = study.prepare.normalize.goalposts
    if name:
        table = read_table(study.folder / name)
        periods = table.cells.get("period")
        if periods is not None and any(shown(cell) for cell in periods):
            raise DataError(problem("goalposts-by-period", table.where))
    return _numeric_table(study, name, ("low", "high")) if name else None


def weighting_choices(study: Study) -> Choices:
    """Gather what the weighting needs, reading weights and comparisons from their files."""
    keys = study.weigh
    combine = Combine(**keys.combine.model_dump())
    return Choices(
        given=given_weights(study),
        shift=keys.shift,
        comparisons=tuple(_comparisons(study, name) for name in keys.comparisons),
        ahp=keys.ahp,
        combine=combine,
        fixed=keys.fixed,
        level=keys.level,
        dimension_weights=keys.dimension_weights,
        scope=keys.scope,
    )


def _comparisons(study: Study, name: str) -> pd.DataFrame:
    """Read one expert's matrix: codes in the first row and column, numbers such as 3 or 1/3."""
    table = read_table(study.folder / name)
    found: list[Problem] = []
    labels = [shown(cell) for cell in table.cells.iloc[:, 0]]
    matrix = pd.DataFrame(index=labels, columns=table.cells.columns[1:], dtype=float)
    for column in matrix.columns:
        for row, label, cell in zip(table.cells.index, labels, table.cells[column], strict=True):
            value = read_fraction(cell)
            if value is None:
                where = {**table.where, "row": row, "column": column}
                found.append(problem("text-in-number", where, given=shown(cell)))
            else:
                matrix.loc[label, column] = value
    refuse(DataError, found)
    return matrix


def given_weights(study: Study) -> dict[str, float]:
    """Read the given weights, from the study or the file it names."""
    given = study.weigh.given
    if isinstance(given, dict):
        return given
    table = _numeric_table(study, given, ("weight",))
    return {str(row.indicator): float(row.weight) for row in each_row(table)}


def study_framework(study: Study) -> tuple[Framework, list[Problem]]:
    """Read the indicators of a study; give those that are kept, and what was left out.

    Raises
    ------
    DataError, StudyError
        Everything wrong with the indicator table, and selections that contradict each other.
    """
    found = list(contradictions(study.data))
    framework = attempt(found, lambda: _framework(study))
    kept = attempt(found, lambda: keep_indicators(framework, study.data)) if framework else None
    refuse(DataError, found)
    if kept is None:
        raise AssertionError("a framework without problems was not built")
    return kept


def _framework(study: Study) -> Framework:
    data = study.data
    if data.indicators:
        return read_framework(study.folder / data.indicators)
    return framework_from_rows(
        (row, {"key": f"data.indicator.{place}"})
        for place, row in enumerate(data.indicator, start=1)
    )


def _columns(study: Study) -> PanelColumns:
    data, weights = study.data, study.inequality.weights
    return PanelColumns(
        unit=data.unit,
        period=data.period,
        group=data.group,
        province=data.province,
        regions=data.regions,
        group_order=data.group_order,
        missing=data.missing,
        size=(*data.size, *((weights,) if weights else ())),
    )


def _numeric_table(study: Study, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Read a small table with a column `indicator` and numeric columns."""
    table = read_table(study.folder / name)
    refuse(DataError, table.missing_columns(("indicator", *columns)))
    names = table.cells["indicator"].astype(str).str.strip()
    twice = [
        problem("listed-twice", {**table.where, "row": row, "indicator": name})
        for row, name in names[names.duplicated()].items()
    ]
    refuse(DataError, twice)
    frame = pd.DataFrame({"indicator": names})
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
