"""Directions: rose, fell, stayed, rose in most periods, overtook."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from resilmeter.auditing.compare import not_checkable
from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, Term, Verdict, shown
from resilmeter.auditing.keys import ClaimKeys
from resilmeter.auditing.rules.naming import named
from resilmeter.auditing.rules.numbers import ends
from resilmeter.core.intervals import Interval

# Decimals of numbers that are computed, as papers print Gini coefficients.
DECIMALS = 4
DIRECTION = {"rose": 1, "fell": -1, "stayed": 0}


def trend(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Hold a direction beside the first and the last number."""
    periods = claim.periods or facts.periods(claim.measure, claim.of)
    of, what = named(facts, claim, periods), Term(f"what-{claim.measure}")
    first, last = ends(facts, claim)
    if first is None or last is None or len(periods) < 2:
        yield not_checkable("trend", of, claim.says, claim.cited, what)
        return
    moved = int(first.below(last)) - int(last.below(first))
    verdict = _verdict(DIRECTION[claim.says], moved)
    printed = facts.printed(claim.measure, claim.of, periods[0])
    digits = printed.decimals if printed else DECIMALS
    change = _per_cent(first, last)
    yield Finding(
        rule="trend", verdict=verdict, of=of, claimed=claim.says, computed=change,
        source=claim.cited, key=f"trend-{verdict}",
        values={"what": what, "said": Term(f"said-{claim.says}"), "change": change,
                "first": shown(float(first.best), digits), "last": shown(float(last.best), digits)},
    )  # fmt: skip


def _verdict(said: int, moved: int) -> Verdict:
    if moved == said:
        return "agrees"
    return "rounding" if moved == 0 else "says-otherwise"


def _per_cent(first: Interval, last: Interval) -> str:
    if float(first.best) <= 0:
        return shown(float((last - first).best), 4)
    rate = 100.0 * (float(last.best) / float(first.best) - 1.0)
    return ("+" if rate > 0 else "") + shown(rate, 1) + " %"


def mostly_rose(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Count the periods in which a series rose."""
    periods = claim.periods or facts.periods(claim.measure, claim.of)
    found = [facts.value(claim.measure, claim.of, period) for period in periods]
    values = [float(v.best) for v in found if v is not None]
    of = named(facts, claim, periods)
    if len(values) < 2 or len(values) < len(found):
        missing = Term(f"what-{claim.measure}")
        yield not_checkable("mostly-rose", of, claim.says, claim.cited, missing)
        return
    steps = list(zip(periods[1:], pairwise(values), strict=True))
    fell = [period for period, (before, after) in steps if after <= before]
    rose = len(steps) - len(fell)
    verdict: Verdict = "agrees" if 2 * rose > len(steps) else "says-otherwise"
    yield Finding(
        rule="mostly-rose", verdict=verdict, of=of, claimed=claim.says, computed=str(rose),
        source=claim.cited,
        values={"what": Term(f"what-{claim.measure}"), "rose": rose, "count": len(steps),
                "fell": fell or Term("nothing")},
    )  # fmt: skip


def overtakes(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Hold the period in which one series passes another beside the table."""
    periods = facts.periods(claim.measure, claim.of, claim.over)
    of, since = named(facts, claim, claim.periods[:1]), claim.periods[0]
    if since not in periods or periods.index(since) == 0:
        missing = Term(f"what-{claim.measure}")
        yield not_checkable("overtakes", of, since, claim.cited, missing)
        return
    ahead = [p for p in periods if _ahead(facts, claim, p)]
    before = periods[periods.index(since) - 1]
    right = since in ahead and before not in ahead
    first = next((p for p, q in pairwise(periods) if p not in ahead and q in ahead), None)
    passed = periods[periods.index(first) + 1] if first else ""
    yield Finding(
        rule="overtakes", verdict="agrees" if right else "says-otherwise", of=of, claimed=since,
        computed=since if right else passed, source=claim.cited,
        values={"name": claim.of, "over": claim.over, "what": Term(f"what-{claim.measure}"),
                "since": (since if right else passed) or Term("nothing")},
    )  # fmt: skip


def _ahead(facts: Facts, claim: ClaimKeys, period: str) -> bool:
    own = facts.printed(claim.measure, claim.of, period)
    other = facts.printed(claim.measure, claim.over, period)
    return bool(own and other and own.value > other.value)
