"""Largest, smallest, second, always, between so and so much: does the table say so too?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from resilmeter.auditing.compare import not_checkable, worst
from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, Term, Verdict, shown
from resilmeter.auditing.keys import ClaimKeys
from resilmeter.auditing.printed import read_printed
from resilmeter.auditing.rules.naming import named
from resilmeter.core.intervals import Interval

# Bounds of neighbouring printed numbers touch; touching is not overlapping.
TOUCH = 1e-9


@dataclass(frozen=True)
class Standing:
    """How one name stands among others in one period.

    Attributes
    ----------
    period : str
        When.
    verdict : str
        agrees, rounding (a tie within rounding) or says-otherwise.
    leader : str
        Who holds the claimed place by the printed numbers.
    ties : tuple of str
        Who cannot be told apart from it.
    """

    period: str
    verdict: Verdict
    leader: str
    ties: tuple[str, ...]


def extreme(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Hold a largest or smallest, in each period, beside the table."""
    names = tuple(dict.fromkeys((*(claim.among or _all(facts, claim)), claim.of)))
    found = [(period, _values(facts, claim, names, period)) for period in _periods(facts, claim)]
    standings = [_standing(claim, values, period) for period, values in found
                 if len(values) == len(names) >= claim.place]  # fmt: skip
    what = Term(f"what-{claim.measure}")
    of = named(facts, claim, [s.period for s in standings])
    if not standings:
        yield not_checkable("extreme", of, claim.says, claim.cited, what)
        return
    verdict = worst([s.verdict for s in standings])
    yield Finding(
        rule="extreme", verdict=verdict, of=of, claimed=claim.says,
        computed=", ".join(dict.fromkeys(s.leader for s in standings)), source=claim.cited,
        key=f"extreme-{verdict}", values={"what": _what(claim, what), "name": claim.of}
        | _details(claim, standings, verdict),
    )  # fmt: skip


def _what(claim: ClaimKeys, what: Term) -> Term:
    return Term("change-of", {"measure": what}) if claim.change else what


def _details(claim: ClaimKeys, standings: list[Standing], verdict: Verdict) -> dict[str, object]:
    here = [s for s in standings if s.verdict == verdict]
    return {
        "said": Term(f"said-{claim.says}" if claim.place == 1 else f"said-{claim.says}-place",
                     {"place": claim.place}),
        "count": len(here), "all": len(standings),
        "periods": [s.period for s in here],
        "instead": [f"{s.period}: {s.leader}" if s.period else s.leader for s in here],
        "ties": list(dict.fromkeys(name for s in here for name in s.ties)) or Term("nothing"),
    }  # fmt: skip


def _all(facts: Facts, claim: ClaimKeys) -> tuple[str, ...]:
    if claim.measure == "own-gini":
        return facts.groups
    return facts.names("share" if claim.measure == "gap" else claim.measure)


def _periods(facts: Facts, claim: ClaimKeys) -> tuple[str, ...]:
    if claim.change:
        return ("–".join(claim.periods),)
    measure = {"own-gini": "gini", "gap": "gini"}.get(claim.measure, claim.measure)
    own = facts.periods(measure, "" if measure == "gini" else claim.of)
    return claim.periods or own


def _values(
    facts: Facts, claim: ClaimKeys, names: tuple[str, ...], period: str
) -> Mapping[str, Interval]:
    found = {name: _value(facts, claim, name, period) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _value(facts: Facts, claim: ClaimKeys, name: str, period: str) -> Interval | None:
    if claim.change:
        first, last = (facts.value(claim.measure, name, p)
                       for p in (claim.periods[0], claim.periods[-1]))  # fmt: skip
        if first is None or last is None or float(first.low) <= 0:
            return None
        return last / first
    if claim.measure == "own-gini":
        # the Gini coefficient of all is common to them: its rounding does not blur the order
        return facts.relative_own(name, period)
    return facts.value(claim.measure, name, period)


def _standing(claim: ClaimKeys, values: Mapping[str, Interval], period: str) -> Standing:
    sign = 1.0 if claim.says == "largest" else -1.0
    order = sorted(values, key=lambda name: -sign * float(values[name].best))
    leader = order[claim.place - 1]
    before = [n for n in values if _ahead(values[n], values[claim.of], sign)]
    after = [n for n in values if _ahead(values[claim.of], values[n], sign)]
    ties = tuple(n for n in values if n not in {*before, *after, claim.of})
    possible = len(before) < claim.place <= len(before) + len(ties) + 1
    verdict: Verdict = "says-otherwise"
    if possible:
        verdict = "rounding" if ties else "agrees"
    return Standing(period, verdict, leader, ties)


def _ahead(a: Interval, b: Interval, sign: float) -> bool:
    """Tell whether a comes before b, whatever the rounding."""
    low, high = (a.low, b.high) if sign > 0 else (b.low, a.high)
    return bool(low >= high - TOUCH * abs(high) and a.best != b.best)


def between(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Hold a range beside every number that it is said to hold for."""
    names = claim.among or _all(facts, claim)
    numbers = {(name, period): value for period in _range_periods(facts, claim, names)
               for name in names
               if (value := facts.value(claim.measure, name, period)) is not None}  # fmt: skip
    low, high = read_printed(claim.low), read_printed(claim.high)
    what = Term(f"what-{claim.measure}")
    claimed = f"{claim.low}–{claim.high}"
    if not numbers or low is None or high is None:
        yield not_checkable("range", named(facts, claim), claimed, claim.cited, what)
        return
    least = min(numbers, key=lambda key: float(numbers[key].best))
    most = max(numbers, key=lambda key: float(numbers[key].best))
    out = [
        key
        for key, n in numbers.items()
        if float(n.high) < float(low.interval.low) or float(n.low) > float(high.interval.high)
    ]
    digits = max(low.decimals, high.decimals) + 2
    yield Finding(
        rule="range", verdict="says-otherwise" if out else "agrees", of=", ".join(names),
        claimed=claimed, source=claim.cited,
        computed=f"{shown(float(numbers[least].best), digits)}–"
                 f"{shown(float(numbers[most].best), digits)}",
        values={"what": what, "outside": len(out), "count": len(numbers),
                "least": ", ".join(least), "most": ", ".join(most)},
    )  # fmt: skip


def _range_periods(facts: Facts, claim: ClaimKeys, names: tuple[str, ...]) -> tuple[str, ...]:
    if claim.periods:
        return claim.periods
    if claim.measure in {"own-gini", "gap"}:
        return facts.periods("gini", "")
    return facts.periods(claim.measure, *names)
