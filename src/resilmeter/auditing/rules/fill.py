"""How much of what it can be is each dimension? Only so do studies compare (fact 9)."""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, shown, spanned


def fill(facts: Facts) -> Iterator[Finding]:
    """Divide the mean of each dimension by its weight, which it cannot exceed."""
    if facts.keys.index != "weighted-sum":
        return
    for of in facts.dimensions:
        weight = facts.printed("dimension-weight", of)
        periods = facts.periods("mean", of)
        for period in (*periods[:1], *periods[1:][-1:]):
            mean = facts.printed("mean", of, period)
            if not (weight and mean) or weight.interval.low <= 0:
                continue
            rate = mean.interval / weight.interval * 100.0
            possible = float(rate.low) <= 100.0 and float(rate.high) >= 0.0
            yield Finding(
                rule="fill", verdict="agrees" if possible else "cannot-be",
                key="fill" if possible else "fill-impossible", of=f"{of}, {period}",
                claimed=mean.text, computed=shown(float(rate.best), 1),
                source=facts.sources.get("means", ""),
                values={"name": of, "period": period, "weight": weight.text, **spanned(rate, 1)},
                bounds=rate,
            )  # fmt: skip
