"""Numbers that the text prints: values, averages over periods, changes in per cent."""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.auditing.compare import Row, compared, not_checkable
from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, Term
from resilmeter.auditing.keys import ClaimKeys
from resilmeter.auditing.printed import Printed, read_printed
from resilmeter.auditing.rules.naming import named
from resilmeter.core.intervals import Interval, stacked


def value(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Hold a number of the text beside the tables; a slip of the point by a power of ten is said.

    A slip is looked for where the number cannot be: a hundred times too large is said as such.
    """
    for period in claim.periods or ("",):
        number = facts.value(claim.measure, claim.of, period)
        yield _judged("value", facts, claim, (period,) if period else (), number)


def average(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Hold an average over periods beside the mean of the periods printed."""
    periods = claim.periods or facts.periods(claim.measure, claim.of)
    found = [facts.value(claim.measure, claim.of, period) for period in periods]
    numbers = [n for n in found if n is not None]
    whole = periods_of_study(facts)
    complete = bool(numbers) and len(numbers) == len(found)
    if not claim.periods:
        complete = complete and len(numbers) == len(whole)
    mean = stacked(numbers).sum() / float(len(numbers)) if complete else None
    yield _judged("average", facts, claim, (whole[0], whole[-1]) if whole else (), mean)


def change(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Hold a change in per cent, or a ratio, beside the first and the last number."""
    first, last = ends(facts, claim)
    number = None
    if first is not None and last is not None and float(first.low) > 0:
        ratio = last / first
        number = ratio if claim.unit == "ratio" else (ratio - 1.0) * 100.0
    yield _judged("change", facts, claim, claim.periods, number)


def ends(facts: Facts, claim: ClaimKeys) -> tuple[Interval | None, Interval | None]:
    """Return first and last number: as the text prints them, else from the tables."""
    periods = claim.periods or facts.periods(claim.measure, claim.of)
    found: list[Interval | None] = []
    for text, period in zip((claim.first, claim.last), (periods[:1], periods[-1:]), strict=True):
        printed = read_printed(text)
        in_table = facts.value(claim.measure, claim.of, period[0]) if period else None
        found.append(printed.interval if printed else in_table)
    return found[0], found[1]


def periods_of_study(facts: Facts) -> tuple[str, ...]:
    """Give every period of the tables, in order."""
    return tuple(dict.fromkeys(period for _, _, period in facts.numbers if period))


def printed_of(claim: ClaimKeys) -> Printed:
    """Return the claimed number."""
    printed = read_printed(claim.printed)
    if printed is None:
        raise AssertionError("a claim without its number is refused when the paper is built")
    return printed


def _judged(
    rule: str, facts: Facts, claim: ClaimKeys, periods: tuple[str, ...], number: Interval | None
) -> Finding:
    of = named(facts, claim, periods)
    what = Term(f"what-{claim.measure}")
    if number is None:
        return not_checkable(rule, of, claim.printed, claim.cited, what)
    row = Row(of, printed_of(claim), number)
    return compared(rule, row, claim.cited, what=Term(f"{rule}-of", {"measure": what}))
