"""A paper as data: what it prints and what it says, refused with every problem at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

import pandas as pd

from resilmeter.auditing.facts import Facts, Key
from resilmeter.auditing.keys import Kind, PaperKeys, TableKeys
from resilmeter.auditing.kinds import LONG, TIMES, WIDE, columns_of, wide_names
from resilmeter.auditing.printed import Printed, is_number, read_printed
from resilmeter.auditing.statements import claim_problems
from resilmeter.errors import DataError, Problem, StudyError, problem, refuse
from resilmeter.notebook import card
from resilmeter.read import shown


@dataclass(frozen=True, eq=False)
class Paper:
    """A paper's printed tables and statements.

    Parameters
    ----------
    keys : PaperKeys
        What paper.toml says.
    tables : sequence of DataFrame
        One for each of `keys.table`, in the same order: cells as printed, as text.

    Raises
    ------
    DataError
        Missing columns, cells that are no number, rows that are listed twice.
    StudyError
        Claims about names that are nowhere printed, or without a key that they need.
    """

    keys: PaperKeys
    tables: tuple[pd.DataFrame, ...]

    def __post_init__(self) -> None:
        found = paper_problems(self.keys, self.tables)
        refuse(DataError, (p for p in found if "column" in p.where or "row" in p.where))
        refuse(StudyError, found)

    @cached_property
    def facts(self) -> Facts:
        """Every number by what it is, of whom and when."""
        return gather(self.keys, self.tables)[0]

    _repr_html_ = card

    def __repr__(self) -> str:
        tables, claims = len(self.keys.table), len(self.keys.claim)
        return f"<Paper {self.keys.title!r}: {tables} tables, {claims} claims>"


def paper_problems(
    keys: PaperKeys, tables: Sequence[pd.DataFrame], *, complete: bool = True
) -> list[Problem]:
    """Find everything wrong with the tables and the claims; tables may be missing."""
    facts, found = gather(keys, tables)
    # names of a table that could not be read are not unknown
    return [*found, *_pair_problems(facts), *claim_problems(facts, complete=complete and not found)]


def gather(keys: PaperKeys, tables: Sequence[pd.DataFrame]) -> tuple[Facts, list[Problem]]:
    """Collect the numbers of all tables, and the problems met."""
    numbers: dict[Key, Printed] = {}
    found: list[Problem] = []
    texts: dict[Kind, pd.DataFrame] = {}
    for table, cells in zip(keys.table, tables, strict=True):
        missing = _missing(table, keys, cells)
        found += missing
        if missing:
            continue
        texts[table.kind] = cells
        for key, row, column, cell in _cells(table, keys, cells):
            where = {"file": table.file or table.kind, "row": row, "column": column}
            found += _add(numbers, key, cell, table, where)
        found += _count_problems(table, cells)
    means = [t for t in keys.table if t.kind == "means"]
    facts = Facts(
        keys=keys, numbers=numbers, texts=texts,
        total=next((t.total for t in means if t.total), ""),
        groups=_names(t.groups for t in means),
        dimensions=_names(t.dimensions for t in keys.table),
        sources=_sources(keys),
    )  # fmt: skip
    return facts, found


def _names(lists: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))


def _sources(keys: PaperKeys) -> dict[str, str]:
    sources: dict[str, list[str]] = {}
    for table in keys.table:
        sources.setdefault(table.kind, []).append(table.source)
    return {kind: "; ".join(filter(None, dict.fromkeys(said))) for kind, said in sources.items()}


def _missing(table: TableKeys, keys: PaperKeys, cells: pd.DataFrame) -> list[Problem]:
    have = [str(column) for column in cells.columns]
    return [
        problem("printed-column", {"file": table.file or table.kind, "column": name},
                nearest=", ".join(get_close_matches(name, have, n=1) or have[:8]))
        for name in columns_of(table, keys) if name not in have
    ]  # fmt: skip


def _cells(
    table: TableKeys, keys: PaperKeys, cells: pd.DataFrame
) -> Iterator[tuple[Key, object, str, object]]:
    """Yield key, row, column and cell of every number of a table."""
    if table.kind == "grades":
        return
    for row, record in cells.iterrows():
        text = {str(column): shown(cell) for column, cell in record.items()}
        if table.kind in LONG:
            long = LONG[table.kind]
            name = TIMES.join(text[column] for column in long.names)
            period = text["period"] if long.period else ""
            yield (long.measure, name, period), row, long.value, record[long.value]
        else:
            for column, name in wide_names(table, keys).items():
                yield (WIDE[table.kind], name, text["period"]), row, column, record[column]


def _add(
    numbers: dict[Key, Printed], key: Key, cell: object, table: TableKeys, where: dict[str, object]
) -> list[Problem]:
    """Read one cell; a blank cell is not printed."""
    counted = table.kind in LONG and LONG[table.kind].counted
    try:
        number = read_printed(cell, table.decimals, counted=counted)
    except ValueError:
        return [problem("text-in-number", where, given=cell)]
    if number is None:
        return []
    if key in numbers:
        return [problem("printed-twice", where, name=", ".join(filter(None, key)))]
    numbers[key] = number
    return []


def _count_problems(table: TableKeys, cells: pd.DataFrame) -> list[Problem]:
    """Find counts beside the numbers that are none."""
    columns = LONG[table.kind].counts if table.kind in LONG else ()
    return [
        problem("text-in-number", {"file": table.file or table.kind, "row": row, "column": column},
                given=cell)
        for column in columns for row, cell in cells[column].items() if not is_number(cell)
    ]  # fmt: skip


def _pair_problems(facts: Facts) -> list[Problem]:
    """Find pairs of groups that are not in the table of means."""
    known = facts.groups
    return [
        problem("audit-unknown-name", {"key": f"pairs.{code}"}, given=name,
                nearest=get_close_matches(name, known, n=1) or list(known)[:8])
        for code, pair in facts.keys.pairs.items()
        for name in pair if known and name not in known
    ]  # fmt: skip
