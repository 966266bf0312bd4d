"""Yearly growth: which of its forms is the printed rate, and which can it not be?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from resilmeter.auditing.compare import Row, not_checkable
from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, Term, shown, spanned
from resilmeter.auditing.keys import ClaimKeys
from resilmeter.auditing.rules.naming import named
from resilmeter.auditing.rules.numbers import ends, printed_of
from resilmeter.core.intervals import Interval, stacked

MEAN = "mean-of-rates"


def growth(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Hold a printed rate beside compound growth, the mean of yearly rates and simple growth."""
    of, what = named(facts, claim, claim.periods), Term(f"what-{claim.measure}")
    rows = {name: Row(of, printed_of(claim), number)
            for name, number in _forms(facts, claim).items()}  # fmt: skip
    if not rows:
        yield not_checkable("growth", of, claim.printed, claim.cited, what)
        return
    fits = [name for name, row in rows.items()
            if claim.form in {"", name} and row.verdict != "cannot-be"]  # fmt: skip
    asked = [name for name in rows if claim.form in {"", name}]
    chosen = min(fits or asked or rows, key=lambda name: rows[name].difference)
    verdict = rows[chosen].verdict
    if not fits:
        verdict = "not-checkable" if _may_be_mean(rows, claim) else "cannot-be"
    digits = rows[chosen].digits
    yield Finding(
        rule="growth", verdict=verdict, of=of, claimed=claim.printed,
        computed=shown(float(rows[chosen].computed.best), digits), source=claim.cited,
        key=f"growth-{verdict}",
        values={"form": Term(f"form-{chosen}"), "what": what, "name": of,
                "also": _said(rows, [name for name in fits if name != chosen]),
                "excluded": _said(rows, [n for n, r in rows.items() if r.verdict == "cannot-be"]),
                "all": _said(rows, list(rows)), **spanned(rows[chosen].computed, digits)},
        bounds=rows[chosen].computed,
    )  # fmt: skip


def _may_be_mean(rows: Mapping[str, Row], claim: ClaimKeys) -> bool:
    """Tell whether a mean of unprinted yearly rates is left: it is never below compound growth."""
    if MEAN in rows or claim.form not in {"", MEAN}:
        return False
    compound = rows.get("compound")
    return compound is None or not compound.printed.interval.below(compound.computed)


def _said(rows: Mapping[str, Row], names: list[str]) -> object:
    """List forms with their values and bounds."""
    return [
        Term("form-said", {"form": Term(f"form-{name}"),
                           **spanned(rows[name].computed, rows[name].digits)})
        for name in names
    ] or Term("nothing")  # fmt: skip


def _forms(facts: Facts, claim: ClaimKeys) -> Mapping[str, Interval]:
    """Compute every form that the printed numbers allow, in per cent."""
    first, last = ends(facts, claim)
    periods = claim.periods or facts.periods(claim.measure, claim.of)
    years = _years(periods)
    if first is None or last is None or years is None or float(first.low) <= 0:
        return {}
    ratio = last / first
    forms = {} if float(ratio.low) <= 0 else {"compound": ratio.power(1.0 / years) - 1.0}
    forms |= {"simple": (ratio - 1.0) / float(years), "total": ratio - 1.0}
    rates = _mean_of_rates(facts, claim, periods)
    if claim.form != "total":
        del forms["total"]
    return {name: number * 100.0
            for name, number in (forms | ({MEAN: rates} if rates else {})).items()}  # fmt: skip


def _years(periods: tuple[str, ...]) -> int | None:
    if len(periods) < 2 or not (periods[0].isdecimal() and periods[-1].isdecimal()):
        return None
    years = int(periods[-1]) - int(periods[0])
    return years if years > 0 else None


def _mean_of_rates(facts: Facts, claim: ClaimKeys, ends: tuple[str, ...]) -> Interval | None:
    """Average the rates from year to year; None unless every year is printed."""
    years = [str(year) for year in range(int(ends[0]), int(ends[-1]) + 1)]
    found = [facts.value(claim.measure, claim.of, year) for year in years]
    values = [value for value in found if value is not None and float(value.low) > 0]
    if len(values) < len(years) or claim.first or claim.last:
        return None
    series = stacked(values)
    return (series[1:] / series[:-1] - 1.0).sum() / float(len(years) - 1)
