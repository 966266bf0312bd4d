"""Turn raw cells into numbers, keeping count of what was not one."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

# What yearbooks and spreadsheets write for "no value". An ellipsis there means "too small to
# show"; it is read as missing as well, and every such text is counted and reported.
MISSING = frozenset(
    {"", "-", "--", "—", "——", "–", "…", "……", "..", "...", "/", "na", "n/a", "nan", "null", "none",
     "<na>", "#n/a", "无", "不详", "缺失"}
)  # fmt: skip
THOUSANDS = re.compile(r"[+-]?\d{1,3}([, \u00a0\u2009]\d{3})+(\.\d+)?")


@dataclass(frozen=True, eq=False)
class Numbers:
    """One column of cells read as numbers.

    Attributes
    ----------
    values : (n,) float array
        NaN where the cell is blank or was refused.
    refused : dict of int to str
        Position and text of the cells that are not numbers.
    infinite : dict of int to str
        Position and text of infinite cells.
    missing_texts : Counter of str
        Texts other than a blank that were read as "no value".
    """

    values: np.ndarray
    refused: dict[int, str]
    infinite: dict[int, str]
    missing_texts: Counter[str]


def read_numbers(
    cells: pd.Series, missing: Collection[str] = (), *, thousands: bool = True
) -> Numbers:
    """Read a column of raw cells as numbers.

    Parameters
    ----------
    cells : Series
        Raw cells: texts, numbers, None.
    missing : collection of str
        More texts that mean "no value".
    thousands : bool
        Read 12,345 as 12345; otherwise it is no number.

    Returns
    -------
    Numbers

    Examples
    --------
    >>> column = read_numbers(pd.Series(["1,234.5", "—", "２０", "abc"], dtype=object))
    >>> column.values, column.refused
    (array([1234.5,    nan,   20. ,    nan]), {3: 'abc'})
    """
    if cells.dtype.kind in "Mm":
        cells = cells.astype(object)
    if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
        values = cells.to_numpy(dtype=np.float64, na_value=np.nan).copy()
    else:
        # A text that looks like an identifier or a date fails here and is read one by one below.
        values = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64).copy()
        values[cells.map(_not_a_number).to_numpy(dtype=bool)] = np.nan
    codes = missing_codes(missing)
    values[np.isin(values, codes)] = np.nan
    refused: dict[int, str] = {}
    texts: Counter[str] = Counter()
    extra = {text.casefold() for text in missing}
    for place in np.flatnonzero(np.isnan(values)):
        text = _plain(cells.iloc[place])
        if text.casefold() in MISSING or text.casefold() in extra:
            texts[text] += bool(text)
        elif (number := _number(text, thousands=thousands)) is None:
            refused[int(place)] = str(cells.iloc[place])
        elif number in codes:
            texts[text] += 1
        else:
            values[place] = number
    infinite = {int(i): str(cells.iloc[i]) for i in np.flatnonzero(np.isinf(values))}
    values[list(infinite)] = np.nan
    return Numbers(values, refused, infinite, +texts)


def missing_codes(missing: Collection[str]) -> list[float]:
    """Give the numbers among the texts that mean "no value", however the file writes them.

    >>> missing_codes(["-999", "unknown"])
    [-999.0]
    """
    return [number for text in missing if (number := _number(_plain(text))) is not None]


def read_fraction(cell: object) -> float | None:
    """Read a number that may be written as a fraction, such as 1/3; None if it is not one.

    >>> read_fraction("1/4"), read_fraction("3"), read_fraction("one")
    (0.25, 3.0, None)
    """
    above, bar, below = _plain(cell).partition("/")
    top, bottom = _number(above), _number(below) if bar else 1.0
    return top / bottom if top is not None and bottom else None


def shown(cell: object) -> str:
    """Write a cell as a spreadsheet shows it: no surrounding space, a code without decimal point.

    >>> shown(" Wuhan "), shown(420100.0), shown(None)
    ('Wuhan', '420100', '')
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None or cell is pd.NA or str(cell) == "nan" else str(cell).strip()


def _not_a_number(cell: object) -> bool:
    """Tell truth values and dates, which convert to numbers without being any."""
    return isinstance(cell, (bool, dt.date, dt.timedelta, np.datetime64, np.timedelta64))


def read_period(cell: object) -> int | None:
    """Read a period such as 2009, "2009", 2009.0 or "2009年"; None if it is not one.

    >>> read_period("2009年"), read_period(2010.0), read_period("2009-10")
    (2009, 2010, None)
    """
    number = _number(_plain(cell).removesuffix("年"))
    return int(number) if number is not None and number.is_integer() else None


def _plain(cell: object) -> str:
    """Write a cell as text with half-width characters and no surrounding space."""
    if cell is None or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return unicodedata.normalize("NFKC", str(cell)).strip().replace("\u2212", "-")


def _number(text: str, *, thousands: bool = True) -> float | None:
    if thousands and THOUSANDS.fullmatch(text):
        text = re.sub(r"[, \u00a0\u2009]", "", text)
    if text.casefold() in {"true", "false"} or "_" in text:
        return None
    try:
        return float(text)
    except ValueError:
        return None
