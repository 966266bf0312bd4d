"""Show a record in a notebook: its first answer in a line, and the top of its first table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from html import escape
from itertools import chain
from math import isnan
from typing import Any

import pandas as pd

MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 6, 12, 40


def card(record: Any, table: pd.DataFrame | None = None) -> str:
    """Write a record as a small piece of HTML, for the method `_repr_html_` of records.

    Parameters
    ----------
    record : dataclass
        Its `repr` becomes the first line.
    table : DataFrame, optional
        What to show; the record's first field that is a table with rows if left out.

    Returns
    -------
    str
        HTML with all text escaped; the first rows and columns only, long texts cut.

    Examples
    --------
    >>> import resilmeter as rm
    >>> page = rm.example("seed-000")._repr_html_()
    >>> "<table" in page, len(page) < 10_000
    (True, True)
    """
    title = f"<p><b>{escape(_cut(repr(record), 300))}</b></p>"
    shown = _first(record) if table is None else table
    return f"<div>{title}{'' if shown is None else _table(shown)}</div>"


def _first(record: Any) -> pd.DataFrame | None:
    found = (getattr(record, field.name) for field in fields(record))
    framed = (v.to_frame() if isinstance(v, pd.Series) else v for v in found)
    return next((v for v in framed if isinstance(v, pd.DataFrame) and not v.empty), None)


def _table(table: pd.DataFrame) -> str:
    """Write the top left corner of a table, and how large the whole is."""
    top = table.iloc[:MOST_ROWS, :MOST_COLUMNS]
    named = [name for name in top.index.names if name is not None]
    head = _row("th", named, top.columns)
    keys = top.index.to_frame()[named].itertuples(index=False, name=None)
    cells = top.itertuples(index=False, name=None)
    body = "".join(_row("td", key, row) for key, row in zip(keys, cells, strict=True))
    size = f"{len(table):,} × {table.shape[1]:,}"
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table><p>{size}</p>"


def _row(tag: str, *parts: Iterable[object]) -> str:
    shown = (f"<{tag}>{_shown(cell)}</{tag}>" for cell in chain.from_iterable(parts))
    return f"<tr>{''.join(shown)}</tr>"


def _shown(cell: object) -> str:
    """Write a cell; what is not defined is blank."""
    if isinstance(cell, float):
        return "" if isnan(cell) else f"{cell:.4g}"
    return escape(_cut(str(cell), MOST_LETTERS))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
