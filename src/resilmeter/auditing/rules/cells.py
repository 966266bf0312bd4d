"""Two-dimensional cells: do they add up to their rows, their columns and the Gini coefficient?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resilmeter.auditing.compare import Row, compared_rows
from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding
from resilmeter.core.intervals import Interval


def cells(facts: Facts) -> Iterator[Finding]:
    """Hold sums of cells beside shares times the Gini coefficient, and beside the latter."""
    names = facts.names("cell")
    periods = facts.periods("cell", *names) if names else ()
    source = facts.sources.get("cells", "")
    yield from compared_rows("cells-total", list(_totals(facts, periods)), source)
    for rule, codes in (("cells-pairs", tuple(facts.keys.pairs)),
                        ("cells-dimensions", facts.dimensions)):  # fmt: skip
        rows = [row for period in periods for code in codes
                if (row := _row(facts, code, period)) is not None]  # fmt: skip
        yield from compared_rows(rule, rows, source)


def _totals(facts: Facts, periods: Sequence[str]) -> Iterator[Row]:
    for period in periods:
        gini = facts.printed("gini", "", period)
        own = facts.all_printed("cell", facts.names("cell"), period)
        if gini and own is not None:
            yield Row(period, gini, own.sum())


def _row(facts: Facts, of: str, period: str) -> Row | None:
    """Hold the share of a pair or a dimension beside its cells over the Gini coefficient."""
    own = sum_of_cells(facts, of, period)
    measure = "dimension-share" if of in facts.dimensions else "share"
    share, gini = facts.printed(measure, of, period), facts.printed("gini", "", period)
    if own is None or share is None or gini is None or gini.interval.low <= 0:
        return None
    return Row(f"{of}, {period}", share, own / gini.interval * 100.0)


def sum_of_cells(facts: Facts, of: str, period: str) -> Interval | None:
    """Add up the cells of a pair of groups or of a dimension."""
    if of in facts.dimensions:
        names = tuple(facts.cell_name(code, of) for code in facts.keys.pairs)
    else:
        names = tuple(facts.cell_name(of, dimension) for dimension in facts.dimensions)
    cells = facts.all_printed("cell", names, period)
    return None if cells is None else cells.sum()
