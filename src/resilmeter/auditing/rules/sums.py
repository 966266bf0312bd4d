"""Parts and wholes: weights to dimensions and to one, parts to the index, groups to the whole."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from resilmeter.auditing.compare import Row, compared_rows
from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding
from resilmeter.auditing.kinds import BETWEEN, WITHIN
from resilmeter.auditing.printed import Printed, read_printed
from resilmeter.core.intervals import Interval, exact, stacked
from resilmeter.read import shown

ONE, HUNDRED = 1.0, 100.0


def weights(facts: Facts) -> Iterator[Finding]:
    """Hold indicator weights beside dimension weights, and both beside one."""
    source = facts.sources.get("indicator-weights", "")
    yield from compared_rows("weights-dimensions", list(_dimension_rows(facts)), source)
    for rule, measure in (("weights-one", "weight"), ("dimension-weights-one", "dimension-weight")):
        numbers = [p for name in facts.names(measure) if (p := facts.printed(measure, name))]
        if len(numbers) > 1:
            total = stacked([p.interval for p in numbers]).sum()
            row = _due(str(len(numbers)), ONE, total, max(p.decimals for p in numbers))
            kind = "indicator-weights" if measure == "weight" else "dimension-weights"
            yield from compared_rows(rule, [row], facts.sources.get(kind, ""))


def _due(of: str, value: float, total: Interval, decimals: int) -> Row:
    """Hold a sum beside what it is by definition."""
    return Row(of, Printed(f"{value:g}", value, decimals, counted=True), total, due=True)


def _dimension_rows(facts: Facts) -> Iterator[Row]:
    table = facts.texts.get("indicator-weights")
    if table is None or "dimension" not in table:
        return
    for name, own in table.groupby("dimension", sort=False):
        printed = facts.printed("dimension-weight", shown(name))
        weights = facts.all_printed("weight", tuple(map(shown, own["indicator"])), "")
        if printed and weights is not None:
            yield Row(str(name), printed, weights.sum())


def parts(facts: Facts) -> Iterator[Finding]:
    """Hold the sum of the dimensions beside the index."""
    rows = [
        Row(period, whole, own.sum())
        for period in facts.periods("mean", facts.total)
        if (whole := facts.printed("mean", facts.total, period))
        and (own := facts.all_printed("mean", _parts(facts), period)) is not None
    ]
    yield from compared_rows("parts-index", rows, facts.sources.get("means", ""))


def _parts(facts: Facts) -> tuple[str, ...]:
    means = set(facts.names("mean"))
    return tuple(name for name in facts.dimensions if name in means)


def groups(facts: Facts) -> Iterator[Finding]:
    """Hold group means, weighted by size, beside the mean of all."""
    if not facts.sizes:
        return
    share = np.array([facts.sizes[g] for g in facts.groups]) / facts.units
    rows = [
        Row(period, whole, (means * exact(share)).sum())
        for period in facts.periods("mean", facts.total)
        if (whole := facts.printed("mean", facts.total, period))
        and (means := facts.all_printed("mean", facts.groups, period)) is not None
    ]
    yield from compared_rows("groups-whole", rows, facts.sources.get("means", ""))


def sizes(facts: Facts) -> Iterator[Finding]:
    """Hold the number of units in the groups beside the number of all."""
    said = next((t.total for t in facts.keys.table if t.kind == "group-sizes"), "")
    printed = read_printed(said, counted=True)
    counts = facts.all_printed("size", facts.names("size"), "")
    if printed and counts is not None:
        row = Row(str(len(facts.names("size"))), printed, counts.sum())
        yield from compared_rows("sizes", [row], facts.sources.get("group-sizes", ""))


def shares(facts: Facts) -> Iterator[Finding]:
    """Hold shares in per cent beside their sums and beside 100."""
    source = facts.sources.get("group-shares", "")
    inside, across = tuple(facts.inside.values()), facts.across
    for rule, names, whole in (
        ("shares-within", inside, WITHIN), ("shares-between", across, BETWEEN),
    ):  # fmt: skip
        yield from compared_rows(rule, list(_share_rows(facts, "share", names, whole)), source)
    sums = (WITHIN, BETWEEN)
    both = sums if facts.periods("share", *sums) else (*inside, *across)
    yield from compared_rows("shares-100", list(_share_rows(facts, "share", both, "")), source)
    rows = list(_share_rows(facts, "dimension-share", facts.names("dimension-share"), ""))
    source = facts.sources.get("dimension-shares", "")
    yield from compared_rows("dimension-shares-100", rows, source)


def _share_rows(facts: Facts, measure: str, names: tuple[str, ...], whole: str) -> Iterator[Row]:
    """Add shares up, beside the printed sum, or beside 100 where no sum is named."""
    for period in facts.periods(measure, *names) if names else ():
        printed = facts.printed(measure, whole, period)
        parts = [p for name in names if (p := facts.printed(measure, name, period))]
        total = stacked([p.interval for p in parts]).sum()
        if not whole:
            yield _due(period, HUNDRED, total, max(p.decimals for p in parts))
        elif printed:
            yield Row(period, printed, total)
