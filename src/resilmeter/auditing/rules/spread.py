"""Standard deviation against coefficient of variation: a spread that only grows with the level."""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, shown, spanned
from resilmeter.core.intervals import Interval


def spread(facts: Facts) -> Iterator[Finding]:
    """Set the change of the standard deviation beside that of the coefficient of variation."""
    printed = facts.periods("sd", "")
    periods = [p for p in printed if _known(facts, p)]
    if len(periods) < 2:
        return
    start, end = periods[0], periods[-1]
    (sd0, cv0), (sd1, cv1) = (_both(facts, period) for period in (start, end))
    opposed = bool((sd0.below(sd1) and cv1.below(cv0)) or (sd1.below(sd0) and cv0.below(cv1)))
    ratio = cv1 / cv0
    yield Finding(
        rule="spread", verdict="says-otherwise" if opposed and _claimed(facts) else "agrees",
        key="spread-level" if opposed else "spread", of=f"{start} … {end}",
        computed=shown(float(ratio.best), 2), source=facts.sources.get("spread", ""),
        values={"start": start, "end": end, "sd": shown(float(sd1.best / sd0.best), 2),
                "first": shown(float(cv0.best), 3), "last": shown(float(cv1.best), 3),
                **spanned(ratio, 2)},
        bounds=ratio,
    )  # fmt: skip


def _claimed(facts: Facts) -> bool:
    """Tell whether the text speaks of the change of the standard deviation."""
    return any(claim.measure == "sd" and claim.says in {"rose", "fell", "change"}
               for claim in facts.keys.claim)  # fmt: skip


def _known(facts: Facts, period: str) -> bool:
    sd, mean = facts.printed("sd", "", period), facts.printed("mean", facts.total, period)
    return bool(sd and mean and sd.interval.low > 0 and mean.interval.low > 0)


def _both(facts: Facts, period: str) -> tuple[Interval, Interval]:
    sd, mean = facts.printed("sd", "", period), facts.printed("mean", facts.total, period)
    if sd is None or mean is None:
        raise AssertionError("periods were chosen where both are printed")
    return sd.interval, sd.interval / mean.interval
