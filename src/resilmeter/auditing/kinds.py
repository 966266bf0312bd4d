"""What each kind of table prints: its columns, and what its numbers are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from resilmeter.auditing.keys import Kind, Measure, PaperKeys, TableKeys

TIMES = " x "


@dataclass(frozen=True)
class Long:
    """A table with one number a row.

    Attributes
    ----------
    measure : str
        What the number is.
    names : tuple of str
        Columns that say of whom.
    value : str
        Column of the number.
    period : bool
        True if a column `period` says when.
    texts : tuple of str
        More columns that must be there.
    counted : bool
        True for counts.
    counts : tuple of str
        Those of `texts` that hold counts.
    """

    measure: Measure | str
    names: tuple[str, ...]
    value: str
    period: bool = False
    texts: tuple[str, ...] = ()
    counted: bool = False
    counts: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that must be there."""
        return (*self.names, *(("period",) if self.period else ()), self.value, *self.texts)


LONG: Mapping[Kind, Long] = {
    "indicator-weights": Long("weight", ("indicator",), "weight"),
    "dimension-weights": Long("dimension-weight", ("dimension",), "weight"),
    "group-sizes": Long("size", ("group",), "units", counted=True),
    "cells": Long("cell", ("cell", "dimension"), "value", period=True),
    "gini": Long("gini", (), "gini", period=True),
    "spread": Long("sd", (), "sd", period=True),
    "scores": Long("score", ("unit",), "score", period=True),
    "primacy": Long("primacy", ("group",), "primacy", period=True, texts=("unit",)),
    "growth-parts": Long(
        "part-growth", ("group", "part"), "growth", texts=("units",), counts=("units",)
    ),
    "factors": Long("q", ("factor",), "q", texts=("strata",), counts=("strata",)),
    "interactions": Long("q-pair", ("factor_a", "factor_b"), "q"),
}
WIDE: Mapping[Kind, Measure] = {
    "means": "mean",
    "group-shares": "share",
    "dimension-shares": "dimension-share",
}
# Names under which the whole within and the whole between groups are known.
WITHIN, BETWEEN = "within", "between"


def wide_names(table: TableKeys, keys: PaperKeys) -> dict[str, str]:
    """Map the number columns of a wide table to the names of what they show."""
    if table.kind == "group-shares":
        sums = {table.within: WITHIN, table.between: BETWEEN}
        return {code: code for code in keys.pairs} | {c: name for c, name in sums.items() if c}
    columns = (*((table.total,) if table.total else ()), *table.groups, *table.dimensions)
    return {column: column for column in columns}


def columns_of(table: TableKeys, keys: PaperKeys) -> tuple[str, ...]:
    """Give the columns that a table must have."""
    if table.kind == "grades":
        return ("unit", "grade")
    if table.kind in LONG:
        return LONG[table.kind].columns
    return ("period", *wide_names(table, keys))
