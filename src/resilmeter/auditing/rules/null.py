"""What random group labels would give, beside every printed share and cell (fact 1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, Term, shown, spanned
from resilmeter.auditing.kinds import BETWEEN, WITHIN
from resilmeter.core.inequality import null_shares
from resilmeter.core.intervals import Interval

# A cell stands out where rounding leaves it wholly above what random labels give.
EXPECTED = 1.0


def null_of(facts: Facts) -> dict[str, float]:
    """Give the share in per cent of each pair, within and between under random labels."""
    if not facts.sizes or facts.units < 2:
        return {}
    null = 100.0 * null_shares([facts.sizes[g] for g in facts.groups])
    place = {group: i for i, group in enumerate(facts.groups)}
    own = {code: float(null[place[pair[0]], place[pair[-1]]])
           for code, pair in facts.keys.pairs.items()}  # fmt: skip
    within = float(np.trace(null))
    return {WITHIN: within, BETWEEN: 100.0 - within} | own


def shares(facts: Facts) -> Iterator[Finding]:
    """Set each pair's share beside its share under random labels."""
    for of, null in null_of(facts).items():
        values = [p for period in facts.periods("share", of)
                  if (p := facts.printed("share", of, period))]  # fmt: skip
        if not values or null <= 0:
            continue
        low, high = (f(values, key=lambda p: p.value) for f in (min, max))
        mean = sum(p.value for p in values) / len(values)
        yield Finding(
            rule="null-share", verdict="agrees", of=facts.pair_name(of),
            computed=shown(null, low.decimals), source=facts.sources.get("group-shares", ""),
            values={"least": low.text, "most": high.text, "name": share_name(facts, of),
                    "ratio": shown(mean / null, 2)},
        )  # fmt: skip


def share_name(facts: Facts, of: str) -> object:
    """Name whose share it is."""
    return Term(f"of-{of}") if of in {WITHIN, BETWEEN} else facts.pair_name(of)


def ratios(facts: Facts, period: str) -> dict[tuple[str, str], Interval]:
    """Divide each cell by null share x contribution of its dimension, where that is positive."""
    null = null_of(facts)
    found = {}
    for dimension in facts.dimensions:
        whole = facts.value("gap", dimension, period)
        if whole is None or float(whole.low) <= 0:
            continue
        for code in facts.keys.pairs:
            cell = facts.printed("cell", facts.cell_name(code, dimension), period)
            if cell and null.get(code, 0.0) > 0:
                found[code, dimension] = cell.interval / whole * (100.0 / null[code])
    return found


def cells(facts: Facts) -> Iterator[Finding]:
    """Name the largest cell of each period, its ratio to random labels, and what stands out."""
    for period in dict.fromkeys(p for m, _, p in facts.numbers if m == "cell"):
        found = ratios(facts, period)
        if not found:
            continue
        most = max(_size(facts, key, period) for key in found)
        largest = [key for key in found if _size(facts, key, period) == most]
        out = sorted(
            (key for key, ratio in found.items() if float(ratio.low) > EXPECTED),
            key=lambda key: -float(found[key].best),
        )
        yield Finding(
            rule="null-cells", verdict="agrees", of=period,
            computed=shown(float(found[largest[0]].best), 2), source=facts.sources.get("cells", ""),
            values={
                "cells": _said(facts, largest, found), **spanned(found[largest[0]], 2),
                "out": _said(facts, out, found) or Term("nothing"),
            },
            bounds=found[largest[0]],
        )  # fmt: skip


def _said(
    facts: Facts, cells: list[tuple[str, str]], found: Mapping[tuple[str, str], Interval]
) -> list[str]:
    return [f"{facts.cell_name(*key)} {shown(float(found[key].best), 2)}" for key in cells]


def _size(facts: Facts, key: tuple[str, str], period: str) -> float:
    cell = facts.printed("cell", facts.cell_name(*key), period)
    return cell.value if cell else -np.inf


def concentration(facts: Facts) -> Iterator[Finding]:
    """Divide each dimension's share of the gap by its share of the mean index."""
    for of in facts.dimensions:
        periods = facts.periods("dimension-share", of)
        ends = [(p, c) for p in (*periods[:1], *periods[1:][-1:])
                if (c := _concentration(facts, of, p)) is not None]  # fmt: skip
        if len(ends) < 2:
            continue
        (start, first), (end, last) = ends
        yield Finding(
            rule="concentration", verdict="agrees", of=of, computed=shown(float(last.best), 2),
            source=facts.sources.get("dimension-shares", ""),
            values={"start": start, "end": end, "first": shown(float(first.best), 2),
                    **spanned(last, 2)},
            bounds=last,
        )  # fmt: skip


def _concentration(facts: Facts, of: str, period: str) -> Interval | None:
    share = facts.printed("dimension-share", of, period)
    part = facts.printed("mean", of, period)
    whole = facts.printed("mean", facts.total, period)
    if not (share and part and whole) or part.interval.low <= 0:
        return None
    return share.interval / 100.0 / (part.interval / whole.interval)
