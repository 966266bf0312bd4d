"""Walk the rows and cells of tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def each_row(table: pd.DataFrame) -> Iterator[Any]:
    """Yield each row as a named tuple; its fields are typed by the table, not by Python.

    >>> [row.code for row in each_row(pd.DataFrame({"code": ["x1", "x2"]}))]
    ['x1', 'x2']
    """
    return table.itertuples(index=False)


def each_cell(column: pd.Series) -> Iterator[tuple[str, int, float]]:
    """Yield unit, period and value of each cell of a column indexed by (unit, period).

    >>> index = pd.MultiIndex.from_tuples([("Wuhan", 2009)], names=["unit", "period"])
    >>> list(each_cell(pd.Series([0.5], index)))
    [('Wuhan', 2009, 0.5)]
    """
    for row in each_row(column.rename("value").reset_index()):
        yield str(row.unit), int(row.period), float(row.value)
