"""One number as a paper prints it: its text, value, digits and bounds."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

import pandas as pd

from resilmeter.core.intervals import Interval, exact, rounded
from resilmeter.read import read_numbers

# What papers attach to numbers: marks of significance or of a maximum, and the per cent sign.
MARKS = "*†‡%"


@dataclass(frozen=True)
class Printed:
    """A number as printed.

    Attributes
    ----------
    text : str
        As printed.
    value : float
        Its value.
    decimals : int
        Digits after the decimal point.
    counted : bool
        True for a count, which nothing rounds.
    """

    text: str
    value: float
    decimals: int
    counted: bool = False

    @property
    def half(self) -> float:
        """Half a unit of the last digit: how far rounding can have moved it."""
        return 0.0 if self.counted else 0.5 * 10.0**-self.decimals

    @cached_property
    def interval(self) -> Interval:
        """Value and bounds."""
        return exact(self.value) if self.counted else rounded(self.value, self.decimals)


def read_printed(
    cell: object, decimals: int | None = None, *, counted: bool = False
) -> Printed | None:
    """Read a printed number; None if the cell is blank.

    Parameters
    ----------
    cell : object
        Text as printed, or a number from a workbook.
    decimals : int, optional
        Digits after the point, where trailing zeros were lost; the text's own if left out.
    counted : bool
        True for counts.

    Raises
    ------
    ValueError
        The cell is no number.

    Examples
    --------
    >>> read_printed("0.0081*")
    Printed(text='0.0081', value=0.0081, decimals=4, counted=False)
    >>> read_printed("−0.0001").value, read_printed("—")
    (-0.0001, None)
    """
    text = unicodedata.normalize("NFKC", str(cell)).strip().rstrip(MARKS).strip()
    read = read_numbers(pd.Series(["" if cell is None else text], dtype=object))
    if read.refused or read.infinite:
        raise ValueError(text)
    if pd.isna(read.values[0]):
        return None
    value = float(read.values[0])
    return Printed(text, value, _decimals(text) if decimals is None else decimals, counted)


def is_number(cell: object) -> bool:
    """Tell whether a cell is a number or blank.

    >>> is_number("12"), is_number("a dozen")
    (True, False)
    """
    try:
        read_printed(cell)
    except ValueError:
        return False
    return True


def _decimals(text: str) -> int:
    """Count the digits after the point; an exponent moves them."""
    plain = text.replace("\u2212", "-").replace(",", "").replace(" ", "")
    try:
        exponent = Decimal(plain).as_tuple().exponent
    except InvalidOperation:
        exponent = -len(plain.partition(".")[2])
    return -int(exponent)
