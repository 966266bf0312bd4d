"""A neutral model of a printed table: cells with marks, written out by each format in its way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from resilmeter.present.words import NOT_AVAILABLE

NUMBER = "number"
TOTAL = "total"
LARGEST = "largest"
STAR = "star"
NAME = "name"
# What no file format may hold: control characters and half characters.
ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
PLAIN_NUMBER = re.compile(r"\u2212?\d+(\.\d+)?")


@dataclass(frozen=True)
class Cell:
    """One cell of a printed table.

    Parameters
    ----------
    text : str
        What is printed, already rounded.
    marks : frozenset of str
        number (aligned right), total (bold), largest (double underline), star, name (not broken).
    span : int
        Columns it covers.
    origin : str
        Where the number comes from, as `origins` writes it; the page explains it.
    """

    text: str
    marks: frozenset[str] = frozenset()
    span: int = 1
    origin: str = ""

    def marked(self, mark: str) -> Cell:
        """Return the cell with one more mark."""
        return replace(self, marks=self.marks | {mark})

    @property
    def shown(self) -> str:
        """The text with its star, without what no file may hold."""
        return ILLEGAL.sub("", self.text) + ("*" if STAR in self.marks else "")

    @property
    def value(self) -> tuple[float, int] | None:
        """The number a cell shows and its decimals; None for texts, intervals and blanks."""
        if NUMBER not in self.marks or not PLAIN_NUMBER.fullmatch(self.text):
            return None
        return float(self.text.replace("\u2212", "-")), len(self.text.partition(".")[2])


@dataclass(frozen=True, kw_only=True)
class PrintTable:
    """One printed table.

    Parameters
    ----------
    key : str
        Name for links, of letters and hyphens.
    caption, note : str
        Above and below the table.
    header : tuple of tuple of Cell
        Header rows.
    rows : tuple of tuple of Cell
        Body rows.
    """

    key: str
    caption: str
    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return max(sum(cell.span for cell in row) for row in (*self.header, *self.rows))


@dataclass(frozen=True)
class Paragraph:
    """A sentence between tables and figures.

    Parameters
    ----------
    text : str
        What is printed.
    """

    kind: ClassVar[str] = "text"
    text: str


def text(value: object) -> Cell:
    """Build a cell of text."""
    return Cell(str(value))


def name(value: object) -> Cell:
    """Build a cell with a name that is not broken over lines."""
    return Cell(str(value), frozenset({NAME}))


def number(shown: str, origin: str = "") -> Cell:
    """Build a cell with a number that is already rounded, and where it comes from."""
    # where there is no number, nothing is to be explained
    known = not shown.startswith(NOT_AVAILABLE)
    return Cell(shown, frozenset({NUMBER}), origin=origin if known else "")


def aligned(table: PrintTable) -> PrintTable:
    """Align header cells as the numbers below them."""
    full = next((row for row in table.rows if len(row) == len(table.header[-1])), None)
    if full is None:
        return table
    numeric = [NUMBER in cell.marks for cell in full]
    last = tuple(
        cell.marked(NUMBER) if right else cell
        for cell, right in zip(table.header[-1], numeric, strict=True)
    )
    return replace(table, header=(*table.header[:-1], last))


def header(titles: Iterable[str]) -> tuple[tuple[Cell, ...], ...]:
    """Build a single header row."""
    return (tuple(Cell(title) for title in titles),)


def mark_largest(cells: Sequence[Cell], values: Sequence[float], mark: str) -> list[Cell]:
    """Mark every cell that prints the same as the largest value; none if it prints as zero."""
    shown = cells[max(range(len(values)), key=lambda i: values[i])].text
    if float(shown.replace("\u2212", "-")) == 0:
        return list(cells)
    return [cell.marked(mark) if cell.text == shown else cell for cell in cells]
