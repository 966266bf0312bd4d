"""Keys of paper.toml: which tables a paper prints and what it says about them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from resilmeter.sections import Section

Kind = Literal[
    "indicator-weights", "dimension-weights", "group-sizes", "means", "group-shares",
    "dimension-shares", "cells", "gini", "spread", "scores", "grades", "primacy", "growth-parts",
    "factors", "interactions",
]  # fmt: skip
Measure = Literal[
    "weight", "dimension-weight", "size", "mean", "share", "dimension-share", "cell", "gini", "sd",
    "score", "gap", "own-gini", "net-between",
]  # fmt: skip
Statement = Literal[
    "value", "average", "change", "growth", "rose", "fell", "stayed", "mostly-rose", "largest",
    "smallest", "range", "overtakes", "main-source", "main-driver", "can-rank", "all-enhance",
    "same-level",
]  # fmt: skip
Form = Literal["", "compound", "mean-of-rates", "simple", "total"]


class TableKeys(Section):
    """One printed table."""

    kind: Kind
    """What the table is; the documentation lists the columns of each kind."""
    file: str = ""
    """CSV or Excel file, as printed; path from the folder of paper.toml."""
    sheet: str = ""
    """Sheet of a workbook; the first one if left out."""
    source: str = ""
    """Where the paper prints it, such as "Table 3, p. 7"."""
    decimals: int | None = Field(default=None, ge=0)
    """Digits after the point, where trailing zeros were lost; those of each cell if left out."""
    total: str = ""
    """means: column of the whole. group-sizes: the printed number of all units."""
    groups: tuple[str, ...] = ()
    """means: columns of the groups."""
    dimensions: tuple[str, ...] = ()
    """means, dimension-shares: columns of the dimensions."""
    within: str = ""
    """group-shares: column of the printed sum within groups."""
    between: str = ""
    """group-shares: column of the printed sum between groups."""
    units: int | None = Field(default=None, ge=2)
    """factors, spread: number of units."""


class GradeKeys(Section):
    """One grade: deviations from the reference in per cent, from `low` to `high`."""

    name: str
    """As the table of grades writes it."""
    low: float | None = None
    """Lower bound; none if left out."""
    high: float | None = None
    """Upper bound; none if left out."""
    closed: Literal["left", "right", "neither", "both"] = "left"
    """Which bounds belong to the grade."""


class ClaimKeys(Section):
    """One statement of the text."""

    says: Statement
    """What kind of statement."""
    measure: Measure = "mean"
    """Of what: a printed number, or one that follows (gap = share x Gini, own-gini, net-between).
    """
    of: str = ""
    """Of whom: the total, a group, a pair, a dimension, "within", "between", an indicator."""
    over: str = ""
    """overtakes: the one that is overtaken."""
    among: tuple[str, ...] = ()
    """largest, smallest, range: the ones compared; all of the measure if left out."""
    periods: tuple[str, ...] = ()
    """Period or periods; first and last for a change; all of the table if left out."""
    printed: str = ""
    """The number as printed, in quotes so that its last zeros count."""
    unit: Literal["", "percent", "ratio"] = "percent"
    """change: per cent of the first, or times the first. value: as printed."""
    first: str = ""
    """change, growth: the printed first number, where the text prints it itself."""
    last: str = ""
    """change, growth: the printed last number, where the text prints it itself."""
    form: Form = ""
    """growth: the form that the paper says; any if left out."""
    low: str = ""
    """range: the printed lower bound."""
    high: str = ""
    """range: the printed upper bound."""
    change: bool = False
    """largest, smallest: of the change in per cent between two periods, not of the level."""
    place: int = Field(default=1, ge=1)
    """largest, smallest: 2 for the second; can-rank: among the first so many."""
    at_least: int = Field(default=1, ge=1)
    """can-rank: for at least so many units."""
    source: str = ""
    """Where the paper says it."""
    quote: str = ""
    """Its words."""

    @property
    def cited(self) -> str:
        """Where the paper says it, and its words."""
        return f"{self.source}: “{self.quote}”" if self.quote else self.source


class PaperKeys(Section):
    """A paper: its tables and its statements."""

    title: str
    """Title of the audit."""
    title_zh: str = ""
    """Title in Chinese; the English one if left out."""
    index: Literal["", "weighted-sum"] = ""
    """weighted-sum: values scaled to 0 to 1, times their weights, added up."""
    pairs: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """What the paper calls each group and pair of groups: G1 = ["East"], G12 = ["East", "West"]."""
    reference: str = ""
    """grades: the printed reference value."""
    grade: tuple[GradeKeys, ...] = ()
    """Grades, from the lowest to the highest."""
    table: tuple[TableKeys, ...] = ()
    """The tables."""
    claim: tuple[ClaimKeys, ...] = ()
    """The statements."""
