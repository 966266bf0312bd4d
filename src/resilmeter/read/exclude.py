"""Leave rows out, each time with a reason that the report repeats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from resilmeter.errors import DataError, Problem, note, problem, refuse
from resilmeter.read.files import RawTable
from resilmeter.read.numbers import shown


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """Rows to leave out, or the only rows to keep, and why.

    Parameters
    ----------
    column : str
        Column of the panel file to look at.
    values : tuple of str
        Texts of that column, as they stand in the file.
    reason : str
        Why; shown in the report.
    keep : bool
        True to keep only these rows, False to leave them out.
    """

    column: str
    values: tuple[str, ...]
    reason: str
    keep: bool = False


def exclude(table: RawTable, rules: Iterable[Exclusion]) -> RawTable:
    """Apply the rules one after the other to the rows of a raw table.

    Parameters
    ----------
    table : RawTable
        The panel file.
    rules : iterable of Exclusion
        What to leave out.

    Returns
    -------
    RawTable
        The rows that are left, with a note on every rule.

    Raises
    ------
    DataError
        An unknown column, a value that no row has, or no row left.
    """
    found: list[Problem] = []
    whole = table
    for rule in rules:
        missing = table.missing_columns([rule.column])
        found += missing
        if missing:
            continue
        texts = table.cells[rule.column].map(shown)
        found += _unmatched(table, rule, set(whole.cells[rule.column].map(shown)))
        hit = texts.isin(rule.values).to_numpy()
        kept = hit if rule.keep else ~hit
        how = {"column": rule.column, "values": rule.values, "reason": rule.reason}
        key = "rows-kept" if rule.keep else "rows-excluded"
        step = note(key, table.where, count=int((~kept).sum()), **how)
        table = replace(table, cells=table.cells[kept], notes=(*table.notes, step))
    refuse(DataError, found)
    if table.cells.empty:
        raise DataError(problem("all-rows-excluded", table.where))
    return table


def _unmatched(table: RawTable, rule: Exclusion, present: set[str]) -> list[Problem]:
    where = {**table.where, "column": rule.column}
    have = sorted(present)
    return [
        problem("no-such-value", where, given=value,
                nearest=get_close_matches(value, have, n=3) or have[:6])
        for value in rule.values if value not in present
    ]  # fmt: skip
