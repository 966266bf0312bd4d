"""Which rows a study keeps, by the values of their columns."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from resilmeter.errors import Problem, problem
from resilmeter.scale import plan
from resilmeter.scale.ask import Ask, Keep
from resilmeter.scale.engine import Engine

NEAREST = 12


def kept(rule: Keep, kind: nw.dtypes.DType) -> nw.Expr:
    """Tell which rows a rule keeps; a blank is not left out with a value."""
    column = nw.col(rule.column)
    if rule.values:
        member = _member(rule, kind)
        return member if rule.keep else column.is_null() | ~member
    first = column >= (-(10**9) if rule.first is None else rule.first)
    return first & (column <= (10**9 if rule.last is None else rule.last))


def _member(rule: Keep, kind: nw.dtypes.DType) -> nw.Expr:
    """Tell which rows have one of the values, compared as texts unless both are whole numbers."""
    column = nw.col(rule.column)
    if kind.is_integer() and all(isinstance(value, int) for value in rule.values):
        return column.is_in(list(rule.values))
    return column.cast(nw.String).is_in([str(value) for value in rule.values])


def unmatched(engine: Engine, given: plan.Table, ask: Ask) -> Iterator[Problem]:
    """Find values to keep or to leave out that no row has."""
    schema = given.collect_schema()
    for rule in ask.keep:
        if not rule.values:
            continue
        hit = given.filter(_member(rule, schema[rule.column]))
        there = engine.rows(distinct(hit, rule.column))[rule.column].astype(str)
        lacking = [value for value in rule.values if str(value) not in set(there)]
        if lacking:
            nearest = engine.rows(distinct(given, rule.column).sort(rule.column).head(NEAREST))
            near = nearest[rule.column].dropna().astype(str).tolist()
            where = {"column": rule.column}
            yield from (problem("no-such-value", where, given=value, nearest=near)
                        for value in lacking)  # fmt: skip


def distinct(table: plan.Table, *names: str) -> plan.Table:
    """Give each combination once; `unique` would keep whole rows."""
    return table.group_by(*names).agg(count=nw.len()).select(*names)
