"""The rules of an audit: one file a family; tables first, then what the text says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding
from resilmeter.auditing.keys import ClaimKeys, Statement
from resilmeter.auditing.rules import (
    cells,
    dagum,
    drivers,
    extremes,
    fill,
    grades,
    growth,
    levels,
    marks,
    mixed,
    null,
    numbers,
    obstacles,
    primacy,
    sources,
    spread,
    sums,
    trends,
)

Rule = Callable[[Facts], Iterator[Finding]]
Judge = Callable[[Facts, ClaimKeys], Iterator[Finding]]

# Rules that need no claim: identities among the tables, and what the tables imply.
RULES: tuple[Rule, ...] = (
    sums.weights, sums.sizes, sums.parts, sums.groups, sums.shares, cells.cells, marks.marks,
    grades.edges, grades.counts, grades.reference, grades.total, primacy.primacy, mixed.mixed,
    drivers.factors, drivers.interactions, null.shares, null.cells, null.concentration,
    dagum.parts, dagum.change, dagum.own, sources.all_moves, spread.spread, fill.fill,
)  # fmt: skip
CLAIMS: Mapping[Statement, Judge] = {
    "value": numbers.value,
    "average": numbers.average,
    "change": numbers.change,
    "growth": growth.growth,
    "rose": trends.trend,
    "fell": trends.trend,
    "stayed": trends.trend,
    "mostly-rose": trends.mostly_rose,
    "largest": extremes.extreme,
    "smallest": extremes.extreme,
    "range": extremes.between,
    "overtakes": trends.overtakes,
    "main-source": sources.main_source,
    "main-driver": sources.main_driver,
    "can-rank": obstacles.can_rank,
    "all-enhance": drivers.all_enhance,
    "same-level": levels.same_level,
}
