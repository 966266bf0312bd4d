"""Open the files a study names, and hash them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from resilmeter.errors import DataError, Problem, ResilmeterError, StudyError, note, problem, refuse
from resilmeter.framework import Framework
from resilmeter.panel import Panel
from resilmeter.read import (
    Exclusion,
    PanelColumns,
    RawTable,
    exclude,
    framework_from_rows,
    panel_from_table,
    read_fraction,
    read_framework,
    read_numbers,
    read_period,
    read_table,
    shown,
)
from resilmeter.read.boundaries.files import shape_files
from resilmeter.read.boundaries.verb import BUILT_IN
from resilmeter.rows import each_row
from resilmeter.study.schema import Data, Study
from resilmeter.weighting import Choices, Combine

if TYPE_CHECKING:
    from resilmeter.scale.files import Files

T = TypeVar("T")
# Keys whose values are names of files.
FILE_KEYS = {"data.panel", "data.indicators", "prepare.normalize.goalposts", "weigh.given",
             "weigh.comparisons", "score.imported"}  # fmt: skip


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
    chosen = attempt(found, lambda: exclude(table, _rules(table, study.data))) if table else None
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


def input_files(study: Study) -> dict[str, Path]:
    """List the input files of a study by the names it gives them."""
    given = study.weigh.given if isinstance(study.weigh.given, str) else ""
    names = (study.data.panel, study.data.indicators, study.prepare.normalize.goalposts, given,
             *study.weigh.comparisons, study.score.imported, study.drivers.file,
             study.drivers.weights, study.spatial.coordinates,
             study.spatial.matrix)  # fmt: skip
    paths = {name: study.folder / name for name in (*names, *_tried_files(study)) if name}
    return paths | shape_paths(study)


def _tried_files(study: Study) -> Iterator[str]:
    """Name the files that [robustness] tries; a missing one refuses its variants."""
    tried = (values for key, values in study.robustness.over.items() if key in FILE_KEYS)
    for value in chain.from_iterable(tried):
        named = value if isinstance(value, tuple) else (value,)
        files = (name for name in named if isinstance(name, str) and name)
        yield from (name for name in files if (study.folder / name).is_file())


def shape_paths(study: Study) -> dict[str, Path]:
    """List the files of the boundaries; a Shapefile has companions."""
    given = study.data.boundaries
    if not given or given in BUILT_IN:
        return {}
    first = study.folder / given
    folder = Path(given).parent
    return {(folder / path.name).as_posix(): path for path in shape_files(first)}


def hashes(study: Study, files: Files | None = None, *, table: bool = False) -> dict[str, str]:
    """SHA-256 of every input file, by its name in the study.

    Parameters
    ----------
    study : Study
        The study.
    files : Files, optional
        The part files of a panel that is computed as a table.
    table : bool
        True for such a panel; without `files` it is a frame of the user, which has no hash.

    Returns
    -------
    dict of str to str
    """
    named = input_files(study)
    if table:
        named.pop(study.data.panel, None)
    named |= {_relative(path, study.folder): path for path in (files.paths if files else ())}
    return {name: _sha256(path) for name, path in named.items()}


def _relative(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else path.name


def _sha256(path: Path) -> str:
    """Hash a file block by block: a part file need not fit into memory."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


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


def study_framework(study: Study) -> tuple[Framework, list[Problem]]:
    """Read the indicators of a study; give those that are kept, and what was left out.

    Raises
    ------
    DataError, StudyError
        Everything wrong with the indicator table, and selections that contradict each other.
    """
    found = list(_contradictions(study.data))
    framework = attempt(found, lambda: _framework(study))
    kept = attempt(found, lambda: _keep_indicators(framework, study.data)) if framework else None
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


def _rules(table: RawTable, data: Data) -> list[Exclusion]:
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
    if missing or not (data.periods or data.first_period or data.last_period):
        return
    cells = table.cells[data.period]
    known = {shown(cell): read_period(cell) for cell in cells}
    low = data.first_period or min(data.periods, default=-(10**9))
    high = data.last_period or max(data.periods, default=10**9)
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
